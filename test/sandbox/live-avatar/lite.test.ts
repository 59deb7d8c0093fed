/** A client that follows the wire of src/services/live-avatar/protocol.md to the letter, in LITE mode: its own sound, over the socket at `ws_url`. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dispose } from '@livekit/rtc-node';
import { startSandbox, type Sandbox } from '../../../demo/sandbox/sandbox.js';
import { AUDIBLE } from '../room-user.js';
import { silence, speech, tone } from '../sounds.js';
import { LITE, LiveAvatarCalls, type Meeting } from './live-avatar-calls.js';
import { LITE_RATE, LiteClient, type LiteMessage } from './lite-client.js';

/** What the network, the jitter buffer and the encoder keep of a sound after its end. */
const TAIL_MS = 300;
/** RoomUser measures pieces of this length. */
const PIECE_S = 0.01;
const ROOM_DELETED = 5;

const sound = (seconds: number): Int16Array => tone(440, seconds, 0.5, LITE_RATE);
const base64 = (samples: Int16Array, from = 0, to = samples.byteLength): string =>
  Buffer.from(samples.buffer, samples.byteOffset + from, to - from).toString('base64');

// Once for the file: after it rtc-node makes no more rooms in this process.
after(dispose);

describe('LiveAvatar LITE', () => {
  let sandbox: Sandbox;
  let calls: LiveAvatarCalls;
  let session: Meeting;
  let socket: LiteClient;

  before(async () => {
    sandbox = await startSandbox();
    calls = new LiveAvatarCalls(sandbox.url);
    session = await calls.meet(LITE);
    ({ socket } = session);
  });
  after(async () => {
    await session.end();
    assert.equal((await calls.call('/sandbox/sessions', { method: 'GET' })).body.open, 0);
    await sandbox.close();
  });

  /** What is told of one utterance, in order, without what its pieces are answered. */
  const storyOf = ({ task }: LiteMessage): string[] =>
    socket.told
      .filter((message) => message.task?.id === task?.id && !message.type.startsWith('agent.audio'))
      .map(({ type }) => type);
  const until = (look: () => boolean): Promise<boolean> => session.user.until('the room', look);

  it('connects: the state says so, heygen is in the room with both tracks, alone', async () => {
    await socket.connected();
    assert.deepEqual(
      socket.told.filter(({ type }) => type === 'session.state_updated').map(({ state }) => state),
      ['connecting', 'connected'],
    );
    await until(() => session.user.frames > 5 && session.user.kinds.size === 2);
    assert.deepEqual(session.user.others, ['heygen']);
  });

  it('speaks what it is given, at its pace, and tells begin and end under the client’s id', async () => {
    const before = socket.told.length;
    socket.speak(sound(2), 'first');
    const started = await socket.untilTold('agent.speak_started', 'first');
    const startedAt = performance.now();
    const ended = await socket.untilTold('agent.speak_ended', 'first');
    assert.deepEqual([started.source_event_id, ended.source_event_id], ['first', 'first']);
    await socket.until('idle', () => socket.told.at(-1)?.type === 'agent.idle_started');
    assert.deepEqual(storyOf(started), [
      'agent.idle_ended',
      'agent.speak_started',
      'agent.speak_ended',
      'agent.idle_started',
    ]);
    const states = socket.told.slice(before).filter(({ type }) => type === 'agent.state_updated');
    assert.deepEqual(
      states.map(({ previous_state, new_state }) => [previous_state, new_state]),
      [
        ['idle', 'talking'],
        ['talking', 'idle'],
      ],
    );
    const pieces = socket.types().filter((type) => type === 'agent.audio_buffer_appended').length;
    assert.ok(pieces > 2 && socket.types().includes('agent.audio_buffer_committed'));
    const endedAt = performance.now();
    await until(() => (session.user.heard.at(-1)?.at ?? 0) > endedAt + 2 * TAIL_MS);
    const loud = session.user.heard.filter(({ at, level }) => at >= startedAt - TAIL_MS && level > 0.1);
    // At another rate than the 24 kHz it was made for, it would last half as long again.
    assert.ok(Math.abs(loud.length * PIECE_S - 2) < 0.3, `${loud.length * PIECE_S} s`);
    const entry = await calls.book(session.token);
    assert.deepEqual([entry?.audio_seconds, entry?.utterances, entry?.audio_messages], [2, 1, pieces]);
  });

  it('takes all up to speak_end for one utterance: any ids, none, halves of samples', async () => {
    const before = await calls.book(session.token);
    const samples = sound(0.6);
    const cuts = [0, 4_801, 9_602, 20_001, samples.byteLength];
    for (const [index, from] of cuts.slice(0, -1).entries()) {
      const audio = base64(samples, from, cuts[index + 1]);
      socket.send('agent.speak', index === 2 ? { audio } : { audio, event_id: `piece-${index}` });
    }
    socket.send('agent.speak_end');
    const ended = await socket.untilTold('agent.speak_ended', 'piece-0');
    assert.equal(storyOf(ended).filter((type) => type === 'agent.speak_started').length, 1);
    const after = await calls.book(session.token);
    assert.equal((after?.utterances ?? 0) - (before?.utterances ?? 0), 1);
    assert.ok(Math.abs((after?.audio_seconds ?? 0) - (before?.audio_seconds ?? 0) - 0.6) < 1e-9);
  });

  it('speaks utterances one after another, without an id too', async () => {
    const anonymous = sound(0.3);
    socket.send('agent.speak', { audio: base64(anonymous) });
    socket.send('agent.speak_end');
    socket.speak(sound(0.3), 'named');
    const named = await socket.untilTold('agent.speak_ended', 'named');
    const unnamed = socket.told.filter(
      ({ type, source_event_id }) => type === 'agent.speak_ended' && source_event_id === null,
    );
    assert.equal(unnamed.length, 1);
    assert.ok(socket.told.indexOf(unnamed[0] as LiteMessage) < socket.told.indexOf(named));
  });

  it('stops at an interruption and forgets what waited', async () => {
    socket.speak(sound(20), 'long');
    socket.speak(sound(5), 'waiting');
    const started = await socket.untilTold('agent.speak_started', 'long');
    // As other clients send it between turns.
    socket.send('agent.interrupt', { event_id: null });
    await socket.untilTold('agent.speak_ended', 'long');
    const endedAt = performance.now();
    assert.deepEqual(storyOf(started).slice(0, 4), [
      'agent.idle_ended',
      'agent.speak_started',
      'agent.speak_interrupted',
      'agent.speak_ended',
    ]);
    await until(() => (session.user.heard.at(-1)?.at ?? 0) > endedAt + 1_000);
    assert.ok(session.user.loudest(endedAt + TAIL_MS, Infinity) < AUDIBLE);
    assert.ok(socket.types().includes('agent.audio_buffer_cleared'));
    assert.ok(
      !socket.told.some(({ type, event_id }) => type === 'agent.speak_started' && event_id === 'waiting'),
    );
    assert.equal((await calls.book(session.token))?.interrupt_calls, 1);
  });

  it('has a listening pose, takes keep-alives, and answers what is none with an error', async () => {
    socket.send('agent.start_listening', { event_id: 'l' });
    await socket.until('the state', () => socket.told.some(({ new_state }) => new_state === 'listening'));
    socket.send('agent.stop_listening');
    socket.send('session.keep_alive', { event_id: 'k' });
    socket.send('start', { encoding: 'pcm_s16le', sample_rate: 24_000, channels: 1 });
    const errors = (): LiteMessage[] => socket.told.filter(({ type }) => type === 'error');
    assert.deepEqual(errors(), []);
    socket.send('agent.sing', { event_id: 's' });
    socket.send('agent.speak', { event_id: 'a' });
    socket.send('agent.speak', { event_id: 'b', audio: 'not base64!' });
    socket.sendText('{"type":');
    socket.sendText('null');
    socket.send('agent.speak', { audio: 'A'.repeat(1024 * 1024) });
    await socket.until('six errors', () => errors().length === 6);
    assert.deepEqual(
      errors().map(({ error }) => [error?.type, error?.event_id]),
      ['s', 'a', 'b', null, null, null].map((id) => ['invalid_request_error', id]),
    );
    const entry = await calls.book(session.token);
    assert.deepEqual([entry?.keep_alive_calls, entry?.listening, entry?.utterances], [1, false, 6]);
  });

  it('comes back on the same address in the middle of an utterance, and goes on', async () => {
    socket.beginToSpeak(sound(0.5), 'broken');
    await socket.untilTold('agent.speak_started', 'broken');
    socket.drop();
    socket = await new LiteClient(session.data.ws_url ?? '').connected();
    socket.speak(sound(0.5), 'broken');
    const ended = await socket.untilTold('agent.speak_ended', 'broken');
    assert.deepEqual(storyOf(ended).slice(0, 1), ['agent.speak_ended'], 'it had begun on the other socket');
    const entry = await calls.book(session.token);
    assert.deepEqual([entry?.sockets, entry?.status, entry?.utterances], [2, 'connected', 7]);
  });

  it('measures the user’s microphone and leaves the listening to the client', async () => {
    const told = socket.told.length;
    await session.user.openMicrophone();
    await session.user.play(silence(0.3));
    await session.user.play(await speech('Is anybody there?'));
    await calls.untilBook(session.token, ({ microphone }) => microphone.speech_seconds > 0.3);
    await socket.ping();
    assert.deepEqual([socket.told.slice(told), session.events], [[], []]);
  });

  it('has no socket for others: unknown ids, FULL sessions', async () => {
    const unknown = new LiteClient((session.data.ws_url ?? '').replace(/[^/]+$/, 'nobody'));
    assert.match(await unknown.until('a refusal', () => unknown.failure), /404/);
    const { session_id, session_token } = await calls.token();
    await calls.start(session_token);
    const full = new LiteClient((session.data.ws_url ?? '').replace(/[^/]+$/, session_id));
    assert.match(await full.until('a refusal', () => full.failure), /404/);
    await calls.stop(session_token);
  });

  it('ends: session.stopped in the room, the socket closes, and nobody gets in again', async () => {
    await calls.stop(session.token);
    assert.equal((await session.until('session.stopped')).end_reason, 'USER_CLOSED');
    assert.equal(await socket.until('its end', () => socket.closed), 1000);
    assert.deepEqual(
      socket.told.slice(-2).map(({ state }) => state),
      ['closing', 'closed'],
    );
    assert.equal(await session.user.until('the end of the room', () => session.user.ended), ROOM_DELETED);
    const late = new LiteClient(session.data.ws_url ?? '');
    assert.match(await late.until('a refusal', () => late.failure), /404/);
  });
});
