// Stopping: in every phase and every state, by the page or by leaving it; always released, always once.
import { expect } from '@open-wc/testing';
import { ClientUnderTest } from '../support/client-under-test.js';
import type { FakeSteps } from '../support/fake-room.js';
import { isPending, never, nextTask, rejection, untilAborted } from '../support/outcome.js';
import { TimerLedger } from '../support/timer-ledger.js';

type Config = { token?: (request: unknown, context: { signal: AbortSignal }) => Promise<string> };

/** A start that hangs at a step, the state it is in there, and how many sessions there are to stop. */
const phases: readonly [string, Partial<FakeSteps>, Config, number][] = [
  ['connecting token', {}, { token: never }, 0],
  ['connecting token', {}, { token: (_request, { signal }) => untilAborted(signal) }, 0],
  ['connecting start', { start: never }, {}, 1],
  ['connecting start', { start: untilAborted }, {}, 1],
  ['connecting room', { connect: never }, {}, 1],
  ['connecting room', { connect: untilAborted }, {}, 1],
  ['connecting room', { create: never }, {}, 1],
  ['connecting media', { media: never }, {}, 1],
];

describe('stopAvatar', () => {
  let timers: TimerLedger;

  beforeEach(() => (timers = new TimerLedger()));
  afterEach(() => {
    timers.restore();
    expect(timers.outstanding, 'timers left').to.deep.equal([]);
  });

  function expectReleased(client: ClientUnderTest, sessions: number): void {
    const { service, rooms } = client.ports;
    expect(service.sessions.map(({ stops }) => stops)).to.deep.equal(Array(sessions).fill(1));
    expect(rooms.map(({ disconnects }) => disconnects)).to.deep.equal(rooms.map(() => 1));
    expect([client.avatar.sessionId, client.avatar.room, client.avatar.mediaStream]).to.deep.equal([
      null,
      null,
      null,
    ]);
  }

  for (const [state, steps, config, sessions] of phases) {
    const hanging = Object.keys({ ...steps, ...config }).join();
    it(`ends a start that is ${state} (${hanging} hangs)`, async () => {
      const client = new ClientUnderTest(steps, { token: async () => 'fresh', ...config });
      const starting = rejection(client.avatar.createStartAvatar({}));
      await client.reaches(state);
      await nextTask();
      await client.avatar.stopAvatar();
      expect(await starting).to.include({ code: 'aborted', phase: state.split(' ')[1] });
      expect(client.path.slice(-2)).to.deep.equal(['stopping stopped', 'ended stopped']);
      expect(client.details('session_ended')).to.deep.equal([{ reason: 'stopped' }]);
      expect(client.told, 'no error, no disconnect').to.deep.equal(['session_ended']);
      expectReleased(client, sessions);
    });
  }

  it('ends a start that is being opened, and stops the session that the service still answers', async () => {
    const opened = Promise.withResolvers<void>();
    const client = new ClientUnderTest({ open: () => opened.promise });
    const starting = rejection(client.avatar.createStartAvatar({}));
    await client.reaches('connecting open');
    await nextTask();
    const stopping = client.avatar.stopAvatar();
    expect(client.avatar.state.status).to.equal('stopping');
    expect(client.ports.service.calls[0]?.signal.aborted, 'the call is not cut').to.equal(false);
    opened.resolve();
    await stopping;
    expect(await starting).to.include({ code: 'aborted', phase: 'open' });
    expect(client.ports.service.session.starts).to.equal(0);
    expectReleased(client, 1);
  });

  it('ends a start whose service never loads', async () => {
    const client = new ClientUnderTest({ loadService: never });
    const starting = rejection(client.avatar.createStartAvatar({}));
    await client.reaches('connecting token');
    await nextTask();
    await client.avatar.stopAvatar();
    expect(await isPending(starting), 'the start still hangs').to.equal(false);
  });

  it('disconnects a room that is made only after the stop', async () => {
    const made = Promise.withResolvers<void>();
    const client = new ClientUnderTest({ create: () => made.promise });
    const starting = rejection(client.avatar.createStartAvatar({}));
    await client.reaches('connecting room');
    await client.avatar.stopAvatar();
    await starting;
    made.resolve();
    await nextTask();
    expect(client.ports.room.address, 'joined').to.equal(undefined);
    expect(client.ports.room.disconnects).to.equal(1);
  });

  it('ends a live session: stream_disconnected with 1, then session_ended', async () => {
    const client = new ClientUnderTest();
    await client.start();
    await client.avatar.stopAvatar();
    expect(client.told).to.deep.equal(['stream_ready', 'stream_disconnected', 'session_ended']);
    expect(client.details('stream_disconnected')).to.deep.equal([1]);
    expect(client.avatar.state).to.include({ status: 'ended', reason: 'stopped' });
    expectReleased(client, 1);
  });

  it('keeps stream_ready away from a session that is stopped right after its start', async () => {
    const client = new ClientUnderTest();
    await client.avatar.createStartAvatar({});
    await client.avatar.stopAvatar();
    await nextTask();
    expect(client.told).to.deep.equal(['stream_disconnected', 'session_ended']);
  });

  it('keeps stream_ready away from a session that is stopped as soon as it is live', async () => {
    const client = new ClientUnderTest();
    client.avatar.on('state_changed', ({ detail }) => {
      if (detail.state.status === 'live') void client.avatar.stopAvatar();
    });
    await Promise.allSettled([client.avatar.createStartAvatar({})]);
    await client.reaches('ended stopped');
    await nextTask();
    expect(client.told).to.deep.equal(['stream_disconnected', 'session_ended']);
    expectReleased(client, 1);
  });

  it('ends a session that was only opened', async () => {
    const client = new ClientUnderTest();
    await client.avatar.newSession({});
    await client.avatar.stopAvatar();
    expect(client.told).to.deep.equal(['session_ended']);
    expectReleased(client, 1);
  });

  it('stops what was opened once, though it is asked for many times', async () => {
    const client = new ClientUnderTest();
    await client.start();
    await Promise.all([client.avatar.stopAvatar(), client.avatar.stopAvatar()]);
    await client.avatar.stopAvatar();
    expect(client.details('session_ended')).to.have.length(1);
    expectReleased(client, 1);
  });

  it('is harmless where there is nothing to stop', async () => {
    const client = new ClientUnderTest({ open: () => Promise.reject(new Error('no')) });
    await client.avatar.stopAvatar();
    expect(client.avatar.state.status).to.equal('idle');
    await rejection(client.avatar.createStartAvatar({}));
    await client.avatar.stopAvatar();
    expect(client.avatar.state.status).to.equal('failed');
    expect(client.told).to.deep.equal(['session_error']);
  });

  it('ends a start of the same tick', async () => {
    const client = new ClientUnderTest();
    const starting = rejection(client.avatar.createStartAvatar({}));
    await client.avatar.stopAvatar();
    expect(await starting).to.include({ code: 'aborted' });
    expect(client.avatar.state.status).to.be.oneOf(['idle', 'ended']);
    expectReleased(client, 0);
  });

  it('does not end the start that is asked for after it', async () => {
    const client = new ClientUnderTest({}, { token: async () => 'fresh' });
    const first = rejection(client.avatar.createStartAvatar({}));
    await client.reaches('connecting open');
    const stopping = client.avatar.stopAvatar();
    const [second] = await Promise.allSettled([client.avatar.createStartAvatar({})]);
    await Promise.all([first, stopping]);
    expect([second.status, client.avatar.state.status]).to.deep.equal(['fulfilled', 'live']);
    await client.avatar.stopAvatar();
  });

  it('reaches its end though the service and the room fail to let go', async () => {
    const no = (): Promise<never> => Promise.reject(new Error('no'));
    const client = new ClientUnderTest({ stop: no, disconnect: no });
    await client.start();
    await client.avatar.stopAvatar();
    expect(client.avatar.state.status).to.equal('ended');
    expectReleased(client, 1);
  });

  it('resolves when the service and the room have let go', async () => {
    const stopped = Promise.withResolvers<void>();
    const left = Promise.withResolvers<void>();
    const client = new ClientUnderTest({ stop: () => stopped.promise, disconnect: () => left.promise });
    await client.start();
    const stopping = client.avatar.stopAvatar();
    stopped.resolve();
    expect(await isPending(stopping)).to.equal(true);
    left.resolve();
    await stopping;
    expect(client.avatar.state.status).to.equal('ended');
  });

  it('gives the reason that it was given', async () => {
    const client = new ClientUnderTest();
    await client.start();
    await client.avatar.stopAvatar('removed');
    expect(client.details('session_ended')).to.deep.equal([{ reason: 'removed' }]);
  });
});

describe('leaving the page', () => {
  const leave = (): boolean => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));

  it('stops a live session before the event is over', async () => {
    const client = new ClientUnderTest();
    await client.start();
    leave();
    expect(client.ports.service.session.stops).to.equal(1);
    await client.reaches('ended page_hidden');
    expect(client.ports.room.disconnects).to.equal(1);
  });

  it('stops a session that was only opened, and one that is being connected', async () => {
    const opened = new ClientUnderTest();
    await opened.avatar.newSession({});
    const connecting = new ClientUnderTest({ media: never });
    const starting = rejection(connecting.avatar.createStartAvatar({}));
    await connecting.reaches('connecting media');
    leave();
    expect([opened, connecting].map(({ ports }) => ports.service.session.stops)).to.deep.equal([1, 1]);
    await Promise.all([opened.reaches('ended page_hidden'), connecting.reaches('ended page_hidden')]);
    expect(await starting).to.include({ code: 'aborted' });
  });

  it('does nothing where no session is, and nothing twice', async () => {
    const client = new ClientUnderTest({}, { token: () => 'fresh' });
    leave();
    expect(client.events).to.deep.equal([]);
    await client.start();
    leave();
    await client.reaches('ended page_hidden');
    leave();
    expect(client.ports.service.session.stops).to.equal(1);
    expect(client.details('session_ended')).to.deep.equal([{ reason: 'page_hidden' }]);
  });

  it('leaves a client that can start again when the page comes back', async () => {
    const client = new ClientUnderTest({}, { token: () => 'fresh' });
    await client.start();
    leave();
    await client.reaches('ended page_hidden');
    await client.start();
    expect(client.avatar.state.status).to.equal('live');
    await client.avatar.stopAvatar();
  });
});
