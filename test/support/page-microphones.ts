/** The page's microphones: a test grants, refuses or leaves open what the browser would ask the visitor. */

export class PageMicrophones {
  /** Every track that was handed out. */
  readonly tracks: MediaStreamTrack[] = [];
  /** What was asked for, each time. */
  readonly asked: MediaTrackConstraints[] = [];
  /** What the visitor says; what rejects is a refusal. */
  answer: (constraints: MediaTrackConstraints) => Promise<void> = async () => undefined;
  readonly #context = new AudioContext();
  readonly #real = navigator.mediaDevices.getUserMedia;

  /** Takes the place of the page's microphones until it is closed. */
  constructor() {
    navigator.mediaDevices.getUserMedia = async ({ audio } = {}) => {
      const constraints = typeof audio === 'object' ? audio : {};
      this.asked.push(constraints);
      await this.answer(constraints);
      const { stream } = this.#context.createMediaStreamDestination();
      this.tracks.push(...stream.getTracks());
      return stream;
    };
  }

  /** The microphones that are open: each makes the browser show that the page listens. */
  get open(): MediaStreamTrack[] {
    return this.tracks.filter(({ readyState }) => readyState === 'live');
  }

  /** The microphone that was opened last. */
  get last(): MediaStreamTrack {
    const track = this.tracks.at(-1);
    if (!track) throw new Error('No microphone was opened.');
    return track;
  }

  /** The id of each microphone that was asked for; undefined is the default one. */
  get askedIds(): unknown[] {
    return this.asked.map(({ deviceId }) => (deviceId as { exact?: string } | undefined)?.exact);
  }

  /** The visitor is asked, and answers when the test does. */
  prompt(): { readonly shown: Promise<void>; allow(): void; refuse(name: string): void } {
    const shown = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    this.answer = () => {
      this.answer = async () => undefined;
      shown.resolve();
      return answered.promise;
    };
    return {
      shown: shown.promise,
      allow: () => answered.resolve(),
      refuse: (name) => answered.reject(new DOMException('Refused.', name)),
    };
  }

  /** The visitor, or the device, refuses from now on. */
  refuse(name: string): void {
    this.answer = () => Promise.reject(new DOMException('Refused.', name));
  }

  /** The microphone that was opened last is pulled out. */
  unplug(): void {
    const { last } = this;
    last.stop();
    last.dispatchEvent(new Event('ended'));
  }

  async close(): Promise<void> {
    navigator.mediaDevices.getUserMedia = this.#real;
    for (const track of this.tracks) track.stop();
    await this.#context.close();
  }
}
