/** Rooms without WebRTC, behind the port that `media/room.ts` names, and what goes wrong in them. */

import { StreamingAvatarError } from '../../../src/client.js';
import type {
  PublishedMicrophone,
  Room,
  RoomAddress,
  RoomEvent,
  RoomOptions,
} from '../../../src/media/room.js';
import { FakeMicrophone } from '../../support/fake-room.js';
import { between, chance, weighted } from './chance.js';
import type { VirtualTime } from './virtual-time.js';

const troubles = {
  fine: 30,
  'connects slowly': 2,
  'cannot be joined': 1.5,
  'never connects': 1.5,
  'no media': 1.5,
  'media late': 1.5,
  'leaves slowly': 1.5,
  'never leaves': 1,
  'fails to leave': 1,
} as const;
type Trouble = keyof typeof troubles;

/** Who the rooms tell of what the page sends into them. */
export interface RoomHooks {
  onMessage(room: WorldRoom, topic: string | undefined, message: Record<string, unknown> | string): void;
}

export class Rooms {
  readonly all: WorldRoom[] = [];
  readonly #seed: number;
  readonly #time: VirtualTime;
  readonly #log: (line: string) => void;
  readonly #hooks: RoomHooks;

  constructor(seed: number, time: VirtualTime, log: (line: string) => void, hooks: RoomHooks) {
    this.#seed = seed;
    this.#time = time;
    this.#log = log;
    this.#hooks = hooks;
  }

  create(options: RoomOptions): WorldRoom {
    const random = chance(this.#seed, `room ${this.all.length}`);
    const trouble = weighted(random, troubles);
    this.#log(`  room ${this.all.length} is made [${trouble}]`);
    const room = new WorldRoom(this.#time, options, trouble, between(random, 20, 200), this.#hooks);
    this.all.push(room);
    return room;
  }

  /** The room of a session, while somebody is in it. */
  of(sessionId: string): WorldRoom | undefined {
    return this.all.findLast((room) => room.joined && room.address?.token === `room of ${sessionId}`);
  }
}

export class WorldRoom implements Room {
  readonly native = { state: 'disconnected' };
  readonly media: Promise<void>;
  address: RoomAddress | undefined;
  joined = false;
  left = false;
  readonly #time: VirtualTime;
  readonly #options: RoomOptions;
  readonly #trouble: Trouble;
  readonly #milliseconds: number;
  readonly #hooks: RoomHooks;
  readonly #tracks: MediaStreamTrack[] = [];
  #mediaComes: () => void = () => undefined;

  constructor(
    time: VirtualTime,
    options: RoomOptions,
    trouble: Trouble,
    milliseconds: number,
    hooks: RoomHooks,
  ) {
    this.#time = time;
    this.#options = options;
    this.#trouble = trouble;
    this.#milliseconds = milliseconds;
    this.#hooks = hooks;
    this.media = new Promise((resolve) => (this.#mediaComes = resolve));
  }

  prepare(): void {
    // Nothing is looked up.
  }

  connect(address: RoomAddress, signal: AbortSignal): Promise<void> {
    this.address = address;
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      if (this.#trouble === 'never connects') return;
      const slow = this.#trouble === 'connects slowly' ? 6000 : 0;
      this.#later(this.#milliseconds + slow, 'room connects', () => {
        if (this.left || signal.aborted) return;
        if (this.#trouble === 'cannot be joined')
          return reject(new StreamingAvatarError('room_failed', 'The room cannot be joined.'));
        this.joined = true;
        this.native.state = 'connected';
        resolve();
        this.#awaitMedia();
      });
    });
  }

  async publish(topic: string | undefined, bytes: Uint8Array): Promise<void> {
    if (!this.joined) throw new StreamingAvatarError('network', 'The room is not joined.');
    const message = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown> | string;
    this.#hooks.onMessage(this, topic, message);
  }

  publishMicrophone(track: MediaStreamTrack, muted: boolean): Promise<PublishedMicrophone> {
    return new Promise((resolve) =>
      this.#later(30, 'microphone is published', () => resolve(new FakeMicrophone(track, muted))),
    );
  }

  setAudible(): void {
    // Nobody listens.
  }

  disconnect(): Promise<void> {
    this.left = true;
    this.joined = false;
    this.native.state = 'disconnected';
    for (const track of this.#tracks.splice(0)) {
      track.stop();
      this.#options.stream.removeTrack(track);
    }
    if (this.#trouble === 'fails to leave') return Promise.reject(new Error('The socket is closed.'));
    if (this.#trouble === 'never leaves') return new Promise(() => undefined);
    const wait = this.#trouble === 'leaves slowly' ? 3000 : 5;
    return new Promise((resolve) => this.#later(wait, 'room is left', resolve));
  }

  /** Tells the page, which may be gone or frozen. */
  emit(event: RoomEvent): void {
    this.#later(0, `room: ${event.type}`, () => {
      if (this.joined) this.#options.emit(event);
    });
  }

  say(topic: string | undefined, message: object): void {
    this.emit({ type: 'data', topic, bytes: new TextEncoder().encode(JSON.stringify(message)) });
  }

  /** Thrown out of it, or the connection is lost for good. */
  lose(code: number, reason: (RoomEvent & { type: 'disconnected' })['reason']): void {
    this.#later(0, 'room is lost', () => {
      if (!this.joined) return;
      this.native.state = 'disconnected';
      this.#options.emit({ type: 'disconnected', code, reason });
      this.joined = false;
    });
  }

  #awaitMedia(): void {
    if (this.#trouble === 'no media') return;
    const late = this.#trouble === 'media late' ? 9000 : 0;
    this.#later(this.#milliseconds + late, 'media comes', () => {
      if (!this.joined) return;
      for (const kind of ['video', 'audio']) {
        const track = newTrack(kind);
        this.#tracks.push(track);
        this.#options.stream.addTrack(track);
      }
      this.#mediaComes();
    });
  }

  #later(milliseconds: number, what: string, work: () => void): void {
    this.#time.schedule('page', milliseconds, what, work);
  }
}

declare const MediaStreamTrackGenerator: new (options: { kind: string }) => MediaStreamTrack;

/** A track of the browser's own that costs nothing and carries nothing. */
export function newTrack(kind: string): MediaStreamTrack {
  return new MediaStreamTrackGenerator({ kind });
}
