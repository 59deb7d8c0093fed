/**
 * A connected session's two limits: inactivity, so that a forgotten tab doesn't bill until the service's own limit, and
 * duration. Keeps the session alive until then. One that is never connected ends by `deadlines.unconnected`, in
 * `session.ts`.
 */

import type { Clock } from '../api/clock.js';
import type { StartAvatarOptions } from '../api/requests.js';

/** In seconds. */
const defaultIdleTimeout = 120;
/** How long before the idle end to warn, in seconds; half of the time-out if that is less. */
const warningLead = 30;
/** How long before the end of the duration `time_remaining` is fired, in seconds; half of the duration if that is less. */
const remainingLead = 60;
/** How long after its duration a session is ended here, in seconds, if the service hasn't. */
const durationGrace = 5;
/** Longest time that a turn counts as activity, in seconds: if its end were lost, the session would never be idle. */
const longestTurn = 300;
/** In seconds. Adding less to a time may not change it, and a test's clock would never get past it. */
const shortestWait = 0.001;

export interface LimitsHooks {
  /** When the avatar started talking, in seconds on the clock; undefined while it is silent. */
  talkingSince(): number | undefined;
  keepAlive(): void;
  onIdleWarning(seconds: number): void;
  /** There was activity after the warning. */
  onIdleOver(): void;
  onTimeRemaining(seconds: number): void;
  onEnd(reason: 'idle' | 'duration'): void;
}

export class Limits {
  /** Whether inactivity doesn't end the session. */
  readonly unlimited: boolean;
  readonly #clock: Clock;
  readonly #hooks: LimitsHooks;
  readonly #idleTimeout: number;
  readonly #keepAliveEvery: number;
  readonly #endsAt: number;
  #lastActivity: number;
  #lastKeepAlive: number;
  #warned = false;
  #toldRemaining = false;
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
    // A session that was opened elsewhere may not tell its duration.
    this.#endsAt = duration > 0 ? clock.now() + duration : Infinity;
    if (duration > 0) this.#watchDuration(duration);
    this.#step();
  }

  /** Whether the service may have ended the session because of its duration. It started counting a little earlier. */
  get durationIsOver(): boolean {
    return this.#clock.now() > this.#endsAt - durationGrace;
  }

  /** Seconds until the end of the duration, from `onTimeRemaining` on. */
  get timeLeft(): number | undefined {
    return this.#toldRemaining ? Math.max(0, this.#endsAt - this.#clock.now()) : undefined;
  }

  /** Notes speech, a call, a click or a key. */
  noteActivity(): void {
    this.#lastActivity = this.#clock.now();
    if (!this.#warned || this.#stopped) return;
    this.#warned = false;
    this.#step();
    this.#hooks.onIdleOver();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelStep();
    for (const cancel of this.#cancelDuration) cancel();
  }

  #watchDuration(duration: number): void {
    const lead = Math.min(remainingLead, duration / 2);
    this.#cancelDuration = [
      this.#clock.after(duration - lead, () => {
        this.#toldRemaining = true;
        this.#hooks.onTimeRemaining(Math.round(lead));
      }),
      this.#clock.after(duration + durationGrace, () => this.#hooks.onEnd('duration')),
    ];
  }

  /** Does what is due, and schedules the next step. */
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
    // A listener may have stopped the session, or been active, which has scheduled the next step already.
    if (this.#stopped || step !== this.#steps) return;
    const next = Math.min(toKeepAlive, toWarning > 0 ? toWarning : toEnd);
    this.#cancelStep = this.#clock.after(Math.max(next, shortestWait), () => this.#step());
  }
}
