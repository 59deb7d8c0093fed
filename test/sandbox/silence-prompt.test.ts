/** The silence prompt, with the sandbox's clock sped up: 10 s of silence and 5 s of count-down are 1 s and 0.5 s. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dispose } from '@livekit/rtc-node';
import { startSandbox, type Sandbox } from '../../demo/sandbox/sandbox.js';
import { ChatClient } from './chat-client.js';
import { RoomUser } from './room-user.js';
import { SandboxCalls } from './sandbox-calls.js';
import { speech } from './sounds.js';

const CLOCK = 10;

describe('the silence prompt', { concurrency: true }, () => {
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

  it('announces a silence of both sides, then speaks; speech begins the count anew', async () => {
    const opened = await calls.open();
    const { session_id, token, url, access_token } = opened;
    const user = new RoomUser();
    await Promise.all([user.join(url, access_token), calls.streaming(token, 'start', { session_id })]);
    const chat = await new ChatClient(sandbox.url, opened, { silence_response: 'true' }).opened();
    const openedAt = performance.now();
    await user.openMicrophone();
    const first = await chat.untilTold('user_silence');
    assert.deepEqual([first.silence_times, first.count_down], [1, 5]);
    assert.ok(first.at - openedAt > 900, `${first.at - openedAt}`);
    const prompt = await user.untilMessage('avatar_start_talking');
    assert.ok(Math.abs(prompt.at - first.at - 500) < 400, `${prompt.at - first.at}`);
    const promptEnd = await user.untilMessage('avatar_stop_talking', prompt.task_id);
    const second = await chat.untilTold('user_silence', 2);
    assert.equal(second.silence_times, 2);
    assert.ok(second.at - promptEnd.at > 850, `${second.at - promptEnd.at}`);
    // During the count-down: nothing is prompted, and the answer's end begins a first silence.
    await user.play(await speech('Yes, I am here, I was only thinking about it.'));
    const answer = await user.until('the answer', () =>
      user.messages.find(({ type, message }) => type === 'avatar_talking_message' && message === ' heard'),
    );
    await calls.streaming(token, 'interrupt', { session_id });
    const third = await chat.untilTold('user_silence', 3);
    assert.equal(third.silence_times, 1);
    assert.ok(third.at > answer.at);
    const entry = await calls.untilBooks(token, ({ silence_prompts }) => silence_prompts >= 1);
    assert.ok(entry.silence_prompts <= 2);
    await user.leave();
    await calls.streaming(token, 'stop', { session_id });
  });

  it('is none without voice chat, and none unless asked for', async () => {
    const sessions = await Promise.all(
      [{ silence_response: 'true' }, { silence_response: 'undefined' }].map(async (query) => {
        const opened = await calls.open({ silence_response: true, activity_idle_timeout: 30 });
        await calls.streaming(opened.token, 'start', { session_id: opened.session_id });
        return { opened, chat: await new ChatClient(sandbox.url, opened, query).opened() };
      }),
    );
    const frames = sessions[1]?.chat.play(new Int16Array(2 * 16_000));
    // The idle limit of 3 s ends both, well after the 1 s that a silence would have taken.
    for (const { opened, chat } of sessions) {
      const entry = await calls.untilBooks(opened.token, ({ status }) => status === 'closed');
      assert.equal(entry.ended_by, 'idle');
      assert.deepEqual(chat.types(), []);
    }
    await frames;
  });
});
