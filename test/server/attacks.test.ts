/** The token handler under attack: whatever is sent is refused by name, costs little, and never shows the key. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { createTokenHandler, type TokenHandler, type TokenHandlerOptions } from '../../src/server.js';
import { apiKey, ask, avatar, endpoint, read, site, type PageAnswer } from './page.js';
import { json, Upstream } from './upstream.js';

describe('an attack on the token handler', () => {
  const upstream = new Upstream();
  let outputs: string[] = [];

  before(() => upstream.start());
  after(() => upstream.stop());
  beforeEach(() => {
    upstream.reset();
    outputs = [];
  });
  afterEach(() => {
    for (const output of outputs) assert.ok(!output.includes(apiKey), 'the key is in an answer');
  });

  const make = (options: Partial<TokenHandlerOptions> = {}): TokenHandler =>
    createTokenHandler({
      apiKey,
      basePath: upstream.url,
      allowedOrigins: [site, 'http://localhost:3000'],
      request: { avatarName: avatar },
      ...options,
    });

  const answer = async (handler: TokenHandler, request: Request): Promise<PageAnswer> => {
    const reply = await read(await handler(request));
    outputs.push(reply.text, ...[...reply.headers].flat());
    return reply;
  };

  const refusal = ({ status, error }: PageAnswer): unknown[] => [status, error?.code];

  describe('from another origin', () => {
    const foreign = [
      'https://evil.example',
      'https://your.site.evil.example',
      'https://evil-your.site',
      'http://your.site',
      'https://your.site:8443',
      'https://YOUR.SITE',
      'https://your.site/',
      'https://your.site, https://evil.example',
      'https://your.site https://evil.example',
      'https://your.site@evil.example',
      'https://sub.your.site',
      'http://localhost:3001',
      'null',
      '*',
      '',
    ];
    for (const origin of foreign) {
      it(`“${origin}” gets nothing, not even an answer that its page could read`, async () => {
        const reply = await answer(make(), ask({}, { Origin: origin }));
        assert.deepEqual(refusal(reply), [403, 'forbidden']);
        assert.equal(reply.headers.get('Access-Control-Allow-Origin'), null);
        assert.equal(reply.headers.get('Vary'), 'Origin');
        assert.deepEqual(upstream.calls, []);
      });
    }

    it('is told no in the preflight', async () => {
      const preflight = new Request(endpoint, {
        method: 'OPTIONS',
        headers: { Origin: 'https://evil.example' },
      });
      const reply = await answer(make(), preflight);
      assert.equal(reply.status, 403);
      assert.equal(reply.headers.get('Access-Control-Allow-Origin'), null);
      assert.equal(reply.headers.get('Access-Control-Allow-Methods'), null);
    });

    it('cannot be let in by a careless list', () => {
      for (const origin of [
        '*',
        'null',
        'https://your.site/',
        'your.site',
        'https://*.your.site/x',
        'HTTPS://your.site',
        '',
      ]) {
        assert.throws(() => make({ allowedOrigins: [origin] }), { code: 'invalid_option' }, origin);
      }
      assert.throws(() => make({ allowedOrigins: site as never }), { code: 'invalid_option' });
      assert.throws(() => make({ service: 'auto' as never }), { code: 'invalid_option' });
      assert.doesNotThrow(() => make({ allowedOrigins: ['https://a.b:8443', 'capacitor://localhost'] }));
    });
  });

  it('without an origin is refused, unless the site takes such', async () => {
    assert.deepEqual(refusal(await answer(make(), ask({}, { Origin: null }))), [403, 'forbidden']);
    const open = await answer(make({ allowMissingOrigin: true }), ask({}, { Origin: null }));
    assert.equal(open.status, 200);
    assert.equal(open.headers.get('Access-Control-Allow-Origin'), null);
  });

  it('is told from a page of the site, which the browser may let read the answer', async () => {
    const preflight = new Request(endpoint, { method: 'OPTIONS', headers: { Origin: site } });
    const told = await answer(make(), preflight);
    assert.equal(told.status, 204);
    assert.equal(told.headers.get('Access-Control-Allow-Origin'), site);
    assert.equal(told.headers.get('Access-Control-Allow-Methods'), 'POST');
    assert.equal(told.headers.get('Access-Control-Allow-Headers'), 'content-type');
    for (const request of [ask(), ask('nonsense')]) {
      const reply = await answer(make(), request);
      assert.equal(reply.headers.get('Access-Control-Allow-Origin'), site);
      assert.equal(reply.headers.get('Vary'), 'Origin');
    }
  });

  for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH']) {
    it(`with ${method} is refused with 405`, async () => {
      const reply = await answer(make(), new Request(endpoint, { method, headers: { Origin: site } }));
      assert.deepEqual([reply.status, reply.headers.get('Allow')], [405, 'POST, OPTIONS']);
      assert.deepEqual(upstream.calls, []);
    });
  }

  describe('by a large body', () => {
    const megabytes = 5 * 1024 * 1024;
    const chunk = new Uint8Array(16_384).fill(0x20);

    /** A body that counts what is read of it. */
    function large(headers: Record<string, string> = {}): { request: Request; read: () => number } {
      let given = 0;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          given += chunk.length;
          controller.enqueue(chunk);
          if (given >= megabytes) controller.close();
        },
      });
      const init = { method: 'POST', body, duplex: 'half', headers: ask({}, headers).headers };
      return { request: new Request(endpoint, init), read: () => given };
    }

    it('is refused with 413, and not read to its end', async () => {
      const { request, read: bytes } = large();
      assert.deepEqual(refusal(await answer(make(), request)), [413, 'invalid_option']);
      assert.ok(bytes() <= 4 * chunk.length, `${bytes()} bytes were read`);
    });

    it('that says how large it is is not read at all', async () => {
      const { request, read: bytes } = large({ 'Content-Length': String(megabytes) });
      assert.deepEqual(refusal(await answer(make(), request)), [413, 'invalid_option']);
      assert.ok(bytes() <= chunk.length, `${bytes()} bytes were read`);
    });

    it('that lies about how large it is is not read to its end', async () => {
      const { request, read: bytes } = large({ 'Content-Length': '2' });
      assert.deepEqual(refusal(await answer(make(), request)), [413, 'invalid_option']);
      assert.ok(bytes() <= 4 * chunk.length, `${bytes()} bytes were read`);
    });

    it('may be as large as the site says, to the byte', async () => {
      const handler = make({ maxBodySize: 100 });
      const body = (length: number): string => '{}'.padEnd(length);
      assert.equal((await answer(handler, ask(body(100)))).status, 200);
      assert.equal((await answer(handler, ask(body(101)))).status, 413);
      assert.equal((await answer(handler, ask(body(33).replace(' ', '€').padEnd(101)))).status, 413);
    });
  });

  it('by a body that never ends is refused with 408', async ({ mock }) => {
    mock.timers.enable({ apis: ['setTimeout'] });
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>(
      {
        pull: () => mock.timers.tick(10_000),
        cancel: () => void (cancelled = true),
      },
      { highWaterMark: 0 },
    );
    const init = { method: 'POST', body, duplex: 'half', headers: ask().headers };
    const reply = await answer(make(), new Request(endpoint, init));
    assert.deepEqual(refusal(reply), [408, 'timeout']);
    assert.ok(cancelled, 'and let go');
  });

  describe('by what is no start request', () => {
    const deep = (open: string, close: string): string => open.repeat(5000) + close.repeat(5000);
    const nonsense: readonly [string, string][] = [
      ['a word', 'token please'],
      ['half of it', '{"quality":'],
      ['a comment', '{} // nothing'],
      ['a list', '[]'],
      ['null', 'null'],
      ['a text', '"{}"'],
      ['a number', '7'],
      ['a byte that is no text', '{"quality":"\u0000"'],
      ['lists in lists', deep('[', ']')],
    ];
    for (const [name, body] of nonsense) {
      it(`${name} is refused with 400`, async () => {
        assert.deepEqual(refusal(await answer(make(), ask(body))), [400, 'invalid_option']);
        assert.deepEqual(upstream.calls, []);
      });
    }

    it('by depth is refused where it would count, and ignored where not', async () => {
      const handler = make({ maxBodySize: 100_000 });
      const nested = [deep('[', ']'), `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`];
      for (const value of nested) {
        assert.equal((await answer(handler, ask(`{"whatever":${value}}`))).status, 200);
        for (const body of [`{"quality":${value}}`, `{"voice":{"rate":${value}}}`]) {
          assert.deepEqual(refusal(await answer(handler, ask(body))), [400, 'invalid_option']);
        }
      }
    });

    for (const type of [
      null,
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/jsonp',
    ]) {
      it(`by the content type ${type} is refused with 415, as a form of another site would send it`, async () => {
        assert.deepEqual(refusal(await answer(make(), ask({}, { 'Content-Type': type }))), [
          415,
          'invalid_option',
        ]);
      });
    }

    it('leaves other spellings of JSON alone', async () => {
      for (const type of ['application/json; charset=utf-8', 'Application/JSON']) {
        assert.equal((await answer(make(), ask({}, { 'Content-Type': type }))).status, 200);
      }
    });
  });

  it('by the names of prototypes changes nothing, here or in what is sent', async () => {
    const bodies = [
      '{"__proto__":{"avatarName":"evil","polluted":1},"quality":"low"}',
      '{"constructor":{"prototype":{"polluted":1}},"quality":"low"}',
      '{"voice":{"__proto__":{"voiceId":"evil"}},"quality":"low"}',
      '{"liveAvatar":{"__proto__":{"mode":"LITE","polluted":1}},"quality":"low"}',
    ];
    for (const body of bodies) {
      assert.equal((await answer(make(), ask(body))).status, 200);
      assert.deepEqual(upstream.calls.at(-1)?.body, {
        mode: 'FULL',
        avatar_id: avatar,
        video_settings: { quality: 'low' },
        avatar_persona: {},
      });
    }
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  });

  it('by fields of the service’s own gets none of them through', async () => {
    const asked = {
      avatar_id: 'evil',
      is_sandbox: false,
      max_session_duration: 99_999,
      avatar_persona: { context_id: 'evil' },
      apiKey: 'x',
      basePath: 'https://evil.example',
      service: 'interactive-avatar',
      request: {},
      allow: { avatarName: true },
    };
    assert.equal((await answer(make(), ask(asked))).status, 200);
    assert.deepEqual(upstream.calls[0]?.body, { mode: 'FULL', avatar_id: avatar, avatar_persona: {} });
  });

  it('by line breaks adds no header anywhere', async () => {
    const reply = await answer(make(), ask({ language: 'de\r\nX-Evil: 1', quality: 'low' }));
    assert.equal(reply.status, 200);
    assert.equal(upstream.calls[0]?.headers['x-evil'], undefined);
    assert.equal(reply.headers.get('X-Evil'), null);
    const bad = await answer(make(), ask({ quality: 'a\r\nX-Evil: 1' }));
    assert.equal(bad.status, 400);
    assert.equal(bad.headers.get('X-Evil'), null);
  });

  it('that makes the service repeat the key does not get to see it', async () => {
    for (const status of [200, 400, 401, 403, 422, 500]) {
      upstream.answer = json(status, {
        code: 4000,
        message: apiKey,
        data: { token: `x${apiKey}` },
        detail: [{ msg: apiKey }],
      });
      const reply = await answer(make(), ask());
      assert.ok(reply.status >= 400);
    }
  });
});
