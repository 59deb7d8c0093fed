/** Push to talk with somebody who never pauses: nothing arrives outside the press, whatever fails. */

import { expect } from '@open-wc/testing';
import { StreamingAvatar } from '../../../../src/client.js';
import { ports } from '../../../../src/session/ports.js';
import { EventLog } from '../../../support/event-log.js';
import { never, rejection } from '../../../support/outcome.js';
import { allClosed, Corner } from '../../../support/sandbox-books.js';
import { SandboxEar } from '../../../support/sandbox-ear.js';

describe('push-to-talk', () => {
  let corner: Corner;
  let avatar: StreamingAvatar;
  let log: EventLog;
  let ear: SandboxEar;
  /** What becomes of a message to the room. */
  let deliver: (send: () => Promise<void>) => Promise<void>;
  /** The data channels of the page. */
  let channels: RTCDataChannel[];

  const { createDataChannel } = RTCPeerConnection.prototype;
  const { backends } = ports;
  const backend = backends['interactive-avatar'];
  const breakable = {
    ...backend,
    async createRoom(...options: Parameters<typeof backend.createRoom>) {
      const room = await backend.createRoom(...options);
      const publish = room.publish.bind(room);
      room.publish = (topic, bytes) => deliver(() => publish(topic, bytes));
      return room;
    },
  };

  beforeEach(async () => {
    deliver = (send) => send();
    channels = [];
    RTCPeerConnection.prototype.createDataChannel = function (this: RTCPeerConnection, ...args) {
      const channel = createDataChannel.apply(this, args);
      channels.push(channel);
      return channel;
    };
    corner = await Corner.open();
    ear = new SandboxEar(corner);
    ports.backends = { ...backends, 'interactive-avatar': breakable };
    avatar = new StreamingAvatar({ token: await corner.token(), basePath: corner.url });
    log = new EventLog(avatar);
    await avatar.createStartAvatar({ quality: 'low', enablePushToTalk: true });
    await avatar.startVoiceChat();
  });

  afterEach(async () => {
    RTCPeerConnection.prototype.createDataChannel = createDataChannel;
    ports.backends = backends;
    await avatar.stopAvatar();
    await corner.until(allClosed);
  });

  async function press(): Promise<void> {
    await avatar.pushToTalkStart();
    await ear.sound();
  }

  /** Does what ends the press, and proves that nothing arrives from there on. */
  async function silenceAfter(letGo: () => void): Promise<void> {
    const since = Date.now();
    letGo();
    await ear.silence(since);
  }

  it('is silent before the press, between two, and after the last', async () => {
    expect((await ear.silence(Date.now())).sound_seconds).to.equal(0);
    for (let round = 0; round < 2; round++) {
      await press();
      await silenceAfter(() => void avatar.pushToTalkStop());
    }
    const [session] = (await corner.books()).sessions;
    expect(session?.push_to_talk).to.deep.equal(['start', 'stop', 'start', 'stop']);
  });

  it('is silent after a release that cannot be told, and heard at the next press', async () => {
    await press();
    deliver = () => Promise.reject(new Error('The channel is closed.'));
    const since = Date.now();
    const error = await rejection(avatar.pushToTalkStop());
    expect(error.phase).to.equal('live');
    expect(avatar.isInputAudioMuted).to.equal(true);
    await ear.silence(since);
    deliver = (send) => send();
    await press();
  });

  it('is silent after a release that is never answered', async () => {
    await press();
    deliver = never;
    let released: Promise<void> | undefined;
    await silenceAfter(() => {
      released = avatar.pushToTalkStop();
    });
    expect(avatar.isInputAudioMuted).to.equal(true);
    const [error] = await Promise.all([rejection(released as Promise<void>), avatar.stopAvatar()]);
    expect(error.code).to.equal('aborted');
  });

  it('is silent after a release with the data channels broken', async () => {
    await press();
    for (const channel of channels) channel.close();
    await silenceAfter(() => void avatar.pushToTalkStop().catch(() => undefined));
    expect(avatar.isInputAudioMuted).to.equal(true);
    const [session] = (await corner.books()).sessions;
    expect(session?.push_to_talk).to.deep.equal(['start']);
  });

  it('stays silent where the press cannot be told', async () => {
    deliver = () => Promise.reject(new Error('The channel is closed.'));
    await rejection(avatar.pushToTalkStart());
    expect((await ear.silence(Date.now())).sound_seconds).to.equal(0);
  });

  it('stays silent where it is released before the press has been told', async () => {
    const told = Promise.withResolvers<void>();
    deliver = (send) => told.promise.then(send);
    const pressed = avatar.pushToTalkStart();
    const released = avatar.pushToTalkStop();
    told.resolve();
    await Promise.all([pressed, released]);
    expect((await ear.silence(Date.now())).sound_seconds).to.be.below(0.1);
  });

  it('is silent after voice chat is closed in mid-press, and when it is opened again', async () => {
    await press();
    await silenceAfter(() => void avatar.closeVoiceChat());
    await avatar.startVoiceChat();
    expect(avatar.isInputAudioMuted).to.equal(true);
    const { sound_seconds, seconds } = await ear.now();
    const later = await ear.until((microphone) => microphone.seconds > seconds + 1);
    expect(later.sound_seconds).to.equal(sound_seconds);
    await press();
  });

  it('is silent after a mute in mid-press, until the next press', async () => {
    await press();
    await silenceAfter(() => {
      avatar.muteInputAudio();
      avatar.unmuteInputAudio();
    });
    await avatar.pushToTalkStop();
    await press();
  });

  it('lets go of the microphone where the service ends the session in mid-press', async () => {
    await press();
    const track = avatar.microphone;
    const end = new URL('/sandbox/session/end', corner.url);
    end.searchParams.set('session_id', avatar.sessionId ?? '');
    const ended = log.next('session_ended');
    await fetch(end, { method: 'POST' });
    await ended;
    expect([track?.readyState, avatar.microphone]).to.deep.equal(['ended', null]);
    expect((await rejection(avatar.pushToTalkStop())).code).to.equal('not_connected');
    await ear.silence(Date.now());
  });
});
