/** Voice chat over the real LiveKit server and over the chat socket: what is heard, told and answered, and when. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { dispose } from '@livekit/rtc-node';
import type { MicrophoneReport } from '../../demo/sandbox/hearing/microphone.js';
import { startSandbox, type Sandbox } from '../../demo/sandbox/sandbox.js';
import { ChatClient } from './chat-client.js';
import { RoomUser } from './room-user.js';
import { SandboxCalls, type BookEntry, type Opened } from './sandbox-calls.js';
import { join, secondsOf, silence, speech, tone } from './sounds.js';

describe('voice chat', () => {
  let sandbox: Sandbox;
  let calls: SandboxCalls;
  let words: Int16Array;
  let opened: Opened;
  let user: RoomUser;
  let chat: ChatClient;

  before(async () => {
    sandbox = await startSandbox();
    calls = new SandboxCalls(sandbox.url);
    words = await speech('I would like to know when you open tomorrow morning.');
  });
  after(async () => {
    await sandbox.close();
    await dispose();
  });

  const converse = async (query: Record<string, string> = {}): Promise<void> => {
    opened = await calls.open();
    user = new RoomUser();
    chat = new ChatClient(sandbox.url, opened, query);
    const { session_id, token, url, access_token } = opened;
    await Promise.all([user.join(url, access_token), calls.streaming(token, 'start', { session_id })]);
    await chat.opened();
  };
  beforeEach(() => converse());
  afterEach(async () => {
    await user.leave();
    await calls.streaming(opened.token, 'stop', { session_id: opened.session_id });
  });

  const books = async (condition: (heard: MicrophoneReport) => boolean): Promise<MicrophoneReport> =>
    (await calls.untilBooks(opened.token, ({ microphone }) => condition(microphone))).microphone;
  const near = (value: number | null, expected: number, share: number): void =>
    assert.ok(Math.abs((value ?? 0) / expected - 1) <= share, `${value} instead of ${expected}`);
  const typesFrom = (at: number): string[] => [
    ...new Set(user.messages.filter((message) => message.at >= at).map(({ type }) => type)),
  ];

  it('reports speech as it begins and ends, transcribes it by a script, and answers', async () => {
    await user.openMicrophone();
    await user.play(silence(0.5));
    const beganAt = performance.now();
    await user.play(words);
    const endedAt = performance.now();
    const start = await chat.untilTold('user_start');
    const stop = await chat.untilTold('user_stop');
    assert.ok(start.at - beganAt > 150 && start.at - beganAt < 700, `${start.at - beganAt}`);
    assert.ok(stop.at - endedAt > 600 && stop.at - endedAt < 1_400, `${stop.at - endedAt}`);
    const first = await user.untilMessage('user_talking_message');
    const end = await user.untilMessage('user_end_message');
    const answer = await user.untilMessage('avatar_start_talking');
    assert.ok(start.at <= first.at && first.at < stop.at && end.at <= answer.at);
    const told = user.messages.filter(({ type }) => type === 'user_talking_message');
    assert.ok(told.length > 10 && told.every(({ task_id }) => task_id === end.task_id));
    assert.notEqual(end.task_id, answer.task_id);
    const transcript = told.map(({ message }) => message).join('');
    assert.match(transcript, /^\(Scripted transcript: .+\) You spoke for \d\.\d seconds\.$/);
    near(Number(/(\d\.\d) seconds/.exec(transcript)?.[1]), secondsOf(words), 0.07);
    const [said] = await Promise.all([
      user.until(
        'the number',
        () => user.messages.map(({ message }) => message).includes(' heard') && 'heard',
      ),
      books(({ speech_seconds, speaking }) => !speaking && speech_seconds > 0),
    ]);
    assert.equal(said, 'heard');
    assert.deepEqual(typesFrom(start.at).slice(0, 3), [
      'user_talking_message',
      'user_end_message',
      'avatar_start_talking',
    ]);
  });

  it('measures a tone, and its silence from 400 ms after it ended', async () => {
    await user.openMicrophone();
    await user.play(silence(0.3));
    await user.play(tone(700, 4));
    const endedAt = Date.now();
    const heard = await books(({ silent_ms }) => (silent_ms ?? 0) > 600);
    near(heard.frequency_hz, 700, 0.003);
    near(heard.sound_seconds, 4, 0.05);
    assert.ok(Date.parse(heard.last_sound_at ?? '') < endedAt + 400);
    assert.ok(Date.now() - (heard.silent_ms ?? 0) < endedAt + 400);
    assert.equal(heard.tracks, 1);
    assert.equal(heard.level_rms < 0.001, true);
    assert.equal(heard.samples, Math.round(heard.seconds * 16_000));
  });

  it('listens to every track; one that ends in mid-speech ends the speech', async () => {
    await user.openMicrophone();
    const second = await user.openMicrophone();
    void user.play(join(silence(0.3), words)).catch(() => {});
    await chat.untilTold('user_start');
    await second.close();
    await chat.untilTold('user_stop');
    assert.equal((await books(({ speaking }) => !speaking)).tracks, 2);
  });

  it('is interrupted by speech: the avatar stops talking', async () => {
    const text =
      'This is a very long sentence, which the avatar would speak for many seconds if it were let.';
    const { session_id, token } = opened;
    const reply = await calls.streaming(token, 'task', { session_id, text, task_mode: 'async' });
    const { task_id, duration_ms } = reply.body.data;
    await user.untilMessage('avatar_start_talking', task_id);
    await user.openMicrophone();
    await user.play(words);
    const start = await chat.untilTold('user_start');
    const stop = await user.untilMessage('avatar_stop_talking', task_id);
    assert.ok(Math.abs(stop.at - start.at) < 300 && (stop.duration_ms ?? 0) < duration_ms);
    await user.untilMessage('user_end_message');
  });

  it('takes the official SDK’s frames on the socket, and notices when they cease', async () => {
    await chat.play(join(silence(0.4), tone(440, 0.5), words));
    const ceasedAt = performance.now();
    await chat.untilTold('user_start');
    const stop = await chat.untilTold('user_stop');
    assert.ok(stop.at - ceasedAt > 500 && stop.at - ceasedAt < 1_300, `${stop.at - ceasedAt}`);
    const heard = await books(({ speaking }) => !speaking);
    near(heard.seconds, 0.9 + secondsOf(words), 0.02);
    assert.equal(heard.tracks, 0);
    await user.untilMessage('avatar_start_talking');
    assert.deepEqual(chat.types(), ['user_start', 'user_stop']);
  });

  it('speaks the opening text once, when there are socket, avatar and user; keeps the language', async () => {
    chat.close();
    const query = { opening_text: 'Welcome, dear guest.', stt_language: 'de' };
    chat = await new ChatClient(sandbox.url, opened, query).opened();
    const { task_id } = await user.untilMessage('avatar_start_talking');
    await user.untilMessage('avatar_stop_talking', task_id);
    const said = user.messages.map(({ message }) => message ?? '').join('');
    assert.equal(said, query.opening_text);
    const again = await new ChatClient(sandbox.url, opened, query).opened();
    const entry: BookEntry = await calls.untilBooks(opened.token, ({ chat_sockets }) => chat_sockets === 3);
    assert.equal(entry.stt_language, 'de');
    again.close();
  });

  describe('push to talk', () => {
    beforeEach(async () => {
      chat.close();
      chat = await new ChatClient(sandbox.url, opened, { push_to_talk: 'true' }).opened();
      await calls.untilBooks(opened.token, ({ chat_sockets }) => chat_sockets === 2);
      await user.openMicrophone();
    });

    it('listens during a press only, and ends the speech with it', async () => {
      await user.play(join(silence(0.3), words));
      const before = await books(({ outside_sound_seconds }) => outside_sound_seconds > 0.5);
      assert.deepEqual([before.speech_seconds, chat.types().length], [0, 0]);
      assert.ok(before.outside_level_rms > 0.05);
      await user.say('"push_to_talk:start"');
      await user.play(words);
      await user.say('"push_to_talk:stop"');
      const releasedAt = performance.now();
      const stop = await chat.untilTold('user_stop');
      assert.ok(stop.at - releasedAt < 700, `${stop.at - releasedAt}`);
      assert.deepEqual(chat.types(), ['user_start', 'user_stop']);
      await user.untilMessage('avatar_start_talking');
      const after = await books(({ speaking }) => !speaking);
      near(after.speech_seconds, secondsOf(words), 0.1);
      near(after.outside_sound_seconds, before.outside_sound_seconds, 0.2);
    });
  });
});
