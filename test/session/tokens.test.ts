// Where tokens come from: strings that serve once, functions, addresses; and what is refused as none.
import { expect } from '@open-wc/testing';
import { sessionError } from '../../src/api/error-table.js';
import type { ErrorCode } from '../../src/api/errors.js';
import type { StartAvatarOptions, StreamingAvatarOptions, TokenReason } from '../../src/api/requests.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { FakeFetch, json, networkFailure } from '../support/fake-fetch.js';
import { isPending, never, nextTask, rejection } from '../support/outcome.js';

type Source = StreamingAvatarOptions['token'];

const request: StartAvatarOptions = { avatarName: 'Wayne', quality: 'high' };

/** The token that the service is given where this is the client's. */
async function get(source: Source): Promise<string | undefined> {
  const client = new ClientUnderTest({}, { token: source });
  await client.avatar.newSession(request);
  await client.avatar.stopAvatar();
  return client.ports.service.calls[0]?.token;
}
const mint = new URL('https://page.example/avatar-token?secret=1');

describe('a token that is a string', () => {
  it('is given as it is, without white space around', async () => {
    expect(await get(' abc.DEF-1=\n')).to.equal('abc.DEF-1=');
  });

  const none: readonly [string, unknown, ErrorCode][] = [
    ['empty', '', 'token_missing'],
    ['white space', ' \n', 'token_missing'],
    ['undefined', undefined, 'token_missing'],
    ['null', null, 'token_missing'],
    ['an API key', 'sk_V2_hgu_abcdef', 'api_key_in_page'],
    ['an API key with white space', ' sk_V2_hgu_abcdef', 'api_key_in_page'],
  ];
  for (const [name, token, code] of none) {
    it(`is refused with ${code} when it is ${name}`, async () => {
      const error = await rejection(get(token as string));
      expect(error).to.include({ code });
      expect(error.message).not.to.contain('hgu');
    });
  }

  it('is not taken for an API key by its length or its letters', async () => {
    for (const token of ['c2tfVjJfaGd1X2FiY2RlZg==', 'x'.repeat(500), 'SK_x', 'task_1']) {
      expect(await get(token)).to.equal(token);
    }
  });
});

describe('a token source', () => {
  it('is asked with the request, the reason and a signal', async () => {
    const asked: [StartAvatarOptions, { reason: TokenReason; signal: AbortSignal }][] = [];
    await get((...args) => {
      asked.push(args);
      return Promise.resolve('fresh');
    });
    expect(asked).to.have.length(1);
    expect(asked[0]?.[0]).to.deep.include(request);
    expect(asked[0]?.[1].reason).to.equal('start');
    expect(asked[0]?.[1].signal).to.be.instanceOf(AbortSignal);
  });

  it('may answer at once', async () => {
    expect(await get(() => 'now')).to.equal('now');
  });

  const broken: readonly [string, () => unknown, ErrorCode, string][] = [
    [
      'it rejects',
      () => Promise.reject(new Error('no session cookie')),
      'token_source_failed',
      'no session cookie',
    ],
    [
      'it throws',
      () => {
        throw new Error('typo');
      },
      'token_source_failed',
      'typo',
    ],
    ['it rejects with a word', () => Promise.reject('no'), 'token_source_failed', 'session token'],
    ['it gives nothing', () => Promise.resolve(undefined), 'token_source_failed', 'session token'],
    ['it gives an empty text', () => '', 'token_source_failed', 'session token'],
    ['it gives an object', () => ({ token: 'x' }), 'token_source_failed', 'session token'],
    ['it gives an API key', () => 'sk_V2_x', 'api_key_in_page', 'API key'],
    ['it rejects with an error of ours', () => Promise.reject(sessionError('forbidden')), 'forbidden', ''],
  ];
  for (const [name, source, code, words] of broken) {
    it(`ends with ${code} when ${name}`, async () => {
      const error = await rejection(get(source as () => string));
      expect(error).to.include({ code });
      expect(error.message).to.contain(words);
    });
  }

  it("keeps the source's own error as the cause", async () => {
    const cause = new Error('down');
    expect((await rejection(get(() => Promise.reject(cause)))).cause).to.equal(cause);
  });

  it('is told by its signal that the start was stopped, and its rejection is not what the start ends with', async () => {
    const asked = Promise.withResolvers<AbortSignal>();
    const client = new ClientUnderTest(
      {},
      {
        token: (_request, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
            asked.resolve(signal);
          }),
      },
    );
    const starting = rejection(client.avatar.createStartAvatar(request));
    const signal = await asked.promise;
    await client.avatar.stopAvatar();
    expect(await starting).to.include({ code: 'aborted', phase: 'token' });
    expect(signal.aborted).to.equal(true);
  });

  it('is told by its signal that it took too long', async () => {
    const asked = Promise.withResolvers<AbortSignal>();
    const token = (_request: unknown, { signal }: { signal: AbortSignal }): Promise<string> => {
      asked.resolve(signal);
      return never();
    };
    const client = new ClientUnderTest({}, { token });
    const starting = rejection(client.avatar.createStartAvatar(request));
    const signal = await asked.promise;
    client.ports.clock.advance(15);
    expect(await starting).to.include({ code: 'timeout', phase: 'token' });
    expect(signal.aborted).to.equal(true);
  });
});

describe('an address that mints tokens', () => {
  let server: FakeFetch;

  beforeEach(() => (server = new FakeFetch(() => json({ token: 'minted' }))));
  afterEach(() => server.restore());

  it('is posted the start request as JSON', async () => {
    expect(await get(mint)).to.equal('minted');
    expect([server.request.method, server.request.url.href]).to.deep.equal(['POST', mint.href]);
    expect(server.request.headers.get('Content-Type')).to.equal('application/json');
    expect(server.request.body).to.deep.include(request);
    expect(server.request.credentials, "the page's session comes along").to.equal('same-origin');
  });

  const answers: readonly [string, () => Response][] = [
    ['{ token }', () => json({ token: 'minted' })],
    ['{ data: { token } }', () => json({ error: null, data: { token: 'minted' } })],
    ['a JSON string', () => json('minted')],
    ['the bare token', () => new Response('minted\n')],
    ['any 2xx', () => json({ token: 'minted' }, { status: 201 })],
  ];
  for (const [name, answer] of answers) {
    it(`may answer ${name}`, async () => {
      server.answer = answer;
      expect(await get(mint)).to.equal('minted');
    });
  }

  const failures: readonly [string, () => Response | Promise<Response>, number | undefined][] = [
    ['nothing answers', networkFailure, undefined],
    ['it refuses', () => json({ error: 'log in first' }, { status: 401 }), 401],
    ['it breaks', () => new Response('<h1>oops', { status: 500 }), 500],
    ['it answers a web page', () => new Response('<!doctype html><p>Hello'), 200],
    ['it answers nothing', () => new Response(''), 200],
    ['it answers null', () => json(null), 200],
    ['it answers a number', () => json({ token: 7 }), 200],
    ['it answers an empty token', () => json({ token: '' }), 200],
    ['it answers no token', () => json({ data: null }), 200],
  ];
  for (const [name, answer, status] of failures) {
    it(`ends with token_source_failed, naming the address without its query, when ${name}`, async () => {
      server.answer = answer;
      const error = await rejection(get(mint));
      expect(error).to.include({ code: 'token_source_failed', status, retryable: true });
      expect(error.message).to.contain('https://page.example/avatar-token').and.not.to.contain('secret');
    });
  }

  for (const status of [403, 419, 422])
    it(`names tokenProvider where it answers ${status}, as servers do without their CSRF header`, async () => {
      server.answer = () => new Response('<h1>Page expired', { status });
      const { code, message } = await rejection(get(mint));
      expect(code).to.equal('token_source_failed');
      expect(message)
        .to.contain('tokenProvider')
        .and.contain('X-CSRF-TOKEN')
        .and.contain(`answered ${status}`);
      server.answer = () => new Response('', { status: 500 });
      expect((await rejection(get(mint))).message).not.to.contain('CSRF');
    });

  for (const tokenCredentials of ['include', 'omit', 'same-origin'] as const)
    it(`is asked with the credentials “${tokenCredentials}”`, async () => {
      const client = new ClientUnderTest({}, { token: mint, tokenCredentials });
      await client.avatar.newSession(request);
      await client.avatar.stopAvatar();
      expect(server.request.credentials).to.equal(tokenCredentials);
    });

  it('is not asked with credentials that are none', async () => {
    const client = new ClientUnderTest({}, { token: mint, tokenCredentials: 'always' as never });
    expect(await rejection(client.avatar.newSession(request))).to.include({ code: 'invalid_option' });
    expect(server.requests).to.have.lengthOf(0);
  });

  const ours = { code: 'rate_limited', message: 'Slow down.', retryable: true, retryAfter: 7 };
  it("ends with the handler's own code and sentence where it says one of ours", async () => {
    server.answer = () => json({ error: ours }, { status: 429 });
    expect(await rejection(get(mint))).to.include({ ...ours, status: 429 });
    server.answer = () => json({ error: { code: 'forbidden' } }, { status: 403 });
    const plain = sessionError('forbidden');
    expect(await rejection(get(mint))).to.include({
      code: 'forbidden',
      message: plain.message,
      retryable: false,
    });
  });

  for (const error of [{ ...ours, code: 'aborted' }, { code: 'toString' }, { code: 7 }, 'no', null]) {
    it(`does not take ${JSON.stringify(error)} for an error of ours`, async () => {
      server.answer = () => json({ error }, { status: 429 });
      expect(await rejection(get(mint))).to.include({ code: 'token_source_failed', status: 429 });
    });
  }

  it('ends with token_source_failed when the answer breaks off', async () => {
    server.answer = () =>
      new Response(new ReadableStream({ start: (body) => body.error(new TypeError('reset')) }));
    expect(await rejection(get(mint))).to.include({ code: 'token_source_failed' });
  });

  it('is cut short by a stop', async () => {
    server.answer = never;
    const client = new ClientUnderTest({}, { token: mint });
    const starting = rejection(client.avatar.createStartAvatar(request));
    await client.reaches('connecting token');
    await nextTask();
    await client.avatar.stopAvatar();
    expect(await isPending(starting)).to.equal(false);
    expect(await starting).to.include({ code: 'aborted', phase: 'token' });
    expect(server.request.signal.aborted).to.equal(true);
  });

  for (const address of ['/avatar-token', './avatar-token', '../avatar-token', `${location.origin}/x`]) {
    it(`may be a text: ${address.replace(location.origin, 'https://…')}`, async () => {
      expect(await get(address)).to.equal('minted');
      expect(server.request.url.href).to.equal(new URL(address, document.baseURI).href);
    });
  }

  it('serves one session after another', async () => {
    const client = new ClientUnderTest({}, { token: '/avatar-token' });
    await client.start();
    await client.start();
    expect(server.requests).to.have.length(2);
    await client.avatar.stopAvatar();
  });
});
