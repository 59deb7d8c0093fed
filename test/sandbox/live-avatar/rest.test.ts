/** The REST side of LiveAvatar: envelopes, tokens, validation, sessions and their lists, the library, cross-origin. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startSandbox, type Sandbox } from '../../../demo/sandbox/sandbox.js';
import {
  claims,
  CONTEXT,
  FULL,
  LITE,
  LiveAvatarCalls,
  NOWHERE,
  WAYNE,
  type LiveReply,
} from './live-avatar-calls.js';

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

describe('LiveAvatar over HTTP', () => {
  let sandbox: Sandbox;
  let calls: LiveAvatarCalls;

  before(async () => {
    sandbox = await startSandbox();
    calls = new LiveAvatarCalls(sandbox.url);
  });
  after(async () => {
    const { open } = (await calls.call('/sandbox/sessions', { method: 'GET' })).body;
    assert.equal(open, 0, 'every test ended its sessions');
    await sandbox.close();
  });

  const short = ({ status, code, message }: LiveReply): unknown[] => [status, code, message];

  it('mints a three-part token that says what it is for, with an API key only', async () => {
    const reply = await calls.ask('/v1/sessions/token', { body: FULL });
    assert.deepEqual([reply.status, reply.code], [200, 1000]);
    assert.match(reply.data.session_id, UUID);
    assert.equal(reply.data.session_token.split('.').length, 3);
    assert.equal(claims(reply.data.session_token).start_session_data['mode'], 'FULL');
    assert.equal(claims(reply.data.session_token).start_session_data['avatar_id'], WAYNE);
    // FULL is the default, and CUSTOM an old name of LITE.
    const { mode: _, ...unnamed } = FULL;
    assert.equal(claims((await calls.token(unnamed)).session_token).start_session_data['mode'], 'FULL');
    const custom = await calls.token({ ...LITE, mode: 'CUSTOM' });
    assert.equal(claims(custom.session_token).start_session_data['mode'], 'LITE');
    const none = await calls.ask('/v1/sessions/token', { body: FULL, headers: { 'X-Api-Key': '' } });
    assert.deepEqual([none.status, none.code, none.data], [401, 4001, null]);
    const byToken = await calls.ask('/v1/sessions/token', { body: FULL, token: reply.data.session_token });
    assert.equal(byToken.status, 401, 'a session token mints none');
    assert.equal((await calls.book(reply.data.session_token))?.session_id, undefined, 'nothing runs yet');
  });

  it('names the field that is wrong', async () => {
    const long = (length: number): string => 'x'.repeat(length);
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`v${index}`, '']));
    const cases: [body: Record<string, unknown>, field: string, why: RegExp][] = [
      [{ avatar_id: undefined }, 'avatar_id', /Field required/],
      [{ avatar_id: 'Wayne' }, 'avatar_id', /Input should be a valid UUID/],
      [{ mode: 'HALF' }, 'mode', /FULL/],
      [{ avatar_persona: undefined }, '', /exactly one of avatar_persona or voice_agent/],
      [{ voice_agent: {} }, '', /exactly one of avatar_persona or voice_agent/],
      [{ avatar_persona: { voice_id: 'slt' } }, 'avatar_persona.voice_id', /valid UUID/],
      [{ avatar_persona: { context_id: 7 } }, 'avatar_persona.context_id', /string/],
      [
        { avatar_persona: { voice_settings: { speed: 1.5 } } },
        'avatar_persona.voice_settings.speed',
        /0.8 to 1.2/,
      ],
      [
        { avatar_persona: { stt_config: { provider: 'ear' } } },
        'avatar_persona.stt_config.provider',
        /deepgram/,
      ],
      [{ video_settings: { quality: 'ultra' } }, 'video_settings.quality', /very_high/],
      [{ video_settings: { encoding: 'AV1' } }, 'video_settings.encoding', /H264/],
      [{ interactivity_type: 'SHOUTING' }, 'interactivity_type', /PUSH_TO_TALK/],
      [{ max_session_duration: 1.5 }, 'max_session_duration', /valid integer/],
      [{ dynamic_variables: { name: long(1001) } }, 'dynamic_variables.name', /at most 1000/],
      [{ dynamic_variables: { [long(65)]: '' } }, `dynamic_variables.${long(64)}`, /at most 64/],
      [{ dynamic_variables: many }, 'dynamic_variables', /at most 50/],
      [{ llm_configuration_id: 'gpt' }, 'llm_configuration_id', /valid UUID/],
    ];
    for (const [change, field, why] of cases) {
      const { status, detail } = await calls.ask('/v1/sessions/token', { body: { ...FULL, ...change } });
      assert.equal(status, 422, JSON.stringify(change));
      assert.deepEqual(detail[0]?.loc, ['body', ...(field ? field.split('.') : [])]);
      assert.match(detail[0]?.msg ?? '', why);
    }
  });

  it('refuses what no session can have, in words', async () => {
    const mint = async (change: object, base: object = FULL): Promise<unknown[]> =>
      short(await calls.ask('/v1/sessions/token', { body: { ...base, ...change } }));
    assert.deepEqual(await mint({ avatar_id: NOWHERE }), [404, 4004, 'Avatar not found']);
    assert.deepEqual(await mint({ is_sandbox: true, max_session_duration: 61 }), [
      400,
      4000,
      'max_session_duration (61s) exceeds the maximum allowed (60s)',
    ]);
    assert.equal((await mint({ openai_realtime_config: {} }, LITE))[0], 400);
    // Of these nobody knows before the start.
    const { session_token: voiceless } = await calls.token({
      ...FULL,
      avatar_persona: { voice_id: NOWHERE },
    });
    assert.deepEqual(short(await calls.start(voiceless)).slice(0, 2), [400, 4000]);
    const { session_token: brainless } = await calls.token({ ...FULL, llm_configuration_id: NOWHERE });
    assert.equal(
      (await calls.start(brainless)).message,
      `LLM configuration with id '${NOWHERE}' not found in your space`,
    );
    assert.equal(await calls.book(brainless), undefined);
  });

  it('starts FULL with what a client needs, once per token', async () => {
    const { session_id, session_token } = await calls.token({ ...FULL, max_session_duration: 300 });
    const { status, code, data } = await calls.start(session_token);
    assert.deepEqual([status, code], [201, 1000]);
    assert.equal(data.session_id, session_id);
    assert.match(data.livekit_url, /^ws:/);
    assert.equal(data.livekit_client_token.split('.').length, 3);
    assert.deepEqual([data.max_session_duration, data.ws_url], [300, null]);
    const [entry] = await calls.books({ session_id });
    assert.deepEqual([entry?.service, entry?.status], ['liveavatar', 'connected']);
    assert.equal((await calls.start(session_token)).status, 400);
    assert.equal((await calls.start('made.up.token')).status, 401);
    assert.equal((await calls.ask('/v1/sessions/start', { body: {} })).status, 401, 'no API key starts one');
    await calls.stop(session_token);
  });

  it('starts LITE with a socket; sandbox sessions last 60 s', async () => {
    const { session_id, session_token } = await calls.token({ ...LITE, is_sandbox: true });
    const { data } = await calls.start(session_token);
    assert.equal(data.max_session_duration, 60);
    assert.equal(data.ws_url?.startsWith('ws://') && data.ws_url.endsWith(`/session/${session_id}`), true);
    assert.equal(data.livekit_agent_token?.split('.').length, 3);
    await calls.stop(session_token);
  });

  it('keeps alive and stops by token, without a body; a stop always succeeds', async () => {
    const { session_token: token } = await calls.token();
    await calls.start(token);
    const keepAlive = await calls.ask('/v1/sessions/keep-alive', { token });
    assert.deepEqual([keepAlive.status, keepAlive.code], [200, 1000]);
    const first = await calls.stop(token, { reason: 'USER_DISCONNECTED' });
    assert.deepEqual([first.status, first.code, first.data], [200, 1000, null]);
    assert.deepEqual(short(await calls.stop(token)).slice(0, 2), [200, 1000]);
    const entry = await calls.book(token);
    assert.deepEqual(
      [entry?.status, entry?.ended_by, entry?.stop_calls, entry?.keep_alive_calls, entry?.end_reason],
      ['closed', 'stop', 2, 1, 'USER_DISCONNECTED'],
    );
    assert.equal((await calls.ask('/v1/sessions/keep-alive', { token })).status, 400);
    assert.equal((await calls.stop(token, { reason: 'BORED' })).status, 422);
    assert.equal((await calls.stop('made.up.token')).status, 401);
  });

  it('a stop before the start prevents it', async () => {
    const { session_token: token } = await calls.token();
    assert.equal((await calls.stop(token)).status, 200);
    assert.equal((await calls.start(token)).status, 400);
    assert.equal(await calls.book(token), undefined);
  });

  it('a stop during the start leaves nothing behind', async () => {
    const { session_token: token } = await calls.token();
    const started = calls.start(token);
    await calls.untilBook(token, () => true);
    assert.equal((await calls.stop(token)).status, 200);
    assert.ok([201, 400].includes((await started).status));
    assert.deepEqual(
      [(await calls.book(token))?.status, (await calls.book(token))?.ended_by],
      ['closed', 'stop'],
    );
  });

  it('stops and keeps alive with an API key and the id, and in the old form', async () => {
    const { session_id, session_token: token } = await calls.token();
    await calls.start(token);
    assert.equal((await calls.ask('/v1/sessions/keep-alive', { body: { session_id } })).status, 200);
    assert.deepEqual(short(await calls.ask('/v1/sessions/stop', { body: { session_id: NOWHERE } })), [
      404,
      4004,
      'Session not found',
    ]);
    assert.equal((await calls.ask(`/v1/sessions/${session_id}`, { method: 'DELETE', token })).status, 405);
    assert.equal((await calls.book(token))?.status, 'connected');
    assert.equal((await calls.ask('/v1/sessions', { method: 'DELETE', token })).status, 200);
    assert.deepEqual([(await calls.book(token))?.status], ['closed']);
  });

  it('lists sessions, one session, and needs to be told which', async () => {
    const { session_id, session_token: token } = await calls.token();
    await calls.start(token);
    const ids = async (query: string): Promise<unknown[]> =>
      (await calls.get(`/v1/sessions?${query}`)).data.results.map(({ id }) => id);
    assert.ok((await ids('type=active')).includes(session_id));
    assert.ok(!(await ids('type=historic')).includes(session_id));
    await calls.stop(token);
    assert.ok((await ids(`type=historic&avatar_id=${WAYNE}&context_id=${CONTEXT}`)).includes(session_id));
    assert.deepEqual(await ids('type=active'), []);
    const { data } = await calls.get('/v1/sessions?type=historic&page_size=1');
    assert.ok(data.count > 1 && data.next?.includes('page=2') && data.previous === null);
    assert.deepEqual(Object.keys(data.results[0] ?? {}), [
      'id',
      'created_at',
      'updated_at',
      'duration',
      'source',
      'mode',
      'is_sandbox',
      'credits_consumed',
      'end_at',
      'end_reason',
    ]);
    assert.equal((await calls.get(`/v1/sessions/${session_id}`)).data.end_reason, 'USER_CLOSED');
    assert.equal((await calls.get('/v1/sessions')).status, 422);
    assert.equal((await calls.get('/v1/sessions?type=active&page_size=101')).status, 422);
    assert.equal((await calls.get(`/v1/sessions/${NOWHERE}`)).status, 404);
    assert.equal((await calls.ask('/v1/sessions?type=active', { method: 'GET', token })).status, 401);
  });

  it('has avatars and voices for everybody', async () => {
    const avatars = await calls.call('/v1/avatars/public', { method: 'GET' });
    assert.equal(avatars.status, 200, 'without a key');
    const [wayne] = (avatars.body as unknown as LiveReply).data.results;
    assert.deepEqual([wayne?.['id'], wayne?.['name'], wayne?.['status']], [WAYNE, 'Wayne', 'ACTIVE']);
    assert.equal((await fetch(String(wayne?.['preview_url']))).headers.get('content-type'), 'image/webp');
    assert.equal((await calls.get(`/v1/avatars/${WAYNE}`)).data.id, WAYNE);
    assert.equal((await calls.get(`/v1/avatars/${NOWHERE}`)).status, 404);
    assert.equal((await calls.get('/v1/avatars')).data.count, 0);
    const voices = (await calls.get('/v1/voices?voice_type=public')).data.results;
    assert.ok(voices.some(({ id }) => id === 'c2527536-6d1f-4412-a643-53a3497dada9'));
    assert.equal((await calls.call('/v1/voices', { method: 'GET' })).status, 401);
  });

  it('keeps contexts: made, read, changed, removed', async () => {
    const body = { name: 'Shop', prompt: 'We sell {{ what }}.', opening_text: 'Hello {{name}}!' };
    const { data: made } = await calls.ask('/v1/contexts', { body });
    assert.deepEqual(made.required_dynamic_variables, ['what', 'name']);
    const path = `/v1/contexts/${made.id}`;
    assert.equal((await calls.get(path)).data.prompt, body.prompt);
    const changed = await calls.ask(path, { method: 'PATCH', body: { prompt: 'We sell nothing.' } });
    assert.deepEqual([changed.data.prompt, changed.data.id], ['We sell nothing.', made.id]);
    assert.ok((await calls.get('/v1/contexts')).data.results.some(({ id }) => id === made.id));
    assert.equal((await calls.ask(path, { method: 'DELETE' })).status, 200);
    assert.equal((await calls.get(path)).status, 404);
    assert.equal((await calls.ask('/v1/contexts', { body: { name: 'x' } })).status, 422);
  });

  it('answers malformed and outsized bodies in the service’s own shape', async () => {
    const status = async (body: string): Promise<unknown[]> => {
      const reply = await calls.ask('/v1/sessions/token', { body });
      return [reply.status, reply.detail[0]?.loc];
    };
    assert.deepEqual(await status('{"mode":'), [422, ['body']]);
    assert.deepEqual(await status('[1]'), [422, ['body']]);
    assert.deepEqual(await status(JSON.stringify({ x: 'x'.repeat(300_000) })), [413, ['body']]);
  });

  it('lets pages call with credentials, and read refusals', async () => {
    const origin = 'https://page.example';
    const preflight = await calls.call('/v1/sessions/start', {
      method: 'OPTIONS',
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type',
      },
    });
    const refusal = await calls.call('/v1/sessions/start', { headers: { Origin: origin } });
    for (const { status, headers } of [preflight, refusal]) {
      assert.ok(status === 204 || status === 401);
      // `*` would not do: the official SDK sends credentials.
      assert.equal(headers.get('access-control-allow-origin'), origin);
      assert.equal(headers.get('access-control-allow-credentials'), 'true');
      assert.match(headers.get('vary') ?? '', /Origin/);
    }
    assert.match(preflight.headers.get('access-control-allow-methods') ?? '', /PATCH/);
    assert.match(refusal.headers.get('access-control-expose-headers') ?? '', /Retry-After/);
  });
});
