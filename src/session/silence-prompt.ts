/**
 * The silence prompt, for a service without one: after a silence of both sides it fires `user_silence`, and then makes
 * the avatar speak up. Speech of either side restarts it.
 */

import type { Clock } from '../api/clock.js';
import type { DetailOf } from '../api/events.js';

/** Silence before `user_silence`, and time from then to the prompt, in seconds. */
const silence = 10;
const countDown = 5;
/** Prompts in a row. Limited, because the avatar's speech is activity and a forgotten tab must become idle. */
const mostInARow = 3;

export interface SilencePromptHooks {
  /** Whether neither side talks. */
  isSilent(): boolean;
  announce(event: DetailOf<'user_silence'>): void;
  speakUp(): void;
}

export class SilencePrompt {
  readonly #clock: Clock;
  readonly #hooks: SilencePromptHooks;
  #enabled = false;
  #silent = false;
  /** Silences since the user's last activity. */
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

  /** Call it when who is talking may have changed. */
  update(): void {
    if (this.#hooks.isSilent() !== this.#silent) this.#wait();
  }

  /** Restarts the silence. */
  noteSpeech(): void {
    this.#wait();
  }

  /** Restarts the silence and the count of prompts: the user spoke, wrote or pressed. */
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
