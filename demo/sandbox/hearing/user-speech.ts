/**
 * Owns what comes of the user's voice: that somebody speaks, the words of it, that it ended. The sandbox hears that
 * there is speech and for how long, not what is said, so the words are a script that says so, at a speaker's pace.
 */
import type { AvatarEvent } from '../avatar/avatar-messages.js';
import { Microphone } from './microphone.js';
import type { VoiceDetection } from './voice-detector.js';

export interface UserSpeechListener {
  started(): void;
  /** While there is speech, words or not. */
  goesOn(): void;
  /** The next piece of the transcript, with its own space before it. */
  word(word: string): void;
  /** All words have been told. `seconds` with one decimal, as the transcript has it. */
  stopped(seconds: string): void;
}

/** About the pace at which people speak. */
const WORD_MS = 250;
const SCRIPT = '(Scripted transcript: the sandbox hears that you speak, not what you say.)';
const WORDS = SCRIPT.split(/(?= )/);

export class UserSpeech {
  readonly microphone: Microphone;
  readonly #listener: UserSpeechListener;
  #wordsTold = 0;

  constructor(detection: VoiceDetection, listener: UserSpeechListener) {
    this.#listener = listener;
    this.microphone = new Microphone(detection, {
      speechStarted: () => {
        this.#wordsTold = 0;
        listener.started();
      },
      speechGoesOn: (speechMs) => {
        listener.goesOn();
        this.#tell(Math.floor(speechMs / WORD_MS));
      },
      speechStopped: (speechMs) => {
        const seconds = (speechMs / 1000).toFixed(1);
        this.#tell(WORDS.length);
        listener.word(` You spoke for ${seconds} seconds.`);
        listener.stopped(seconds);
      },
    });
  }

  /** The sound of the user's tracks, as the avatar hears it. */
  hear(event: AvatarEvent): void {
    switch (event.type) {
      case 'track_opened':
        this.microphone.openTrack(event.track);
        break;
      case 'sound':
        this.microphone.hear(event.track, event.samples);
        break;
      case 'track_closed':
        this.microphone.closeTrack(event.track);
        break;
      default:
        break;
    }
  }

  #tell(words: number): void {
    for (const word of WORDS.slice(this.#wordsTold, words)) this.#listener.word(word);
    this.#wordsTold = Math.max(this.#wordsTold, Math.min(words, WORDS.length));
  }
}
