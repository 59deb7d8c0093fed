/**
 * The silence prompt, for a service that has none of its own: after a while in which neither side speaks, the page is
 * told how long is left, and then the avatar is made to speak up. Speech of either side begins it anew.
 */

import type { Clock } from '../api/clock.js';
import type { DetailOf } from '../api/events.js';

/** Silence before it is announced, and from then to the prompt, in seconds. */
const silence = 10;
const countDown = 5;
/** The avatar's speech keeps a session from being idle, and a forgotten tab must be. */
const mostInARow = 3;

export interface SilencePromptHooks {
  /** Neither side talks. */
  isSilent(): boolean;
  announce(event: DetailOf<'user_silence'>): void;
  speakUp(): void;
}

export class SilencePrompt {
  readonly #clock: Clock;
  readonly #hooks: SilencePromptHooks;
  #enabled = false;
  #silent = false;
  /** Silences since the user last did something. */
  #times = 0;
  #cancel = (): void => undefined;

  constructor(clock: Clock, hooks: SilencePromptHooks) {
    this.#clock = clock;
    this.#hooks = hooks;
  }

  set enabled(enabled: boolean) {
    this.#enabled = enabled;
    this.#wait();
  }

  /** Something may have changed in who talks. */
  update(): void {
    if (this.#hooks.isSilent() !== this.#silent) this.#wait();
  }

  /** Something was said: the silence begins anew. */
  noteSpeech(): void {
    this.#wait();
  }

  /** The user did something: spoke, wrote, pressed. */
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
    this.#silent = this.#hooks.isSilent();
    if (!this.#enabled || !this.#silent || this.#times >= mostInARow) return;
    this.#cancel = this.#clock.after(silence, () => this.#announce());
  }

  #announce(): void {
    this.#times += 1;
    this.#cancel = this.#clock.after(countDown, () => this.#hooks.speakUp());
    this.#hooks.announce({ type: 'user_silence', silence_times: this.#times, count_down: countDown });
  }
}
