/** Somebody who never pauses: what the avatar hears of it, and that a mute cuts it off. */

import { expect } from '@open-wc/testing';
import { StreamingAvatar } from '../../../../src/client.js';
import { microphoneFile } from '../../../support/commands.js';
import { allClosed, Corner } from '../../../support/sandbox-books.js';
import { SandboxEar } from '../../../support/sandbox-ear.js';

describe('voice chat with somebody who never pauses', () => {
  let corner: Corner;
  let avatar: StreamingAvatar;
  let ear: SandboxEar;

  beforeEach(async () => {
    corner = await Corner.open();
    ear = new SandboxEar(corner);
    avatar = new StreamingAvatar({ token: await corner.token(), basePath: corner.url });
    await avatar.createStartAvatar({ quality: 'low' });
  });

  afterEach(async () => {
    await avatar.stopAvatar();
    await corner.until(allClosed);
  });

  it('carries sound at its pitch', async () => {
    const { toneHertz } = await microphoneFile('nonstop');
    await avatar.startVoiceChat();
    await ear.until(({ frequency_hz }) => Math.abs((frequency_hz ?? 0) - toneHertz) < 2);
  });

  it('is silent from 400 ms after a mute, until it is unmuted', async () => {
    await avatar.startVoiceChat();
    for (let round = 0; round < 2; round++) {
      await ear.sound();
      const mutedAt = Date.now();
      avatar.muteInputAudio();
      await ear.silence(mutedAt);
      avatar.unmuteInputAudio();
    }
    await ear.sound();
  });

  it('carries nothing while it is muted from the beginning', async () => {
    await avatar.startVoiceChat({ isInputAudioMuted: true });
    const { sound_seconds } = await ear.silence(Date.now());
    expect(sound_seconds).to.equal(0);
    avatar.unmuteInputAudio();
    await ear.sound();
  });

  it('is silent from 400 ms after it is closed, and heard again by one microphone', async () => {
    await avatar.startVoiceChat();
    await ear.sound();
    const closedAt = Date.now();
    await avatar.closeVoiceChat();
    await ear.silence(closedAt);
    await avatar.startVoiceChat();
    await ear.sound();
    expect((await ear.now()).tracks).to.equal(2);
  });
});
