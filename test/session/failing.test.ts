// A start that fails or takes too long, at every step: the right error, nothing left open, and a new start works.
import { expect } from '@open-wc/testing';
import { sessionError } from '../../src/api/error-table.js';
import type { ErrorCode } from '../../src/api/errors.js';
import type { Deadlines, Phase } from '../../src/api/phases.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import type { FakeSteps } from '../support/fake-room.js';
import { isPending, never, nextTask, rejection, untilAborted } from '../support/outcome.js';
import { TimerLedger } from '../support/timer-ledger.js';

type Sources = { token?: () => Promise<string> };

const broken = new TypeError('broken');
const fail = (): Promise<never> => Promise.reject(broken);
const unreachable = (): Promise<never> => Promise.reject(sessionError('network'));
const refuse = (): Promise<never> => Promise.reject(sessionError('quota_exceeded'));

/** Step, what fails there, and the error: its code, phase, and how many sessions there were to stop. */
const failures: readonly [string, Partial<FakeSteps> & Sources, ErrorCode, Phase, number][] = [
  ['the token source fails', { token: fail }, 'token_source_failed', 'token', 0],
  ['the service cannot be loaded', { loadService: unreachable }, 'network', 'open', 0],
  ['the service refuses to open', { open: refuse }, 'quota_exceeded', 'open', 0],
  ['opening breaks', { open: fail }, 'invalid_option', 'open', 0],
  ['the service refuses to start', { start: refuse }, 'quota_exceeded', 'start', 1],
  ['starting breaks', { start: fail }, 'invalid_option', 'start', 1],
  ['no room can be made', { create: fail }, 'room_failed', 'room', 1],
  ['the room cannot be joined', { connect: fail }, 'room_failed', 'room', 1],
  ['the room says no', { connect: refuse }, 'quota_exceeded', 'room', 1],
  ['picture and sound fail', { media: fail }, 'room_failed', 'media', 1],
];

/** Step, what hangs there, and the error. */
const delays: readonly [keyof Deadlines, Partial<FakeSteps> & Sources, ErrorCode, number][] = [
  ['token', { token: never }, 'timeout', 0],
  ['start', { start: never }, 'timeout', 1],
  ['start', { start: untilAborted }, 'timeout', 1],
  ['room', { connect: never }, 'timeout', 1],
  ['room', { create: never }, 'timeout', 1],
  ['media', { media: never }, 'media_missing', 1],
];

describe('a failing start', () => {
  let timers: TimerLedger;

  beforeEach(() => (timers = new TimerLedger()));
  afterEach(() => {
    timers.restore();
    expect(timers.outstanding, 'timers left').to.deep.equal([]);
  });

  /** What every failed start owes. */
  async function expectReleased(client: ClientUnderTest, sessions: number): Promise<void> {
    const { service, rooms } = client.ports;
    expect(service.sessions.map(({ stops }) => stops)).to.deep.equal(Array(sessions).fill(1));
    expect(rooms.every(({ disconnects }) => disconnects === 1)).to.equal(true);
    expect([client.avatar.sessionId, client.avatar.room, client.avatar.mediaStream]).to.deep.equal([
      null,
      null,
      null,
    ]);
    const before = client.events.length;
    dispatchEvent(new PageTransitionEvent('pagehide'));
    for (const { call, stops } of service.sessions) {
      call.emit({ type: 'conversation', event: { type: 'user_start' } });
      expect(stops).to.equal(1);
    }
    await nextTask();
    expect(client.events.length, 'events after the end').to.equal(before);
  }

  for (const [name, { token = async () => 'fresh', ...steps }, code, phase, sessions] of failures) {
    it(`rejects with ${code} in the phase ${phase} when ${name}, and leaves nothing open`, async () => {
      const client = new ClientUnderTest(steps, { token });
      const error = await rejection(client.avatar.createStartAvatar({}));
      expect(error).to.include({ code, phase });
      expect(client.avatar.state).to.include({ status: 'failed', error });
      expect(client.told).to.deep.equal(['session_error']);
      expect(client.details('session_error')).to.deep.equal([error]);
      await expectReleased(client, sessions);
    });
  }

  for (const [phase, { token = async () => 'fresh', ...steps }, code, sessions] of delays) {
    it(`rejects with ${code} when ${Object.keys(steps).join() || 'token'} never ends, in the phase ${phase}`, async () => {
      const client = new ClientUnderTest(steps, { token, deadlines: { [phase]: 10 } });
      const error = await rejection(client.avatar.createStartAvatar({}));
      expect(error).to.include({ code, phase, retryable: true });
      expect(client.avatar.state).to.include({ status: 'failed', error });
      await expectReleased(client, sessions);
    });
  }

  it('rejects with timeout when opening takes too long, and stops the session that still comes', async () => {
    let answer = (): void => undefined;
    const open = (): Promise<void> => new Promise((resolve) => (answer = resolve));
    const client = new ClientUnderTest({ open }, { deadlines: { open: 10 } });
    const error = await rejection(client.avatar.createStartAvatar({}));
    expect(error).to.include({ code: 'timeout', phase: 'open' });
    answer();
    await nextTask();
    await expectReleased(client, 1);
    expect(client.ports.service.session.starts).to.equal(0);
  });

  it('keeps the cause', async () => {
    const { avatar } = new ClientUnderTest({ connect: fail });
    expect((await rejection(avatar.createStartAvatar({}))).cause).to.equal(broken);
  });

  it('gives a deadline left undefined its default', async () => {
    const deadlines = { token: undefined } as unknown as Partial<Deadlines>;
    const { avatar } = new ClientUnderTest({}, { deadlines, token: () => nextTask().then(() => 'fresh') });
    await avatar.createStartAvatar({});
    await avatar.stopAvatar();
  });

  it('does not fail for a session that takes its time to stop', async () => {
    const client = new ClientUnderTest({ start: refuse, stop: fail, disconnect: fail });
    expect(await rejection(client.avatar.createStartAvatar({}))).to.include({ code: 'quota_exceeded' });
    await expectReleased(client, 1);
  });

  it('can be followed by one that works', async () => {
    let first = true;
    const client = new ClientUnderTest(
      {
        start: async () => {
          if (first) throw sessionError('server_error');
        },
      },
      { token: () => 'fresh' },
    );
    await rejection(client.avatar.createStartAvatar({}));
    first = false;
    await client.avatar.createStartAvatar({});
    expect(client.avatar.state.status).to.equal('live');
    await client.avatar.stopAvatar();
  });

  it('can be followed by one that its own session_error asks for', async () => {
    let first = true;
    const client = new ClientUnderTest(
      {
        start: async () => {
          if (first) throw sessionError('server_error');
        },
      },
      { token: () => 'fresh' },
    );
    const again = new Promise<Promise<unknown>>((resolve) => {
      client.avatar.on('session_error', () => {
        first = false;
        // Settled below; in a tuple, so that it is not waited for here.
        const retried = client.avatar.createStartAvatar({});
        retried.catch(() => undefined);
        resolve(Promise.allSettled([retried]));
      });
    });
    await rejection(client.avatar.createStartAvatar({}));
    await again;
    expect(client.avatar.state.status).to.equal('live');
    await client.avatar.stopAvatar();
  });

  it('ends a newSession the same way', async () => {
    const client = new ClientUnderTest({ open: refuse });
    const error = await rejection(client.avatar.newSession({}));
    expect(error).to.include({ code: 'quota_exceeded', phase: 'open' });
    expect(client.details('session_error')).to.deep.equal([error]);
    await expectReleased(client, 0);
  });

  it('fails when the room is lost before picture and sound are there, without waiting for them', async () => {
    const client = new ClientUnderTest({ media: never });
    const starting = client.avatar.createStartAvatar({});
    await client.reaches('connecting media');
    client.ports.room.emit({ type: 'disconnected', code: 5, reason: 'room_deleted' });
    const waited = await isPending(starting);
    if (waited) await client.avatar.stopAvatar();
    const error = await rejection(starting);
    expect(waited, 'waited for the media deadline').to.equal(false);
    expect(error).to.include({ code: 'room_failed' });
    await expectReleased(client, 1);
  });

  it('fails when the room is lost while the session is still being started', async () => {
    const started = Promise.withResolvers<void>();
    const client = new ClientUnderTest({ start: () => started.promise });
    const starting = client.avatar.createStartAvatar({});
    await client.reaches('connecting start');
    await nextTask();
    client.ports.room.emit({ type: 'disconnected', code: 5, reason: 'room_deleted' });
    started.resolve();
    const [outcome] = await Promise.allSettled([starting]);
    const { status } = client.avatar.state;
    await client.avatar.stopAvatar();
    expect([outcome.status, status]).to.deep.equal(['rejected', 'failed']);
  });

  it('fails, rather than ends, when the service ends the session before it is connected', async () => {
    const client = new ClientUnderTest({
      start: async () => {
        client.ports.service.session.call.emit({ type: 'ended', reason: 'server' });
        await never();
      },
    });
    const error = await rejection(client.avatar.createStartAvatar({}));
    expect(error).to.include({ code: 'not_connected', phase: 'start' });
    expect(client.details('session_error')).to.deep.equal([error]);
    await expectReleased(client, 1);
  });
});
