/** The whole way against the sandbox: a token minted for a page starts a session, which the site can list and stop. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startSandbox, type Sandbox } from '../../demo/sandbox/sandbox.js';
import {
  createTokenHandler,
  listSessions,
  stopSession,
  type MintingService,
  type ServiceAccess,
  type TokenHandler,
} from '../../src/server.js';
import { answerTo, apiKey, context, site } from './page.js';

const wayne = 'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a';

describe('the token handler and the sandbox', () => {
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await startSandbox();
  });
  after(() => sandbox.close());

  const access = (service: MintingService): ServiceAccess => ({ apiKey, service, basePath: sandbox.url });

  const handlerOf = (service: MintingService): TokenHandler =>
    createTokenHandler({
      ...access(service),
      allowedOrigins: [site],
      request: { avatarName: wayne, knowledgeId: context, liveAvatar: { maxSessionDuration: 600 } },
    });

  const post = async (path: string, token: string, body: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${sandbox.url}${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { data } = (await response.json()) as { data: Record<string, unknown> };
    assert.ok(response.ok, JSON.stringify(data));
    return data;
  };

  /** Starts a session as a page would, and gives its id. */
  const start: Record<MintingService, (token: string) => Promise<string>> = {
    async 'interactive-avatar'(token) {
      const wanted = { version: 'v2', quality: 'low', video_encoding: 'VP8' };
      const { session_id: id } = await post('/v1/streaming.new', token, wanted);
      await post('/v1/streaming.start', token, { session_id: id });
      return String(id);
    },
    async liveavatar(token) {
      const { session_id: id, max_session_duration: seconds } = await post('/v1/sessions/start', token, {});
      assert.equal(seconds, 90, 'what the page asked for, for it is less than the site’s');
      return String(id);
    },
  };

  for (const service of ['interactive-avatar', 'liveavatar'] as const) {
    it(`${service}: the token starts a session, which is listed, and stopped from the server`, async () => {
      const asked = { quality: 'low', videoEncoding: 'VP8', liveAvatar: { maxSessionDuration: 90 } };
      const minted = await answerTo(handlerOf(service), asked);
      assert.equal(minted.status, 200, minted.text);
      const sessionId = await start[service](minted.token ?? '');
      assert.equal(minted.sessionId, service === 'liveavatar' ? sessionId : undefined);

      const open = await listSessions(access(service));
      const [session] = open.filter((listed) => listed.sessionId === sessionId);
      assert.ok(session?.createdAt && Math.abs(session.createdAt.getTime() - Date.now()) < 600_000);

      await stopSession(access(service), sessionId);
      const left = await listSessions(access(service));
      assert.deepEqual(
        left.filter((listed) => listed.sessionId === sessionId),
        [],
      );
    });

    it(`${service}: stopping a session that there is none of rejects`, async () => {
      await assert.rejects(stopSession(access(service), '00000000-0000-1000-8000-000000000000'), {
        name: 'StreamingAvatarError',
      });
    });
  }

  it('says that the service refused what the site has fixed', async () => {
    const handler = createTokenHandler({
      ...access('liveavatar'),
      allowedOrigins: [site],
      request: { avatarName: '00000000-0000-4000-8000-000000000000' },
    });
    const { status, error } = await answerTo(handler);
    assert.deepEqual([status, error?.code], [400, 'invalid_avatar']);
  });
});
