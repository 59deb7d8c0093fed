/**
 * Owns the silence prompt (`silence_response`): after a while in which neither side speaks the
 * user is told how long is left, and then the avatar speaks up. Any speech begins it all anew. What the numbers of
 * `user_silence` count is inferred from their names; the times are the sandbox's own choice.
 */
import type { ServiceClock } from '../service-clock.js';

export const SILENCE_S = 10;
export const COUNT_DOWN_S = 5;

export interface Silence {
  /** It is one between two who could speak: there is a chat socket, voice chat is on, and nobody is talking. */
  isOurs(): boolean;
  announce(silenceTimes: number, countDownS: number): void;
  speakUp(silenceTimes: number): void;
}

export class SilencePrompt {
  readonly #clock: ServiceClock;
  readonly #silence: Silence;
  #enabled = false;
  /** Silences since somebody last spoke of their own accord. */
  #times = 0;
  #cancel = (): void => {};

  constructor(clock: ServiceClock, silence: Silence) {
    this.#clock = clock;
    this.#silence = silence;
  }

  set enabled(enabled: boolean) {
    this.#enabled = enabled;
    if (enabled) this.quiet();
    else this.#cancel();
  }

  /** Somebody speaks: there is no silence until `quiet`. */
  broken(): void {
    this.#times = 0;
    this.#cancel();
  }

  /** Nobody speaks any more; the silence begins here. */
  quiet(): void {
    this.#cancel();
    if (this.#enabled) this.#cancel = this.#clock.after(SILENCE_S * 1000, () => this.#announce());
  }

  close(): void {
    this.enabled = false;
  }

  #announce(): void {
    if (!this.#silence.isOurs()) {
      this.quiet();
      return;
    }
    this.#times++;
    this.#silence.announce(this.#times, COUNT_DOWN_S);
    this.#cancel = this.#clock.after(COUNT_DOWN_S * 1000, () => this.#silence.speakUp(this.#times));
  }
}
