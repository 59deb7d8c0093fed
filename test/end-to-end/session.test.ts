/** A whole session of the client against the sandbox: real LiveKit, real picture, real sound. */

import { expect } from '@open-wc/testing';
import { StreamingAvatar, type StartAvatarOptions } from '../../src/client.js';
import type { StreamingTalkingMessageEvent } from '../../src/api/events.js';
import { EventLog } from '../support/event-log.js';
import { framesPresented, LevelMeter, playMuted } from '../support/playback.js';
import { allClosed, Corner } from '../support/sandbox-books.js';

describe('a session of StreamingAvatar', () => {
  let corner: Corner;
  let avatar: StreamingAvatar;
  let log: EventLog;

  async function start(request: StartAvatarOptions = { avatarName: 'default', quality: 'low' }) {
    avatar = new StreamingAvatar({ token: await corner.token(), basePath: corner.url });
    log = new EventLog(avatar);
    return avatar.createStartAvatar(request);
  }

  beforeEach(async () => {
    corner = await Corner.open();
  });

  afterEach(async () => {
    await avatar.stopAvatar();
    await corner.until(allClosed);
  });

  it('resolves with picture and sound in mediaStream, and tells stream_ready before', async () => {
    const answer = await start();
    expect(answer.session_id).to.equal(avatar.sessionId);
    expect(answer.session_duration_limit).to.equal(600);
    const stream = avatar.mediaStream;
    expect(stream?.getVideoTracks()).to.have.length(1);
    expect(stream?.getAudioTracks()).to.have.length(1);
    expect(log.of('stream_ready')).to.deep.equal([stream]);
    expect(avatar.room?.name).to.equal(answer.session_id);
    expect(avatar.state.status).to.equal('live');
  });

  for (const [quality, height] of [
    ['low', 360],
    ['medium', 480],
    ['high', 720],
  ] as const) {
    it(`shows moving frames of ${height} lines at quality ${quality}`, async () => {
      await start({ quality });
      const video = playMuted(avatar.mediaStream as MediaStream);
      await framesPresented(video, 20);
      // The encoder may begin smaller and grows to what was asked for.
      while (video.videoHeight < height) await framesPresented(video, 5);
      expect(video.videoHeight).to.equal(height);
      expect(video.videoWidth / video.videoHeight).to.be.closeTo(16 / 9, 0.01);
      video.remove();
    });
  }

  it('repeats a text word for word, aloud, with all events in order under one task_id', async () => {
    await start();
    const meter = new LevelMeter(avatar.mediaStream as MediaStream);
    const video = playMuted(avatar.mediaStream as MediaStream);
    const stopped = log.next('avatar_stop_talking');
    const { task_id, duration_ms } = await avatar.speak({
      text: 'Good morning. How are you today?',
      taskType: 'repeat',
    });
    await meter.until((level) => level > 0.01);
    const { duration_ms: spoken } = (await stopped) as { duration_ms: number };
    expect(spoken).to.be.within(1000, 6000);
    expect(duration_ms).to.be.a('number');
    await meter.until((level) => level < 0.001);

    const turn = log.events.filter(({ type }) => type.startsWith('avatar_'));
    const types = turn.map(({ type }) => type);
    expect(types.at(0)).to.equal('avatar_start_talking');
    expect(types.slice(-2)).to.deep.equal(['avatar_end_message', 'avatar_stop_talking']);
    expect(new Set(types.slice(1, -2))).to.deep.equal(new Set(['avatar_talking_message']));
    const ids = turn.map(({ detail }) => (detail as { task_id: string }).task_id);
    expect(new Set(ids)).to.deep.equal(new Set([task_id]));
    const text = (log.of('avatar_talking_message') as StreamingTalkingMessageEvent[]).map(
      ({ message }) => message,
    );
    expect(text.join('')).to.equal('Good morning. How are you today?');
    video.remove();
    await meter.close();
  });

  it('answers a text, and says what it knows', async () => {
    await start({ quality: 'low', knowledgeBase: 'You sell umbrellas.' });
    const { task_id } = await avatar.speak('What do you sell?');
    const first = (await log.first('avatar_talking_message')) as StreamingTalkingMessageEvent;
    expect(first.task_id).to.equal(task_id);
    await log.first('avatar_stop_talking');
    const text = (log.of('avatar_talking_message') as StreamingTalkingMessageEvent[])
      .map(({ message }) => message)
      .join('');
    expect(text).not.to.equal('What do you sell?');
    expect(text).to.match(/umbrellas/i);
  });

  for (const taskMode of ['sync', 'async'] as const) {
    it(`resolves speak() (${taskMode}) before its turn is over, and its \`finished\` after that`, async () => {
      await start();
      const { finished } = await avatar.speak({ text: 'One. Two. Three.', taskType: 'repeat', taskMode });
      expect(log.of('avatar_stop_talking')).to.deep.equal([]);
      expect(await finished).to.deep.equal({ interrupted: false });
      expect(log.of('avatar_stop_talking')).to.have.length(1);
      expect(avatar.state).to.include({ status: 'live', talking: false });
    });
  }

  it('falls silent within 500 ms of interrupt(), which also ends the turn', async () => {
    await start();
    const meter = new LevelMeter(avatar.mediaStream as MediaStream);
    const video = playMuted(avatar.mediaStream as MediaStream);
    const text = 'This is a long sentence, which nobody wants to hear to its very end, so it goes on and on.';
    const { finished } = await avatar.speak({ text, taskType: 'repeat' });
    await meter.until((level) => level > 0.01, 10_000);
    const asked = performance.now();
    await avatar.interrupt();
    const silentAt = await meter.silence(0.003, 600);
    expect(silentAt - asked).to.be.below(500);
    expect(await finished).to.deep.equal({ interrupted: true });
    expect(log.of('avatar_end_message')).to.deep.equal([]);
    video.remove();
    await meter.close();
  });

  it('does nothing when an avatar that is silent is interrupted', async () => {
    await start();
    await avatar.interrupt();
    expect(avatar.state).to.include({ status: 'live', talking: false });
  });

  it('sends the listening pose and keep-alive, which the service books', async () => {
    await start();
    await avatar.startListening();
    expect(avatar.state).to.include({ listening: true });
    expect((await corner.books()).sessions[0]).to.include({ listening: true });
    await avatar.stopListening();
    expect(avatar.state).to.include({ listening: false });
    await avatar.keepAlive();
    expect((await corner.books()).sessions[0]).to.include({ listening: false, keep_alive_calls: 1 });
  });

  it('leaves nothing behind after stopAvatar()', async () => {
    await start();
    const stream = avatar.mediaStream as MediaStream;
    const tracks = stream.getTracks();
    const room = avatar.room;
    await avatar.stopAvatar();
    expect(log.of('stream_disconnected')).to.deep.equal([1]);
    expect(log.of('session_ended')).to.have.length(1);
    expect(log.of('session_ended')[0]).to.include({ reason: 'stopped', turns: 0 });
    expect(avatar.state).to.include({ status: 'ended', reason: 'stopped' });
    expect(tracks.map(({ readyState }) => readyState)).to.deep.equal(['ended', 'ended']);
    expect(stream.getTracks()).to.deep.equal([]);
    expect(room?.state).to.equal('disconnected');
    expect(avatar.mediaStream, 'to be read still').to.equal(stream);
    expect(avatar.room === room, 'the room, to be read still').to.equal(true);
    expect([stream.active, avatar.sessionId]).to.deep.equal([false, null]);
    const { sessions } = await corner.until(allClosed);
    expect(sessions).to.have.length(1);
    expect(sessions[0]).to.include({ ended_by: 'stop', stop_calls: 1, chat: 'closed' });
  });

  it('connects with startSession() what newSession() has opened', async () => {
    avatar = new StreamingAvatar({ token: await corner.token(), basePath: corner.url });
    log = new EventLog(avatar);
    const answer = await avatar.newSession({ quality: 'low' });
    expect((await corner.books()).sessions[0]).to.include({ status: 'new', started_at: null });
    expect((await avatar.startSession()).session_id).to.equal(answer.session_id);
    expect(avatar.mediaStream?.getTracks()).to.have.length(2);
  });

  it('connects with startAvatar() a session that was opened elsewhere', async () => {
    const token = await corner.token();
    const opener = new StreamingAvatar({ token, basePath: corner.url });
    const request = { quality: 'low' } as const;
    const info = await opener.newSession(request);
    avatar = new StreamingAvatar({ token, basePath: corner.url });
    await avatar.startAvatar(request, info);
    expect(avatar.sessionId).to.equal(info.session_id);
    expect(avatar.mediaStream?.getTracks()).to.have.length(2);
    await opener.stopAvatar();
  });

  it('starts again after an end, with a token of its own each time', async () => {
    avatar = new StreamingAvatar({ token: corner.tokenUrl(), basePath: corner.url });
    log = new EventLog(avatar);
    const first = await avatar.createStartAvatar({ quality: 'low' });
    await avatar.stopAvatar();
    const second = await avatar.createStartAvatar({ quality: 'low' });
    expect(second.session_id).not.to.equal(first.session_id);
    const video = playMuted(avatar.mediaStream as MediaStream);
    await framesPresented(video, 5);
    video.remove();
  });
});
