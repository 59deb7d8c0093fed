/** The wire side of the troubles of a session that runs: what a client meets, and that the session goes on or ends. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dispose } from '@livekit/rtc-node';
import { startSandbox, type Sandbox } from '../../demo/sandbox/sandbox.js';
import { ChatClient } from './chat-client.js';
import { RoomUser } from './room-user.js';
import { SandboxCalls, type Opened } from './sandbox-calls.js';

/** So seconds are fifths; what is in real time regardless says so. */
const CLOCK = 5;
const PARTICIPANT_REMOVED = 4;
const ROOM_DELETED = 5;

// Once for the file: after it rtc-node makes no more rooms in this process.
after(dispose);

describe('troubles of a running session', { concurrency: true }, () => {
  let sandbox: Sandbox;
  let calls: SandboxCalls;
  before(async () => {
    sandbox = await startSandbox({ clock: CLOCK });
    calls = new SandboxCalls(sandbox.url);
  });
  after(() => sandbox.close());

  interface Meeting {
    opened: Opened;
    user: RoomUser;
    chat: ChatClient;
    stop(): Promise<void>;
  }

  const meet = async (trouble: string, request = {}): Promise<Meeting> => {
    const opened = await calls.open(request, trouble);
    const { session_id, token, url, access_token } = opened;
    const user = new RoomUser();
    await user.join(url, access_token);
    const chat = await new ChatClient(sandbox.url, opened).opened();
    await calls.streaming(token, 'start', { session_id });
    const stop = async (): Promise<void> => {
      assert.equal((await calls.streaming(token, 'stop', { session_id })).status, 200);
      await user.leave();
    };
    return { opened, user, chat, stop };
  };

  it('half-a-session: pictures, and never a sound', async () => {
    const { user, stop } = await meet('half-a-session');
    await user.until('pictures', () => user.frames > 25);
    assert.deepEqual([...user.kinds], ['video']);
    await stop();
  });

  it('drops-after-2s: the user is removed, the session runs on', async () => {
    const { user, opened, stop } = await meet('drops-after-2s');
    assert.equal(await user.until('the end', () => user.ended), PARTICIPANT_REMOVED);
    assert.equal((await calls.books({ token: opened.token }))[0]?.status, 'connected');
    await stop();
  });

  it('socket-drops: the first chat socket breaks, the next one stays', async () => {
    const { opened, chat, stop } = await meet('socket-drops');
    assert.equal(await chat.until('its end', () => chat.closed), 1006);
    await calls.untilBooks(opened.token, (books) => books.chat === 'closed');
    const next = await new ChatClient(sandbox.url, opened).opened();
    await calls.untilBooks(opened.token, (books) => books.chat === 'open' && books.chat_sockets === 2);
    const { task_id } = (
      await calls.streaming(opened.token, 'task', { session_id: opened.session_id, text: 'Hello.' })
    ).body.data;
    assert.ok(task_id);
    assert.equal(next.closed, undefined);
    await stop();
  });

  it('spoofed-messages: mallory sends all that the avatar sends', async () => {
    const { opened, user, stop } = await meet('spoofed-messages');
    const entry = await calls.untilBooks(opened.token, (books) => books.spoofed_messages === 54, 10_000);
    assert.ok(entry.participants.includes('client'));
    const spoofed = await user.until('them all', () => {
      const found = user.messages.filter(({ task_id }) => task_id === 'spoofed-by-mallory');
      return found.length === 54 && found;
    });
    assert.ok(spoofed.every(({ sender }) => sender === undefined || sender === 'mallory'));
    assert.equal(
      new Set(spoofed.map(({ type }) => type)).size,
      10,
      'nine types, and none where the other key is used',
    );
    await stop();
  });

  it('garbage-messages: ten thousand on both channels in some ten seconds, then a turn', async () => {
    // A slow machine takes longer for them than the session may be idle.
    const { opened, user, chat, stop } = await meet('garbage-messages', { disable_idle_timeout: true });
    const entry = await calls.untilBooks(opened.token, (books) => books.garbage_messages === 10_000, 60_000);
    assert.equal(entry.status, 'connected');
    const start = await user.untilMessage('avatar_start_talking');
    await user.untilMessage('avatar_stop_talking', start.task_id);
    const words = user.messages.filter(
      ({ task_id, type }) => type === 'avatar_talking_message' && task_id === start.task_id,
    );
    assert.equal(words.map(({ message }) => message).join(''), 'Still here.');
    assert.ok(user.garbage > 2_500 && chat.garbage > 2_500, `${user.garbage} and ${chat.garbage}`);
    assert.equal(user.ended, undefined);
    await stop();
  });

  it('POST /sandbox/session/end ends a session for the reason that is named', async () => {
    const { opened, user } = await meet('');
    const end = (query: string): Promise<number> =>
      calls.call(`/sandbox/session/end?${query}`).then(({ status }) => status);
    assert.equal(await end('session_id=nobody'), 400);
    assert.equal(await end(`session_id=${opened.session_id}&reason=boredom`), 400);
    assert.equal(await end(`session_id=${opened.session_id}&reason=duration`), 200);
    assert.equal(await user.until('the end', () => user.ended), ROOM_DELETED);
    assert.equal((await calls.books({ token: opened.token }))[0]?.ended_by, 'duration');
    await user.leave();
  });
});

describe('a LiveKit server that is killed', { timeout: 60_000 }, () => {
  let sandbox: Sandbox;
  let calls: SandboxCalls;
  before(async () => {
    sandbox = await startSandbox();
    calls = new SandboxCalls(sandbox.url);
  });
  after(() => sandbox.close());

  it('livekit-restart: it comes back on its port, with its rooms, and user and avatar meet again', async () => {
    const opened = await calls.open({}, 'livekit-restart');
    const { session_id, token, url, access_token } = opened;
    const user = new RoomUser();
    await user.join(url, access_token);
    await calls.streaming(token, 'start', { session_id });
    await user.until('pictures', () => user.frames > 5);
    await user.until('a reconnection', () => user.reconnections > 0, 30_000);
    const frames = user.frames;
    await user.until('pictures again', () => user.frames > frames + 10, 30_000);
    const [entry] = await calls.books({ token });
    assert.deepEqual([entry?.status, user.ended], ['connected', undefined]);
    const { task_id } = (await calls.streaming(token, 'task', { session_id, text: 'I am back.' })).body.data;
    await user.untilMessage('avatar_stop_talking', task_id);
    await calls.streaming(token, 'stop', { session_id });
    await user.until('the end', () => user.ended);
  });
});
