/**
 * Owns when speech begins and ends, given what the detector says of each frame. Both take a while to be believed,
 * as in HeyGen's own pipecat demo (start 0.2 s, stop 1.2 s; here 0.8 s, pipecat's default).
 */
import { FRAME_MS } from './voice-detector.js';

export const SPEECH_START_MS = 200;
export const SPEECH_STOP_MS = 800;

const START_FRAMES = SPEECH_START_MS / FRAME_MS;
const STOP_FRAMES = SPEECH_STOP_MS / FRAME_MS;
/** A click in the silence is no speech and does not begin the silence anew. */
const SHORTEST_SPEECH_FRAMES = 3;

export type SpeechEdge = 'started' | 'stopped' | undefined;

export class SpeechGate {
  #open = false;
  /** Frames of speech less frames without: the closures of plosives do not hold up the start. */
  #evidence = 0;
  #voicedRun = 0;
  #silentFrames = 0;
  #frames = 0;
  #speechFrames = 0;

  get open(): boolean {
    return this.#open;
  }

  /** From the first to the last frame of speech, pauses included; of the last speech when there is none now. */
  get speechMs(): number {
    return this.#speechFrames * FRAME_MS;
  }

  push(voiced: boolean): SpeechEdge {
    this.#voicedRun = voiced ? this.#voicedRun + 1 : 0;
    if (!this.#open) {
      this.#evidence = Math.max(0, this.#evidence + (voiced ? 1 : -1));
      if (this.#evidence < START_FRAMES) return undefined;
      this.#open = true;
      this.#silentFrames = 0;
      this.#frames = this.#speechFrames = START_FRAMES;
      return 'started';
    }
    this.#frames++;
    this.#silentFrames++;
    if (this.#voicedRun >= SHORTEST_SPEECH_FRAMES) {
      this.#silentFrames = 0;
      this.#speechFrames = this.#frames;
    }
    return this.#silentFrames >= STOP_FRAMES ? this.finish() : undefined;
  }

  /** Ends the speech at once: nothing more comes, or what comes does not count. */
  finish(): SpeechEdge {
    this.#evidence = 0;
    this.#voicedRun = 0;
    if (!this.#open) return undefined;
    this.#open = false;
    return 'stopped';
  }
}
