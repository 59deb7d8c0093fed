/** The conversation by voice, with the browser's own fake microphone, which beeps: what leaves the page, and when. */

import { expect } from '@open-wc/testing';
import { StreamingAvatar } from '../../src/client.js';
import { EventLog } from '../support/event-log.js';
import { allClosed, Corner, type MicrophoneBook } from '../support/sandbox-books.js';

describe('voice chat', () => {
  let corner: Corner;
  let avatar: StreamingAvatar;
  let log: EventLog;

  beforeEach(async () => {
    corner = await Corner.open();
  });

  afterEach(async () => {
    await avatar.stopAvatar();
    await corner.until(allClosed);
  });

  async function start(request = {}): Promise<void> {
    avatar = new StreamingAvatar({ token: await corner.token(), basePath: corner.url });
    log = new EventLog(avatar);
    await avatar.createStartAvatar({ quality: 'low', ...request });
  }

  /** Waits until the sandbox has heard what is asked for. */
  async function heard(asked: (microphone: MicrophoneBook) => boolean): Promise<MicrophoneBook> {
    const { sessions } = await corner.until(
      ({ sessions: [session] }) => !!session && asked(session.microphone),
      15_000,
    );
    return (sessions[0] as { microphone: MicrophoneBook }).microphone;
  }

  it('lets the avatar hear the microphone, until it is closed', async () => {
    await start();
    await avatar.startVoiceChat();
    expect(avatar.state).to.include({ voiceChat: 'on', microphoneMuted: false });
    expect(avatar.isInputAudioMuted).to.equal(false);
    const { tracks } = await heard(({ sound_seconds }) => sound_seconds > 0.2);
    expect(tracks).to.equal(1);
    const track = avatar.microphone;
    await avatar.closeVoiceChat();
    expect(track?.readyState).to.equal('ended');
    expect(avatar.state).to.include({ voiceChat: 'off' });
    expect(avatar.room?.localParticipant.trackPublications.size).to.equal(0);
  });

  it('sends nothing that can be heard while it is muted from the beginning', async () => {
    await start();
    await avatar.startVoiceChat({ isInputAudioMuted: true });
    expect(avatar.state).to.include({ voiceChat: 'on', microphoneMuted: true });
    avatar.unmuteInputAudio();
    await heard(({ sound_seconds }) => sound_seconds > 0.2);
    expect(avatar.isInputAudioMuted).to.equal(false);
  });

  it('is silent from 400 ms after a mute', async () => {
    await start();
    await avatar.startVoiceChat();
    await heard(({ sound_seconds }) => sound_seconds > 0.2);
    avatar.muteInputAudio();
    // The microphone beeps once a second: without the mute it would never be silent for this long.
    await heard(({ silent_ms }) => silent_ms !== null && silent_ms > 2500);
  });

  it('opens no second track when it is started again', async () => {
    await start();
    await avatar.startVoiceChat();
    await avatar.startVoiceChat();
    await avatar.closeVoiceChat();
    await avatar.startVoiceChat();
    expect(avatar.room?.localParticipant.trackPublications.size).to.equal(1);
  });

  it('is heard only between a press and a release of push-to-talk', async () => {
    await start({ enablePushToTalk: true });
    await avatar.startVoiceChat();
    expect(avatar.isInputAudioMuted).to.equal(true);
    await avatar.pushToTalkStart();
    await heard(({ sound_seconds }) => sound_seconds > 0.2);
    await avatar.pushToTalkStop();
    expect(avatar.isInputAudioMuted).to.equal(true);
    const { outside_sound_seconds } = await heard(({ silent_ms }) => silent_ms !== null && silent_ms > 2500);
    expect(outside_sound_seconds).to.be.below(0.1);
    expect(log.of('session_ended')).to.deep.equal([]);
  });
});
