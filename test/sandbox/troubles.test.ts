/** The wire side of every trouble in the table: what a client meets when its token carries one. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { dispose } from '@livekit/rtc-node';
import { WebSocket } from 'ws';
import { startSandbox, type Sandbox } from '../../demo/sandbox/sandbox.js';
import { TROUBLES } from '../../demo/sandbox/troubles.js';
import { RoomUser } from './room-user.js';
import { SandboxCalls } from './sandbox-calls.js';

/** The troubles' seconds become tenths; what is slow must still be told from what is not. */
const CLOCK = 10;
const SLOW_MS = 3_000 / CLOCK;
const LIVE = [
  'half-a-session',
  'drops-after-2s',
  'socket-drops',
  'garbage-messages',
  'spoofed-messages',
  'livekit-restart',
];

describe('troubles', () => {
  let sandbox: Sandbox;
  let calls: SandboxCalls;
  const tested = new Set<string>();

  before(async () => {
    sandbox = await startSandbox({ clock: CLOCK });
    calls = new SandboxCalls(sandbox.url);
  });
  after(async () => {
    await sandbox.close();
    await dispose();
  });

  const trouble = (name: string, test: (name: string) => Promise<void>): void => {
    tested.add(name);
    it(name, () => test(name));
  };
  const timed = async <T>(work: Promise<T>): Promise<[T, number]> => {
    const startedAt = performance.now();
    return [await work, performance.now() - startedAt];
  };

  const refusals: [name: string, status: number, code: unknown][] = [
    ['expired-token', 401, 401056],
    ['concurrency-limit', 400, 10007],
    ['endpoint-sunset', 410, 410],
    ['forbidden', 403, 400562],
    ['rate-limited', 429, 400123],
    ['server-error', 500, 500],
  ];
  for (const [name, status, code] of refusals) {
    trouble(name, async () => {
      const token = await calls.mint(name);
      const reply = await calls.streaming(token, 'new', { version: 'v2' });
      assert.deepEqual([reply.status, reply.body.code], [status, code]);
      assert.deepEqual(await calls.books({ token }), []);
      if (name === 'endpoint-sunset') assert.match(JSON.stringify(reply.body), /endpoint_sunset/);
      if (name === 'rate-limited') assert.equal(reply.headers.get('retry-after'), '20');
    });
  }

  trouble('html-answer', async (name) => {
    const token = await calls.mint(name);
    const reply = await calls.streaming(token, 'new', { version: 'v2' });
    assert.equal(reply.status, 200);
    assert.match(reply.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(String(reply.body), /<h1>/);
    assert.deepEqual(await calls.books({ token }), []);
  });

  trouble('empty-answer', async (name) => {
    const token = await calls.mint(name);
    const reply = await calls.streaming(token, 'new', { version: 'v2' });
    assert.deepEqual([reply.status, reply.body.data], [200, null]);
    assert.deepEqual(await calls.books({ token }), []);
  });

  trouble('slow-token', async (name) => {
    const [reply, took] = await timed(calls.call(`/sandbox/token?trouble=${name}`, { body: {} }));
    assert.equal(reply.status, 200);
    assert.ok(took >= SLOW_MS * 0.9, `${took}`);
  });

  trouble('slow-open', async (name) => {
    const [{ token, session_id }, took] = await timed(calls.open({}, name));
    assert.ok(took >= SLOW_MS * 0.9, `${took}`);
    await calls.streaming(token, 'stop', { session_id });
  });

  trouble('hanging-open', async (name) => {
    const token = await calls.mint(name);
    const hangUp = new AbortController();
    const asked = calls.streaming(token, 'new', { version: 'v2' }, hangUp.signal);
    const failure = assert.rejects(asked, { name: 'AbortError' });
    await calls.untilBooks(token, ({ status }) => status === 'new');
    hangUp.abort();
    await failure;
    const entry = await calls.untilBooks(token, ({ status }) => status === 'closed');
    assert.equal(entry.ended_by, 'undelivered');
  });

  trouble('slow-start', async (name) => {
    const { token, session_id } = await calls.open({}, name);
    const [reply, took] = await timed(calls.streaming(token, 'start', { session_id }));
    assert.equal(reply.status, 200);
    assert.ok(took >= SLOW_MS * 0.9, `${took}`);
    await calls.streaming(token, 'stop', { session_id });
  });

  trouble('start-refused', async (name) => {
    const { token, session_id } = await calls.open({}, name);
    const reply = await calls.streaming(token, 'start', { session_id });
    assert.deepEqual([reply.status, reply.body.code], [500, 500]);
    const [entry] = await calls.books({ token });
    assert.equal(entry?.status, 'new', 'it is open until the client stops it');
    assert.equal((await calls.streaming(token, 'stop', { session_id })).status, 200);
  });

  trouble('hanging-start', async (name) => {
    const { token, session_id } = await calls.open({}, name);
    const hangUp = new AbortController();
    const asked = calls.streaming(token, 'start', { session_id }, hangUp.signal);
    const failure = assert.rejects(asked, { name: 'AbortError' });
    await calls.untilBooks(token, ({ status }) => status === 'connected');
    hangUp.abort();
    await failure;
    const [entry] = await calls.books({ token });
    assert.equal(entry?.status, 'connected', 'a hung-up start ends nothing: the client knows the id');
    await calls.streaming(token, 'stop', { session_id });
  });

  trouble('no-room', async (name) => {
    const { token, session_id, url } = await calls.open({}, name);
    assert.equal((await calls.streaming(token, 'start', { session_id })).status, 200);
    await assert.rejects(fetch(url.replace(/^ws/, 'http')));
    await calls.streaming(token, 'stop', { session_id });
  });

  trouble('hanging-room', async (name) => {
    const { token, session_id, url } = await calls.open({}, name);
    assert.equal((await calls.streaming(token, 'start', { session_id })).status, 200);
    const socket = new WebSocket(`${url}/rtc/v1`);
    await once(socket, 'open');
    const said = once(socket, 'message');
    // It answers a ping, since its connection is fine, and says nothing of its own.
    socket.ping();
    assert.equal(await Promise.race([said, once(socket, 'pong').then(() => 'pong')]), 'pong');
    socket.terminate();
    await calls.streaming(token, 'stop', { session_id });
  });

  trouble('no-avatar', async (name) => {
    const { token, session_id, url, access_token } = await calls.open({}, name);
    const user = new RoomUser();
    await user.join(url, access_token);
    assert.equal((await calls.streaming(token, 'start', { session_id })).status, 200);
    const task = await calls.streaming(token, 'task', { session_id, text: 'anybody?' });
    assert.equal(task.status, 200);
    assert.equal(user.avatarIdentity, undefined);
    await calls.streaming(token, 'stop', { session_id });
    await user.until('the end of the room', () => user.ended !== undefined);
    await user.leave();
  });

  trouble('server-ends-session', async (name) => {
    const { token, session_id, url, access_token } = await calls.open({}, name);
    const user = new RoomUser();
    await user.join(url, access_token);
    await calls.streaming(token, 'start', { session_id });
    assert.equal(await user.until('the end of the room', () => user.ended), 5, 'ROOM_DELETED');
    const entry = await calls.untilBooks(token, ({ status }) => status === 'closed');
    assert.deepEqual([entry.ended_by, entry.stop_calls], ['server', 0]);
    assert.equal((await calls.streaming(token, 'task', { session_id, text: 'x' })).body.code, 10005);
    await user.leave();
  });

  trouble('socket-refused', async (name) => {
    const { token, session_id } = await calls.open({}, name);
    const query = new URLSearchParams({ session_id, session_token: token });
    const socket = new WebSocket(`${sandbox.url.replace(/^http/, 'ws')}/v1/ws/streaming.chat?${query}`);
    const failure = await new Promise<Error>((resolve) => socket.once('error', resolve));
    assert.match(failure.message, /401/);
    assert.equal((await calls.streaming(token, 'start', { session_id })).status, 200);
    assert.equal((await calls.books({ token }))[0]?.chat, 'refused');
    await calls.streaming(token, 'stop', { session_id });
  });

  trouble('hanging-room', async (name) => {
    const { token, session_id, url } = await calls.open({}, name);
    const socket = new WebSocket(`${url}/rtc/v1`);
    let words = 0;
    socket.on('message', () => words++);
    await new Promise((resolve) => socket.once('open', resolve));
    await calls.streaming(token, 'stop', { session_id });
    assert.deepEqual([words, socket.readyState], [0, WebSocket.OPEN]);
    socket.terminate();
  });

  it('are all in the table, and all tested, here or in live-troubles.test.ts', async () => {
    for (const name of LIVE) tested.add(name);
    const { troubles } = (await calls.call('/sandbox/troubles', { method: 'GET' })).body;
    assert.deepEqual(troubles.map(({ name }: { name: string }) => name).sort(), [...tested].sort());
    assert.equal(TROUBLES.length, tested.size);
    for (const row of troubles)
      assert.deepEqual(Object.keys(row), ['name', 'what', 'code', 'phase', 'books']);
  });
});
