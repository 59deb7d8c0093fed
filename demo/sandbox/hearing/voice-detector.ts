/** Owns voice activity detection: libfvad in WebAssembly, one detector for each source of sound, 20 ms at a time. */
import loadFvad, { type Fvad } from '@echogarden/fvad-wasm';

/** What the chat socket carries, and what tracks are resampled to. */
export const HEARD_RATE = 16_000;
export const FRAME_MS = 20;
export const FRAME_SAMPLES = (HEARD_RATE * FRAME_MS) / 1000;

/** The mode that is right to within 0.1 s, from clean sound to noise at -30 dBFS. */
const VERY_AGGRESSIVE = 3;
/** A fresh detector takes anything for speech until it knows the noise. */
const SETTLING_FRAMES = 200 / FRAME_MS;

export class VoiceDetection {
  readonly #fvad: Fvad;

  private constructor(fvad: Fvad) {
    this.#fvad = fvad;
  }

  static async load(): Promise<VoiceDetection> {
    return new VoiceDetection(await loadFvad());
  }

  detector(): VoiceDetector {
    return new VoiceDetector(this.#fvad);
  }
}

export class VoiceDetector {
  readonly #fvad: Fvad;
  readonly #handle: number;
  readonly #frame: number;
  #framesSeen = 0;

  constructor(fvad: Fvad) {
    this.#fvad = fvad;
    this.#handle = fvad._fvad_new();
    this.#frame = fvad._malloc(FRAME_SAMPLES * Int16Array.BYTES_PER_ELEMENT);
    fvad._fvad_set_mode(this.#handle, VERY_AGGRESSIVE);
    fvad._fvad_set_sample_rate(this.#handle, HEARD_RATE);
  }

  /** Whether there is speech in one frame of `FRAME_SAMPLES`; a pure tone counts as speech. */
  isSpeech(frame: Int16Array): boolean {
    this.#fvad.HEAP16.set(frame, this.#frame / Int16Array.BYTES_PER_ELEMENT);
    const speech = this.#fvad._fvad_process(this.#handle, this.#frame, FRAME_SAMPLES) === 1;
    return ++this.#framesSeen > SETTLING_FRAMES && speech;
  }

  close(): void {
    this.#fvad._fvad_free(this.#handle);
    this.#fvad._free(this.#frame);
  }
}
