/** Measures how loud a track is, for a level display. */

export class LevelMeter {
  readonly #context = new AudioContext();
  readonly #analyser = this.#context.createAnalyser();
  readonly #samples: Float32Array<ArrayBuffer>;

  /** Throws where the browser can't measure it, for example because of its sample rate. */
  constructor(track: MediaStreamTrack) {
    this.#analyser.fftSize = 512;
    this.#samples = new Float32Array(this.#analyser.fftSize);
    try {
      this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** 0 to 1. Normal speech is around 0.5. */
  get level(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    let power = 0;
    for (const sample of this.#samples) power += sample * sample;
    return Math.min(1, Math.sqrt(power / this.#samples.length) * 5);
  }

  /** Measures nothing until `resume()`, and costs nothing. */
  pause(): void {
    this.#context.suspend().catch(() => undefined);
  }

  resume(): void {
    this.#context.resume().catch(() => undefined);
  }

  close(): void {
    this.#context.close().catch(() => undefined);
  }
}
