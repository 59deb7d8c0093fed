// Stopping: in every phase and every state, by the page or by leaving it; always released, always once.
import { expect } from '@open-wc/testing';
import { ClientUnderTest } from '../support/client-under-test.js';
import type { FakeSteps } from '../support/fake-room.js';
import { sessionError } from '../../src/api/error-table.js';
import { isPending, never, nextTask, rejection, untilAborted } from '../support/outcome.js';

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

const lost = { type: 'disconnected', code: 1, reason: 'network' } as const;

describe('stopAvatar', () => {
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
      expect(client.told, 'it never was connected, and did not fail').to.deep.equal([]);
      client.expectReleased(sessions);
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
    client.expectReleased(1);
  });

  it('ends as it was told to, though the room that it aborts says at once that it is lost', async () => {
    const client: ClientUnderTest = new ClientUnderTest({
      connect: (signal) => {
        signal.addEventListener('abort', () => client.ports.room.emit(lost));
        return untilAborted(signal);
      },
    });
    const starting = rejection(client.avatar.createStartAvatar({}));
    await client.reaches('connecting room');
    await nextTask();
    await client.avatar.stopAvatar();
    expect(await starting).to.include({ code: 'aborted', phase: 'room' });
    expect(client.path.slice(-2)).to.deep.equal(['stopping stopped', 'ended stopped']);
    expect(client.told).to.deep.equal([]);
    client.expectReleased(1);
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
    client.expectReleased(1);
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
    client.expectReleased(1);
  });

  it('in the middle of an event is told to every listener after that event', async () => {
    const client = new ClientUnderTest();
    client.avatar.on('state_changed', ({ detail }) => {
      if (detail.state.status === 'live') void client.avatar.stopAvatar();
    });
    const statuses: string[] = [];
    client.avatar.on('state_changed', ({ detail }) => {
      if (detail.state.status !== detail.previous.status) statuses.push(detail.state.status);
    });
    await Promise.allSettled([client.avatar.createStartAvatar({})]);
    await client.reaches('ended stopped');
    expect(statuses).to.deep.equal(['connecting', 'live', 'stopping', 'ended']);
  });

  it('ends a session that was only opened', async () => {
    const client = new ClientUnderTest();
    await client.avatar.newSession({});
    await client.avatar.stopAvatar();
    expect(client.told).to.deep.equal([]);
    client.expectReleased(1);
  });

  it('stops what was opened once, though it is asked for many times', async () => {
    const client = new ClientUnderTest();
    await client.start();
    await Promise.all([client.avatar.stopAvatar(), client.avatar.stopAvatar()]);
    await client.avatar.stopAvatar();
    expect(client.details('session_ended')).to.have.length(1);
    client.expectReleased(1);
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
    client.expectReleased(0);
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
    expect([client.ports.service.session.stops, client.ports.room.disconnects]).to.deep.equal([1, 1]);
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

  it('resolves after 5 s though the service and the room never answer', async () => {
    const client = new ClientUnderTest({ stop: never, disconnect: never });
    await client.start();
    const stopping = client.avatar.stopAvatar();
    client.ports.clock.advance(4.9);
    expect(await isPending(stopping)).to.equal(true);
    client.ports.clock.advance(0.1);
    await stopping;
    expect(client.avatar.state.status).to.equal('ended');
  });

  it('tells how long the session was connected, and how many turns it had', async () => {
    const client = new ClientUnderTest();
    await client.start();
    client.ports.service.session.say({ type: 'user_talking_message', task_id: 'u', message: 'Hi' });
    client.ports.clock.advance(7.6);
    await client.avatar.stopAvatar();
    expect(client.details('session_ended')).to.deep.equal([{ reason: 'stopped', seconds: 8, turns: 1 }]);
  });

  it('is not told to be over before the service and the room have let go', async () => {
    const stopped = Promise.withResolvers<void>();
    const client = new ClientUnderTest({ stop: () => stopped.promise });
    await client.start();
    const stopping = client.avatar.stopAvatar();
    await nextTask();
    expect([client.avatar.state.status, client.told]).to.deep.equal(['stopping', ['stream_ready']]);
    stopped.resolve();
    await stopping;
    expect(client.told.slice(1)).to.deep.equal(['stream_disconnected', 'session_ended']);
  });

  it('takes the event that a page hands to its listener for no reason', async () => {
    const client = new ClientUnderTest();
    await client.start();
    const button = document.createElement('button');
    button.addEventListener('click', (event) => void client.avatar.stopAvatar(event as never));
    button.click();
    await client.reaches('ended stopped');
  });

  it('gives the reason that it was given', async () => {
    const client = new ClientUnderTest();
    await client.start();
    await client.avatar.stopAvatar('removed');
    expect(client.avatar.state).to.include({ status: 'ended', reason: 'removed' });
    expect(client.details('session_ended')).to.deep.equal([{ reason: 'removed', seconds: 0, turns: 0 }]);
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
    expect(client.details('session_ended')).to.deep.equal([{ reason: 'page_hidden', seconds: 0, turns: 0 }]);
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

describe('a start after a stop', () => {
  const fresh = { token: (): string => 'fresh' };

  it('waits for the end, which is told once and before it begins', async () => {
    const client = new ClientUnderTest({}, fresh);
    await client.start();
    const stopping = client.avatar.stopAvatar();
    await Promise.all([client.avatar.createStartAvatar({}), stopping]);
    expect(client.statuses).to.deep.equal(['connecting', 'live', 'stopping', 'ended', 'connecting', 'live']);
    expect(client.told).to.deep.equal([
      'stream_ready',
      'stream_disconnected',
      'session_ended',
      'stream_ready',
    ]);
    expect(client.ports.service.sessions.map(({ stops }) => stops)).to.deep.equal([1, 0]);
    await client.avatar.stopAvatar();
  });

  it('with another token too: never are there two sessions', async () => {
    const stopped = Promise.withResolvers<void>();
    const client = new ClientUnderTest({ stop: () => stopped.promise });
    await client.start();
    void client.avatar.stopAvatar();
    client.config.token = 'token-2';
    const starting = client.avatar.createStartAvatar({});
    await nextTask();
    expect(client.ports.service.calls, 'opened before the first was stopped').to.have.length(1);
    stopped.resolve();
    await starting;
    expect(client.ports.service.calls.map(({ token }) => token)).to.deep.equal(['token-1', 'token-2']);
    expect(client.details('session_ended')).to.have.length(1);
    await client.avatar.stopAvatar();
  });

  it('waits where the service has not confirmed the stop, for three tries and 10 s at the most', async () => {
    const client = new ClientUnderTest({ stop: () => Promise.reject(sessionError('server_error')) }, fresh);
    await client.start();
    await client.avatar.stopAvatar();
    const starting = client.avatar.createStartAvatar({});
    await nextTask();
    expect(client.avatar.state).to.include({ status: 'connecting', phase: 'token' });
    expect(client.ports.service.calls).to.have.length(1);
    client.ports.clock.advance(0.5);
    await nextTask();
    expect(client.ports.service.calls).to.have.length(1);
    client.ports.clock.advance(2);
    await starting;
    expect(client.ports.service.calls).to.have.length(2);
    await client.avatar.stopAvatar();
  });

  it('does not wait for ever where the stop is never answered', async () => {
    const client = new ClientUnderTest({ stop: never }, fresh);
    await client.start();
    const stopping = client.avatar.stopAvatar();
    client.ports.clock.advance(5);
    await stopping;
    const starting = client.avatar.createStartAvatar({});
    await nextTask();
    client.ports.clock.advance(10);
    await starting;
    expect(client.avatar.state.status).to.equal('live');
  });

  it('that waits for an earlier stop can be stopped itself, at once', async () => {
    const client = new ClientUnderTest({ stop: () => Promise.reject(sessionError('server_error')) }, fresh);
    await client.start();
    await client.avatar.stopAvatar();
    const starting = rejection(client.avatar.createStartAvatar({}));
    await nextTask();
    await client.avatar.stopAvatar();
    expect(client.avatar.state.status).to.equal('ended');
    expect(await isPending(starting), 'waits for a stop that is no more its own').to.equal(false);
    expect(await starting).to.include({ code: 'aborted' });
    expect(client.ports.service.calls).to.have.length(1);
  });

  for (const [name, before] of [
    ['nothing', async () => undefined],
    [
      'a session that is over',
      async (client: ClientUnderTest) => {
        await client.start();
        await client.avatar.stopAvatar();
      },
    ],
  ] as const) {
    it(`of ${name}, in one tick, is live in its state as well`, async () => {
      const client = new ClientUnderTest({}, fresh);
      await before(client);
      const stopping = client.avatar.stopAvatar();
      await Promise.all([client.avatar.createStartAvatar({}), stopping]);
      expect(client.avatar.state.status).to.equal('live');
      await client.avatar.stopAvatar();
      expect(client.ports.service.running).to.deep.equal([]);
    });
  }
});

describe('a session that is replaced', () => {
  const fresh = { token: (): string => 'fresh' };

  it('has one in its place, however often that is asked for while it connects', async () => {
    const left = Promise.withResolvers<void>();
    let room = 0;
    const client = new ClientUnderTest(
      { disconnect: () => ((room += 1) === 1 ? left.promise : Promise.resolve()) },
      fresh,
    );
    await client.start();
    const first = client.avatar.createStartAvatar({ quality: 'high' });
    const second = client.avatar.createStartAvatar({ quality: 'high' });
    expect(second, 'while the one before is being left').to.equal(first);
    left.resolve();
    await client.reaches('connecting start');
    expect(client.avatar.createStartAvatar({ quality: 'high' }), 'while it starts').to.equal(first);
    await first;
    expect(client.ports.service.sessions.map(({ stops }) => stops)).to.deep.equal([1, 0]);
    expect(client.details('session_ended')).to.deep.equal([{ reason: 'replaced', seconds: 0, turns: 0 }]);
    await client.avatar.stopAvatar();
    expect(client.ports.service.running).to.deep.equal([]);
  });

  it('can be stopped while the one in its place waits for its end', async () => {
    const left = Promise.withResolvers<void>();
    const client = new ClientUnderTest({ disconnect: () => left.promise }, fresh);
    await client.start();
    const replacing = rejection(client.avatar.createStartAvatar({}));
    const stopping = client.avatar.stopAvatar();
    left.resolve();
    await stopping;
    expect(await replacing).to.include({ code: 'aborted' });
    expect(client.avatar.state.status).to.equal('ended');
    client.expectReleased(1);
  });

  it('changes nothing in the one after it: what it was asked comes late', async () => {
    const answers = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const [listening, pressing] = answers;
    const client = new ClientUnderTest(
      {
        command: async ({ type }) => {
          if (type === 'start_listening') await listening?.promise;
          if (type === 'push_to_talk') await pressing?.promise;
          return {};
        },
      },
      fresh,
    );
    await client.start();
    const late = Promise.allSettled([client.avatar.startListening()]);
    await client.avatar.createStartAvatar({});
    const { state } = client.avatar;
    for (const { resolve } of answers) resolve();
    await late;
    await nextTask();
    expect(client.avatar.state).to.equal(state);
    await client.avatar.stopAvatar();
  });
});

describe('a stop that is owed', () => {
  it('is sent within pagehide where the first try was answered 500 and the page is left 150 ms later', async () => {
    const client = new ClientUnderTest({
      stop: () => Promise.reject(sessionError('server_error', { status: 500 })),
    });
    await client.start();
    await client.avatar.stopAvatar();
    client.ports.clock.advance(0.15);
    dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(client.ports.service.session.stops).to.equal(2);
  });

  it('is sent within pagehide for a start that failed, by its token', async () => {
    const client = new ClientUnderTest({
      open: () => Promise.reject(sessionError('network')),
      stopByToken: () => Promise.reject(sessionError('network')),
    });
    client.ports.service.stopsByToken = 0;
    await rejection(client.avatar.createStartAvatar({}));
    expect(client.ports.service.stopsByToken).to.equal(1);
    dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(client.ports.service.stopsByToken).to.equal(2);
  });
});
