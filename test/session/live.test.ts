// A live session: what it tells, how it ends by others' doing, and that a session that is over stays silent.
import { expect } from '@open-wc/testing';
import { sessionError } from '../../src/api/error-table.js';
import { APIError } from '../../src/api/errors.js';
import type { EndReason } from '../../src/api/state.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { nextTask, rejection } from '../support/outcome.js';

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
    expect(client.avatar.state).to.include({ talking: true, userTalking: false });
    session.say({ type: 'user_start' });
    expect(client.avatar.state, 'barged in').to.include({ talking: false, userTalking: true });
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
      expect(client.details('session_ended')).to.deep.equal([{ reason, seconds: 0, turns: 0 }]);
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
    expect(client.details('session_ended')).to.deep.equal([{ reason: 'duration', seconds: 0, turns: 0 }]);
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

  for (const [status, code, reason] of [
    [401, 'unauthorized', 'unauthorized'],
    [404, 'server_error', 'server'],
    [410, 'server_error', 'server'],
  ] as const) {
    for (const [name, send] of [
      ['keep-alive of its own', (client: ClientUnderTest) => client.ports.clock.advance(40)],
      [
        "command of the page's",
        (client: ClientUnderTest) => void client.avatar.speak('Hi').catch(() => undefined),
      ],
    ] as const) {
      it(`ends with ${reason} when a ${name} is refused with ${status}`, async () => {
        const client = new ClientUnderTest({
          command: () => Promise.reject(new APIError(code, 'No.', { status, responseText: '' })),
        });
        await client.start();
        send(client);
        await client.reaches(`ended ${reason}`);
        client.expectReleased(1);
        expect(client.details('session_ended')).to.have.length(1);
      });
    }
  }

  it('passes on what its service tells under a name that we do not know', () => {
    const heard: unknown[] = [];
    client.avatar.on('avatar_waved', ({ detail }: CustomEvent) => heard.push(detail));
    client.ports.service.session.call.emit({ type: 'other', name: 'avatar_waved', detail: { hand: 'left' } });
    expect(heard).to.deep.equal([{ hand: 'left' }]);
  });

  it('keeps every field that its service sends', () => {
    const event = { type: 'avatar_stop_talking', task_id: 't', duration_ms: 5, extra: { a: 1 } } as const;
    client.ports.service.session.say(event);
    expect(client.details('avatar_stop_talking')).to.deep.equal([event]);
  });

  it('has one warning of each code and option, and again in the next session', async () => {
    const warn = (option: string): void =>
      client.ports.service.session.call.emit({
        type: 'warning',
        warning: { code: 'no_effect', option, message: '…' },
      });
    for (const option of ['quality', 'quality', 'voice']) warn(option);
    expect(client.details('warning')).to.have.length(2);
    await client.start();
    warn('quality');
    expect(client.details('warning')).to.have.length(3);
  });

  it('is ended first when another is started, with the reason replaced', async () => {
    await client.start();
    expect(client.avatar.sessionId).to.equal('session-2');
    expect(client.details('session_ended')).to.deep.equal([{ reason: 'replaced', seconds: 0, turns: 0 }]);
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
    const client = new ClientUnderTest();
    await client.avatar.newSession({});
    client.ports.clock.advance(59.9);
    expect(client.avatar.state.status).to.equal('connecting');
    client.ports.clock.advance(0.1);
    await client.reaches('ended idle');
    client.expectReleased(1);
    expect(client.told, 'it never was connected').to.deep.equal([]);
  });

  it('is stopped after the time that the page gives it, or never', async () => {
    for (const [unconnected, status] of [
      [5_000, 'ended'],
      [Infinity, 'connecting'],
    ] as const) {
      const client = new ClientUnderTest({}, { deadlines: { unconnected } });
      await client.avatar.newSession({});
      client.ports.clock.advance(5);
      await nextTask();
      client.ports.clock.advance(unconnected === Infinity ? 1e7 : 0);
      expect(client.avatar.state.status).to.equal(status);
      await client.avatar.stopAvatar();
      client.expectReleased(1);
    }
  });

  it('is not stopped once it is being connected', async () => {
    const media = Promise.withResolvers<void>();
    const client = new ClientUnderTest({ media: () => media.promise }, { deadlines: { media: 1e6 } });
    await client.avatar.newSession({});
    const starting = client.avatar.startSession();
    await client.reaches('connecting media');
    client.ports.clock.advance(100);
    media.resolve();
    await starting;
    expect(client.avatar.state.status).to.equal('live');
    await client.avatar.stopAvatar();
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
