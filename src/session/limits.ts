/** Watches a connected session's two limits, idleness and duration, and keeps it alive in between. */

import type { Clock } from '../api/clock.js';
import type { StartAvatarOptions } from '../api/requests.js';
import { idleStep, type IdleLimits } from './idle.js';

/** How long before the end of its duration a session is told so, in seconds. */
const remainingLead = 60;
/** The service is given this much time, in seconds, to end it by itself. */
const durationGrace = 5;

/** In seconds. */
const shortestWait = 0.001;

export interface LimitsHooks {
  /** Something is going on, however long ago it began: the avatar is talking. */
  busy(): boolean;
  keepAlive(): void;
  onIdleWarning(seconds: number): void;
  onTimeRemaining(seconds: number): void;
  onEnd(reason: 'idle' | 'duration'): void;
}

/** The page's own time. */
export const systemClock: Clock = {
  now: () => performance.now() / 1000,
  after(seconds, work) {
    // A timer takes no more than this, and anything above it for nothing at all.
    const timer = setTimeout(work, Math.min(seconds * 1000, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  },
};

/** `window` is how long the service waits for a keep-alive, in seconds. Unless it is told otherwise, a session idles for 120 s. */
export function idleLimits(
  { activityIdleTimeout, disableIdleTimeout }: StartAvatarOptions,
  window: number,
): IdleLimits {
  return {
    timeout: activityIdleTimeout ?? 120,
    keepAliveEvery: window / 3,
    unlimited: disableIdleTimeout === true,
  };
}

export class LimitsWatch {
  readonly #hooks: LimitsHooks;
  readonly #limits: IdleLimits;
  readonly #clock: Clock;
  #lastActivity: number;
  #lastKeepAlive: number;
  #warned = false;
  #stopped = false;
  #cancelIdle: () => void = () => undefined;
  readonly #cancelDuration: (() => void)[];

  /** `duration` is the session's longest, in seconds from now. */
  constructor(limits: IdleLimits, duration: number, clock: Clock, hooks: LimitsHooks) {
    this.#hooks = hooks;
    this.#limits = limits;
    this.#clock = clock;
    this.#lastActivity = this.#lastKeepAlive = clock.now();
    this.#cancelDuration = this.#watchDuration(duration);
    this.#step();
  }

  #watchDuration(duration: number): (() => void)[] {
    // A session that was opened elsewhere may not say how long it may last.
    if (!(duration > 0)) return [];
    const lead = Math.min(remainingLead, duration / 2);
    return [
      this.#clock.after(duration - lead, () => this.#hooks.onTimeRemaining(Math.round(lead))),
      this.#clock.after(duration + durationGrace, () => this.#hooks.onEnd('duration')),
    ];
  }

  /** Somebody spoke, called, typed or pressed. */
  activity(): void {
    this.#lastActivity = this.#clock.now();
    if (!this.#warned || this.#stopped) return;
    this.#warned = false;
    this.#step();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelIdle();
    for (const cancel of this.#cancelDuration) cancel();
  }

  #step(): void {
    this.#cancelIdle();
    const now = this.#clock.now();
    if (this.#hooks.busy()) this.#lastActivity = now;
    const { due, again } = idleStep(this.#limits, {
      now,
      lastActivity: this.#lastActivity,
      lastKeepAlive: this.#lastKeepAlive,
      warned: this.#warned,
    });
    if (due.has('end')) return this.#hooks.onEnd('idle');
    if (due.has('keep_alive')) {
      this.#lastKeepAlive = now;
      this.#hooks.keepAlive();
    }
    if (due.has('warning')) {
      this.#warned = true;
      this.#hooks.onIdleWarning(Math.round(this.#limits.timeout - (now - this.#lastActivity)));
    }
    // Not after a rest so small that adding it to the time changes nothing: a clock that is moved would never get past.
    this.#cancelIdle = this.#clock.after(Math.max(again, shortestWait), () => this.#step());
  }
}
