// A live session: what it tells, how it ends by others' doing, and that a session that is over stays silent.
import { expect } from '@open-wc/testing';
import { sessionError } from '../../src/api/error-table.js';
import type { EndReason } from '../../src/api/state.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { nextTask, rejection } from '../support/outcome.js';
import { TimerLedger } from '../support/timer-ledger.js';

describe('a live session', () => {
  let client: ClientUnderTest;

  beforeEach(async () => {
    client = new ClientUnderTest({}, { token: () => 'fresh' });
    await client.start();
  });
  afterEach(() => client.avatar.stopAvatar());

  it('tells what the avatar and the user say, unchanged, and keeps it in its state', () => {
    const { session } = client.ports.service;
    session.say({ type: 'avatar_start_talking', task_id: 't' });
    session.say({ type: 'avatar_talking_message', task_id: 't', message: 'Hi' });
    session.say({ type: 'user_start' });
    expect(client.avatar.state).to.include({ talking: true, userTalking: true });
    expect(client.details('avatar_talking_message')).to.deep.equal([
      { type: 'avatar_talking_message', task_id: 't', message: 'Hi' },
    ]);
    const heard = client.told.filter((type) => type !== 'transcript_changed');
    expect(heard.slice(1)).to.deep.equal(['avatar_start_talking', 'avatar_talking_message', 'user_start']);
  });

  it("tells its service's warnings", () => {
    const warning = { code: 'no_effect', option: 'quality', message: 'Has no effect.' };
    client.ports.service.session.call.emit({ type: 'warning', warning });
    expect(client.details('warning')).to.deep.equal([warning]);
  });

  it('hands what the room receives to its service', () => {
    const message = { type: 'data', topic: 'x', bytes: new Uint8Array([1]) } as const;
    client.ports.room.emit(message);
    expect(client.ports.service.session.messages).to.deep.equal([message]);
  });

  it('tells of a connection that is lost and comes back, on the same stream', () => {
    const stream = client.avatar.mediaStream;
    client.ports.room.emit({ type: 'reconnecting' });
    expect([client.avatar.state.status, client.avatar.mediaStream]).to.deep.equal(['reconnecting', stream]);
    client.ports.room.emit({ type: 'reconnected' });
    expect([client.avatar.state.status, client.avatar.mediaStream]).to.deep.equal(['live', stream]);
    expect(client.told).to.deep.equal(['stream_ready', 'reconnecting', 'reconnected']);
  });

  it('can be talked to while it reconnects', async () => {
    client.ports.room.emit({ type: 'reconnecting' });
    await client.avatar.interrupt();
    expect(client.ports.service.session.commands).to.have.length(1);
  });

  const ends: readonly [number, EndReason][] = [
    [5, 'room_deleted'],
    [4, 'server'],
    [2, 'replaced'],
    [0, 'network'],
  ];
  for (const [code, reason] of ends) {
    it(`ends when its room is lost for ${reason}: stream_disconnected ${code}, once`, async () => {
      client.ports.room.emit({ type: 'disconnected', code, reason });
      client.ports.room.emit({ type: 'disconnected', code: 0, reason: 'network' });
      await client.reaches(`ended ${reason}`);
      await nextTask();
      expect(client.told).to.deep.equal(['stream_ready', 'stream_disconnected', 'session_ended']);
      expect(client.details('stream_disconnected')).to.deep.equal([code]);
      expect(client.details('session_ended')).to.deep.equal([{ reason }]);
      expect(client.ports.service.session.stops, 'told to the service').to.equal(1);
      expect(client.ports.room.disconnects).to.equal(1);
    });
  }

  it('ends while it reconnects too', async () => {
    client.ports.room.emit({ type: 'reconnecting' });
    client.ports.room.emit({ type: 'disconnected', code: 0, reason: 'network' });
    await client.reaches('ended network');
  });

  for (const [when, seconds, reason] of [
    ['at its longest duration', 597, 'duration'],
    ['before that', 300, 'room_deleted'],
  ] as const) {
    it(`ends with ${reason} where the room is closed ${when} without a word`, async () => {
      const client = new ClientUnderTest();
      await client.start({ disableIdleTimeout: true });
      client.ports.clock.advance(seconds);
      client.ports.room.emit({ type: 'disconnected', code: 5, reason: 'room_deleted' });
      await client.reaches(`ended ${reason}`);
      expect(client.details('stream_disconnected')).to.deep.equal([5]);
    });
  }

  it('ends when its service says so, and stops the session all the same', async () => {
    client.ports.service.session.call.emit({ type: 'ended', reason: 'duration' });
    await client.reaches('ended duration');
    await nextTask();
    expect(client.details('stream_disconnected')).to.deep.equal([3]);
    expect(client.details('session_ended')).to.deep.equal([{ reason: 'duration' }]);
    expect(client.ports.service.session.stops).to.equal(1);
  });

  it('ends when its service refuses a command because it is over, and the command says so', async () => {
    const closed = new ClientUnderTest({
      command: async () => {
        throw sessionError('not_connected', { serverCode: 10005, status: 400 });
      },
    });
    await closed.start();
    const error = await rejection(closed.avatar.keepAlive());
    expect(error).to.include({ code: 'not_connected', phase: 'live', serverCode: 10005 });
    await closed.reaches('ended server');
  });

  it('is ended first when another is started, with the reason replaced', async () => {
    await client.start();
    expect(client.avatar.sessionId).to.equal('session-2');
    expect(client.details('session_ended')).to.deep.equal([{ reason: 'replaced' }]);
    expect(client.details('stream_disconnected')).to.deep.equal([1]);
    expect(client.ports.service.sessions.map(({ stops }) => stops)).to.deep.equal([1, 0]);
  });

  it('tells nothing any more once it is over, and changes nothing in the session after it', async () => {
    const { session: old } = client.ports.service;
    const { room: oldRoom } = client.ports;
    await client.start();
    const { state } = client.avatar;
    const before = client.events.length;
    old.say({ type: 'avatar_start_talking', task_id: 'old' });
    old.call.emit({ type: 'warning', warning: { code: 'old', message: 'Old.' } });
    old.call.emit({ type: 'ended', reason: 'server' });
    oldRoom.emit({ type: 'data', topic: undefined, bytes: new Uint8Array() });
    oldRoom.emit({ type: 'reconnecting' });
    oldRoom.emit({ type: 'disconnected', code: 5, reason: 'room_deleted' });
    await nextTask();
    expect(client.avatar.state).to.equal(state);
    expect(client.events.length).to.equal(before);
    expect(old.messages).to.deep.equal([]);
    expect(client.ports.service.session.stops).to.equal(0);
  });
});

describe('a session that was only opened', () => {
  it('is stopped after a minute, with the reason idle', async () => {
    const timers = new TimerLedger({ hurry: true });
    const client = new ClientUnderTest();
    try {
      await client.avatar.newSession({});
      await client.reaches('ended idle');
    } finally {
      timers.restore();
    }
    expect(timers.waits).to.include(60_000);
    expect(client.ports.service.session.stops).to.equal(1);
    expect(client.told, 'it never was connected').to.deep.equal(['session_ended']);
  });
});

describe('without a connected session', () => {
  const methods = ['speak', 'interrupt', 'startListening', 'stopListening', 'keepAlive'] as const;
  const states: readonly [string, () => Promise<ClientUnderTest>][] = [
    ['idle', async () => new ClientUnderTest()],
    [
      'opened',
      async () => {
        const client = new ClientUnderTest();
        await client.avatar.newSession({});
        return client;
      },
    ],
    [
      'connecting',
      async () => {
        const client = new ClientUnderTest({ media: () => new Promise(() => undefined) });
        client.avatar.createStartAvatar({}).catch(() => undefined);
        await client.reaches('connecting media');
        return client;
      },
    ],
    [
      'stopping',
      async () => {
        const client = new ClientUnderTest({ stop: () => nextTask() });
        await client.start();
        void client.avatar.stopAvatar();
        return client;
      },
    ],
    [
      'ended',
      async () => {
        const client = new ClientUnderTest();
        await client.start();
        await client.avatar.stopAvatar();
        return client;
      },
    ],
    [
      'failed',
      async () => {
        const client = new ClientUnderTest({ open: () => Promise.reject(new Error('no')) });
        await rejection(client.avatar.createStartAvatar({}));
        return client;
      },
    ],
  ];
  for (const [state, reach] of states) {
    it(`every method that talks to the avatar rejects with not_connected: ${state}`, async () => {
      const client = await reach();
      for (const method of methods) {
        expect(await rejection(client.avatar[method]('Hello')), method).to.include({
          code: 'not_connected',
          phase: 'live',
        });
      }
      await client.avatar.stopAvatar();
    });
  }
});
