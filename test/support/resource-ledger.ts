// Counts what a page has opened and not closed: connections, sockets, tracks, audio contexts, timers, intervals.
import { TimerLedger } from './timer-ledger.js';

export interface OpenResources {
  peerConnections: number;
  webSockets: number;
  audioContexts: number;
  /** Of a microphone, of the avatar, and their clones. */
  tracks: number;
  /** The waits, in milliseconds, of the timers still to come. */
  timers: number[];
  intervals: number;
}

/** Takes the place of what opens such things, from when it is made until it is restored. */
export class ResourceLedger {
  readonly #peerConnections = new Opened<RTCPeerConnection>(
    ({ signalingState }) => signalingState !== 'closed',
  );
  /** One that is closing is closed: it may wait for an answer that a broken network will not bring. */
  readonly #webSockets = new Opened<WebSocket>(({ readyState }) => readyState < WebSocket.CLOSING);
  readonly #audioContexts = new Opened<AudioContext>(({ state }) => state !== 'closed');
  readonly #tracks = new Opened<MediaStreamTrack>(({ readyState }) => readyState === 'live');
  readonly #intervals = new Set<number>();
  readonly #pageTimeout = globalThis.setTimeout;
  readonly #timers = new TimerLedger();
  readonly #restore: (() => void)[] = [];

  constructor() {
    const { setInterval, clearInterval } = globalThis;
    this.#replace(globalThis, {
      RTCPeerConnection: noting(globalThis.RTCPeerConnection, (connection) => {
        this.#peerConnections.add(connection);
        connection.addEventListener('track', ({ track }) => this.#tracks.add(track));
      }),
      WebSocket: noting(globalThis.WebSocket, (socket) => this.#webSockets.add(socket)),
      AudioContext: noting(globalThis.AudioContext, (context) => this.#audioContexts.add(context)),
      setInterval: (work: () => void, milliseconds?: number) => {
        const id = Number(setInterval(work, milliseconds));
        this.#intervals.add(id);
        return id;
      },
      clearInterval: (id?: number) => {
        if (id !== undefined) this.#intervals.delete(id);
        clearInterval(id);
      },
    });
    this.#leaveOutTheRunner();
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    this.#replace(mediaDevices, {
      getUserMedia: async (constraints: MediaStreamConstraints) => {
        const stream = await open(constraints);
        for (const track of stream.getTracks()) this.#tracks.add(track);
        return stream;
      },
    });
    const tracks = this.#tracks;
    const { clone } = MediaStreamTrack.prototype;
    this.#replace(MediaStreamTrack.prototype, {
      clone(this: MediaStreamTrack) {
        const track = clone.call(this);
        tracks.add(track);
        return track;
      },
    });
  }

  /** What is open now. What has been closed meanwhile is forgotten. */
  get open(): OpenResources {
    this.#timers.waits.length = 0;
    return {
      peerConnections: this.#peerConnections.count(),
      webSockets: this.#webSockets.count(),
      audioContexts: this.#audioContexts.count(),
      tracks: this.#tracks.count(),
      timers: this.#timers.outstanding,
      intervals: this.#intervals.size,
    };
  }

  /** Resolves at the first animation frame at which nothing is open any more; rejects with what is after `milliseconds`. */
  untilNothingIsOpen(milliseconds = 5_000): Promise<void> {
    const begun = performance.now();
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const { open } = this;
        if (Object.values(open).every((kind: number | number[]) => kind === 0 || isEmpty(kind))) resolve();
        else if (performance.now() - begun < milliseconds) requestAnimationFrame(look);
        else reject(new Error(`There still are open ${JSON.stringify(open)}`));
      };
      look();
    });
  }

  restore(): void {
    this.#timers.restore();
    for (const restore of this.#restore) restore();
  }

  /** The test runner waits 20 s for the answer to each command, and never clears that timer. */
  #leaveOutTheRunner(): void {
    const counted = globalThis.setTimeout;
    Object.assign(globalThis, {
      setTimeout: (work: (...args: unknown[]) => void, milliseconds?: number, ...args: unknown[]) => {
        const ofTheRunner = new Error('').stack?.includes('/__web-dev-server__');
        return (ofTheRunner ? this.#pageTimeout : counted)(() => work(...args), milliseconds);
      },
    });
  }

  #replace(owner: object, replacements: Record<string, unknown>): void {
    const before = Object.keys(replacements).map(
      (name) => [name, Object.getOwnPropertyDescriptor(owner, name)] as const,
    );
    Object.assign(owner, replacements);
    this.#restore.push(() => {
      for (const [name, descriptor] of before) {
        Reflect.deleteProperty(owner, name);
        if (descriptor) Object.defineProperty(owner, name, descriptor);
      }
    });
  }
}

const isEmpty = (kind: unknown): boolean => Array.isArray(kind) && kind.length === 0;

/** Those of one kind that are not closed. Held until they are, so that none is missed because it was let go of. */
class Opened<Kind> {
  readonly #all = new Set<Kind>();
  readonly #isOpen: (one: Kind) => boolean;

  constructor(isOpen: (one: Kind) => boolean) {
    this.#isOpen = isOpen;
  }

  add(one: Kind): void {
    this.#all.add(one);
  }

  count(): number {
    for (const one of this.#all) if (!this.#isOpen(one)) this.#all.delete(one);
    return this.#all.size;
  }
}

/** The same constructor, which tells of what it makes. */
function noting<Made extends object, Arguments extends never[]>(
  Original: new (...args: Arguments) => Made,
  note: (made: Made) => void,
): new (...args: Arguments) => Made {
  return new Proxy(Original, {
    construct(target, args: Arguments, newTarget) {
      const made = Reflect.construct(target, args, newTarget) as Made;
      note(made);
      return made;
    },
  });
}
