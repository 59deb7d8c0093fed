/** A microphone of which a test decides when it sounds: a tone, which counts as speech, or silence. */

export class ToneMicrophone {
  /** Every track that was handed out. */
  readonly tracks: MediaStreamTrack[] = [];
  readonly #context = new AudioContext();
  readonly #gain = this.#context.createGain();
  readonly #real = navigator.mediaDevices.getUserMedia;

  /** Takes the place of the page's microphone until it is closed. */
  constructor(hertz: number) {
    const tone = this.#context.createOscillator();
    tone.frequency.value = hertz;
    this.#gain.gain.value = 0;
    tone.connect(this.#gain);
    tone.start();
    navigator.mediaDevices.getUserMedia = async () => {
      const output = this.#context.createMediaStreamDestination();
      this.#gain.connect(output);
      this.tracks.push(...output.stream.getTracks());
      return output.stream;
    };
  }

  sound(): void {
    this.#gain.gain.value = 0.3;
  }

  silence(): void {
    this.#gain.gain.value = 0;
  }

  async close(): Promise<void> {
    navigator.mediaDevices.getUserMedia = this.#real;
    for (const track of this.tracks) track.stop();
    await this.#context.close();
  }
}
