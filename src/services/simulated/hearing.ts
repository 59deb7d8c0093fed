/** Whether the user speaks into the microphone, by its level alone. */

/** Of the sound's samples, root mean square. A quiet room has a tenth of it. */
const threshold = 0.01;
/** How long sound makes speech, in seconds: long enough for a click to be none, and short enough for the beeps of a browser's fake microphone. */
const toStart = 0.08;
/** How long silence ends it, in seconds. */
const toStop = 0.8;
/** No look at the level stands for more than this, in seconds, however late it comes. */
const longestLook = 0.1;

export class SimulatedHearing {
  readonly #analyser: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;
  readonly #tell: (type: 'user_start' | 'user_stop') => void;
  #track!: MediaStreamTrack;
  #source: MediaStreamAudioSourceNode | undefined;
  #muted: boolean;
  #speaking = false;
  /** Seconds of sound less those of silence; while there is speech, seconds of silence. */
  #evidence = 0;
  #silence = 0;
  #lookedAt = performance.now();

  constructor(
    context: AudioContext,
    track: MediaStreamTrack,
    muted: boolean,
    tell: (type: 'user_start' | 'user_stop') => void,
  ) {
    this.#analyser = context.createAnalyser();
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#muted = muted;
    this.#tell = tell;
    this.listenTo(track);
  }

  get speaking(): boolean {
    return this.#speaking;
  }

  get muted(): boolean {
    return this.#muted;
  }

  set muted(muted: boolean) {
    this.#muted = muted;
    // Whoever opened it may have silenced it before it came here.
    this.#track.enabled = !muted;
    if (muted) this.#finish();
  }

  /** From here on to this track, and to none before. */
  listenTo(track: MediaStreamTrack): void {
    this.#source?.disconnect();
    this.#track = track;
    const { context } = this.#analyser;
    this.#source = (context as AudioContext).createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(this.#analyser);
  }

  /** Called many times a second. The user's voice takes real time, whatever the session's clock says. */
  look(): void {
    const now = performance.now();
    const passed = Math.min(longestLook, (now - this.#lookedAt) / 1000);
    this.#lookedAt = now;
    if (this.#muted) return;
    const loud = this.#level() > threshold;
    this.#evidence = Math.max(0, this.#evidence + (loud ? passed : -passed));
    this.#silence = loud ? 0 : this.#silence + passed;
    if (!this.#speaking && this.#evidence >= toStart) {
      this.#speaking = true;
      this.#tell('user_start');
    } else if (this.#speaking && this.#silence >= toStop) this.#finish();
  }

  close(): void {
    this.#finish();
    this.#source?.disconnect();
  }

  #finish(): void {
    this.#evidence = 0;
    if (!this.#speaking) return;
    this.#speaking = false;
    this.#tell('user_stop');
  }

  #level(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length;
    return Math.sqrt(power);
  }
}
