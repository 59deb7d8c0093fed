/** What a client or an element tells of itself, held against the legal transitions. */

import type { EndReason, SessionState } from '../../../src/client.js';

type Status = SessionState['status'];

/** Of client and element alike. Within a status its details may change. */
const legal: Readonly<Record<Status, readonly Status[]>> = {
  idle: ['connecting'],
  connecting: ['connecting', 'live', 'stopping', 'failed'],
  live: ['live', 'reconnecting', 'stopping'],
  reconnecting: ['reconnecting', 'live', 'stopping'],
  stopping: ['ended'],
  ended: ['connecting'],
  failed: ['connecting'],
};

interface Told {
  readonly state: SessionState;
  readonly previous: SessionState;
}

export interface Watchable extends EventTarget {
  readonly state: SessionState;
}

export class Watch {
  readonly name: string;
  readonly target: Watchable;
  /** The reason of each session that ended, and when. */
  readonly ends: { readonly reason: EndReason; readonly at: number }[] = [];
  readonly #violate: (rule: string, detail: string) => void;
  readonly #log: (line: string) => void;
  readonly #now: () => number;
  #told: Status;
  /** A client was assigned: what the element shows next is that client's, whatever it was. */
  #adopted = false;
  #connected = 0;
  #ended = 0;
  /** Sessions of a client that was replaced whose ends may still be told. */
  #endsToCome = 0;
  /** How often the session that was connected last has told that it is ready. */
  #ready = 0;
  /** The session that is live was seen live at the end of a step, and not only in passing. */
  #lasted = false;

  constructor(
    name: string,
    target: Watchable,
    run: { violate: (rule: string, detail: string) => void; log: (line: string) => void; now: () => number },
  ) {
    this.name = name;
    this.target = target;
    this.#violate = run.violate;
    this.#log = run.log;
    this.#now = run.now;
    this.#told = target.state.status;
    target.addEventListener('state_changed', (event) => this.#onState((event as CustomEvent<Told>).detail));
    target.addEventListener('session_ended', (event) =>
      this.#onEnded((event as CustomEvent<{ reason: EndReason }>).detail),
    );
    target.addEventListener('stream_ready', () => this.#onReady());
  }

  get over(): boolean {
    return ['idle', 'ended', 'failed'].includes(this.target.state.status);
  }

  /** Another client is being assigned, which may be told before it is. */
  adopting(): void {
    this.#adopted = true;
  }

  /** Another client shows in it from here on. */
  adopt(): void {
    this.#adopted = true;
    this.#told = this.target.state.status;
    this.#endsToCome += this.#connected - this.#ended;
    this.#connected = this.#isLive() ? 1 : 0;
    this.#ended = 0;
    this.#ready = 0;
    this.#lasted = false;
  }

  /** After every step. */
  check(): void {
    const { status } = this.target.state;
    if (status !== this.#told && !this.#adopted)
      this.#violate('untold state', `${this.name} is ${status} and was told as ${this.#told}`);
    if (!this.#isLive()) return;
    if (this.#lasted && this.#ready === 0 && !this.#adopted)
      this.#violate('stream_ready missing', `${this.name} has been live for a step without stream_ready`);
    this.#lasted = true;
  }

  /** When all is over. */
  checkEnd(): void {
    this.check();
    if (!this.over) this.#violate('not over', `${this.name} is ${this.target.state.status} in the end`);
    if (this.#ended < this.#connected)
      this.#violate(
        'session_ended missing',
        `${this.name}: ${this.#connected} connected, ${this.#ended} ended`,
      );
  }

  #isLive(): boolean {
    const { status } = this.target.state;
    return status === 'live' || status === 'reconnecting';
  }

  #onState({ state, previous }: Told): void {
    const { status } = state;
    if (status !== this.#told || status === 'ended')
      this.#log(
        `  ${this.name} is ${status}${'reason' in state ? ` ${state.reason}` : ''}${'error' in state ? ` ${state.error.code}` : ''}`,
      );
    if (!this.#adopted) {
      if (previous.status !== this.#told)
        this.#violate(
          'untold state',
          `${this.name} was told as ${this.#told}, and then as ${previous.status} → ${status}`,
        );
      if (!legal[this.#told].includes(status))
        this.#violate('illegal transition', `${this.name}: ${this.#told} → ${status}`);
    }
    if (status === 'live' && this.#told === 'connecting') {
      this.#connected += 1;
      this.#ready = 0;
      this.#lasted = false;
    }
    if (status === 'connecting') this.#adopted = false;
    this.#told = status;
  }

  #onEnded({ reason }: { reason: EndReason }): void {
    this.#log(`  ${this.name}: session_ended ${reason}`);
    this.ends.push({ reason, at: this.#now() });
    const { status } = this.target.state;
    if (status === 'ended' && this.#ended < this.#connected) {
      this.#ended += 1;
    } else if (this.#endsToCome > 0) {
      this.#endsToCome -= 1;
    } else if (this.#ended < this.#connected) {
      this.#ended += 1;
      this.#violate('session_ended before the end', `${this.name} is ${status}`);
    } else if (!this.#adopted) {
      this.#violate(
        'session_ended without a session',
        `${this.name}: ${reason}, of ${this.#connected} connected`,
      );
    }
  }

  #onReady(): void {
    this.#ready += 1;
    if (this.#ready > 1 && !this.#adopted)
      this.#violate('stream_ready twice', `${this.name} told it ${this.#ready} times of one session`);
  }
}
