/** What every service does alike, each as a scene with one session. */

import { expect } from '@open-wc/testing';
import type { StreamingStopTalkingEvent } from '../../src/api/events.js';
import { hurriedLimits } from '../support/fast-clock.js';
import { rejection } from '../support/outcome.js';
import { framesPresented } from '../support/playback.js';
import type { Scene } from './scene.js';

const aloud = 0.01;
const silent = 0.003;

export const behaviours = {
  async 'a start resolves with picture and sound, and tells stream_ready once, before'(scene) {
    const avatar = scene.client();
    const answer = await avatar.createStartAvatar(scene.place.request());
    expect(answer.session_id).to.be.a('string').and.to.equal(avatar.sessionId);
    expect(scene.stream.getTracks().map(({ kind }) => kind)).to.have.members(['audio', 'video']);
    expect(scene.log.of('stream_ready')).to.deep.equal([scene.stream]);
    expect(avatar.state).to.include({ status: 'live', talking: false, voiceChat: 'off' });
    await framesPresented(scene.watch(), 10);
    expect(scene.log.of('stream_ready')).to.have.length(1);
  },

  async 'the picture has the height of its quality'(scene) {
    await scene.start({ quality: 'medium' });
    const video = scene.watch();
    // An encoder may begin smaller.
    do await framesPresented(video, 5);
    while (video.videoHeight < 480);
    expect(video.videoHeight).to.equal(480);
  },

  async 'a text is repeated word for word, aloud, with one task_id'(scene) {
    await scene.start();
    const meter = scene.listen();
    scene.watch();
    const stopped = scene.log.next('avatar_stop_talking');
    const text = 'Good morning. How are you today?';
    const { task_id } = await scene.avatar.speak({ text, taskType: 'repeat' });
    await meter.until((level) => level > aloud, 10_000);
    const { duration_ms } = (await stopped) as StreamingStopTalkingEvent;
    expect(duration_ms).to.be.within(1000, 6000);
    await scene.log.first('avatar_end_message');
    expect(scene.said('avatar').trim()).to.equal(text);
    const turn = scene.turn('avatar');
    expect(new Set(turn.map((event) => ('task_id' in event ? event.task_id : '')))).to.deep.equal(
      new Set([task_id]),
    );
    const types = turn.map(({ type }) => type);
    expect(types[0]).to.equal('avatar_start_talking');
    expect(types.slice(-2)).to.have.members(['avatar_end_message', 'avatar_stop_talking']);
    await meter.until((level) => level < silent);
  },

  async 'a text is answered, and both turns are in the transcript'(scene) {
    await scene.start();
    const { task_id } = await scene.avatar.speak('What can you do?');
    await scene.log.first('avatar_end_message');
    const said = scene.said('avatar');
    expect(said).not.to.be.oneOf(['', 'What can you do?']);
    expect(scene.avatar.transcript).to.have.length(2);
    expect(scene.avatar.transcript[0]).to.include({ role: 'user', text: 'What can you do?', final: true });
    expect(scene.avatar.transcript[1]).to.include({ id: task_id, role: 'avatar', text: said, final: true });
  },

  async 'speak() resolves before its turn is over, in either mode, and finished after that'(scene) {
    await scene.start();
    for (const [index, taskMode] of (['sync', 'async'] as const).entries()) {
      const answer = await scene.avatar.speak({ text: 'One. Two. Three.', taskType: 'repeat', taskMode });
      expect(scene.log.of('avatar_stop_talking')).to.have.length(index);
      expect(answer.duration_ms).to.be.above(0);
      expect(await answer.finished).to.deep.equal({ interrupted: false });
      expect(scene.log.of('avatar_stop_talking')).to.have.length(index + 1);
      expect(scene.avatar.state).to.include({ status: 'live', talking: false });
    }
  },

  async 'interrupt() silences at once, and ends the turn'(scene) {
    await scene.start();
    const meter = scene.listen();
    scene.watch();
    const text = 'This is a long sentence, which nobody wants to hear to its very end, so it goes on and on.';
    const { finished } = await scene.avatar.speak({ text, taskType: 'repeat' });
    await meter.until((level) => level > aloud, 10_000);
    await scene.avatar.interrupt();
    await meter.silence(silent, 500);
    expect(await finished).to.deep.equal({ interrupted: true });
    expect(scene.avatar.transcript.at(-1)).to.include({ final: true, interrupted: true });
    await scene.avatar.speak({ text: 'Again.', taskType: 'repeat' });
    await meter.until((level) => level > aloud, 10_000);
  },

  async 'interrupt() is harmless when nothing is said'(scene) {
    await scene.start();
    await scene.avatar.interrupt();
    expect(scene.avatar.state).to.include({ status: 'live', talking: false });
  },

  async 'listening pose and keep-alive are taken'(scene) {
    await scene.start();
    await scene.avatar.startListening();
    expect(scene.avatar.state).to.include({ listening: true });
    await scene.avatar.stopListening();
    expect(scene.avatar.state).to.include({ listening: false });
    await scene.avatar.keepAlive();
  },

  async 'the user is heard, understood and answered'(scene) {
    const microphone = scene.microphone();
    await scene.start();
    await scene.avatar.startVoiceChat();
    expect(scene.avatar.state).to.include({ voiceChat: 'on', microphoneMuted: false });
    const starts = scene.log.next('user_start');
    microphone.sound();
    await starts;
    expect(scene.avatar.state).to.include({ userTalking: true });
    microphone.silence();
    await scene.log.first('user_stop');
    await scene.log.first('user_end_message');
    await scene.log.first('avatar_end_message');
    const heard = scene.avatar.transcript.find(({ role }) => role === 'user');
    expect(heard).to.include({ text: scene.said('user'), final: true });
    expect(heard?.text).not.to.equal('');
    await scene.avatar.closeVoiceChat();
    expect(microphone.tracks.map(({ readyState }) => readyState)).to.deep.equal(['ended']);
  },

  async 'nobody is heard while muted, nor before'(scene) {
    const microphone = scene.microphone();
    await scene.start();
    await scene.avatar.startVoiceChat({ isInputAudioMuted: true });
    expect(scene.avatar.isInputAudioMuted).to.equal(true);
    microphone.sound();
    // What is said meanwhile comes after whatever might have been heard.
    await (
      await scene.avatar.speak({ text: 'One. Two. Three.', taskType: 'repeat' })
    ).finished;
    expect(scene.log.of('user_start')).to.deep.equal([]);
    const starts = scene.log.next('user_start');
    scene.avatar.unmuteInputAudio();
    await starts;
  },

  async 'push-to-talk is heard between press and release only'(scene) {
    const microphone = scene.microphone();
    await scene.start({ enablePushToTalk: true });
    await scene.avatar.startVoiceChat();
    microphone.sound();
    await (
      await scene.avatar.speak({ text: 'One. Two. Three.', taskType: 'repeat' })
    ).finished;
    expect(scene.log.of('user_start')).to.deep.equal([]);
    const starts = scene.log.next('user_start');
    await scene.avatar.pushToTalkStart();
    expect(scene.avatar.isInputAudioMuted).to.equal(false);
    await starts;
    const stops = scene.log.next('user_stop');
    await scene.avatar.pushToTalkStop();
    expect(scene.avatar.isInputAudioMuted).to.equal(true);
    await stops;
  },

  async 'an empty text and a wrong option are refused with their code'(scene) {
    const avatar = scene.client();
    const wrong = avatar.createStartAvatar({ ...scene.place.request(), quality: 'huge' as 'high' });
    expect(await rejection(wrong)).to.include({ code: 'invalid_option' });
    await scene.start();
    expect(await rejection(scene.avatar.speak(' '))).to.include({ code: 'empty_text' });
  },

  async 'newSession() opens what startSession() connects'(scene) {
    const avatar = scene.client();
    const { session_id } = await avatar.newSession(scene.place.request());
    expect(avatar.state).to.include({ status: 'connecting' });
    expect((await avatar.startSession()).session_id).to.equal(session_id);
    expect(avatar.state).to.include({ status: 'live' });
  },

  async 'stopAvatar() leaves nothing behind'(scene) {
    await scene.start();
    const { stream } = scene;
    const tracks = stream.getTracks();
    await scene.avatar.stopAvatar();
    expect(scene.log.of('stream_disconnected')).to.deep.equal([1]);
    expect(scene.log.of('session_ended')).to.have.length(1);
    expect(scene.log.of('session_ended')[0]).to.include({ reason: 'stopped', turns: 0 });
    expect(tracks.map(({ readyState }) => readyState)).to.deep.equal(['ended', 'ended']);
    expect(stream.getTracks()).to.deep.equal([]);
    expect(scene.avatar.mediaStream, 'to be read still').to.equal(stream);
    expect([stream.active, scene.avatar.sessionId]).to.deep.equal([false, null]);
  },

  async 'a session that is over can be followed by another'(scene) {
    const first = await scene.start();
    await scene.avatar.stopAvatar();
    const second = await scene.avatar.createStartAvatar(scene.place.request());
    expect(second.session_id).not.to.equal(first.session_id);
    await framesPresented(scene.watch(), 5);
  },

  async 'a start that takes the place of a session replaces it'(scene) {
    await scene.start();
    await scene.avatar.createStartAvatar(scene.place.request());
    expect(scene.log.of('session_ended')).to.have.length(1);
    expect(scene.log.of('session_ended')[0]).to.include({ reason: 'replaced' });
    expect(scene.avatar.state).to.include({ status: 'live' });
  },

  async 'a session that nobody uses is warned about, and ends'(scene) {
    const avatar = scene.client({ clock: hurriedLimits(20) });
    const ended = scene.log.next('session_ended');
    await avatar.createStartAvatar({ ...scene.place.request(), activityIdleTimeout: 30 });
    expect(await ended).to.include({ reason: 'idle' });
    expect(scene.log.of('idle_warning')).to.have.length(1);
  },

  async 'a session that the service ends is told with its reason'(scene) {
    const ended = scene.start({}, 'server-ends-session').then(() => scene.log.first('session_ended'));
    const { reason } = (await ended) as { reason: string };
    expect(reason).to.be.oneOf(['server', 'room_deleted']);
    expect(scene.log.of('stream_disconnected')).to.have.length(1);
    expect(scene.avatar.state).to.include({ status: 'ended' });
  },

  async 'an avatar that never comes fails the start, and nothing stays open'(scene) {
    const avatar = scene.client({ trouble: 'no-avatar', deadlines: { media: 1500 } });
    const failed = rejection(avatar.createStartAvatar({ ...scene.place.request('no-avatar') }));
    expect(await failed).to.include({ code: 'media_missing', phase: 'media' });
  },

  async 'the connection is told to be good'(scene) {
    await scene.start();
    expect(await scene.log.first('connection_quality_changed')).to.equal('GOOD');
    expect(scene.avatar.connectionQuality).to.equal('GOOD');
  },

  async 'a silence is told, and the avatar speaks up'(scene) {
    const microphone = scene.microphone();
    await scene.start({ useSilencePrompt: true });
    await scene.avatar.startVoiceChat();
    const starts = scene.log.next('user_start');
    microphone.sound();
    await starts;
    microphone.silence();
    const silence = (await scene.log.first('user_silence')) as { silence_times: number; count_down: number };
    expect(silence.silence_times).to.equal(1);
    expect(silence.count_down).to.be.above(0);
    await scene.log.next('avatar_start_talking');
  },
} satisfies Record<string, (scene: Scene) => Promise<void>>;

export type Behaviour = keyof typeof behaviours;
