/** What a stream shows and sounds like: frames as the browser presents them, and the level of the sound. */

/** Plays the stream and resolves once `count` new frames have been presented. */
export function framesPresented(video: HTMLVideoElement, count: number): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    const onFrame = (): void => {
      left -= 1;
      if (left === 0) resolve();
      else video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  });
}

/** A video that plays `stream` without sound; `remove()` it afterwards. */
export function playMuted(stream: MediaStream): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  document.body.append(video);
  void video.play();
  return video;
}

/** Measures how loud a stream is. `close()` it afterwards. */
export class LevelMeter {
  readonly #context = new AudioContext();
  readonly #analyser = this.#context.createAnalyser();
  readonly #samples: Float32Array<ArrayBuffer>;

  constructor(stream: MediaStream) {
    this.#context.createMediaStreamSource(stream).connect(this.#analyser);
    this.#analyser.fftSize = 2048;
    this.#samples = new Float32Array(this.#analyser.fftSize);
  }

  /** The root mean square of the last 43 ms, 0 to 1. */
  now(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return Math.sqrt(this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length);
  }

  /** Resolves at the first animation frame at which the level is as asked; rejects after `milliseconds`. */
  until(asked: (level: number) => boolean, milliseconds = 5_000): Promise<number> {
    const begun = performance.now();
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const level = this.now();
        if (asked(level)) resolve(performance.now() - begun);
        else if (performance.now() - begun > milliseconds) reject(new Error(`The level is still ${level}`));
        else requestAnimationFrame(look);
      };
      look();
    });
  }

  /** Resolves once the sound has been below `level` without a break for `milliseconds`; tells when that began. */
  async silence(level: number, milliseconds: number): Promise<number> {
    let since = performance.now();
    await this.until(() => {
      if (this.now() > level) since = performance.now();
      return performance.now() - since > milliseconds;
    }, 10_000);
    return since;
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}
