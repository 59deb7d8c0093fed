/** The sandbox's own limits in time, with its clock sped up: sessions that nobody ends are ended. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dispose } from '@livekit/rtc-node';
import { startSandbox, type Sandbox } from '../../demo/sandbox/sandbox.js';
import { RoomUser } from './room-user.js';
import { SandboxCalls, type BookEntry } from './sandbox-calls.js';

/** 60 s of the service are 0.6 s here. */
const CLOCK = 100;

describe('limits', () => {
  let sandbox: Sandbox;
  let calls: SandboxCalls;

  before(async () => {
    sandbox = await startSandbox({ clock: CLOCK });
    calls = new SandboxCalls(sandbox.url);
  });
  after(async () => {
    await sandbox.close();
    await dispose();
  });

  it('a session that is never started ends after 60 s', async () => {
    const { token } = await calls.open();
    const entry = await calls.untilBooks(token, ({ status }) => status === 'closed');
    assert.equal(entry.ended_by, 'never_started');
    assert.equal(entry.started_at, null);
    assert.ok(lasted(entry) >= 500 && lasted(entry) < 3_000, `${lasted(entry)}`);
  });

  it('an idle session ends after its timeout, not before, though its user left at once', async () => {
    const { token, session_id, url, access_token } = await calls.open({ activity_idle_timeout: 60 });
    const user = new RoomUser();
    await Promise.all([user.join(url, access_token), calls.streaming(token, 'start', { session_id })]);
    await user.leave();
    const entry = await calls.untilBooks(token, ({ status }) => status === 'closed');
    assert.equal(entry.ended_by, 'idle');
    assert.ok(lasted(entry) >= 550, `${lasted(entry)}`);
  });

  // The window, 2.5 s here, is long beside the pauses and short beside the 6 s after which any session ends.
  it('keep-alives hold an idle session open', async () => {
    const { token, session_id, url, access_token } = await calls.open({ activity_idle_timeout: 250 });
    const user = new RoomUser();
    await Promise.all([user.join(url, access_token), calls.streaming(token, 'start', { session_id })]);
    for (let count = 0; count < 3; count++) {
      const { frames } = user;
      // The avatar's picture is the clock: 25 frames a second.
      await user.until('a part of the window', () => user.frames >= frames + 12);
      assert.equal((await calls.streaming(token, 'keep_alive', { session_id })).status, 200);
    }
    await user.leave();
    const entry = await calls.untilBooks(token, ({ status }) => status === 'closed');
    assert.deepEqual([entry.ended_by, entry.keep_alive_calls], ['idle', 3]);
    assert.ok(lasted(entry) > 3_500, `${lasted(entry)}`);
  });

  it('a session that is never idle ends at the duration limit: its room is deleted', async () => {
    const { token, session_id, url, access_token } = await calls.open({ disable_idle_timeout: true });
    const user = new RoomUser();
    await Promise.all([user.join(url, access_token), calls.streaming(token, 'start', { session_id })]);
    const entry = await calls.untilBooks(token, ({ status }) => status === 'closed', 10_000);
    assert.equal(entry.ended_by, 'duration');
    assert.ok(lasted(entry) >= 5_500, `${lasted(entry)}`);
    assert.equal(await user.until('the end of the room', () => user.ended), 5, 'ROOM_DELETED');
    await user.leave();
  });

  it('a session whose user never joins ends after 5 min, keep-alives or not', async () => {
    const { token, session_id } = await calls.open({ disable_idle_timeout: true });
    await calls.streaming(token, 'start', { session_id });
    const entry = await calls.untilBooks(token, ({ status }) => status === 'closed');
    assert.equal(entry.ended_by, 'never_joined');
    assert.ok(lasted(entry) >= 2_900 && lasted(entry) < 5_000, `${lasted(entry)}`);
  });

  const lasted = (entry: BookEntry): number => Date.parse(entry.ended_at ?? '') - Date.parse(entry.opened_at);
});
