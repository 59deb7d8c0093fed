// A room that a test steers, and the ports that lead to it and to a fake service.
import type { PublishedMicrophone, Room, RoomAddress, RoomEvent, RoomOptions } from '../../src/media/room.js';
import { ports, type Backend } from '../../src/session/ports.js';
import { FakeClock } from './fake-clock.js';
import { FakeService, type ServiceSteps } from './fake-service.js';

/** What each step does before it succeeds; what rejects makes the step fail. */
export interface RoomSteps {
  create(): Promise<void>;
  connect(signal: AbortSignal): Promise<void>;
  media(): Promise<void>;
  publishMicrophone(): Promise<void>;
  disconnect(): Promise<void>;
}

/** A microphone in a room, and what became of it. */
export class FakeMicrophone implements PublishedMicrophone {
  published = true;
  track: MediaStreamTrack;
  muted: boolean;

  constructor(track: MediaStreamTrack, muted: boolean) {
    this.track = track;
    this.muted = muted;
  }

  async setMuted(muted: boolean): Promise<void> {
    this.muted = muted;
  }

  async replace(track: MediaStreamTrack): Promise<void> {
    this.track = track;
  }

  async unpublish(): Promise<void> {
    this.published = false;
  }
}

export class FakeRoom implements Room {
  readonly native = { fake: 'room' };
  readonly media: Promise<void>;
  readonly options: RoomOptions;
  readonly published: { topic: string | undefined; bytes: Uint8Array }[] = [];
  prepared: RoomAddress | undefined;
  address: RoomAddress | undefined;
  readonly microphones: FakeMicrophone[] = [];
  audible = true;
  disconnects = 0;
  readonly #steps: RoomSteps;

  constructor(steps: RoomSteps, options: RoomOptions) {
    this.#steps = steps;
    this.options = options;
    this.media = steps.media();
  }

  prepare(address: RoomAddress): void {
    this.prepared = address;
  }

  async connect(address: RoomAddress, signal: AbortSignal): Promise<void> {
    this.address = address;
    await this.#steps.connect(signal);
  }

  async publish(topic: string | undefined, bytes: Uint8Array): Promise<void> {
    this.published.push({ topic, bytes });
  }

  async publishMicrophone(track: MediaStreamTrack, muted: boolean): Promise<PublishedMicrophone> {
    await this.#steps.publishMicrophone();
    const microphone = new FakeMicrophone(track, muted);
    this.microphones.push(microphone);
    return microphone;
  }

  setAudible(audible: boolean): void {
    this.audible = audible;
  }

  async disconnect(): Promise<void> {
    this.disconnects += 1;
    await this.#steps.disconnect();
  }

  emit(event: RoomEvent): void {
    this.options.emit(event);
  }
}

export interface FakeSteps extends ServiceSteps, RoomSteps {
  loadService(): Promise<void>;
  loadPlayer(): Promise<void>;
}

/** The fakes behind the ports, put in their place when they are made, until the test is over. */
export class FakePorts {
  readonly service: FakeService;
  readonly rooms: FakeRoom[] = [];
  readonly loaded: string[] = [];
  readonly clock = new FakeClock();
  readonly #steps: Partial<FakeSteps>;

  constructor(steps: Partial<FakeSteps> = {}) {
    this.#steps = steps;
    this.service = new FakeService(steps);
    ports.clock = this.clock;
    ports.backends = {
      'interactive-avatar': this.#backend('interactive-avatar'),
      liveavatar: this.#backend('liveavatar'),
      simulated: this.#backend('simulated'),
    };
  }

  /** The room made last. */
  get room(): FakeRoom {
    const room = this.rooms.at(-1);
    if (!room) throw new Error('No room was made.');
    return room;
  }

  #backend(name: string): Backend {
    return {
      takesToken: name !== 'simulated',
      loadService: () => this.loadService(name),
      loadPlayer: async () => this.#steps.loadPlayer?.(),
      createRoom: (options) => this.createRoom(options),
    };
  }

  async loadService(name: string): Promise<FakeService> {
    this.loaded.push(name);
    await this.#steps.loadService?.();
    return this.service;
  }

  async createRoom(options: RoomOptions): Promise<FakeRoom> {
    const nothing = async (): Promise<void> => undefined;
    await this.#steps.create?.();
    const steps = {
      create: nothing,
      connect: nothing,
      media: nothing,
      publishMicrophone: nothing,
      disconnect: nothing,
    };
    const room = new FakeRoom({ ...steps, ...this.#steps }, options);
    this.rooms.push(room);
    return room;
  }
}

const realPorts = { ...ports };
afterEach(() => Object.assign(ports, realPorts));
