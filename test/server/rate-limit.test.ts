/** How often a client may ask: windows, what a client is told apart by, and a store that fails. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTokenHandler, MemoryStore, type RateLimitStore } from '../../src/server.js';
import { addressOf } from '../../src/server/rate-limit.js';
import { apiKey, ask, avatar, endpoint, read, site } from './page.js';

describe('the count in memory', () => {
  let now = 0;
  const counts = (store: MemoryStore, ...clients: string[]): number[] =>
    clients.map((client) => store.count(client, 60).count);

  it('counts each client for itself, in a window that begins with its first request', () => {
    now = 1_000_000;
    const store = new MemoryStore(() => now);
    assert.deepEqual(counts(store, 'a', 'a', 'b', 'a'), [1, 2, 1, 3]);
    now += 30_000;
    assert.deepEqual(store.count('a', 60), { count: 4, resetIn: 30 });
    now += 29_999;
    assert.deepEqual(counts(store, 'a', 'c'), [5, 1]);
    now += 1;
    assert.deepEqual(counts(store, 'a', 'b', 'c'), [1, 1, 2]);
  });

  it('forgets who has not come for a window', () => {
    const store = new MemoryStore(() => now);
    for (let index = 0; index < 100; index += 1) store.count(`${index}`, 60);
    assert.equal(store.size, 100);
    now += 60_000;
    store.count('new', 60);
    assert.equal(store.size, 1);
  });

  it('counts all together who come when it is full, and nobody who is known starts afresh', () => {
    const store = new MemoryStore(() => now);
    counts(store, 'known', 'known');
    for (let index = 0; store.size < 10_000; index += 1) store.count(`${index}`, 60);
    assert.deepEqual(counts(store, 'late', 'later', 'late'), [1, 2, 3]);
    assert.deepEqual(counts(store, 'known'), [3]);
    now += 60_000;
    assert.deepEqual(counts(store, 'late', 'later', 'known'), [1, 1, 1]);
  });
});

describe('a client', () => {
  const from = (headers: Record<string, string>, more: object = {}): Request =>
    Object.assign(new Request(endpoint, { headers }), more);

  const addresses: readonly [string, string, string][] = [
    ['IPv4', '192.0.2.1', '192.0.2.1'],
    ['IPv4 in IPv6', '::ffff:192.0.2.1', '192.0.2.1'],
    ['IPv6 by its network', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['IPv6 written short', '2001:DB8::1', '2001:db8:0:0'],
    ['IPv6 with zeros', '2001:0db8:0001:0002::', '2001:db8:1:2'],
    ['IPv6 with a zone', 'fe80::1%eth0', 'fe80:0:0:0'],
    ['the machine itself', '::1', '0:0:0:0'],
    ['something else', 'unix:', 'unix'],
  ];
  for (const [name, ip, key] of addresses) {
    it(`is told apart by its address: ${name}`, () => assert.equal(addressOf(from({}), { ip }), key));
  }

  it('is told apart by the address that Cloudflare vouches for', () => {
    const headers = { 'CF-Connecting-IP': '192.0.2.1' };
    assert.equal(addressOf(from(headers, { cf: { country: 'DE' } }), undefined), '192.0.2.1');
    assert.equal(addressOf(from(headers), undefined), 'everybody');
  });

  it('is not told apart by what anybody can write', () => {
    for (const context of [undefined, null, {}, { ip: '' }, { ip: 7 }, 'ip', { params: {} }]) {
      assert.equal(addressOf(from({ 'X-Forwarded-For': '192.0.2.1' }), context), 'everybody');
    }
  });

  it('is told apart as the site says, with the platform’s context', async () => {
    const asked: string[] = [];
    const store: RateLimitStore = { count: (client) => ({ count: asked.push(client), resetIn: 1 }) };
    const handler = createTokenHandler<{ user: string; ip: string }>({
      apiKey,
      allowedOrigins: [site],
      rateLimit: { limit: 0, store },
      clientKey: (request, { user }) => user && `${user} ${request.headers.get('X-Real-IP')}`,
    });
    await handler(ask({}, { 'X-Real-IP': '192.0.2.1' }), { user: 'Ada', ip: '192.0.2.2' });
    await handler(ask(), { user: '', ip: '192.0.2.2' });
    assert.deepEqual(asked, ['Ada 192.0.2.1', '192.0.2.2']);
  });
});

describe('a store', () => {
  const handlerWith = (store: RateLimitStore) =>
    createTokenHandler({
      apiKey,
      allowedOrigins: [site],
      request: { avatarName: avatar },
      rateLimit: { store },
    });

  it('that fails lets nobody through, and is not quoted', async () => {
    const broken = { count: () => Promise.reject(new Error('redis://:password@host')) };
    const { status, error, text } = await read(await handlerWith(broken)(ask()));
    assert.deepEqual([status, error?.code, error?.retryable], [500, 'server_error', true]);
    assert.ok(!text.includes('password'));
  });

  it('that never answers lets nobody through either', async ({ mock }) => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const silent: RateLimitStore = {
      count() {
        mock.timers.tick(10_000);
        return new Promise(() => undefined);
      },
    };
    const { status, error } = await read(await handlerWith(silent)(ask()));
    assert.deepEqual([status, error?.code], [408, 'timeout']);
  });
});
