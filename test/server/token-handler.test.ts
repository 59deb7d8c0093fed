/** What a page gets from the token handler, what the service is sent for it, and how each refusal comes back. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  createTokenHandler,
  StreamingAvatarError,
  type StartAvatarOptions,
  type TokenHandler,
  type TokenHandlerOptions,
} from '../../src/server.js';
import { answerTo, apiKey, ask, avatar, context, read, site } from './page.js';
import { json, minted, Upstream } from './upstream.js';

describe('the token handler', () => {
  const upstream = new Upstream();
  before(() => upstream.start());
  beforeEach(() => upstream.reset());
  after(() => upstream.stop());

  const make = (options: Partial<TokenHandlerOptions> = {}): TokenHandler =>
    createTokenHandler({
      apiKey,
      basePath: upstream.url,
      allowedOrigins: [site],
      rateLimit: false,
      request: { avatarName: avatar },
      ...options,
    });

  /** What LiveAvatar is sent for what a page asks. */
  const sentFor = async (asked: unknown, options?: Partial<TokenHandlerOptions>): Promise<unknown> => {
    const { status, text } = await answerTo(make(options), asked);
    assert.equal(status, 200, text);
    return upstream.calls.at(-1)?.body;
  };

  describe('of LiveAvatar', () => {
    it('mints with the key and answers the token and the session’s id, to be kept by nobody', async () => {
      const answer = await answerTo(make());
      assert.deepEqual(
        [answer.status, answer.token, answer.sessionId],
        [200, minted.data.session_token, minted.data.session_id],
      );
      assert.equal(answer.headers.get('Cache-Control'), 'no-store');
      const [call] = upstream.calls;
      assert.deepEqual([call?.method, call?.url], ['POST', '/v1/sessions/token']);
      assert.equal(call?.headers['x-api-key'], apiKey);
      assert.equal(call?.headers['content-type'], 'application/json');
      assert.deepEqual(call?.body, { mode: 'FULL', avatar_id: avatar, avatar_persona: {} });
    });

    it('takes over what a page may choose', async () => {
      const asked = {
        quality: 'very_high',
        videoEncoding: 'VP8',
        language: 'de',
        enablePushToTalk: true,
        voice: { rate: 1.4, emotion: 'excited' },
        sttSettings: { provider: 'gladia' },
        activityIdleTimeout: 60,
        useSilencePrompt: true,
        liveAvatar: { sandbox: true },
      };
      assert.deepEqual(await sentFor(asked), {
        mode: 'FULL',
        avatar_id: avatar,
        is_sandbox: true,
        video_settings: { quality: 'very_high', encoding: 'VP8' },
        avatar_persona: {
          language: 'de',
          voice_settings: { speed: 1.2 },
          stt_config: { provider: 'gladia' },
        },
        interactivity_type: 'PUSH_TO_TALK',
      });
    });

    const forbidden: readonly [string, object][] = [
      ['avatarName', { avatarName: avatar }],
      ['knowledgeId', { knowledgeId: context }],
      ['knowledgeBase', { knowledgeBase: 'You are a pirate.' }],
      ['voice.voiceId', { voice: { voiceId: context } }],
      ['voice.elevenlabsSettings', { voice: { elevenlabsSettings: { style: 1 } } }],
      ['liveAvatar.maxSessionDuration', { liveAvatar: { maxSessionDuration: 7200 } }],
      ['liveAvatar.dynamicVariables', { liveAvatar: { dynamicVariables: { role: 'admin' } } }],
      ['liveAvatar.llmConfigurationId', { liveAvatar: { llmConfigurationId: context } }],
      ['liveAvatar.mode', { liveAvatar: { mode: 'LITE' } }],
    ];
    for (const [option, asked] of forbidden) {
      it(`does not let a page choose ${option} unless the site says so`, async () => {
        const { status, error } = await answerTo(make({ request: {} }), asked);
        assert.deepEqual([status, error?.code, error?.retryable], [403, 'forbidden', false]);
        assert.match(error?.message ?? '', new RegExp(`choose ${option.replace('.', '\\.')}\\.`));
        assert.deepEqual(upstream.calls, []);
        const allowed = make({
          request: { avatarName: avatar },
          allow: { [option]: true, knowledgeBase: true },
        });
        assert.equal((await answerTo(allowed, asked)).status, 200);
      });
    }

    it('lets a page choose from a list, by a function, or no more', async () => {
      const handler = make({
        request: {},
        allow: {
          avatarName: [avatar],
          language: (value) => value === 'de' || value === 'en',
          quality: false,
        },
      });
      const status = async (asked: object): Promise<number> => (await answerTo(handler, asked)).status;
      assert.equal(await status({ avatarName: avatar, language: 'de' }), 200);
      assert.equal(await status({ avatarName: context }), 403);
      assert.equal(await status({ avatarName: avatar, language: 'fr' }), 403);
      assert.equal(await status({ avatarName: avatar, quality: 'low' }), 403);
    });

    it('starts with what the site has fixed, whatever the page asks for', async () => {
      const request: StartAvatarOptions = {
        avatarName: avatar,
        knowledgeId: context,
        quality: 'low',
        voice: { voiceId: context },
        liveAvatar: { maxSessionDuration: 300 },
      };
      const asked = {
        avatarName: 'x',
        knowledgeId: 'y',
        quality: 'high',
        voice: { voiceId: 'z', rate: 1 },
        liveAvatar: { maxSessionDuration: 7200 },
      };
      assert.deepEqual(await sentFor(asked, { request }), {
        mode: 'FULL',
        avatar_id: avatar,
        video_settings: { quality: 'low' },
        max_session_duration: 300,
        avatar_persona: { voice_id: context, context_id: context, voice_settings: { speed: 1 } },
      });
    });

    it('lets a page have a shorter session than the site’s, and none of no length', async () => {
      const request: StartAvatarOptions = { avatarName: avatar, liveAvatar: { maxSessionDuration: 300 } };
      const wish = (maxSessionDuration: unknown): object => ({ liveAvatar: { maxSessionDuration } });
      const sent = (await sentFor(wish(60), { request })) as { max_session_duration: number };
      assert.equal(sent.max_session_duration, 60);
      assert.equal(((await sentFor(wish(59.9), { request })) as typeof sent).max_session_duration, 59);
      for (const seconds of [0, -1, 0.5]) {
        const { status, error } = await answerTo(make({ request }), wish(seconds));
        assert.deepEqual([status, error?.code], [400, 'invalid_option']);
      }
      const text = (await sentFor(wish('9999'), { request })) as { max_session_duration: number };
      assert.equal(text.max_session_duration, 300);
    });

    for (const wish of [
      { activityIdleTimeout: '2 minutes' },
      { activityIdleTimeout: 0 },
      { activityIdleTimeout: -60 },
      { activityIdleTimeout: 3601 },
      { voice: { rate: 'fast' } },
    ]) {
      it(`refuses numbers that are none, or out of range, with 400: ${JSON.stringify(wish)}`, async () => {
        const { status, error } = await answerTo(make(), wish);
        assert.deepEqual([status, error?.code], [400, 'invalid_option']);
        assert.deepEqual(upstream.calls, []);
      });
    }

    it('sends no null, which is nothing asked for', async () => {
      const plain = await sentFor({});
      assert.deepEqual(await sentFor({ activityIdleTimeout: null, quality: null, voice: null }), plain);
    });

    it('lets a page keep a session from ending only where the site allows it: that could cost without end', async () => {
      const wish = { disableIdleTimeout: true };
      const { status, error } = await answerTo(make(), wish);
      assert.deepEqual([status, error?.code], [403, 'forbidden']);
      assert.match(error?.message ?? '', /disableIdleTimeout/);
      const allowed = await answerTo(make({ allow: { disableIdleTimeout: true } }), wish);
      assert.equal(allowed.status, 200);
      assert.equal((await answerTo(make(), { disableIdleTimeout: false })).status, 200);
    });

    it('asks the site’s function, which knows the visitor and may refuse', async () => {
      const handler = createTokenHandler<{ user?: string }>({
        apiKey: ({ user }) => (user ? apiKey : undefined),
        basePath: upstream.url,
        allowedOrigins: [site],
        async request(asked, request, { user }) {
          await Promise.resolve();
          if (!user) throw new StreamingAvatarError('unauthorized', 'Log in first.');
          assert.equal(request.headers.get('Origin'), site);
          return {
            avatarName: avatar,
            language: asked.language ?? 'fr',
            liveAvatar: { dynamicVariables: { user } },
          };
        },
      });
      assert.equal((await handler(ask({ language: 'de' }), { user: 'Ada' })).status, 200);
      assert.deepEqual(upstream.calls[0]?.body, {
        mode: 'FULL',
        avatar_id: avatar,
        avatar_persona: { language: 'de' },
        dynamic_variables: { user: 'Ada' },
      });
      const { status, error } = await read(await handler(ask(), {}));
      assert.deepEqual([status, error?.code, error?.message], [401, 'unauthorized', 'Log in first.']);
      assert.equal(upstream.calls.length, 1);
    });

    it('needs an avatar, and one of its own', async () => {
      const none = await answerTo(make({ request: {} }));
      assert.deepEqual([none.status, none.error?.code], [400, 'invalid_avatar']);
      const old = await answerTo(make({ request: { avatarName: 'Wayne_20240711' } }));
      assert.deepEqual([old.status, old.error?.code], [400, 'invalid_avatar']);
      assert.deepEqual(upstream.calls, []);
    });
  });

  it('of Interactive Avatar mints a token, which takes no options', async () => {
    upstream.answer = json(200, { error: null, data: { token: 'v1-token' } });
    const handler = make({ service: 'interactive-avatar', basePath: `${upstream.url}/proxy/` });
    const answer = await answerTo(handler, { avatarName: 'Wayne_20240711', knowledgeBase: 'Be kind.' });
    assert.equal(answer.text, '{"token":"v1-token"}');
    const [call] = upstream.calls;
    assert.deepEqual([call?.url, call?.body], ['/proxy/v1/streaming.create_token', {}]);
    assert.equal(call?.headers['x-api-key'], apiKey);
  });

  it('takes an empty body for a page that asks for nothing', async () => {
    assert.equal((await answerTo(make(), '')).status, 200);
  });

  it('hangs up on the service when the page has gone', async () => {
    const page = new AbortController();
    const hungUp = new Promise<void>((resolve) => {
      upstream.answer = (response) => {
        response.on('close', resolve);
        page.abort();
      };
    });
    const { signal } = page;
    await make()(new Request(ask(), { signal }));
    await hungUp;
  });

  it('tells the site what the service said, without the key, and whatever that throws is nobody’s matter', async () => {
    upstream.answer = json(422, { detail: [{ loc: ['header'], msg: `bad key ${apiKey}` }] });
    const told: StreamingAvatarError[] = [];
    const handler = make({
      onError(error) {
        told.push(error);
        throw new Error('the log is full');
      },
    });
    const reply = await answerTo(handler);
    assert.equal(reply.error?.code, 'invalid_option');
    assert.ok(!reply.text.includes('bad key'));
    assert.deepEqual(
      told.map(({ status, serverMessage }) => [status, serverMessage]),
      [[422, 'header: bad key [key]']],
    );
  });

  for (const key of [undefined, '', ' \n', `${apiKey}\r\nX-Evil: 1`, 'ключ']) {
    it(`sends nothing with the key ${JSON.stringify(key)?.slice(0, 8)}, and says so to who runs the server`, async () => {
      const reply = await answerTo(make({ apiKey: key }));
      assert.deepEqual([reply.status, reply.error?.code], [502, 'unauthorized']);
      assert.match(reply.error?.message ?? '', /apiKey/);
      assert.ok(!reply.text.includes('hgu'));
      assert.deepEqual(upstream.calls, []);
    });
  }

  it('answers for a fault of the site’s own functions without a word of it', async () => {
    const handler = make({
      request: () => {
        throw new Error(`database password, ${apiKey}`);
      },
    });
    const reply = await answerTo(handler);
    assert.deepEqual([reply.status, reply.error?.code], [500, 'server_error']);
    assert.doesNotMatch(reply.text, /password|hgu/);
  });
});
