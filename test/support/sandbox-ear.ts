/** What the sandbox hears of the page's microphone: waits for sound to arrive, and proves that none does. */

import { expect } from '@open-wc/testing';
import type { Corner, MicrophoneBook } from './sandbox-books.js';

/** How much of what is said may still arrive after a mute, in milliseconds. */
const tail = 400;
/** Without a sound for so long, in milliseconds, nothing more is on its way. The speech that tests play pauses for 100 at the most. */
const quiet = 700;

export class SandboxEar {
  readonly #corner: Corner;
  /** When sound was waited for last (`Date.now()`), and how much had arrived by then, in milliseconds. */
  #heard = { at: 0, sound: 0 };

  constructor(corner: Corner) {
    this.#corner = corner;
  }

  async now(): Promise<MicrophoneBook> {
    return this.until(() => true);
  }

  /** Waits until the books of the corner's one session show what is asked for. */
  async until(asked: (microphone: MicrophoneBook) => boolean): Promise<MicrophoneBook> {
    const { sessions } = await this.#corner.until(
      ({ sessions: [session] }) => !!session && asked(session.microphone),
      15_000,
    );
    const [session] = sessions;
    if (!session) throw new Error('The books have no session.');
    return session.microphone;
  }

  /** Waits for a fifth of a second of new sound. */
  async sound(): Promise<void> {
    const { sound_seconds } = await this.now();
    await this.until((microphone) => microphone.sound_seconds > sound_seconds + 0.2);
    const at = Date.now();
    this.#heard = { at, sound: (await this.now()).sound_seconds * 1000 };
  }

  /** Waits until there has been no sound for a while, and proves that none was sent later than 400 ms after `since` (`Date.now()`). */
  async silence(since: number): Promise<MicrophoneBook> {
    const microphone = await this.until(({ seconds, silent_ms }) =>
      silent_ms === null ? seconds * 1000 > quiet : silent_ms > quiet,
    );
    const { at, sound } = this.#heard;
    const last = Date.parse(microphone.last_sound_at ?? '1970-01-01') - since;
    // On a busy machine what was said before arrives late, but it is no more for that.
    const more = microphone.sound_seconds * 1000 - sound - (since - at);
    expect(Math.min(last, more), 'ms of sound from there on').to.be.below(tail);
    expect(microphone.outside_sound_seconds, 'seconds of sound outside the press').to.be.below(0.1);
    return microphone;
  }
}
