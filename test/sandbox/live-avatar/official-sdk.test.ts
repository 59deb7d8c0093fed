/**
 * What `@heygen/liveavatar-web-sdk` 0.0.18 does and needs, step by step as it was seen to, without the
 * package.
 */
import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { dispose } from '@livekit/rtc-node';
import { startSandbox, type Sandbox } from '../../../demo/sandbox/sandbox.js';
import { RoomUser } from '../room-user.js';
import { tone } from '../sounds.js';
import { claims, FULL, LITE, LiveAvatarCalls, Meeting, type LiveReply } from './live-avatar-calls.js';
import { LITE_RATE, LiteClient } from './lite-client.js';

const SUCCESS_CODE = 1000;

// Once for the file: after it rtc-node makes no more rooms in this process.
after(dispose);

describe('the official LiveAvatar SDK 0.0.18 on the sandbox', () => {
  let sandbox: Sandbox;
  let calls: LiveAvatarCalls;
  before(async () => {
    sandbox = await startSandbox();
    calls = new LiveAvatarCalls(sandbox.url);
  });
  after(async () => {
    assert.equal((await calls.call('/sandbox/sessions', { method: 'GET' })).body.open, 0);
    await sandbox.close();
  });

  /** `Content-Type: application/json` and `Content-Length: 0`, with a page's origin; any other code is an error. */
  const post = (path: string, token: string): Promise<LiveReply['data']> =>
    new Promise((resolve, reject) => {
      const headers = {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        'Content-Length': 0,
        Origin: 'https://page.example',
      };
      httpRequest(`${sandbox.url}${path}`, { method: 'POST', headers }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => {
          const answer = JSON.parse(body) as LiveReply;
          const allowed = response.headers['access-control-allow-credentials'] === 'true';
          if (allowed && answer.code === SUCCESS_CODE) resolve(answer.data);
          else reject(new Error(`${path} answered ${body}`));
        });
      })
        .on('error', reject)
        .end();
    });

  /** Its `start()`: the mode out of the token, the call, the room, and in FULL both participants. */
  const start = async (
    body: object,
  ): Promise<{ session: Meeting; mode: string; ready: Promise<unknown> }> => {
    const { session_token: token } = await calls.token(body);
    const mode = String(claims(token).start_session_data['mode']);
    const data = await post('/v1/sessions/start', token);
    const user = new RoomUser();
    await user.join(data.livekit_url, data.livekit_client_token);
    const required = ['heygen', `liveavatar-agent-${data.session_id}`];
    if (mode !== 'LITE') {
      assert.ok(
        required.every((identity) => user.others.includes(identity)),
        'no wait for what LiveKit announces late',
      );
    }
    const ready = user.until('stream_ready', () => user.kinds.size === 2 && user.avatarIdentity === 'heygen');
    return { session: new Meeting(calls, token, data, user, undefined), mode, ready };
  };

  it('FULL: start, message, push to talk, keep-alive, stop', async () => {
    const { session, mode, ready } = await start({ ...FULL, interactivity_type: 'PUSH_TO_TALK' });
    assert.equal(mode, 'FULL');
    await ready;
    const id = await session.command('avatar.speak_response', { text: 'Hello' });
    await session.until('avatar.speak_started', id);
    await session.commandWithoutId('avatar.interrupt');
    await session.until('avatar.speak_ended', id);
    await session.commandWithoutId('user.start_push_to_talk');
    await session.until('user.push_to_talk_started');
    await session.commandWithoutId('user.stop_push_to_talk');
    await session.until('user.push_to_talk_stopped');
    await post('/v1/sessions/keep-alive', session.token);
    // Its stop() leaves the room first and does not wait for the call.
    await session.user.leave();
    await post('/v1/sessions/stop', session.token);
    assert.equal((await calls.book(session.token))?.status, 'closed');
  });

  it('FULL: after session.stopped it calls stop once more, which must succeed', async () => {
    const { session, ready } = await start(FULL);
    await ready;
    await calls.call(`/sandbox/session/end?session_id=${session.data.session_id}&reason=idle`);
    const stopped = await session.until('session.stopped');
    assert.equal(stopped.stop_reason, 'IDLE_TIMEOUT', 'it reads stop_reason');
    await post('/v1/sessions/stop', session.token);
    assert.equal((await calls.book(session.token))?.ended_by, 'idle');
    await session.user.leave();
  });

  it('LITE: speaks at once, without a wait for connected and without a pace', async () => {
    const { session, mode, ready } = await start({ ...LITE, is_sandbox: true });
    assert.equal(mode, 'LITE');
    const socket = new LiteClient(session.data.ws_url ?? '');
    await socket.opened();
    socket.speak(tone(440, 3, 0.5, LITE_RATE), 'audio');
    const started = await socket.untilTold('agent.speak_started');
    assert.ok(started.task?.id);
    await ready;
    socket.send('agent.interrupt', { event_id: crypto.randomUUID() });
    // The only end that it knows, also of what was interrupted.
    await socket.untilTold('agent.speak_ended');
    assert.equal((await calls.book(session.token))?.dropped_commands, 0);
    await session.user.leave();
    socket.close();
    await post('/v1/sessions/stop', session.token);
  });

  it('a start that fails says why, and stop after it succeeds', async () => {
    const { session_token: token } = await calls.token(FULL, 'forbidden');
    await assert.rejects(post('/v1/sessions/start', token), /"code":4003,"message":"Forbidden"/);
    await post('/v1/sessions/stop', token);
  });
});
