/** What becomes of everything that the service may answer in place of a token, or not answer. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  createTokenHandler,
  type ErrorCode,
  type TokenHandler,
  type TokenHandlerOptions,
} from '../../src/server.js';
import { answerTo, apiKey, avatar, site } from './page.js';
import { json, page, Upstream } from './upstream.js';

describe('the token handler answers a refusal of the service', () => {
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
      rateLimit: false,
      ...options,
    });

  const refusals: readonly [string, Upstream['answer'], number, ErrorCode, boolean, number?][] = [
    ['401', json(401, { code: 4001, message: 'Unauthorized', data: null }), 502, 'unauthorized', false],
    ['403', json(403, { code: 400562, message: 'forbidden' }), 502, 'forbidden', false],
    [
      '403 of too many at a time',
      json(403, { code: 4003, message: 'Concurrency limit' }),
      503,
      'concurrency_limit',
      true,
    ],
    ['402', json(402, { code: 4002, message: 'Pay' }), 503, 'quota_exceeded', false],
    ['credits', json(400, { code: 4000, message: 'Not enough credits' }), 503, 'quota_exceeded', false],
    [
      '409',
      json(409, { code: 4009, message: 'Session concurrency limit reached' }),
      503,
      'concurrency_limit',
      true,
    ],
    [
      'v1 concurrency',
      json(400, { code: 10007, message: 'Concurrent limit reached' }),
      503,
      'concurrency_limit',
      true,
    ],
    ['410', json(410, { code: 'endpoint_sunset', message: 'gone' }), 502, 'endpoint_sunset', false],
    [
      '429',
      json(429, { code: 4029, message: 'Too many' }, { 'Retry-After': '7' }),
      429,
      'rate_limited',
      true,
      7,
    ],
    [
      'an unknown avatar',
      json(404, { code: 4004, message: 'Avatar not found' }),
      400,
      'invalid_avatar',
      false,
    ],
    [
      'an unknown voice',
      json(400, { code: 4000, message: "Voice with id 'x' not found" }),
      400,
      'invalid_voice',
      false,
    ],
    ['a field', json(422, { detail: [{ loc: ['body', 'mode'], msg: 'bad' }] }), 400, 'invalid_option', false],
    ['500', json(500, { code: 5000, message: 'Internal' }), 502, 'server_error', true],
    [
      '503 with a date',
      json(503, {}, { 'Retry-After': new Date(0).toUTCString() }),
      502,
      'server_error',
      true,
      1,
    ],
    ['a web page', page(200), 502, 'bad_answer', false],
    ['a web page that is not found', page(404), 502, 'bad_answer', false],
    ['a redirect', json(302, {}, { Location: 'http://127.0.0.1:1/' }), 502, 'bad_answer', false],
    ['no token', json(200, { code: 1000, data: {} }), 502, 'bad_answer', false],
    ['no data', json(200, { code: 1000, data: null }), 502, 'bad_answer', false],
    ['a failure called 200', json(200, { code: 4000, message: 'no' }), 400, 'invalid_option', false],
    ['a list', json(200, []), 502, 'bad_answer', false],
    ['the key for a token', json(200, { data: { token: apiKey } }), 502, 'bad_answer', false],
    ['a connection that breaks', (response) => response.destroy(), 502, 'network', true],
    ['an answer that breaks off', breaksOff, 502, 'network', true],
    ['an answer without an end', endless, 502, 'bad_answer', false],
  ];
  for (const [name, answer, status, code, retryable, retryAfter] of refusals) {
    it(`${name} as ${status}, ${code}`, async () => {
      upstream.answer = answer;
      const reply = await answerTo(make());
      assert.deepEqual([reply.status, reply.error?.code, reply.error?.retryable], [status, code, retryable]);
      assert.equal(reply.error?.retryAfter, retryAfter);
      assert.equal(reply.headers.get('Retry-After'), retryAfter === undefined ? null : String(retryAfter));
      assert.equal(reply.headers.get('Cache-Control'), 'no-store');
      assert.ok(!reply.text.includes(apiKey));
      assert.equal(upstream.calls.length, 1, 'and asks only once');
    });
  }

  it('that never comes as 504, timeout, and hangs up', async ({ mock }) => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const hungUp = new Promise<void>((resolve) => {
      upstream.answer = (response) => {
        response.on('close', resolve);
        mock.timers.tick(10_000);
      };
    });
    const { status, error } = await answerTo(make());
    assert.deepEqual([status, error?.code, error?.retryable], [504, 'timeout', true]);
    await hungUp;
  });

  it('where nobody listens as 502, network', async () => {
    const { status, error } = await answerTo(make({ basePath: 'http://127.0.0.1:1' }));
    assert.deepEqual([status, error?.code], [502, 'network']);
  });
});

function breaksOff(response: Parameters<Upstream['answer']>[0]): void {
  // With it, the end of the connection would be taken for that of the answer.
  response.removeHeader('Connection');
  response.writeHead(200).write('{', () => response.destroy());
}

function endless(response: Parameters<Upstream['answer']>[0]): void {
  response.writeHead(200);
  const more = (): void => {
    while (!response.destroyed && response.write('x'.repeat(65_536)));
    if (!response.destroyed) response.once('drain', more);
  };
  response.on('error', () => undefined);
  more();
}
