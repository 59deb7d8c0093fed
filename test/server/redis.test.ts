/** A rate limit that several instances share, in a real Redis: the store of the example. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createClient } from '@redis/client';
import { createTokenHandler, type RateLimitStore, type TokenHandler } from '../../src/server.js';
import { apiKey, ask, avatar, read, site } from './page.js';
import { findServerProgram, freePort, run, type Running } from './programs.js';
import { Upstream } from './upstream.js';

const { redisStore } = (await import(
  new URL('../../demo/token-endpoint/redis-store.mjs', import.meta.url).href
)) as { redisStore: (client: unknown, prefix?: string) => RateLimitStore };

describe('a rate limit in Redis', () => {
  const upstream = new Upstream();
  let server: Running | undefined;
  let port = 0;
  let clients: Awaited<ReturnType<typeof connect>>[] = [];

  const connect = async () => {
    const client = createClient({ url: `redis://127.0.0.1:${port}`, socket: { reconnectStrategy: false } });
    client.on('error', () => undefined);
    return client.connect();
  };

  before(async () => {
    await upstream.start();
    port = await freePort();
    const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    server = await run(findServerProgram('redis'), options, /Ready to accept connections/);
    clients = [await connect(), await connect()];
  });

  after(async () => {
    for (const client of clients) client.destroy();
    await server?.end();
    await upstream.stop();
  });

  /** An instance of the site's server, which has a connection of its own. */
  const instance = (index: 0 | 1, limit: number, prefix: string): TokenHandler<{ ip: string }> =>
    createTokenHandler({
      apiKey,
      basePath: upstream.url,
      allowedOrigins: [site],
      request: { avatarName: avatar },
      rateLimit: { limit, window: 60, store: redisStore(clients[index], prefix) },
    });

  it('is one limit for all instances, however many ask at once', async () => {
    const [first, second] = [instance(0, 7, 'burst:'), instance(1, 7, 'burst:')];
    const replies = await Promise.all(
      Array.from({ length: 1000 }, (_, index) => (index % 2 ? first : second)(ask(), { ip: '192.0.2.1' })),
    );
    assert.equal(replies.filter(({ status }) => status === 200).length, 7);
    assert.equal(replies.filter(({ status }) => status === 429).length, 993);
    assert.equal((await first(ask(), { ip: '192.0.2.2' })).status, 200, 'somebody else');
    const refused = await second(ask(), { ip: '192.0.2.1' });
    const { error } = await read(refused);
    assert.equal(error?.code, 'rate_limited');
    assert.ok(error.retryAfter && error.retryAfter >= 1 && error.retryAfter <= 60, `${error.retryAfter} s`);
  });

  it('begins anew with the next window, and leaves nothing in Redis', async () => {
    const [client] = clients;
    const handler = instance(0, 1, 'window:');
    const status = async (): Promise<number> => (await handler(ask(), { ip: '192.0.2.1' })).status;
    assert.deepEqual([await status(), await status()], [200, 429]);
    const left = await client?.pTTL('window:192.0.2.1');
    assert.ok(left && left > 0 && left <= 60_000, `${left} ms, not begun anew by each request`);
    // Redis’s own clock ends the window.
    await client?.pExpire('window:192.0.2.1', 0);
    assert.equal(await client?.exists('window:192.0.2.1'), 0);
    assert.equal(await status(), 200);
  });

  it('that is gone lets nobody through', async () => {
    const lost = await connect();
    const handler = createTokenHandler({
      apiKey,
      basePath: upstream.url,
      allowedOrigins: [site],
      request: { avatarName: avatar },
      rateLimit: { store: redisStore(lost) },
    });
    assert.equal((await handler(ask())).status, 200);
    lost.destroy();
    const { status, error, text } = await read(await handler(ask()));
    assert.deepEqual([status, error?.code], [500, 'server_error']);
    assert.doesNotMatch(text, /redis|client/i);
  });
});
