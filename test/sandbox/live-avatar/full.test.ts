/** A client that follows the wire of src/services/live-avatar/protocol.md to the letter, in FULL mode, over the real LiveKit server. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dispose } from '@livekit/rtc-node';
import { startSandbox, type Sandbox } from '../../../demo/sandbox/sandbox.js';
import { AUDIBLE, RoomUser } from '../room-user.js';
import { secondsOf, silence, speech } from '../sounds.js';
import { FULL, LiveAvatarCalls, type Meeting } from './live-avatar-calls.js';

/** What the network, the jitter buffer and the encoder keep of a sound after its end. */
const TAIL_MS = 300;
const ROOM_DELETED = 5;

// Once for the file: after it rtc-node makes no more rooms in this process.
after(dispose);

describe('LiveAvatar FULL', () => {
  let sandbox: Sandbox;
  let calls: LiveAvatarCalls;
  let words: Int16Array;
  before(async () => {
    sandbox = await startSandbox();
    calls = new LiveAvatarCalls(sandbox.url);
    words = await speech('I would like to know when you open tomorrow morning.');
  });
  after(async () => {
    assert.equal((await calls.call('/sandbox/sessions', { method: 'GET' })).body.open, 0);
    await sandbox.close();
  });

  const types = (session: Meeting, source?: string): string[] => [
    ...new Set(
      session.events
        .filter(({ source_event_id }) => source === undefined || source_event_id === source)
        .map(({ event_type }) => event_type),
    ),
  ];

  describe('a session', () => {
    let session: Meeting;
    before(async () => {
      session = await calls.meet();
    });
    after(() => session.end());

    it('has heygen with both tracks and the agent in the room by the time the user is', async () => {
      // The agent publishes nothing, and LiveKit would announce a late one late; LA018 gives up without it.
      assert.deepEqual(session.user.others.toSorted(), [
        'heygen',
        `liveavatar-agent-${session.data.session_id}`,
      ]);
      await session.user.until('pictures', () => session.user.frames > 5);
      assert.deepEqual([...session.user.kinds].toSorted(), ['audio', 'video']);
      assert.equal(session.user.avatarIdentity, 'heygen');
    });

    it('speaks a text word for word, aloud, and tells it along', async () => {
      const text = 'Hello there, this is a test.  It costs $25 — naïve, isn’t it? ';
      const id = await session.command('avatar.speak_text', { text });
      const ended = await session.until('avatar.speak_ended', id);
      const [started] = session.of('avatar.speak_started', id);
      assert.deepEqual(types(session, id), [
        'avatar.speak_started',
        'avatar.transcription.chunk',
        'avatar.transcription',
        'avatar.speak_ended',
      ]);
      const chunks = session.of('avatar.transcription.chunk', id).map((chunk) => chunk.text);
      assert.ok(chunks.length > 8);
      assert.equal(chunks.join(''), text, 'they join without a separator');
      assert.equal(session.of('avatar.transcription', id)[0]?.text, text);
      assert.ok(session.user.loudest(started?.at ?? 0, ended.at) > 0.1);
      const all = session.events.filter(({ source_event_id }) => source_event_id === id);
      assert.equal(new Set(all.map(({ event_id }) => event_id)).size, all.length, 'each has its own id');
      assert.ok(all.every(({ session_id }) => session_id === session.data.session_id));
      const agent = `liveavatar-agent-${session.data.session_id}`;
      assert.ok(all.every(({ sender }) => sender === undefined || sender === agent));
    });

    it('answers what is asked from its context', async () => {
      const id = await session.command('avatar.speak_response', { text: 'Who may use it?' });
      const { text } = await session.until('avatar.transcription', id);
      assert.match(text ?? '', /Who may use it\?.+the context that everybody may use/);
    });

    it('stops at an interruption, which has no id, and forgets what waited', async () => {
      const text = 'This is a long sentence that nobody will hear to its end, because it is cut off.';
      const first = await session.command('avatar.speak_text', { text });
      const second = await session.command('avatar.speak_text', { text });
      await session.until('avatar.speak_started', first);
      await session.commandWithoutId('avatar.interrupt');
      const ended = await session.until('avatar.speak_ended', first);
      await session.user.until(
        'a while after it',
        () => (session.user.heard.at(-1)?.at ?? 0) > ended.at + 1_000,
      );
      assert.ok(session.user.loudest(ended.at + TAIL_MS, Infinity) < AUDIBLE);
      assert.deepEqual(session.of('avatar.transcription', first), []);
      assert.deepEqual(types(session, second), []);
    });

    it('takes the listening pose, and no message that is none', async () => {
      await session.command('avatar.start_listening');
      await calls.untilBook(session.token, ({ listening }) => listening);
      await session.user.say('{"event_type":"avatar.speak_text","text":"not on this topic"}');
      await session.user.say('{"event_type":"avatar.speak_text","text":"nor on this"}', 'agent-response');
      await session.user.say('no JSON', 'agent-control');
      await session.user.say('["avatar.interrupt"]', 'agent-control');
      await session.command('avatar.speak_text', { text: ' ' });
      await session.command('avatar.sing', { text: 'la' });
      await session.command('avatar.stop_listening');
      const { commands } = await calls.untilBook(session.token, ({ listening }) => !listening);
      assert.deepEqual(commands.slice(-2), [
        { event_type: 'avatar.sing', text: 'la' },
        { event_type: 'avatar.stop_listening' },
      ]);
    });

    it('hears the user: speech, cumulative transcript, answer, in this order', async () => {
      const before = session.events.length;
      const microphone = await session.user.openMicrophone();
      await session.user.play(silence(0.5));
      await session.user.play(words);
      await session.until('user.transcription');
      const answer = await session.until('avatar.speak_ended', null);
      const heard = session.events.slice(before, session.events.indexOf(answer) + 1);
      assert.deepEqual(
        [...new Set(heard.map(({ event_type }) => event_type))],
        [
          'user.speak_started',
          'user.transcription.chunk',
          'user.speak_ended',
          'user.transcription',
          'avatar.speak_started',
          'avatar.transcription.chunk',
          'avatar.transcription',
          'avatar.speak_ended',
        ],
      );
      const chunks = session.of('user.transcription.chunk').map(({ text }) => text ?? '');
      assert.ok(chunks.length > 10);
      assert.ok(chunks.every((chunk, index) => chunk.startsWith(chunks[index - 1] ?? '')));
      assert.equal(session.of('user.transcription')[0]?.text, chunks.at(-1));
      assert.match(session.of('avatar.transcription', null)[0]?.text ?? '', /I heard \d\.\d seconds/);
      const { data } = await calls.get(`/v1/sessions/${session.data.session_id}/transcript`);
      assert.equal(data.session_active, true);
      assert.deepEqual(
        data.transcript_data.slice(-2).map(({ role }) => role),
        ['user', 'avatar'],
      );
      await microphone.close();
    });

    it('is interrupted by the user’s voice', async () => {
      const text = 'This is a very long sentence, which would go on for many seconds if it were let to.';
      const id = await session.command('avatar.speak_text', { text });
      await session.until('avatar.speak_started', id);
      const microphone = await session.user.openMicrophone();
      await session.user.play(words);
      const started = await session.until('user.speak_started', null, 2);
      const ended = await session.until('avatar.speak_ended', id);
      assert.ok(session.events.indexOf(started) < session.events.indexOf(ended));
      assert.deepEqual(session.of('avatar.transcription', id), []);
      await microphone.close();
    });

    it('has no push to talk unless it was asked for', async () => {
      await session.commandWithoutId('user.start_push_to_talk');
      await session.until('user.push_to_talk_start_failed');
    });

    it('ends at /stop: session.stopped says why, avatar and room go, nothing is open', async () => {
      const { status } = await calls.stop(session.token);
      assert.equal(status, 200);
      const stopped = await session.until('session.stopped');
      assert.deepEqual([stopped.stop_reason, stopped.end_reason], ['USER_CLOSED', 'USER_CLOSED']);
      assert.equal(await session.user.until('the end of the room', () => session.user.ended), ROOM_DELETED);
      const entry = await calls.book(session.token);
      assert.deepEqual([entry?.status, entry?.ended_by], ['closed', 'stop']);
      const late = new RoomUser();
      await assert.rejects(late.join(session.data.livekit_url, session.data.livekit_client_token));
    });
  });

  it('push to talk: acknowledged, heard during a press only, refused out of turn', async () => {
    const session = await calls.meet({ ...FULL, interactivity_type: 'PUSH_TO_TALK' });
    await session.user.openMicrophone();
    await session.user.play(silence(0.3));
    await session.user.play(words);
    await calls.untilBook(session.token, ({ microphone }) => microphone.outside_sound_seconds > 0.5);
    assert.deepEqual(session.events, [], 'nothing is heard outside a press');
    await session.commandWithoutId('user.stop_push_to_talk');
    await session.until('user.push_to_talk_stop_failed');
    await session.commandWithoutId('user.start_push_to_talk');
    await session.until('user.push_to_talk_started');
    await session.commandWithoutId('user.start_push_to_talk');
    await session.until('user.push_to_talk_start_failed');
    await session.user.play(words);
    await session.commandWithoutId('user.stop_push_to_talk');
    await session.until('user.push_to_talk_stopped');
    await session.until('user.transcription');
    await session.until('avatar.speak_started');
    const entry = await calls.untilBook(session.token, ({ microphone }) => !microphone.speaking);
    assert.ok(Math.abs(entry.microphone.speech_seconds / secondsOf(words) - 1) < 0.25);
    assert.deepEqual(entry.push_to_talk, ['stop', 'start', 'start', 'stop']);
    await session.end();
  });

  it('says its opening text once the user is there, its variables filled in', async () => {
    const { data: context } = await calls.ask('/v1/contexts', {
      body: { name: 'Shop', prompt: 'We sell {{what}}.', opening_text: 'Welcome, {{name}}.' },
    });
    const session = await calls.meet({
      ...FULL,
      avatar_persona: { context_id: context.id },
      dynamic_variables: { what: 'red bicycles', name: 'Ann' },
    });
    assert.equal((await session.until('avatar.transcription', null)).text, 'Welcome, Ann.');
    const id = await session.command('avatar.speak_response', { text: 'What do you sell?' });
    assert.match((await session.until('avatar.transcription', id)).text ?? '', /We sell red bicycles\./);
    await session.end();
  });

  it('without a context it transcribes, speaks texts, and answers nothing', async () => {
    const session = await calls.meet({ ...FULL, avatar_persona: {} });
    await session.user.openMicrophone();
    await session.user.play(silence(0.3));
    await session.user.play(words);
    await session.until('user.transcription');
    await session.command('avatar.speak_response', { text: 'Anybody?' });
    const id = await session.command('avatar.speak_text', { text: 'I still speak.' });
    await session.until('avatar.speak_ended', id);
    assert.equal(session.of('avatar.speak_started').length, 1, 'only the text');
    assert.equal((await calls.book(session.token))?.context, null);
    await session.end();
  });
});
