/** Owns the measures of what arrived: how much, how much of it was no silence, how loud, how high, how long ago. */
import { dominantFrequency } from './dominant-frequency.js';
import { FRAME_MS, FRAME_SAMPLES, HEARD_RATE } from './voice-detector.js';

/** -60 dBFS over 20 ms. A muted track decodes to zeros or to far less. */
const SILENCE_RMS = 0.001;
/** The last second of sound, silence left out: a tone's pitch can still be read after it has ended. */
const KEPT_SAMPLES = HEARD_RATE;
const LEVEL_FRAMES = 200 / FRAME_MS;

export class SoundMeter {
  samples = 0;
  soundSamples = 0;
  /** The loudest 20 ms there ever were, 0 to 1. */
  peakRms = 0;
  /** `Date.now()` of the last frame, and of the last that was not silent. */
  lastAt: number | undefined;
  lastSoundAt: number | undefined;
  readonly #kept = new Int16Array(KEPT_SAMPLES);
  #keptEnd = 0;
  readonly #powers: number[] = [];

  push(frame: Int16Array, now: number): void {
    let sum = 0;
    for (const sample of frame) sum += sample * sample;
    const power = sum / frame.length / 32_768 ** 2;
    const rms = Math.sqrt(power);
    this.samples += frame.length;
    this.lastAt = now;
    this.peakRms = Math.max(this.peakRms, rms);
    this.#powers.push(power);
    if (this.#powers.length > LEVEL_FRAMES) this.#powers.shift();
    if (rms < SILENCE_RMS) return;
    this.lastSoundAt = now;
    this.soundSamples += frame.length;
    // Frames divide the second, so none of them crosses the ring's seam.
    this.#kept.set(frame, this.#keptEnd);
    this.#keptEnd = (this.#keptEnd + FRAME_SAMPLES) % KEPT_SAMPLES;
  }

  /** Root mean square of the last 200 ms that arrived, 0 to 1. */
  get level(): number {
    const sum = this.#powers.reduce((total, power) => total + power, 0);
    return this.#powers.length === 0 ? 0 : Math.sqrt(sum / this.#powers.length);
  }

  frequency(): number | null {
    const count = Math.min(this.soundSamples, KEPT_SAMPLES);
    const inOrder = new Int16Array(KEPT_SAMPLES);
    inOrder.set(this.#kept.subarray(this.#keptEnd));
    inOrder.set(this.#kept.subarray(0, this.#keptEnd), KEPT_SAMPLES - this.#keptEnd);
    return dominantFrequency(inOrder.subarray(KEPT_SAMPLES - count), HEARD_RATE);
  }
}
