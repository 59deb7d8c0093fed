// Starting a session: the order of things, the ways to ask for it, and what is there afterwards.
import { expect } from '@open-wc/testing';
import type { StartAvatarOptions } from '../../src/api/requests.js';
import { answerOf } from '../support/fake-service.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { isPending, nextTask, rejection } from '../support/outcome.js';

const request: StartAvatarOptions = { avatarName: 'Wayne', quality: 'high' };

describe('createStartAvatar', () => {
  it('opens, starts and joins a session, and resolves with what the service answered', async () => {
    const { avatar, ports } = new ClientUnderTest({}, { basePath: 'https://api.example' });
    expect(await avatar.createStartAvatar(request)).to.deep.equal(answerOf(1));
    expect(ports.service.calls).to.have.length(1);
    expect(ports.service.calls[0]?.request).to.deep.equal(request);
    expect(ports.service.calls[0]).to.include({
      token: 'token-1',
      basePath: 'https://api.example',
      existing: undefined,
    });
    expect(ports.service.calls[0]?.videoCodec).to.be.oneOf(['H264', 'VP8']);
    expect(ports.service.session.starts).to.equal(1);
    expect(ports.room.address).to.deep.equal({
      url: 'wss://room.example',
      token: 'room-token-1',
      avatar: 'heygen',
    });
    await avatar.stopAvatar();
  });

  it('tells its way: each phase in order, then live, with the time that each took', async () => {
    const client = new ClientUnderTest();
    const { avatar } = client;
    expect(avatar.state).to.deep.equal({ status: 'idle' });
    await avatar.createStartAvatar(request);
    const steps = client.path.filter((step, n) => step !== client.path[n - 1]);
    expect(steps.filter((step) => step !== 'connecting room')).to.deep.equal([
      'connecting token',
      'connecting open',
      'connecting start',
      'connecting media',
      'live',
    ]);
    if (avatar.state.status !== 'live') throw new Error('not live');
    const { timings, ...live } = avatar.state;
    expect(live).to.deep.equal({
      status: 'live',
      talking: false,
      thinking: false,
      userTalking: false,
      listening: false,
      voiceChat: 'off',
      microphoneMuted: true,
    });
    expect(timings).to.have.all.keys('token', 'open', 'start', 'room', 'media');
    expect(Object.values(timings).every((time) => Number.isInteger(time) && time >= 0)).to.equal(true);
    await avatar.stopAvatar();
  });

  it('prepares the room while the session is being started, and joins it then', async () => {
    const started = Promise.withResolvers<void>();
    const joined = Promise.withResolvers<void>();
    const client = new ClientUnderTest({ start: () => started.promise, connect: () => joined.promise });
    const starting = client.avatar.createStartAvatar(request);
    await client.reaches('connecting start');
    await nextTask();
    const { service, room } = client.ports;
    expect([service.session.starts, room.prepared?.avatar, room.address]).to.deep.equal([
      1,
      'heygen',
      undefined,
    ]);
    started.resolve();
    await client.reaches('connecting room');
    expect(await isPending(starting)).to.equal(true);
    joined.resolve();
    await starting;
    await client.avatar.stopAvatar();
  });

  it('has an id while a session is there, and room and stream until the next start', async () => {
    const { avatar, ports } = new ClientUnderTest();
    const seen = (): unknown[] => [avatar.sessionId, avatar.room, avatar.mediaStream];
    expect(seen()).to.deep.equal([null, null, null]);
    await avatar.createStartAvatar(request);
    expect(seen()).to.deep.equal(['session-1', ports.room.native, ports.room.options.stream]);
    expect(avatar.mediaStream).to.be.instanceOf(MediaStream);
    const [, room, stream] = seen();
    await avatar.stopAvatar();
    expect(seen(), 'for pages that look at mediaStream.active').to.deep.equal([null, room, stream]);
  });

  it('puts the tracks into the stream that the page gave', async () => {
    const mediaStream = new MediaStream();
    const { avatar } = new ClientUnderTest({}, { mediaStream });
    await avatar.createStartAvatar(request);
    expect(avatar.mediaStream).to.equal(mediaStream);
    await avatar.stopAvatar();
  });

  it('tells stream_ready just before it resolves, while live', async () => {
    const client = new ClientUnderTest();
    const order: string[] = [];
    client.avatar.on('stream_ready', ({ detail }) => {
      order.push(`stream_ready ${client.avatar.state.status} ${detail === client.avatar.mediaStream}`);
    });
    await client.avatar.createStartAvatar(request).then(() => order.push('resolved'));
    expect(order).to.deep.equal(['stream_ready live true', 'resolved']);
    await client.avatar.stopAvatar();
  });

  it('tells stream_ready to a listener that `on` adds right after it, in the next task, and once to each', async () => {
    const client = new ClientUnderTest();
    await client.avatar.createStartAvatar(request);
    const heard: unknown[] = [];
    const late = ({ detail }: CustomEvent<MediaStream>): void => void heard.push(detail);
    client.avatar.on('stream_ready', late).on('stream_ready', late);
    client.avatar.addEventListener('stream_ready', () => heard.push('addEventListener'));
    const gone = (): void => void heard.push('taken away');
    client.avatar.on('stream_ready', gone).off('stream_ready', gone);
    expect(heard).to.deep.equal([]);
    client.ports.clock.advance(0);
    expect(heard).to.deep.equal([client.avatar.mediaStream]);
    client.avatar.on('stream_ready', () => heard.push('too late'));
    client.ports.clock.advance(60);
    expect([heard.length, client.told]).to.deep.equal([1, ['stream_ready']]);
    await client.avatar.stopAvatar();
  });

  it('tells stream_ready once to a listener that is removed and added again, by `off` or by its signal', async () => {
    const client = new ClientUnderTest();
    await client.avatar.createStartAvatar(request);
    const heard: string[] = [];
    const byOff = (): void => void heard.push('off');
    client.avatar.on('stream_ready', byOff).off('stream_ready', byOff).on('stream_ready', byOff);
    const bySignal = (): void => void heard.push('signal');
    const first = new AbortController();
    client.avatar.on('stream_ready', bySignal, { signal: first.signal });
    first.abort();
    client.avatar.on('stream_ready', bySignal);
    client.avatar.on('stream_ready', () => heard.push('never added'), { signal: first.signal });
    client.ports.clock.advance(0);
    expect(heard).to.deep.equal(['off', 'signal']);
    await client.avatar.stopAvatar();
  });

  it('tells stream_ready of no session that is over by then', async () => {
    const client = new ClientUnderTest({}, { token: () => 'fresh' });
    await client.avatar.createStartAvatar(request);
    const first = client.avatar.mediaStream;
    const heard: unknown[] = [];
    client.avatar.on('stream_ready', ({ detail }) => heard.push(detail));
    await client.avatar.createStartAvatar(request);
    client.ports.clock.advance(0);
    expect(heard).to.deep.equal([client.avatar.mediaStream]);
    expect(heard).not.to.include(first);
    await client.avatar.stopAvatar();
  });

  it('waits for picture and sound, not for the room alone', async () => {
    const media = Promise.withResolvers<void>();
    const client = new ClientUnderTest({ media: () => media.promise });
    const starting = client.avatar.createStartAvatar(request);
    await client.reaches('connecting media');
    expect(await isPending(starting)).to.equal(true);
    expect(client.avatar.mediaStream).to.equal(null);
    media.resolve();
    await starting;
    await client.avatar.stopAvatar();
  });

  it('called twice opens one session and gives one promise', async () => {
    const client = new ClientUnderTest();
    const first = client.avatar.createStartAvatar(request);
    expect(client.avatar.createStartAvatar({ ...request })).to.equal(first);
    await first;
    expect(client.ports.service.sessions).to.have.length(1);
    expect(client.details('warning')).to.deep.equal([]);
    await client.avatar.stopAvatar();
  });

  it('called with another request while one is connecting gives the same promise, and one warning', async () => {
    const client = new ClientUnderTest();
    const first = client.avatar.createStartAvatar(request);
    await client.reaches('connecting start');
    expect(client.avatar.createStartAvatar({ quality: 'low' })).to.equal(first);
    expect(client.avatar.createStartAvatar({ quality: 'medium' })).to.equal(first);
    await first;
    expect(client.details('warning').map((detail) => (detail as { code: string }).code)).to.deep.equal([
      'start_under_way',
    ]);
    expect(client.ports.service.sessions).to.have.length(1);
    await client.avatar.stopAvatar();
  });

  it('starts again after a stop, on a stream and a room of its own', async () => {
    const client = new ClientUnderTest({}, { token: () => 'fresh' });
    await client.start();
    const first = client.avatar.mediaStream;
    await client.avatar.stopAvatar();
    await client.start();
    expect(client.avatar.sessionId).to.equal('session-2');
    expect(client.avatar.mediaStream).not.to.equal(first);
    expect(client.details('stream_ready')).to.deep.equal([first, client.avatar.mediaStream]);
    await client.avatar.stopAvatar();
    expect(client.ports.service.sessions.map(({ stops }) => stops)).to.deep.equal([1, 1]);
  });

  it("carries a service's messages into the room", async () => {
    const { avatar, ports } = new ClientUnderTest();
    await avatar.createStartAvatar(request);
    await ports.service.session.link?.publish('topic', new Uint8Array([1]));
    expect(ports.room.published).to.deep.equal([{ topic: 'topic', bytes: new Uint8Array([1]) }]);
    await avatar.stopAvatar();
  });
});

describe('newSession and startSession', () => {
  it('open a session first, and connect it later', async () => {
    const client = new ClientUnderTest();
    const { avatar, ports } = client;
    expect(await avatar.newSession(request)).to.deep.equal(answerOf(1));
    expect([avatar.sessionId, avatar.mediaStream, ports.rooms.length]).to.deep.equal(['session-1', null, 0]);
    expect(client.avatar.state.status).to.equal('connecting');
    expect(await avatar.startSession()).to.deep.equal(answerOf(1));
    expect(avatar.state.status).to.equal('live');
    expect(ports.service.sessions).to.have.length(1);
    await avatar.stopAvatar();
  });

  it('connect once, however often that is asked for', async () => {
    const { avatar, ports } = new ClientUnderTest();
    await avatar.newSession(request);
    await Promise.all([avatar.startSession(), avatar.startSession()]);
    await avatar.startSession();
    expect([ports.service.session.starts, ports.rooms.length]).to.deep.equal([1, 1]);
    await avatar.stopAvatar();
  });

  it('reject with not_connected where nothing was opened', async () => {
    const { avatar } = new ClientUnderTest();
    expect(await rejection(avatar.startSession())).to.include({ code: 'not_connected', phase: 'start' });
    await avatar.newSession(request);
    await avatar.stopAvatar();
    expect(await rejection(avatar.startSession())).to.include({ code: 'not_connected' });
  });

  it('do no harm to a start that is under way', async () => {
    const opened = Promise.withResolvers<void>();
    const client = new ClientUnderTest({ open: () => opened.promise });
    const starting = client.avatar.createStartAvatar(request);
    await client.reaches('connecting open');
    const asked = Promise.allSettled([client.avatar.startSession()]);
    opened.resolve();
    expect(await starting).to.deep.equal(answerOf(1));
    await asked;
    expect(client.avatar.state.status).to.equal('live');
    await client.avatar.stopAvatar();
  });
});

describe('startAvatar', () => {
  it('opens and connects a session of its own', async () => {
    const { avatar } = new ClientUnderTest();
    expect(await avatar.startAvatar(request)).to.deep.equal(answerOf(1));
    expect(avatar.state.status).to.equal('live');
    await avatar.stopAvatar();
  });

  it('connects what newSession opened, also where its answer is handed back', async () => {
    for (const hand of [true, false]) {
      const { avatar, ports } = new ClientUnderTest();
      const session = await avatar.newSession(request);
      await avatar.startAvatar(request, hand ? session : undefined);
      expect(ports.service.sessions).to.have.length(1);
      expect(ports.service.session.starts).to.equal(1);
      await avatar.stopAvatar();
    }
  });

  it("connects a session that the page's server opened", async () => {
    const { avatar, ports } = new ClientUnderTest();
    const existing = { ...answerOf(9), session_id: 'from-the-server' };
    await avatar.startAvatar(request, existing);
    expect(ports.service.calls[0]?.existing).to.deep.equal(existing);
    expect(avatar.sessionId).to.equal('from-the-server');
    await avatar.stopAvatar();
    expect(ports.service.session.stops).to.equal(1);
  });

  it('gives up what newSession opened for another session', async () => {
    const { avatar, ports } = new ClientUnderTest({}, { token: () => 'fresh' });
    await avatar.newSession(request);
    await avatar.startAvatar(request, { ...answerOf(9), session_id: 'from-the-server' });
    expect(ports.service.sessions.map(({ stops }) => stops)).to.deep.equal([1, 0]);
    await avatar.stopAvatar();
  });

  it('joins a start that is under way', async () => {
    const { avatar, ports } = new ClientUnderTest();
    const starting = avatar.createStartAvatar(request);
    await Promise.all([starting, avatar.startAvatar(request)]);
    expect(ports.service.sessions).to.have.length(1);
    await avatar.stopAvatar();
  });
});
