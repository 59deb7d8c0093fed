/**
 * A connected session's two limits: idleness, so that a forgotten tab does not bill until the service's own limit, and
 * duration. Keeps the session alive in between.
 */

import type { Clock } from '../api/clock.js';
import type { StartAvatarOptions } from '../api/requests.js';

/** In seconds, unless the page says otherwise. */
const defaultIdleTimeout = 120;
/** How long before its end a session is warned about, in seconds; half of its time-out if that is less. */
const warningLead = 30;
/** How long before the end of its duration a session is told so, in seconds. */
const remainingLead = 60;
/** The service is given this much time, in seconds, to end it by itself. */
const durationGrace = 5;
/** No turn counts as activity for longer than this, in seconds: should its end be lost, it would bill to the duration limit. */
const longestTurn = 300;
/** In seconds. Adding less to a time may change nothing, and a clock that is moved would never get past it. */
const shortestWait = 0.001;

export interface LimitsHooks {
  /** Since when the avatar has been talking, in seconds on the clock; undefined while it is silent. */
  talkingSince(): number | undefined;
  keepAlive(): void;
  onIdleWarning(seconds: number): void;
  onTimeRemaining(seconds: number): void;
  onEnd(reason: 'idle' | 'duration'): void;
}

export class Limits {
  /** Nothing ends the session because of inactivity. */
  readonly unlimited: boolean;
  readonly #clock: Clock;
  readonly #hooks: LimitsHooks;
  readonly #idleTimeout: number;
  readonly #keepAliveEvery: number;
  readonly #endsAt: number;
  #lastActivity: number;
  #lastKeepAlive: number;
  #warned = false;
  #stopped = false;
  #steps = 0;
  #cancelStep = (): void => undefined;
  #cancelDuration: (() => void)[] = [];

  /** `idleWindow` is how long the service waits for a keep-alive, `duration` the session's longest, both in seconds. */
  constructor(
    { activityIdleTimeout, disableIdleTimeout }: StartAvatarOptions,
    { idleWindow, duration }: { readonly idleWindow: number; readonly duration: number },
    clock: Clock,
    hooks: LimitsHooks,
  ) {
    this.#clock = clock;
    this.#hooks = hooks;
    this.#idleTimeout = activityIdleTimeout ?? defaultIdleTimeout;
    this.unlimited = disableIdleTimeout === true;
    this.#keepAliveEvery = idleWindow / 3;
    this.#lastActivity = this.#lastKeepAlive = clock.now();
    // A session that was opened elsewhere may not say how long it may last.
    this.#endsAt = duration > 0 ? clock.now() + duration : Infinity;
    if (duration > 0) this.#watchDuration(duration);
    this.#step();
  }

  /** Whether the service may have ended the session because of its duration; it began to count a little before us. */
  get durationIsOver(): boolean {
    return this.#clock.now() > this.#endsAt - durationGrace;
  }

  /** Somebody spoke, called, typed or pressed. */
  noteActivity(): void {
    this.#lastActivity = this.#clock.now();
    if (!this.#warned || this.#stopped) return;
    this.#warned = false;
    this.#step();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelStep();
    for (const cancel of this.#cancelDuration) cancel();
  }

  #watchDuration(duration: number): void {
    const lead = Math.min(remainingLead, duration / 2);
    this.#cancelDuration = [
      this.#clock.after(duration - lead, () => this.#hooks.onTimeRemaining(Math.round(lead))),
      this.#clock.after(duration + durationGrace, () => this.#hooks.onEnd('duration')),
    ];
  }

  /** Does what is due, and comes back when the next thing is. */
  #step(): void {
    if (this.#stopped) return;
    this.#cancelStep();
    const step = (this.#steps += 1);
    const now = this.#clock.now();
    const talkingSince = this.#hooks.talkingSince();
    if (talkingSince !== undefined && now - talkingSince < longestTurn) this.#lastActivity = now;

    const toEnd = this.unlimited ? Infinity : this.#lastActivity + this.#idleTimeout - now;
    if (toEnd <= 0) return this.#hooks.onEnd('idle');
    const toWarning = toEnd - Math.min(warningLead, this.#idleTimeout / 2);
    let toKeepAlive = this.#lastKeepAlive + this.#keepAliveEvery - now;
    if (toKeepAlive <= 0) {
      this.#lastKeepAlive = now;
      toKeepAlive = this.#keepAliveEvery;
      this.#hooks.keepAlive();
    }
    if (toWarning <= 0 && !this.#warned) {
      this.#warned = true;
      this.#hooks.onIdleWarning(Math.round(toEnd));
    }
    // A listener to one of those may have stopped the session, or been active, which took the next step already.
    if (this.#stopped || step !== this.#steps) return;
    const next = Math.min(toKeepAlive, toWarning > 0 ? toWarning : toEnd);
    this.#cancelStep = this.#clock.after(Math.max(next, shortestWait), () => this.#step());
  }
}
