/** The REST side of Interactive Avatar v1: envelopes, codes, tokens, validation, cross-origin rules. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startSandbox, type Sandbox } from '../../demo/sandbox/sandbox.js';
import { SandboxCalls, type Reply, type ReplyData } from './sandbox-calls.js';

/** The history has its data beside its pages, not inside `data`. */
interface History {
  data: { session_id: string }[];
  total: number;
  page: number;
  page_size: number;
  next_pagination_token: string | null;
}

describe('the sandbox over HTTP', () => {
  let sandbox: Sandbox;
  let calls: SandboxCalls;

  before(async () => {
    sandbox = await startSandbox();
    calls = new SandboxCalls(sandbox.url);
  });
  after(() => sandbox.close());

  const refused = async (request: Record<string, unknown>): Promise<{ status: number; body: unknown }> => {
    const { status, body } = await calls.streaming(await calls.mint(), 'new', { version: 'v2', ...request });
    return { status, body };
  };

  it('mints a token for any API key, and none without', async () => {
    const reply = await calls.call('/v1/streaming.create_token', { headers: { 'x-api-key': 'x' }, body: {} });
    assert.equal(reply.status, 200);
    assert.equal(reply.body.error, null);
    assert.match(reply.body.data.token, /^[A-Za-z0-9._~-]+$/);
    assert.doesNotMatch(reply.body.data.token, /^sk_|^[^.]+\.[^.]+\.[^.]+$/);
    const none = await calls.call('/v1/streaming.create_token');
    assert.deepEqual([none.status, none.body], [401, { code: 400112, message: 'Unauthorized' }]);
  });

  it('answers streaming.new with what a client needs, also when unset fields are null', async () => {
    const token = await calls.mint();
    const reply = await calls.streaming(token, 'new', {
      version: 'v2',
      quality: null,
      avatar_name: null,
      voice: { voice_id: null, rate: null, emotion: null, elevenlabs_settings: {} },
      knowledge_base: null,
      activity_idle_timeout: null,
      disable_idle_timeout: null,
      video_encoding: 'H264',
    });
    assert.equal(reply.status, 200);
    const { code, message, data } = reply.body;
    assert.deepEqual([code, message], [100, 'success']);
    assert.match(data.session_id, /^[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    assert.match(data.url, /^ws:\/\//);
    assert.equal(data.session_duration_limit, 600);
    assert.equal(data.is_paid, true);
    for (const pass of [data.access_token, data.livekit_agent_token]) assert.equal(pass.split('.').length, 3);
    const claims = JSON.parse(Buffer.from(data.access_token.split('.')[1] ?? '', 'base64url').toString());
    assert.equal(claims.sub, 'client');
    assert.equal(claims.name, 'client');
    assert.equal(claims.video.room, data.session_id);
    await calls.streaming(token, 'stop', { session_id: data.session_id });
  });

  it('opens one session per token', async () => {
    const { token, session_id } = await calls.open();
    const second = await calls.streaming(token, 'new', { version: 'v2' });
    assert.deepEqual([second.status, second.body], [401, { code: 400112, message: 'Unauthorized' }]);
    assert.equal((await calls.streaming(token, 'keep_alive', { session_id })).status, 200);
    await calls.streaming(token, 'stop', { session_id });
  });

  it('knows nobody without credentials, or with unknown ones', async () => {
    for (const headers of [{}, { Authorization: 'Bearer nonsense' }] as Record<string, string>[]) {
      for (const name of ['new', 'start', 'task', 'interrupt', 'keep_alive', 'stop']) {
        const reply = await calls.call(`/v1/streaming.${name}`, { headers, body: { session_id: 'x' } });
        assert.deepEqual([reply.status, reply.body.code], [401, 400112], name);
      }
    }
  });

  it('names the field that is wrong', async () => {
    const cases: [request: Record<string, unknown>, code: number, field: string][] = [
      [{ version: null }, 400175, 'version'],
      [{ quality: 'ultra' }, 400175, 'quality'],
      [{ video_encoding: 'AV1' }, 400175, 'video_encoding'],
      [{ voice: { rate: 3 } }, 400175, 'voice.rate'],
      [{ voice: { emotion: 'bored' } }, 400175, 'voice.emotion'],
      [{ voice: { voice_id: 'nobody' } }, 400175, 'voice.voice_id'],
      [{ voice: 'slt' }, 400175, 'voice'],
      [{ activity_idle_timeout: 5 }, 400175, 'activity_idle_timeout'],
      [{ disable_idle_timeout: 'yes' }, 400175, 'disable_idle_timeout'],
    ];
    for (const [request, code, field] of cases) {
      const { status, body } = await refused(request);
      assert.equal(status, 400);
      assert.equal((body as { code: number }).code, code);
      assert.ok((body as { message: string }).message.startsWith(field), `${field}: ${JSON.stringify(body)}`);
    }
    assert.deepEqual(await refused({ avatar_name: 'Nobody' }), {
      status: 400,
      body: { code: 10012, message: 'Avatar not found' },
    });
  });

  it('takes emotion in either case, and an avatar under either name', async () => {
    for (const request of [
      { voice: { emotion: 'Friendly' }, avatar_id: 'Wayne_20240711' },
      { voice: { emotion: 'friendly' }, avatar_name: 'Wayne_20240711' },
    ]) {
      const { token, session_id } = await calls.open(request);
      await calls.streaming(token, 'stop', { session_id });
    }
  });

  it('refuses what does not fit the session’s state', async () => {
    const { token, session_id } = await calls.open();
    const act = async (name: string, more: object = {}): Promise<[number, number]> => {
      const { status, body } = await calls.streaming(token, name, { session_id, ...more });
      return [status, body.code];
    };
    assert.deepEqual(await act('task', { text: 'too early' }), [400, 400006]);
    assert.deepEqual(await act('interrupt'), [400, 400006]);
    assert.deepEqual(await act('start_listening'), [400, 400006]);
    assert.deepEqual(await act('stop'), [200, 100]);
    const closed = await calls.streaming(token, 'task', { session_id, text: 'too late' });
    assert.deepEqual(
      [closed.status, closed.body],
      [400, { code: 10005, message: 'session state wrong: closed' }],
    );
    for (const name of ['start', 'interrupt', 'keep_alive', 'stop'])
      assert.deepEqual(await act(name), [400, 10005], name);
    const [entry] = await calls.books({ token });
    assert.deepEqual([entry?.status, entry?.ended_by, entry?.stop_calls], ['closed', 'stop', 2]);
  });

  it('refuses a task without a text, and sessions that are not the caller’s', async () => {
    const { token, session_id } = await calls.open();
    const stranger = await calls.mint();
    const code = async (by: string, name: string, body: object): Promise<number> =>
      (await calls.streaming(by, name, body)).body.code;
    assert.equal(await code(token, 'stop', {}), 40001);
    assert.equal(await code(token, 'stop', { session_id: 'unknown' }), 10006);
    assert.equal(await code(token, 'stop', { session_id: 7 }), 400175);
    assert.equal(await code(stranger, 'stop', { session_id }), 10006);
    await calls.streaming(token, 'start', { session_id });
    assert.equal(await code(token, 'start', { session_id }), 10003);
    assert.equal(await code(token, 'task', { session_id }), 40001);
    assert.equal(await code(token, 'task', { session_id, text: '  ' }), 40039);
    assert.equal(await code(token, 'task', { session_id, text: 'x', task_type: 'sing' }), 400175);
    await calls.streaming(token, 'stop', { session_id });
  });

  it('lists the sessions that ever were, by pages', async () => {
    const { token, session_id } = await calls.open();
    await calls.streaming(token, 'stop', { session_id });
    await calls.open().then((other) => calls.streaming(other.token, 'stop', other));
    const history = (query: string): Promise<Reply> =>
      calls.call(`/v2/streaming.list?${query}`, { method: 'GET', headers: { 'x-api-key': 'x' } });
    const first = (await history('page_size=1&status=closed')).body as unknown as History;
    assert.deepEqual([first.data.length, first.page, first.page_size], [1, 1, 1]);
    assert.ok(first.total >= 2 && first.next_pagination_token);
    const second = await history(`page_size=1&status=closed&token=${first.next_pagination_token}`);
    const [shown] = (second.body as unknown as History).data;
    assert.deepEqual(Object.keys(shown ?? {}), [
      'session_id',
      'status',
      'created_at',
      'api_key_type',
      'duration',
      'avatar_id',
      'voice_name',
    ]);
    assert.notEqual(shown?.session_id, first.data[0]?.session_id);
    const future = (await history('date_from=2999-01-01T00:00:00Z')).body as unknown as History;
    assert.deepEqual([future.total, future.data], [0, []]);
    assert.equal((await history('page_size=101')).body.code, 400175);
    assert.equal((await history('date_from=yesterday')).body.code, 400175);
  });

  it('lists the caller’s open sessions', async () => {
    const { token, session_id } = await calls.open();
    const list = async (): Promise<ReplyData['sessions']> =>
      (
        await calls.call('/v1/streaming.list', {
          method: 'GET',
          headers: { Authorization: `Bearer ${token}` },
        })
      ).body.data.sessions;
    const [listed] = await list();
    assert.equal(listed?.session_id, session_id);
    assert.equal(listed?.status, 'new');
    assert.ok(Number.isInteger(listed?.created_at));
    await calls.streaming(token, 'stop', { session_id });
    assert.deepEqual(await list(), []);
  });

  it('answers malformed and outsized bodies, and unknown paths, in JSON', async () => {
    const headers = { Authorization: `Bearer ${await calls.mint()}` };
    const status = async (path: string, body: string): Promise<[number, string]> => {
      const reply = await calls.call(path, { headers, body });
      return [reply.status, typeof reply.body.message];
    };
    assert.deepEqual(await status('/v1/streaming.new', '{"version":'), [400, 'string']);
    assert.deepEqual(await status('/v1/streaming.new', '[1]'), [400, 'string']);
    assert.deepEqual(await status('/v1/streaming.new', JSON.stringify({ x: 'x'.repeat(300_000) })), [
      413,
      'string',
    ]);
    assert.deepEqual(await status('/v1/streaming.nothing', '{}'), [404, 'string']);
  });

  it('lets pages of any origin call', async () => {
    const origin = 'https://page.example';
    const preflight = await calls.call('/v1/streaming.new', {
      method: 'OPTIONS',
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type',
      },
    });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get('access-control-allow-origin'), origin);
    const allowed = preflight.headers.get('access-control-allow-headers')?.split(', ') ?? [];
    for (const header of ['authorization', 'content-type', 'x-sandbox-trouble'])
      assert.ok(allowed.includes(header));
    assert.equal(preflight.headers.get('access-control-allow-private-network'), 'true');
    // A refusal must be readable too, or the page sees a network error in its place.
    const refusal = await calls.call('/v1/streaming.new', { headers: { Origin: origin } });
    assert.equal(refusal.status, 401);
    assert.equal(refusal.headers.get('access-control-allow-origin'), origin);
  });

  it('is a token-url, and shows what it offers', async () => {
    const reply = await calls.call('/sandbox/token?label=mine', { body: { avatarName: 'default' } });
    assert.equal(reply.status, 200);
    const { session_id } = (await calls.streaming(reply.body.token, 'new', { version: 'v2' })).body.data;
    assert.equal((await calls.books({ label: 'mine' }))[0]?.session_id, session_id);
    await calls.streaming(reply.body.token, 'stop', { session_id });
    assert.equal((await calls.call('/sandbox/token?trouble=no-such', { body: {} })).status, 400);
    const offered = (await calls.call('/sandbox/catalogue', { method: 'GET' })).body;
    assert.ok(offered.avatars.some(({ avatar_id }) => avatar_id === 'Wayne_20240711'));
    assert.ok(offered.voices.some(({ voice_id }) => voice_id === 'slt'));
    assert.ok(offered.unsupported.includes('voice.emotion'));
  });

  it('has a still picture of each avatar', async () => {
    const { avatars } = (await calls.call('/sandbox/catalogue', { method: 'GET' })).body;
    const sizes = await Promise.all(
      avatars.map(async ({ picture }) => {
        const response = await fetch(new URL(picture, calls.url));
        assert.equal(response.headers.get('content-type'), 'image/webp');
        return (await response.arrayBuffer()).byteLength;
      }),
    );
    for (const size of sizes) assert.ok(size > 5_000, `a picture of ${size} bytes`);
    assert.equal((await fetch(new URL('/sandbox/picture?avatar=nobody', calls.url))).status, 400);
  });
});
