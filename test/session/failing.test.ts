// A start that fails or takes too long, at every step: the right error, nothing left open, and a new start works.
import { expect } from '@open-wc/testing';
import { notLoaded, sessionError } from '../../src/api/error-table.js';
import { StreamingAvatarError, type ErrorCode } from '../../src/api/errors.js';
import type * as errors from '../../src/api/errors.js';
import type { Deadlines, Phase } from '../../src/api/phases.js';
import { StreamingAvatar } from '../../src/session/streaming-avatar.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import type { FakeSteps } from '../support/fake-room.js';
import { anyRejection, isPending, never, nextTask, rejection, untilAborted } from '../support/outcome.js';

type Sources = { token?: () => Promise<string> };

const broken = new TypeError('broken');
const fail = (): Promise<never> => Promise.reject(broken);
const unreachable = (): Promise<never> => Promise.reject(sessionError('network'));
const refuse = (): Promise<never> => Promise.reject(sessionError('quota_exceeded'));

/** Step, what fails there, and the error: its code, phase, and how many sessions there were to stop. */
const failures: readonly [string, Partial<FakeSteps> & Sources, ErrorCode, Phase, number][] = [
  ['the token source fails', { token: fail }, 'token_source_failed', 'token', 0],
  ['the service cannot be loaded', { loadService: unreachable }, 'network', 'open', 0],
  ['the player cannot be loaded', { loadPlayer: unreachable }, 'network', 'token', 0],
  ['the service refuses to open', { open: refuse }, 'quota_exceeded', 'open', 0],
  ['opening breaks', { open: fail }, 'internal_error', 'open', 0],
  ['the service refuses to start', { start: refuse }, 'quota_exceeded', 'start', 1],
  ['starting breaks', { start: fail }, 'internal_error', 'start', 1],
  ['no room can be made', { create: fail }, 'internal_error', 'room', 1],
  ['the room cannot be joined', { connect: fail }, 'internal_error', 'room', 1],
  ['the room says no', { connect: refuse }, 'quota_exceeded', 'room', 1],
  ['picture and sound fail', { media: fail }, 'internal_error', 'media', 1],
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
  /** What every failed start owes. */
  async function expectReleased(client: ClientUnderTest, sessions: number): Promise<void> {
    const { service } = client.ports;
    client.expectReleased(sessions);
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
      const client = new ClientUnderTest(steps, { token, deadlines: { [phase]: 10_500 } });
      const starting = rejection(client.avatar.createStartAvatar({}));
      await client.ports.clock.waitedFor(10.5);
      await nextTask();
      client.ports.clock.advance(10.4);
      expect(client.avatar.state.status).to.equal('connecting');
      client.ports.clock.advance(0.1);
      const error = await starting;
      expect(error).to.include({ code, phase, retryable: true });
      expect(client.avatar.state).to.include({ status: 'failed', error });
      await expectReleased(client, sessions);
    });
  }

  it('rejects with timeout when opening takes too long, and stops the session that still comes', async () => {
    let answer = (): void => undefined;
    const open = (): Promise<void> => new Promise((resolve) => (answer = resolve));
    const client = new ClientUnderTest({ open });
    const starting = rejection(client.avatar.createStartAvatar({}));
    await client.ports.clock.waitedFor(20);
    await nextTask();
    client.ports.clock.advance(20);
    const error = await starting;
    expect(error).to.include({ code: 'timeout', phase: 'open' });
    answer();
    await nextTask();
    await expectReleased(client, 1);
    expect(client.ports.service.session.starts).to.equal(0);
  });

  it('rejects with timeout when opening takes too long, and hears no more of it after a minute', async () => {
    const client = new ClientUnderTest({ open: never });
    const starting = rejection(client.avatar.createStartAvatar({}));
    await client.ports.clock.waitedFor(20);
    await nextTask();
    client.ports.clock.advance(20);
    await starting;
    const [call] = client.ports.service.calls;
    expect(call?.signal.aborted, 'there may be a session in its answer').to.equal(false);
    client.ports.clock.advance(40);
    expect(call?.signal.aborted).to.equal(true);
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

  it('tells its own error where the release fails as well', async () => {
    const client = new ClientUnderTest({ start: refuse, stop: fail, disconnect: fail });
    expect(await rejection(client.avatar.createStartAvatar({}))).to.include({ code: 'quota_exceeded' });
    expect([client.ports.service.session.stops, client.ports.room.disconnects]).to.deep.equal([1, 1]);
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

describe('a start that failed for the page, and has started at the service', () => {
  const cases: readonly [string, Partial<FakeSteps>][] = [
    ['the connection is reset', { open: unreachable }],
    ['the service breaks', { open: () => Promise.reject(sessionError('server_error', { status: 503 })) }],
    ['a web page answers', { open: () => Promise.reject(sessionError('bad_answer')) }],
    ['half a JSON answers', { open: fail }],
    ['it is refused for now', { open: () => Promise.reject(sessionError('concurrency_limit')) }],
  ];
  for (const [name, steps] of cases) {
    it(`is stopped by its token: ${name}`, async () => {
      const client = new ClientUnderTest(steps, { token: () => 'fresh' });
      client.ports.service.stopsByToken = 0;
      await rejection(client.avatar.createStartAvatar({}));
      expect(client.ports.service.stopsByToken).to.equal(1);
      client.expectReleased(0);
    });
  }

  it('is stopped by its token: nothing answers in time, and again by the answer that comes late', async () => {
    const opened = Promise.withResolvers<void>();
    const client = new ClientUnderTest({ open: () => opened.promise });
    client.ports.service.stopsByToken = 0;
    const starting = rejection(client.avatar.createStartAvatar({}));
    await client.ports.clock.waitedFor(20);
    await nextTask();
    client.ports.clock.advance(20);
    expect(await starting).to.include({ code: 'timeout' });
    expect(client.ports.service.stopsByToken).to.equal(1);
    opened.resolve();
    await nextTask();
    expect(client.ports.service.session.stops, 'the stop may have overtaken the start').to.equal(1);
  });

  it('is stopped by its token: it is stopped before the answer, and does not wait for that', async () => {
    const client = new ClientUnderTest({ open: never });
    client.ports.service.stopsByToken = 0;
    const starting = rejection(client.avatar.createStartAvatar({}));
    await client.ports.clock.waitedFor(20);
    await nextTask();
    await client.avatar.stopAvatar();
    expect(await starting).to.include({ code: 'aborted' });
    expect(client.ports.service.stopsByToken).to.equal(1);
  });

  it('is stopped by its token: the page is left before the answer, and within that event', async () => {
    const client = new ClientUnderTest({ open: never });
    client.ports.service.stopsByToken = 0;
    client.avatar.createStartAvatar({}).catch(() => undefined);
    await client.ports.clock.waitedFor(20);
    await nextTask();
    dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(client.ports.service.stopsByToken).to.equal(1);
  });

  it('is not stopped by a token that was refused: that has opened nothing, and could stop nothing', async () => {
    const open = (): Promise<never> => Promise.reject(sessionError('unauthorized', { status: 401 }));
    const client = new ClientUnderTest({ open });
    client.ports.service.stopsByToken = 0;
    await rejection(client.avatar.createStartAvatar({}));
    expect(client.ports.service.stopsByToken).to.equal(0);
  });

  it('is not stopped by its token where the answer told which session it is', async () => {
    const client = new ClientUnderTest({ start: refuse });
    client.ports.service.stopsByToken = 0;
    await rejection(client.avatar.createStartAvatar({}));
    expect(client.ports.service.stopsByToken).to.equal(0);
    client.expectReleased(1);
  });

  it('is followed by no other before that stop is confirmed', async () => {
    let down = true;
    const stopped = Promise.withResolvers<void>();
    const client = new ClientUnderTest(
      {
        open: async () => {
          if (down) throw sessionError('network');
        },
        stopByToken: () => stopped.promise,
      },
      { token: () => 'fresh' },
    );
    client.ports.service.stopsByToken = 0;
    const failing = rejection(client.avatar.createStartAvatar({}));
    await client.ports.clock.waitedFor(5, 2);
    client.ports.clock.advance(5);
    await failing;
    down = false;
    const starting = client.avatar.createStartAvatar({});
    await nextTask();
    expect(client.ports.service.calls).to.have.length(1);
    client.ports.clock.advance(0.5);
    stopped.resolve();
    await starting;
    expect(client.ports.service.calls).to.have.length(2);
    await client.avatar.stopAvatar();
  });
});

describe('a page that cannot play the avatar', () => {
  for (const service of ['auto', 'interactive-avatar', 'liveavatar'] as const) {
    for (const code of ['not_supported', 'network'] as const) {
      it(`asks for no token and opens no session: ${service}, ${code}`, async () => {
        let asked = 0;
        const token = (): string => `token-${(asked += 1)}`;
        const loadPlayer = (): Promise<never> => Promise.reject(sessionError(code));
        const client = new ClientUnderTest({ loadPlayer }, { token, service });
        const error = await rejection(client.avatar.createStartAvatar({}));
        expect(error).to.include({ code, phase: 'token' });
        expect([asked, client.ports.service.calls.length]).to.deep.equal([0, 0]);
      });
    }
  }

  it('has no WebRTC: the real player says so before it loads anything', async () => {
    const { RTCPeerConnection: real } = globalThis;
    let asked = 0;
    const avatar = new StreamingAvatar({ token: () => `token-${(asked += 1)}`, service: 'liveavatar' });
    Reflect.deleteProperty(globalThis, 'RTCPeerConnection');
    try {
      const error = await rejection(avatar.createStartAvatar({}));
      expect(error).to.include({ code: 'not_supported', phase: 'token' });
      expect(error.message).to.contain('WebRTC');
    } finally {
      globalThis.RTCPeerConnection = real;
    }
    expect(asked).to.equal(0);
  });
});

describe('an error', () => {
  /** What another copy of this package on the page makes. */
  async function otherCopy(): Promise<typeof errors> {
    const address = new URL('../../src/api/errors.ts?copy', import.meta.url).href;
    return (await import(address)) as typeof errors;
  }

  it('of another copy of the package keeps its code, and gets its phase', async () => {
    const copy = await otherCopy();
    const error = new copy.StreamingAvatarError('quota_exceeded', 'No.');
    expect(error).not.to.be.instanceOf(StreamingAvatarError);
    const { avatar } = new ClientUnderTest({ open: () => Promise.reject(error) });
    expect(await anyRejection(avatar.createStartAvatar({}))).to.equal(error);
    expect(error).to.include({ code: 'quota_exceeded', phase: 'open' });
    const source = new ClientUnderTest({}, { token: () => Promise.reject(error) });
    expect(await anyRejection(source.avatar.createStartAvatar({}))).to.equal(error);
  });

  it('of another copy of the package ends a session, and is tried again, as its own does', async () => {
    const copy = await otherCopy();
    let commands = 0;
    const client = new ClientUnderTest({
      command: () => {
        commands += 1;
        return Promise.reject(new copy.StreamingAvatarError('unauthorized', 'No.', { status: 401 }));
      },
      stop: () => Promise.reject(new copy.StreamingAvatarError('not_connected', 'Gone.')),
    });
    await client.start();
    await anyRejection(client.avatar.keepAlive());
    await client.reaches('ended unauthorized');
    client.expectReleased(1);
    expect(commands).to.equal(1);
  });

  for (const [name, steps] of [
    ['the service', { loadService: () => notFound().catch(notLoaded) }],
    ['the player', { loadPlayer: () => notFound().catch(notLoaded) }],
    ['the room', { create: () => notFound().catch(notLoaded) }],
  ] as const) {
    it(`of a chunk that cannot be loaded is typed, retryable, and keeps its cause: ${name}`, async () => {
      const { avatar } = new ClientUnderTest(steps);
      const error = await rejection(avatar.createStartAvatar({}));
      expect(error).to.include({ code: 'network', retryable: true });
      expect(error.cause).to.be.instanceOf(TypeError);
    });
  }
});

const notFound = (): Promise<void> =>
  Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
