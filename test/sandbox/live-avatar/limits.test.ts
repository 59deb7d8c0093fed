/** LiveAvatar's limits in time, with the sandbox's clock sped up: sessions that nobody ends are ended. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dispose } from '@livekit/rtc-node';
import { startSandbox, type Sandbox } from '../../../demo/sandbox/sandbox.js';
import { RoomUser } from '../room-user.js';
import { FULL, LiveAvatarCalls } from './live-avatar-calls.js';

// Once for the file: after it rtc-node makes no more rooms in this process.
after(dispose);

describe('limits of LiveAvatar', () => {
  /** So a minute is 0.6 s. */
  const FAST = 100;
  let sandbox: Sandbox;
  let calls: LiveAvatarCalls;
  before(async () => {
    sandbox = await startSandbox({ clock: FAST });
    calls = new LiveAvatarCalls(sandbox.url);
  });
  after(() => sandbox.close());

  const ended = async (token: string): Promise<unknown[]> => {
    const entry = await calls.untilBook(token, ({ status }) => status === 'closed', 20_000);
    return [entry.ended_by, entry.end_reason];
  };
  const lastedMs = async (token: string): Promise<number> => {
    const entry = await calls.book(token);
    return Date.parse(entry?.ended_at ?? '') - Date.parse(entry?.opened_at ?? '');
  };

  it('a sandbox session ends after 60 s', async () => {
    const { session_token: token } = await calls.token({ ...FULL, is_sandbox: true });
    await calls.start(token);
    assert.deepEqual(await ended(token), ['duration', 'MAX_DURATION_REACHED']);
    assert.ok((await lastedMs(token)) >= 550);
  });

  it('max_session_duration is kept', async () => {
    const { session_token: token } = await calls.token({ ...FULL, max_session_duration: 120 });
    await calls.start(token);
    assert.deepEqual(await ended(token), ['duration', 'MAX_DURATION_REACHED']);
    assert.ok((await lastedMs(token)) >= 1_150);
  });

  it('nobody in the room for 200 s: it is reaped, keep-alives or not', async () => {
    const { session_token: token } = await calls.token();
    await calls.start(token);
    await calls.ask('/v1/sessions/keep-alive', { token });
    assert.deepEqual(await ended(token), ['no_client', 'ZOMBIE_SESSION_REAP']);
    assert.ok((await lastedMs(token)) >= 1_950);
  });

  it('a user who is there and silent is idle after 5 min, no sooner', async () => {
    const { session_token: token } = await calls.token();
    const { data } = await calls.start(token);
    const user = new RoomUser();
    await user.join(data.livekit_url, data.livekit_client_token);
    assert.deepEqual(await ended(token), ['idle', 'IDLE_TIMEOUT']);
    assert.ok((await lastedMs(token)) >= 2_900);
    await user.leave();
  });
});
