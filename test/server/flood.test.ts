/** The token handler in a flood of requests: no more tokens than the limit says, and no more memory. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  createTokenHandler,
  MemoryStore,
  type TokenHandler,
  type TokenHandlerOptions,
} from '../../src/server.js';
import { apiKey, ask, avatar, read, site, type PageAnswer } from './page.js';
import { Upstream } from './upstream.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('a flood of requests', () => {
  const upstream = new Upstream();

  before(() => upstream.start());
  beforeEach(() => upstream.reset());
  after(() => upstream.stop());

  const make = (options: Partial<TokenHandlerOptions> = {}): TokenHandler =>
    createTokenHandler({
      apiKey,
      basePath: upstream.url,
      allowedOrigins: [site],
      request: { avatarName: avatar },
      ...options,
    });

  const answer = async (handler: TokenHandler, request: Request, context?: unknown): Promise<PageAnswer> =>
    read(await handler(request, context));

  const burst = 10_000;

  it('of one client gets as many tokens as the limit, and is told when to come back', async () => {
    const handler = make({ rateLimit: { limit: 5, window: 60 } });
    const counts = new Map<number, number>();
    const first = await answer(handler, ask(), { ip: '192.0.2.1' });
    assert.equal(first.status, 200);
    for (let done = 1; done < burst; done += 1) {
      const { status } = await handler(ask(), { ip: '192.0.2.1' });
      counts.set(status, (counts.get(status) ?? 0) + 1);
    }
    assert.deepEqual(Object.fromEntries(counts), { 200: 4, 429: burst - 5 });
    assert.equal(upstream.calls.length, 5);
    const last = await answer(handler, ask(), { ip: '192.0.2.1' });
    assert.deepEqual([last.error?.code, last.error?.retryable], ['rate_limited', true]);
    const wait = Number(last.headers.get('Retry-After'));
    assert.ok(wait >= 1 && wait <= 60, `Retry-After: ${wait}`);
    assert.equal(last.error?.retryAfter, wait);
    assert.equal((await answer(handler, ask(), { ip: '192.0.2.2' })).status, 200, 'somebody else');
  });

  it('at the same time gets no more either', async () => {
    const handler = make({ rateLimit: { limit: 5 } });
    const replies = await Promise.all(Array.from({ length: 200 }, () => handler(ask(), { ip: '192.0.2.1' })));
    assert.equal(replies.filter(({ status }) => status === 200).length, 5);
  });

  it('that makes its addresses up gets no more either', async () => {
    const handler = make({ rateLimit: { limit: 5 } });
    const statuses: number[] = [];
    for (let index = 0; index < 50; index += 1) {
      const ip = `198.51.100.${index}`;
      const made = {
        'X-Forwarded-For': ip,
        'X-Real-IP': ip,
        'CF-Connecting-IP': ip,
        Forwarded: `for=${ip}`,
      };
      statuses.push((await handler(ask({}, made))).status);
    }
    assert.equal(statuses.filter((status) => status === 200).length, 5);
  });

  it('is counted before its body is looked at', async () => {
    const handler = make({ rateLimit: { limit: 1 } });
    assert.equal((await answer(handler, ask('nonsense'))).status, 400);
    assert.equal((await answer(handler, ask())).status, 429);
  });

  it('of other origins does not use up the visitors’ own', async () => {
    const handler = make({ rateLimit: { limit: 1 } });
    for (let index = 0; index < 10; index += 1) await handler(ask({}, { Origin: 'https://evil.example' }));
    assert.equal((await answer(handler, ask())).status, 200);
  });

  it('of ever new clients leaves memory as it was', async () => {
    const store = new MemoryStore();
    const handler = make({
      rateLimit: { limit: 0, store },
      clientKey: (request) => request.headers.get('X-Client') ?? '',
    });
    const flood = async (from: number, to: number): Promise<number> => {
      for (let index = from; index < to; index += 1) {
        await handler(ask({}, { 'X-Client': `${index}-${'x'.repeat(400)}` }));
      }
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const [full, later] = [await flood(0, burst), await flood(burst, 1.5 * burst)];
    assert.ok(store.size <= 10_001, `${store.size} clients`);
    assert.ok(later - full < 1_000_000, `${later - full} bytes more after ${burst / 2} further clients`);
    assert.deepEqual(upstream.calls, []);
  });
});
