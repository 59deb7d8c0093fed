/** FULL mode, where it is not as every service is: what is heard, what nobody answers, what ends it. */

import { expect } from '@open-wc/testing';
import type { UserSilenceEvent, UserTalkingEndEvent, WarningDetail } from '../../../src/api/events.js';
import { hurriedLimits } from '../../support/fast-clock.js';
import { LiveAvatarScene } from '../../support/live-avatar-scene.js';
import { rejection } from '../../support/outcome.js';
import { SandboxEar } from '../../support/sandbox-ear.js';
import type { ToneMicrophone } from '../../support/tone-microphone.js';

/** Of the client's limits: ten seconds without an answer are two. */
const speed = 5;

describe('a conversation in FULL mode', () => {
  let scene: LiveAvatarScene;

  beforeEach(async () => {
    scene = await LiveAvatarScene.open();
  });

  afterEach(() => scene.end());

  /** The user speaks for a moment; resolves with the turn's whole text. */
  async function userSpeaks(microphone: ToneMicrophone): Promise<UserTalkingEndEvent> {
    const starts = scene.log.next('user_start');
    const ends = scene.log.next('user_end_message');
    microphone.sound();
    await starts;
    microphone.silence();
    return (await ends) as UserTalkingEndEvent;
  }

  const noResponse = (): string[] =>
    scene.warnings.map(({ code }) => code).filter((code) => code === 'no_response');

  it('tells what the user says in increments, under one id, and the whole of it at the end', async () => {
    const microphone = scene.microphone();
    await scene.start();
    await scene.avatar.startVoiceChat();
    const { message, task_id } = await userSpeaks(microphone);
    // On the wire each is all of the text so far: told as they come, words would be told over and over.
    const increments = scene.log.of('user_talking_message') as { task_id: string; message: string }[];
    expect(increments.length).to.be.above(1);
    expect(increments.map((increment) => increment.message).join('')).to.equal(message);
    const ids = scene.turn('user').map((event) => event.task_id);
    expect([...new Set(ids)]).to.deep.equal([task_id]);
    const turn = scene.avatar.transcript.find(({ id }) => id === task_id);
    expect(turn).to.include({ role: 'user', text: message, final: true });
  });

  it('warns once, by voice or by text, of an avatar that answers nothing, which still repeats', async () => {
    const microphone = scene.microphone();
    const avatar = scene.client({ trouble: 'context-missing', clock: hurriedLimits(speed) });
    await avatar.createStartAvatar({ quality: 'low' });
    await avatar.startVoiceChat();
    await userSpeaks(microphone);
    const { code, message } = (await scene.log.first('warning')) as WarningDetail;
    expect(code).to.equal('no_response');
    expect(message).to.contain('knowledge-id');
    await avatar.speak('Is anybody there?');
    await (
      await avatar.speak({ text: 'I am.', taskType: 'repeat' })
    ).finished;
    expect(scene.said('avatar').trim()).to.equal('I am.');
    expect(noResponse()).to.have.length(1);
  });

  it('in repeat mode hears the user, answers nothing and does not complain: the page answers, once', async () => {
    const microphone = scene.microphone();
    const avatar = scene.client({ clock: hurriedLimits(speed) });
    const request = { activityIdleTimeout: 60, liveAvatar: { mode: 'repeat' } } as const;
    await avatar.createStartAvatar({ quality: 'low', ...request });
    expect((await scene.entry()).context).to.equal(null);
    await avatar.startVoiceChat();
    const { message } = await userSpeaks(microphone);
    expect(message).not.to.equal('');
    // After thirty seconds of the client's, and so long after anybody would have answered or warned.
    await scene.log.next('idle_warning');
    expect(noResponse()).to.deep.equal([]);
    expect(scene.turn('avatar')).to.deep.equal([]);
    const { task_id, finished } = await avatar.speak({ text: 'My own answer.', taskType: 'repeat' });
    await finished;
    expect(avatar.transcript.map(({ role }) => role)).to.deep.equal(['user', 'avatar']);
    expect(avatar.transcript[1]).to.include({ id: task_id, text: 'My own answer.', final: true });
  });

  for (const [trouble, code] of [
    ['push-to-talk-unanswered', 'timeout'],
    ['push-to-talk-refused', 'server_error'],
  ] as const) {
    it(`${trouble}: the press rejects with ${code}, and the microphone stays muted`, async () => {
      const microphone = scene.microphone();
      await scene.start({ enablePushToTalk: true }, trouble);
      const { avatar } = scene;
      await avatar.startVoiceChat();
      microphone.sound();
      const pressed = Date.now();
      expect(await rejection(avatar.pushToTalkStart())).to.include({ code, phase: 'live' });
      expect(avatar.isInputAudioMuted).to.equal(true);
      expect(avatar.state).to.include({ status: 'live', voiceChat: 'on', microphoneMuted: true });
      const { sound_seconds } = await new SandboxEar(scene.corner).silence(pressed);
      expect(sound_seconds).to.equal(0);
      // There is no press that the service would know of: its release fails as well, and mutes all the same.
      expect(await rejection(avatar.pushToTalkStop())).to.include({ code });
      expect(avatar.isInputAudioMuted).to.equal(true);
      expect((await scene.entry()).push_to_talk).to.deep.equal(['start', 'stop']);
    });
  }

  it('speaks up at most three times while the user is silent, and then ends because of inactivity', async () => {
    scene.microphone();
    const avatar = scene.client({ clock: hurriedLimits(2 * speed) });
    await avatar.createStartAvatar({ quality: 'low', activityIdleTimeout: 60 });
    const ended = scene.log.next('session_ended');
    // What it says is of no matter here, and takes its time.
    avatar.on('avatar_start_talking', () => void avatar.interrupt());
    await avatar.startVoiceChat({ isInputAudioMuted: true, useSilencePrompt: true });
    expect(await ended).to.include({ reason: 'idle' });
    const silences = scene.log.of('user_silence') as UserSilenceEvent[];
    expect(silences.map(({ silence_times }) => silence_times)).to.deep.equal([1, 2, 3]);
    expect(scene.log.of('avatar_start_talking')).to.have.length(3);
  });

  for (const [by, reason] of [
    ['idle', 'idle'],
    ['no_client', 'idle'],
    ['duration', 'duration'],
    ['server', 'server'],
  ] as const) {
    it(`that the service ends (${by}) is told to have ended by ${reason}`, async () => {
      const { session_id } = await scene.start();
      // Right after the start the messages of the room may not have found their way yet.
      await scene.avatar.speak({ text: 'One.', taskType: 'repeat' });
      await scene.log.first('avatar_start_talking');
      const ended = scene.log.next('session_ended');
      const end = new URL('/sandbox/session/end', scene.corner.url);
      end.search = String(new URLSearchParams({ session_id, reason: by }));
      await fetch(end, { method: 'POST' });
      expect(await ended).to.include({ reason });
      expect(scene.log.of('stream_disconnected')).to.have.length(1);
    });
  }

  it('begins with the opening text of its context, with the page’s values in it', async () => {
    const response = await fetch(new URL('/v1/contexts', scene.corner.url), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Api-Key': 'of-a-test' },
      body: JSON.stringify({
        name: `opening ${crypto.randomUUID()}`,
        prompt: 'You are polite.',
        opening_text: 'Good morning, {{name}}.',
      }),
    });
    const { data } = (await response.json()) as { data: { id: string } };
    const avatar = scene.client();
    const spoken = scene.log.next('avatar_stop_talking');
    const liveAvatar = { dynamicVariables: { name: 'Ada' } };
    await avatar.createStartAvatar({ quality: 'low', knowledgeId: data.id, liveAvatar });
    await spoken;
    await scene.log.first('avatar_end_message');
    expect(avatar.transcript).to.have.length(1);
    expect(avatar.transcript[0]).to.include({ role: 'avatar', text: 'Good morning, Ada.', final: true });
    expect(await scene.entry()).to.include({ context: data.id, opening_text_spoken: true });
  });
});
