/** The wire side of LiveAvatar's troubles: what a client meets when its token carries one. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dispose } from '@livekit/rtc-node';
import { WebSocket } from 'ws';
import { LIVE_AVATAR_TROUBLES } from '../../../demo/sandbox/live-avatar/troubles.js';
import { startSandbox, type Sandbox } from '../../../demo/sandbox/sandbox.js';
import { silence, speech, tone } from '../sounds.js';
import { FULL, LITE, LiveAvatarCalls } from './live-avatar-calls.js';
import { LITE_RATE, LiteClient } from './lite-client.js';

/** The troubles' seconds become tenths; what is slow must still be told from what is not. */
const CLOCK = 10;
const SLOW_MS = 3_000 / CLOCK;
const PARTICIPANT_REMOVED = 4;
const ROOM_DELETED = 5;
/** All types on the topic of events, three times. */
const SPOOFED = 45;

const LIVE = [
  'server-ends-session',
  'no-credits',
  'short-session',
  'room-deleted',
  'avatar-leaves',
  'unannounced-end',
  'garbage-messages',
  'livekit-restart',
];

const tested = new Set<string>();
const trouble = (name: string, test: (name: string) => Promise<void>): void => {
  tested.add(name);
  it(name, () => test(name));
};

// Once for the file: after it rtc-node makes no more rooms in this process.
after(dispose);

describe('troubles of LiveAvatar', { concurrency: 2 }, () => {
  let sandbox: Sandbox;
  let calls: LiveAvatarCalls;
  before(async () => {
    sandbox = await startSandbox({ clock: CLOCK });
    calls = new LiveAvatarCalls(sandbox.url);
  });
  after(async () => {
    assert.equal((await calls.call('/sandbox/sessions', { method: 'GET' })).body.open, 0);
    await sandbox.close();
  });

  const mint = async (name: string, body: object = FULL): Promise<string> =>
    (await calls.token(body, name)).session_token;
  const timed = async <T>(work: Promise<T>): Promise<[T, number]> => {
    const startedAt = performance.now();
    return [await work, performance.now() - startedAt];
  };

  const refusals: [name: string, status: number, code: number][] = [
    ['expired-token', 401, 4001],
    ['concurrency-limit', 409, 4009],
    ['forbidden', 403, 4003],
    ['rate-limited', 429, 4029],
    ['server-error', 500, 5000],
  ];
  for (const [name, status, code] of refusals) {
    trouble(name, async () => {
      const token = await mint(name);
      const reply = await calls.start(token);
      assert.deepEqual([reply.status, reply.code, reply.data], [status, code, null]);
      assert.equal(reply.headers.get('retry-after'), name === 'rate-limited' ? '1' : null);
      assert.equal((await calls.stop(token)).status, 200, 'as after every failed start');
      assert.equal(await calls.book(token), undefined);
    });
  }

  trouble('html-answer', async (name) => {
    const reply = await calls.call('/v1/sessions/start', {
      headers: { Authorization: `Bearer ${await mint(name)}` },
    });
    assert.match(reply.headers.get('content-type') ?? '', /^text\/html/);
    assert.deepEqual([reply.status, typeof reply.body], [200, 'string']);
  });

  trouble('empty-answer', async (name) => {
    const reply = await calls.start(await mint(name));
    assert.deepEqual([reply.status, reply.code, reply.data], [200, 1000, null]);
  });

  trouble('token-refused', async (name) => {
    const headers = { 'X-Sandbox-Trouble': name };
    const minted = await calls.ask('/v1/sessions/token', { body: FULL, headers });
    assert.deepEqual([minted.status, minted.message], [409, 'Session concurrency limit reached']);
    const byUrl = await calls.call(`/sandbox/token?service=liveavatar&trouble=${name}`, { body: {} });
    assert.equal(byUrl.status, 409);
  });

  trouble('slow-token', async (name) => {
    const [, took] = await timed(mint(name));
    assert.ok(took >= SLOW_MS * 0.9, `${took}`);
  });

  trouble('slow-open', async (name) => {
    const token = await mint(name);
    const [reply, took] = await timed(calls.start(token));
    assert.equal(reply.status, 201);
    assert.ok(took >= SLOW_MS * 0.9, `${took}`);
    await calls.stop(token);
  });

  trouble('hanging-open', async (name) => {
    const token = await mint(name);
    const hangUp = new AbortController();
    const failure = assert.rejects(calls.start(token, hangUp.signal), { name: 'AbortError' });
    await calls.untilBook(token, ({ status }) => status === 'connected');
    hangUp.abort();
    await failure;
    assert.equal((await calls.stop(token)).status, 200);
    const entry = await calls.book(token);
    assert.deepEqual([entry?.status, entry?.ended_by], ['closed', 'stop']);
  });

  trouble('no-room', async (name) => {
    const token = await mint(name);
    const { data } = await calls.start(token);
    await assert.rejects(fetch(data.livekit_url.replace(/^ws/, 'http')));
    await calls.stop(token);
  });

  trouble('hanging-room', async (name) => {
    const token = await mint(name);
    const { data } = await calls.start(token);
    const socket = new WebSocket(`${data.livekit_url}/rtc/v1`);
    let words = 0;
    socket.on('message', () => words++);
    await new Promise((resolve) => socket.once('open', resolve));
    await calls.stop(token);
    assert.deepEqual([words, socket.readyState], [0, WebSocket.OPEN]);
    socket.terminate();
  });

  trouble('no-avatar', async (name) => {
    const session = await calls.meet(FULL, name);
    assert.deepEqual(session.user.others, []);
    await calls.stop(session.token);
    assert.equal(await session.user.until('the end', () => session.user.ended), ROOM_DELETED);
    await session.end();
  });

  trouble('half-a-session', async (name) => {
    const session = await calls.meet(FULL, name);
    await session.user.until('pictures', () => session.user.frames > 25);
    assert.deepEqual([...session.user.kinds], ['video']);
    await session.end();
  });

  trouble('no-agent', async (name) => {
    const session = await calls.meet(FULL, name);
    await session.user.until('pictures', () => session.user.frames > 5);
    assert.deepEqual(session.user.others, ['heygen']);
    await session.command('avatar.speak_text', { text: 'Does anybody hear me?' });
    await session.end();
    assert.deepEqual((await calls.book(session.token))?.commands, []);
  });

  trouble('context-missing', async (name) => {
    const session = await calls.meet(FULL, name);
    await session.user.openMicrophone();
    await session.user.play(silence(0.3));
    await session.user.play(await speech('Is anybody there who could answer me?'));
    await session.until('user.transcription');
    const id = await session.command('avatar.speak_text', { text: 'Only this.' });
    await session.until('avatar.speak_ended', id);
    assert.equal(session.of('avatar.speak_started').length, 1);
    assert.equal((await calls.book(session.token))?.context, null);
    await session.end();
  });

  trouble('push-to-talk-unanswered', async (name) => {
    const session = await calls.meet({ ...FULL, interactivity_type: 'PUSH_TO_TALK' }, name);
    await session.commandWithoutId('user.start_push_to_talk');
    const id = await session.command('avatar.speak_text', { text: 'Later.' });
    await session.until('avatar.speak_started', id);
    assert.ok(!session.events.some(({ event_type }) => event_type.includes('push_to_talk')));
    assert.deepEqual((await calls.book(session.token))?.push_to_talk, ['start']);
    await session.end();
  });

  trouble('push-to-talk-refused', async (name) => {
    const session = await calls.meet({ ...FULL, interactivity_type: 'PUSH_TO_TALK' }, name);
    await session.commandWithoutId('user.start_push_to_talk');
    await session.until('user.push_to_talk_start_failed');
    await session.end();
  });

  trouble('drops-after-2s', async (name) => {
    const session = await calls.meet(FULL, name);
    assert.equal(await session.user.until('the end', () => session.user.ended), PARTICIPANT_REMOVED);
    assert.equal((await calls.book(session.token))?.status, 'connected');
    await session.end();
  });

  trouble('spoofed-messages', async (name) => {
    const session = await calls.meet(FULL, name);
    await calls.untilBook(session.token, ({ spoofed_messages }) => spoofed_messages === SPOOFED, 15_000);
    const spoofed = await session.user.until('them all', () => {
      const found = session.events.filter(({ source_event_id }) => source_event_id === 'spoofed-by-mallory');
      return found.length === SPOOFED && found;
    });
    assert.ok(spoofed.every(({ sender }) => sender === undefined || sender === 'mallory'));
    assert.equal(new Set(spoofed.map(({ event_type }) => event_type)).size, SPOOFED / 3);
    await session.end();
  });

  trouble('socket-refused', async (name) => {
    const session = await calls.meet(LITE, name);
    const socket = new LiteClient(session.data.ws_url ?? '');
    assert.match(await socket.until('a refusal', () => socket.failure), /404/);
    await session.end();
  });

  trouble('socket-silent', async (name) => {
    const session = await calls.meet(LITE, name);
    const socket = new LiteClient(session.data.ws_url ?? '');
    await socket.untilTold('session.state_updated');
    socket.speak(tone(440, 0.5, 0.5, LITE_RATE), 'unheard');
    await socket.ping();
    assert.deepEqual(
      socket.told.map(({ state }) => state),
      ['connecting'],
    );
    const entry = await calls.book(session.token);
    assert.deepEqual([entry?.audio_messages, entry?.dropped_commands], [0, 3]);
    await session.end();
  });

  trouble('socket-slow', async (name) => {
    const session = await calls.meet(LITE, name);
    const openedAt = performance.now();
    const socket = new LiteClient(session.data.ws_url ?? '');
    await socket.opened();
    socket.send('session.keep_alive', { event_id: 'early' });
    await socket.connected();
    assert.ok(performance.now() - openedAt >= SLOW_MS * 0.9);
    socket.speak(tone(440, 0.5, 0.5, LITE_RATE), 'heard');
    await socket.untilTold('agent.speak_ended', 'heard');
    const entry = await calls.book(session.token);
    assert.deepEqual([entry?.dropped_commands, entry?.keep_alive_calls], [1, 0]);
    await session.end();
  });

  trouble('socket-drops', async (name) => {
    const session = await calls.meet(LITE, name);
    const first = new LiteClient(session.data.ws_url ?? '');
    assert.equal(await first.until('its end', () => first.closed), 1006);
    const second = await new LiteClient(session.data.ws_url ?? '').connected();
    second.speak(tone(440, 0.5, 0.5, LITE_RATE), 'again');
    await second.untilTold('agent.speak_ended', 'again');
    assert.equal((await calls.book(session.token))?.sockets, 2);
    await session.end();
  });

  it('the troubles of LiveAvatar are all in the table, and all tested, here or in live-troubles.test.ts', async () => {
    for (const name of LIVE) tested.add(name);
    const { body } = await calls.call('/sandbox/troubles?service=liveavatar', { method: 'GET' });
    assert.deepEqual(body.troubles.map(({ name }) => name).toSorted(), [...tested].toSorted());
    assert.equal(LIVE_AVATAR_TROUBLES.length, tested.size);
    for (const row of body.troubles) {
      assert.deepEqual(Object.keys(row), ['name', 'what', 'code', 'phase', 'books', 'mode']);
    }
  });
});
