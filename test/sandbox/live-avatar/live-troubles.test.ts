/** LiveAvatar's troubles of a session that runs, in real time: how it ends, or goes on through them. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dispose } from '@livekit/rtc-node';
import { startSandbox, type Sandbox } from '../../../demo/sandbox/sandbox.js';
import { FULL, LiveAvatarCalls } from './live-avatar-calls.js';

const ROOM_DELETED = 5;

// Once for the file: after it rtc-node makes no more rooms in this process.
after(dispose);

describe('troubles of LiveAvatar in real time', { concurrency: 2, timeout: 180_000 }, () => {
  let sandbox: Sandbox;
  let calls: LiveAvatarCalls;
  before(async () => {
    sandbox = await startSandbox();
    calls = new LiveAvatarCalls(sandbox.url);
  });
  after(() => sandbox.close());

  const ends: [name: string, endedBy: string, reason: string][] = [
    ['server-ends-session', 'server', 'SERVER_ERROR'],
    ['no-credits', 'server', 'NO_CREDITS'],
    ['short-session', 'duration', 'MAX_DURATION_REACHED'],
  ];
  for (const [name, endedBy, reason] of ends) {
    it(name, async () => {
      const session = await calls.meet(FULL, name);
      const stopped = await session.until('session.stopped');
      assert.deepEqual([stopped.stop_reason, stopped.end_reason], [reason, reason]);
      assert.equal(await session.user.until('the end', () => session.user.ended), ROOM_DELETED);
      const entry = await calls.untilBook(session.token, ({ status }) => status === 'closed');
      assert.deepEqual([entry.ended_by, entry.end_reason, entry.stop_calls], [endedBy, reason, 0]);
      if (name === 'short-session') assert.equal(session.data.max_session_duration, 4);
      await session.end();
    });
  }

  it('room-deleted', async () => {
    const session = await calls.meet(FULL, 'room-deleted');
    assert.equal(await session.user.until('the end', () => session.user.ended), ROOM_DELETED);
    assert.deepEqual(session.events, []);
    assert.equal((await calls.book(session.token))?.ended_by, 'server');
    await session.end();
  });

  it('avatar-leaves', async () => {
    const session = await calls.meet(FULL, 'avatar-leaves');
    await session.user.until('pictures', () => session.user.frames > 0);
    await session.user.until('loneliness', () => session.user.others.length === 0);
    assert.deepEqual([session.user.ended, session.events], [undefined, []]);
    assert.equal((await calls.book(session.token))?.status, 'connected');
    await session.end();
  });

  it('unannounced-end', async () => {
    const session = await calls.meet(FULL, 'unannounced-end');
    assert.equal(session.data.max_session_duration, 4);
    const text = 'This sentence is so long that it is still being spoken when the session’s time is over.';
    const id = await session.command('avatar.speak_text', { text });
    await session.until('avatar.speak_started', id);
    const startedAt = performance.now();
    await session.user.until(
      'the time after it',
      () => (session.user.heard.at(-1)?.at ?? 0) > startedAt + 5_000,
    );
    await session.command('avatar.speak_text', { text: 'Hello?' });
    const pictures = session.user.frames;
    await session.user.until('pictures all the same', () => session.user.frames > pictures + 25);
    assert.equal(session.of('avatar.speak_started').length, 1);
    assert.deepEqual(session.of('avatar.speak_ended'), []);
    assert.equal((await calls.book(session.token))?.status, 'connected');
    await session.end();
  });

  it('garbage-messages', async () => {
    const session = await calls.meet(FULL, 'garbage-messages');
    const enough = ({ garbage_messages }: { garbage_messages: number }): boolean =>
      garbage_messages === 10_000;
    assert.equal((await calls.untilBook(session.token, enough, 60_000)).status, 'connected');
    const said = await session.until('avatar.transcription', null);
    assert.equal(said.text, 'Still here.');
    assert.ok(session.user.garbage > 5_000, `${session.user.garbage}`);
    await session.end();
  });
});

describe('a LiveKit server that is killed under LiveAvatar', { timeout: 120_000 }, () => {
  let sandbox: Sandbox;
  let calls: LiveAvatarCalls;
  before(async () => {
    sandbox = await startSandbox();
    calls = new LiveAvatarCalls(sandbox.url);
  });
  after(() => sandbox.close());

  it('livekit-restart', async () => {
    const session = await calls.meet(FULL, 'livekit-restart');
    await session.user.until('pictures', () => session.user.frames > 5);
    await session.user.until('a reconnection', () => session.user.reconnections > 0, 60_000);
    const { frames } = session.user;
    await session.user.until('pictures again', () => session.user.frames > frames + 10, 60_000);
    // What is sent before the agent is back has nobody to hear it.
    const agent = `liveavatar-agent-${session.data.session_id}`;
    await session.user.until('the agent', () => session.user.others.includes(agent), 60_000);
    const id = await session.command('avatar.speak_text', { text: 'I am back.' });
    await session.until('avatar.speak_ended', id);
    assert.equal((await calls.book(session.token))?.status, 'connected');
    await session.end();
  });
});
