// A session client over a fake service and fake rooms, and the log of what it told.
import { expect } from '@open-wc/testing';
import { SessionEvents, StreamingEvents } from '../../src/api/events.js';
import type { StartAvatarOptions, StreamingAvatarOptions } from '../../src/api/requests.js';
import type { SessionState } from '../../src/api/state.js';
import { StreamingAvatar } from '../../src/session/streaming-avatar.js';
import { FakePorts, type FakeSteps } from './fake-room.js';

export class ClientUnderTest {
  readonly ports: FakePorts;
  readonly avatar: StreamingAvatar;
  /** The client's options, which a test may change between two starts. */
  readonly config: StreamingAvatarOptions;
  /** Every event in order, with its detail. */
  readonly events: { readonly type: string; readonly detail: unknown }[] = [];

  constructor(steps: Partial<FakeSteps> = {}, config: Partial<StreamingAvatarOptions> = {}) {
    this.ports = new FakePorts(steps);
    this.config = { token: 'token-1', ...config };
    this.avatar = new StreamingAvatar(this.config);
    for (const type of [...Object.values(StreamingEvents), ...Object.values(SessionEvents)]) {
      this.avatar.on(type, ({ detail }: CustomEvent<unknown>) => this.events.push({ type, detail }));
    }
  }

  /** The names of the events but `state_changed`, in order. */
  get told(): string[] {
    return this.events.map(({ type }) => type).filter((type) => type !== 'state_changed');
  }

  /** Every state there was: its status, and the phase or reason that goes with it. */
  get path(): string[] {
    return this.events.filter(({ type }) => type === 'state_changed').map(({ detail }) => shorthand(detail));
  }

  /** The details of every event of one type. */
  details(type: string): unknown[] {
    return this.events.filter((event) => event.type === type).map(({ detail }) => detail);
  }

  /** The statuses there were, each once in a row. */
  get statuses(): string[] {
    const all = this.path.map((words) => words.split(' ')[0] ?? '');
    return all.filter((status, n) => status !== all[n - 1]);
  }

  /** Starts a session. */
  async start(request: StartAvatarOptions = {}): Promise<void> {
    await this.avatar.createStartAvatar(request);
    // Who begins to listen for `stream_ready` from here on has missed it.
    this.ports.clock.advance(0);
  }

  /** Sees that each of so many sessions was stopped, once, each room left, and that nothing waits any more. */
  expectReleased(sessions: number): void {
    const { service, rooms, clock } = this.ports;
    clock.advance(0);
    expect(
      service.sessions.map(({ stops, closes }) => [stops, closes]),
      'stops of each session, and closes',
    ).to.deep.equal(Array(sessions).fill([1, 1]));
    expect(
      rooms.map(({ disconnects }) => disconnects),
      'disconnects of each room',
    ).to.deep.equal(rooms.map(() => 1));
    expect(this.avatar.sessionId).to.equal(null);
    expect(clock.waits, 'timers left').to.deep.equal([]);
  }

  /** Waits for the state to get somewhere; a state that it has already counts. */
  async reaches(wanted: string): Promise<void> {
    if (wordsOf(this.avatar.state) === wanted) return;
    const controller = new AbortController();
    await new Promise<void>((resolve) => {
      const check = (): void => {
        if (wordsOf(this.avatar.state) === wanted) resolve();
      };
      this.avatar.on('state_changed', check, { signal: controller.signal });
    });
    controller.abort();
  }
}

function shorthand(detail: unknown): string {
  return wordsOf((detail as { state: SessionState }).state);
}

/** `connecting open`, `live`, `ended stopped` and so on. */
export function wordsOf(state: SessionState): string {
  switch (state.status) {
    case 'connecting':
      return `connecting ${state.phase}`;
    case 'stopping':
    case 'ended':
      return `${state.status} ${state.reason}`;
    case 'failed':
      return `failed ${state.error.code}`;
    default:
      return state.status;
  }
}
