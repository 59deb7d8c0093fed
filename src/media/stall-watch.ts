/** Notices that the picture stands still, which LiveKit may not for a long time, and that it does for good. */

import type { Clock } from '../api/clock.js';

/** How often the frames are counted, in seconds. */
const interval = 0.5;
/** Without a new frame for this long, in seconds, the connection is taken to be interrupted. */
const longestStill = 3;
/** And after this long for lost, in seconds. LiveKit itself gives up on a dead network after 42. */
const longestStall = 60;

export interface StallHooks {
  /** How many frames have come so far; null where there is no picture that they could come from, undefined while nobody can say. */
  frames(): Promise<number | null | undefined>;
  onStall(): void;
  onFlow(): void;
  /** It has stalled for a minute. Not called again. */
  onLost(): void;
}

export class StallWatch {
  readonly #hooks: StallHooks;
  readonly #clock: Clock;
  #cancel: () => void;
  #frames = -1;
  #lastFrame: number;
  /** Since when, on the clock; undefined while frames come. */
  #stalledSince: number | undefined;
  /** The connection itself says that it is interrupted. */
  #interrupted = false;
  #stopped = false;

  constructor(clock: Clock, hooks: StallHooks) {
    this.#clock = clock;
    this.#hooks = hooks;
    this.#lastFrame = clock.now();
    this.#cancel = clock.after(interval, () => void this.#look());
  }

  /** What the connection says of itself. Only frames end an interruption. */
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
      // A hidden page may be sent nothing, and asks for nothing to be done about it.
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
