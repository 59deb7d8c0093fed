/** Listing and stopping sessions: every shape that lists are known to have, and what is answered instead of one. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { listSessions, stopSession, type MintingService, type ServiceAccess } from '../../src/server.js';
import { apiKey } from './page.js';
import { json, page, Upstream } from './upstream.js';

describe('the sessions of an account', () => {
  const upstream = new Upstream();
  before(() => upstream.start());
  beforeEach(() => upstream.reset());
  after(() => upstream.stop());

  const access = (service?: MintingService): ServiceAccess => ({ apiKey, service, basePath: upstream.url });
  const createdAt = new Date('2026-01-02T03:04:05Z');

  it('are listed page by page on LiveAvatar', async () => {
    upstream.answer = (response, { url }) => {
      const number = Number(new URL(url, upstream.url).searchParams.get('page'));
      const results = [{ id: `s${number}`, created_at: createdAt.toISOString() }, 'nonsense', { id: 7 }];
      json(200, { code: 1000, data: { next: number < 3 ? 'http://elsewhere/' : null, results } })(response);
    };
    assert.deepEqual(
      await listSessions(access()),
      ['s1', 's2', 's3'].map((sessionId) => ({ sessionId, createdAt })),
    );
    const [call] = upstream.calls;
    assert.deepEqual([call?.method, call?.url], ['GET', '/v1/sessions?type=active&page=1&page_size=100']);
    assert.equal(call?.headers['x-api-key'], apiKey);
  });

  it('are not listed for ever', async () => {
    upstream.answer = json(200, { data: { next: 'again', results: [] } });
    assert.deepEqual(await listSessions(access()), []);
    assert.equal(upstream.calls.length, 20);
  });

  for (const [name, data] of [
    ['in data.sessions', { sessions: [{ session_id: 'a', created_at: createdAt.getTime() / 1000 }, null] }],
    ['in data', [{ session_id: 'a', created_at: createdAt.getTime() / 1000 }]],
  ] as const) {
    it(`are listed on Interactive Avatar, ${name}`, async () => {
      upstream.answer = json(200, { code: 100, data });
      assert.deepEqual(await listSessions(access('interactive-avatar')), [{ sessionId: 'a', createdAt }]);
      assert.equal(upstream.calls[0]?.url, '/v1/streaming.list');
    });
  }

  it('are stopped by their id, with the key', async () => {
    upstream.answer = json(200, { code: 1000, data: null });
    await stopSession(access(), 'a');
    await stopSession(access('interactive-avatar'), 'b');
    assert.deepEqual(
      upstream.calls.map(({ method, url, body }) => [method, url, body]),
      [
        ['POST', '/v1/sessions/stop', { session_id: 'a' }],
        ['POST', '/v1/streaming.stop', { session_id: 'b' }],
      ],
    );
  });

  it('are not there for who has no key, or no list to read', async () => {
    upstream.answer = json(401, { code: 4001, message: `no such key: ${apiKey}` });
    await assert.rejects(
      listSessions(access()),
      (error: Error & { code?: string; serverMessage?: string }) => {
        assert.equal(error.code, 'unauthorized');
        assert.ok(!JSON.stringify([error.message, error.serverMessage, error.stack]).includes(apiKey));
        return true;
      },
    );
    for (const answer of [page(200), json(200, { data: {} }), json(200, { data: { results: {} } })]) {
      upstream.answer = answer;
      await assert.rejects(listSessions(access()), { code: 'bad_answer' });
    }
  });

  it('are given up after a while', async ({ mock }) => {
    mock.timers.enable({ apis: ['setTimeout'] });
    upstream.answer = () => mock.timers.tick(10_000);
    await assert.rejects(stopSession(access(), 'a'), { code: 'timeout' });
  });
});
