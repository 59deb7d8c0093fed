/** Notices that the picture stands still, which LiveKit may not for a long time (parts.md, "Faults"). */

/** How often the frames are counted, in milliseconds. */
const interval = 500;
/** Without a new frame for this long, in milliseconds, the connection is taken to be interrupted. */
const longestStill = 3_000;

export interface StallHooks {
  /** How many frames have come so far; undefined while nobody can say. */
  frames(): Promise<number | undefined>;
  onStall(): void;
  onFlow(): void;
}

export class StallWatch {
  readonly #hooks: StallHooks;
  readonly #timer: ReturnType<typeof setInterval>;
  #frames = -1;
  #lastFrame = performance.now();
  /** What was told last. */
  #stalled = false;
  /** The connection itself says that it is interrupted. */
  #interrupted = false;
  #stopped = false;

  constructor(hooks: StallHooks) {
    this.#hooks = hooks;
    this.#timer = setInterval(() => void this.#look(), interval);
  }

  /** What the connection says of itself. Only frames end an interruption. */
  set interrupted(interrupted: boolean) {
    this.#interrupted = interrupted;
    if (interrupted) this.#stall();
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const frames = await this.#hooks.frames().catch(() => undefined);
    if (this.#stopped) return;
    const now = performance.now();
    if (frames !== undefined && frames !== this.#frames) {
      this.#frames = frames;
      this.#lastFrame = now;
      if (this.#stalled && !this.#interrupted) this.#flow();
    } else if (frames === undefined || document.hidden) {
      // A hidden page may be sent nothing, and asks for nothing to be done about it.
      this.#lastFrame = now;
    } else if (now - this.#lastFrame >= longestStill) this.#stall();
  }

  #stall(): void {
    if (this.#stalled) return;
    this.#stalled = true;
    this.#hooks.onStall();
  }

  #flow(): void {
    this.#stalled = false;
    this.#hooks.onFlow();
  }
}
