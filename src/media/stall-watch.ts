/** Notices by its frames, or by what the connection says, that the picture stands still, which LiveKit may not notice for a long time, and when it is lost. */

import type { Clock } from '../api/clock.js';

/** Time between counts of the frames, in seconds. */
const interval = 0.5;
/** Without a new frame for this long, in seconds, the connection counts as interrupted. */
const longestStill = 3;
/** An interruption of this length, in seconds, counts as lost. LiveKit itself gives up after 42 s. */
const longestStall = 60;

export interface StallHooks {
  /** Number of frames received; null if there is no video, undefined if it isn't known. */
  frames(): Promise<number | null | undefined>;
  onStall(): void;
  onFlow(): void;
  /** Called once, after a stall of a minute. */
  onLost(): void;
}

export class StallWatch {
  readonly #hooks: StallHooks;
  readonly #clock: Clock;
  #cancel: () => void;
  #frames = -1;
  #lastFrame: number;
  /** When the stall began, on the clock; undefined while frames arrive. */
  #stalledSince: number | undefined;
  /** Whether the connection reports an interruption. */
  #interrupted = false;
  #stopped = false;

  constructor(clock: Clock, hooks: StallHooks) {
    this.#clock = clock;
    this.#hooks = hooks;
    this.#lastFrame = clock.now();
    this.#cancel = clock.after(interval, () => void this.#look());
  }

  /** Sets what the connection reports. Only frames end an interruption. */
  set interrupted(interrupted: boolean) {
    this.#interrupted = interrupted;
    if (interrupted) this.#stall();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  async #look(): Promise<void> {
    const frames = await this.#hooks.frames().catch(() => undefined);
    if (this.#stopped) return;
    this.#cancel = this.#clock.after(interval, () => void this.#look());
    this.#count(frames);
  }

  #count(frames: number | null | undefined): void {
    const now = this.#clock.now();
    if (typeof frames === 'number' && frames !== this.#frames) {
      this.#frames = frames;
      this.#lastFrame = now;
      if (this.#stalledSince !== undefined && !this.#interrupted) this.#flow();
    } else if (this.#stalledSince !== undefined) {
      if (now - this.#stalledSince < longestStall) return;
      this.stop();
      this.#hooks.onLost();
    } else if (frames === undefined || document.hidden) {
      // A hidden page may get no frames, which isn't a stall.
      this.#lastFrame = now;
    } else if (now - this.#lastFrame >= longestStill) this.#stall();
  }

  #stall(): void {
    if (this.#stalledSince !== undefined) return;
    this.#stalledSince = this.#clock.now();
    this.#hooks.onStall();
  }

  #flow(): void {
    this.#stalledSince = undefined;
    this.#hooks.onFlow();
  }
}
