/** The examples of the SDK's reference, as they stand there but for the sandbox's address, token and avatar. */

import { expect } from '@open-wc/testing';
import StreamingAvatar, {
  AvatarQuality,
  StreamingEvents,
  TaskType,
  VoiceEmotion,
  type SpeakOptions,
  type StartAvatarOptions,
  type StreamingAvatarOptions,
} from '../../src/client.js';
import { allClosed, Corner } from '../support/sandbox-books.js';

describe('the examples of the SDK reference', () => {
  let corner: Corner;
  let avatar: StreamingAvatar;

  const startRequest: StartAvatarOptions = {
    quality: AvatarQuality.High,
    avatarName: 'Wayne_20240711',
    knowledgeId: 'knowledgeId',
    voice: {
      voiceId: 'slt',
      rate: 1.5,
      emotion: VoiceEmotion.EXCITED,
    },
    language: 'en-US',
    disableIdleTimeout: true,
  };

  beforeEach(async () => {
    corner = await Corner.open();
    const config: StreamingAvatarOptions = {
      token: await corner.token(),
      basePath: corner.url,
    };
    avatar = new StreamingAvatar(config);
  });

  afterEach(async () => {
    await avatar.stopAvatar();
    await corner.until(allClosed);
  });

  it('createStartAvatar, and what of the request reaches the wire', async () => {
    const response = await avatar.createStartAvatar(startRequest);
    expect(response.session_id).to.be.a('string');
    expect(response.access_token).to.be.a('string');
    expect(response.url).to.match(/^wss?:/);
    expect(response.is_paid).to.be.a('boolean');
    expect(response.session_duration_limit).to.equal(600);
    const [booked] = (await corner.books()).sessions;
    expect(booked?.request).to.deep.include({
      quality: 'high',
      avatar_name: 'Wayne_20240711',
      knowledge_base_id: 'knowledgeId',
      language: 'en-US',
      disable_idle_timeout: true,
    });
    expect(booked?.request['voice']).to.deep.include({ voice_id: 'slt', rate: 1.5, emotion: 'excited' });
  });

  it('newSession and startSession', async () => {
    const sessionData = await avatar.newSession(startRequest);
    expect(sessionData.session_id).to.be.a('string');
    const ready = new Promise((resolve) => {
      avatar.on(StreamingEvents.STREAM_READY, resolve);
    });
    await avatar.startSession();
    await ready;
  });

  it('STREAM_READY gives the stream for a video of the page’s own', async () => {
    const videoElement = document.createElement('video');
    videoElement.muted = true;
    document.body.append(videoElement);
    const playing = new Promise((resolve) => (videoElement.onplaying = resolve));
    avatar.on(StreamingEvents.STREAM_READY, (event) => {
      const mediaStream = event.detail;
      videoElement.srcObject = mediaStream;
      void videoElement.play();
    });
    await avatar.createStartAvatar(startRequest);
    await playing;
    videoElement.remove();
  });

  it('speak, with its events, interrupt, and listening', async () => {
    await avatar.createStartAvatar(startRequest);
    const heard: string[] = [];
    const stopped = new Promise<void>((resolve) => {
      avatar
        .on(StreamingEvents.AVATAR_START_TALKING, () => heard.push('start'))
        .on(StreamingEvents.AVATAR_TALKING_MESSAGE, (messageData) => heard.push(messageData.detail.message))
        .on(StreamingEvents.AVATAR_STOP_TALKING, () => resolve());
    });
    const speakRequest: SpeakOptions = { text: 'Hello, world!', taskType: TaskType.REPEAT };
    await avatar.speak(speakRequest);
    await stopped;
    expect(heard.shift()).to.equal('start');
    expect(heard.join('')).to.equal('Hello, world!');
    await avatar.interrupt();
    await avatar.startListening();
    await avatar.stopListening();
    await avatar.stopAvatar();
    const task = (await corner.books()).sessions[0]?.tasks[0];
    expect(task).to.include({ text: 'Hello, world!', task_type: 'repeat' });
    // As the SDK sends it: the service's own mode counts.
    expect(task).not.to.have.property('task_mode');
  });

  it('on and off', async () => {
    const heard: unknown[] = [];
    const myListener = (eventData: unknown): void => void heard.push(eventData);
    avatar.on(StreamingEvents.STREAM_READY, myListener);
    avatar.off(StreamingEvents.STREAM_READY, myListener);
    const ready = new Promise((resolve) => {
      avatar.on(StreamingEvents.STREAM_READY, resolve);
    });
    await avatar.createStartAvatar(startRequest);
    await ready;
    expect(heard).to.deep.equal([]);
  });

  it('an error of speak can be caught', async () => {
    try {
      await avatar.speak({ text: 'Hello!', taskType: TaskType.REPEAT });
      expect.fail('It spoke without a session.');
    } catch (error) {
      expect(error).to.include({ code: 'not_connected' });
    }
    await avatar.createStartAvatar({ avatarName: 'default' });
  });
});
