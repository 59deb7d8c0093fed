/**
 * The silence prompt, for a service that has none of its own: after a while in which neither side speaks the page is
 * told how long is left, and then the avatar is made to speak up. Any speech begins it anew.
 */

import type { Clock } from '../api/clock.js';
import type { ConversationEvent } from '../api/events.js';

/** Silence before it is announced, and from then to the prompt, in seconds. */
const silence = 10;
const countDown = 5;
/** The avatar's speech keeps a session from being idle, and a forgotten tab is to be. */
const mostInARow = 3;

export interface SilenceHooks {
  /** `user_silence`, with how many silences there were, and the seconds until the avatar speaks up. */
  announce(event: Extract<ConversationEvent, { type: 'user_silence' }>): void;
  speakUp(): void;
}

export class SilencePrompt {
  readonly #clock: Clock;
  readonly #hooks: SilenceHooks;
  #enabled = false;
  #avatarTalks = false;
  #userTalks = false;
  /** Silences since the user last did something. */
  #times = 0;
  #cancel: () => void = () => undefined;

  constructor(clock: Clock, hooks: SilenceHooks) {
    this.#clock = clock;
    this.#hooks = hooks;
  }

  set enabled(enabled: boolean) {
    this.#enabled = enabled;
    this.#wait();
  }

  observe({ type }: ConversationEvent): void {
    if (type === 'avatar_start_talking') this.#avatarTalks = true;
    if (type === 'avatar_stop_talking') this.#avatarTalks = false;
    if (type === 'user_stop') this.#userTalks = false;
    if (type === 'user_start') {
      this.#userTalks = true;
      this.#times = 0;
    }
    if (type !== 'user_silence') this.#wait();
  }

  /** The user did something without a word, such as writing. */
  noteActivity(): void {
    this.#times = 0;
    this.#wait();
  }

  stop(): void {
    this.#cancel();
    this.#enabled = false;
  }

  #wait(): void {
    this.#cancel();
    if (!this.#enabled || this.#avatarTalks || this.#userTalks || this.#times >= mostInARow) return;
    this.#cancel = this.#clock.after(silence, () => this.#announce());
  }

  #announce(): void {
    this.#times += 1;
    this.#cancel = this.#clock.after(countDown, () => this.#hooks.speakUp());
    this.#hooks.announce({ type: 'user_silence', silence_times: this.#times, count_down: countDown });
  }
}
