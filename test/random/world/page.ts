/** The page as a run finds and leaves it: its microphones, listeners, video, console, and how it is left. */

import { between, chance, weighted } from './chance.js';
import { newTrack } from './rooms.js';
import type { VirtualTime } from './virtual-time.js';

type Restore = () => void;

/** Everything of the page that a run replaces, but its time and its network. */
export class Page {
  /** Every track that was granted. */
  readonly microphones: MediaStreamTrack[] = [];
  /** Rejections that nobody handled. */
  readonly unhandled: unknown[] = [];
  readonly #seed: number;
  readonly #time: VirtualTime;
  readonly #restore: Restore[] = [];
  readonly #listeners = new Set<string>();
  #asked = 0;
  #ids = 0;

  constructor(seed: number, time: VirtualTime) {
    this.#seed = seed;
    this.#time = time;
  }

  install(): void {
    const onUnhandled = (event: PromiseRejectionEvent): void => {
      // The test runner would take it for a failure of the test, without its seed.
      event.stopImmediatePropagation();
      event.preventDefault();
      this.unhandled.push(event.reason);
    };
    window.addEventListener('unhandledrejection', onUnhandled, { capture: true });
    this.#restore.push(() =>
      window.removeEventListener('unhandledrejection', onUnhandled, { capture: true }),
    );
    for (const [name, target] of Object.entries({ window, document, mediaDevices: navigator.mediaDevices }))
      this.#countListeners(name, target);
    this.#replace(navigator.mediaDevices, 'getUserMedia', () => this.#getUserMedia());
    this.#replace(HTMLMediaElement.prototype, 'play', async () => undefined);
    this.#replace(
      crypto,
      'randomUUID',
      () => `00000000-0000-4000-8000-${String((this.#ids += 1)).padStart(12, '0')}`,
    );
    const random = chance(this.#seed, 'Math.random');
    this.#replace(Math, 'random', () => random());
    for (const level of ['debug', 'info', 'log', 'warn', 'error'] as const)
      this.#replace(console, level, () => undefined);
  }

  restore(): void {
    for (const restore of this.#restore.splice(0).toReversed()) restore();
    for (const track of this.microphones) track.stop();
  }

  /** Listeners on what belongs to everybody. */
  get listeners(): string[] {
    return [...this.#listeners].map((key) => key.replace(/ #.*/, ''));
  }

  get liveMicrophones(): number {
    return this.microphones.filter(({ readyState }) => readyState === 'live').length;
  }

  #getUserMedia(): Promise<MediaStream> {
    const random = chance(this.#seed, `microphone ${(this.#asked += 1)}`);
    const answer = weighted(random, { granted: 6, 'granted late': 2, refused: 2 });
    const wait = answer === 'granted late' ? between(random, 1000, 9000) : between(random, 1, 60);
    return new Promise((resolve, reject) => {
      this.#time.schedule('page', wait, 'getUserMedia', () => {
        if (answer === 'refused') return reject(new DOMException('Permission denied', 'NotAllowedError'));
        const track = newTrack('audio');
        this.microphones.push(track);
        resolve(new MediaStream([track]));
      });
    });
  }

  #countListeners(name: string, target: EventTarget): void {
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    const ids = new Map<unknown, number>();
    const keyOf = (type: string, listener: unknown, options: unknown): string => {
      if (!ids.has(listener)) ids.set(listener, ids.size);
      const capture = typeof options === 'boolean' ? options : (options as { capture?: boolean })?.capture;
      return `${name} ${type} #${ids.get(listener)} ${capture === true}`;
    };
    const add = (
      type: string,
      listener: EventListener | null,
      options?: AddEventListenerOptions | boolean,
    ): void => {
      addEventListener.call(target, type, listener, options);
      const key = keyOf(type, listener, options);
      const { signal } = typeof options === 'object' ? options : { signal: undefined };
      if (!listener || signal?.aborted) return;
      this.#listeners.add(key);
      signal?.addEventListener('abort', () => this.#listeners.delete(key));
    };
    const remove = (
      type: string,
      listener: EventListener | null,
      options?: EventListenerOptions | boolean,
    ): void => {
      removeEventListener.call(target, type, listener, options);
      this.#listeners.delete(keyOf(type, listener, options));
    };
    this.#replace(target, 'addEventListener', add);
    this.#replace(target, 'removeEventListener', remove);
  }

  #replace(owner: object, name: string, value: unknown): void {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    Object.defineProperty(owner, name, { configurable: true, writable: true, value });
    this.#restore.push(() => {
      Reflect.deleteProperty(owner, name);
      if (before) Object.defineProperty(owner, name, before);
    });
  }
}
