// One call to a service: what is sent, which answers are successes, and the typed error for each of the others.
import { expect } from '@open-wc/testing';
import { errorTable } from '../../src/api/error-table.js';
import { APIError, type ErrorCode } from '../../src/api/errors.js';
import { post, postStop, type Refusal } from '../../src/services/http.js';
import { FakeFetch, json, networkFailure, type Answer } from '../support/fake-fetch.js';
import { anyRejection, rejection } from '../support/outcome.js';

const url = 'https://api.example/v1/streaming.new';

const stopCall = {
  url,
  token: 'secret',
  body: { session_id: 's' },
  signal: new AbortController().signal,
};

describe('a call to a service', () => {
  let server: FakeFetch;
  let refusals: Refusal[];

  /** Everything that is refused is `forbidden` here, so that one sees who was asked. */
  const errorCodeFor = (refusal: Refusal): ErrorCode => {
    refusals.push(refusal);
    return 'forbidden';
  };

  const call = (answer: Answer, options = {}): Promise<unknown> => {
    server.answer = answer;
    return post({ ...stopCall, ...options }, errorCodeFor);
  };

  beforeEach(() => {
    server = new FakeFetch();
    refusals = [];
  });
  afterEach(() => server.restore());

  it('posts JSON with the token in its header, and no cookies', async () => {
    await call(() => json({}));
    const { request } = server;
    expect([request.method, request.url.href]).to.deep.equal(['POST', url]);
    expect(request.headers.get('Authorization')).to.equal('Bearer secret');
    expect(request.headers.get('Content-Type')).to.equal('application/json');
    expect(request.body).to.deep.equal({ session_id: 's' });
    expect([request.credentials, request.keepalive]).to.deep.equal(['omit', false]);
  });

  it('sends no null', async () => {
    await call(() => json({}), { body: { a: null, b: { c: null, d: 0 }, e: '' } });
    expect(server.request.body).to.deep.equal({ b: { d: 0 }, e: '' });
  });

  it('sends no body where there is none', async () => {
    await call(() => json({}), { body: undefined });
    expect(server.request.body).to.equal(undefined);
  });

  const successes: readonly [string, unknown, unknown][] = [
    ['code 100', { code: 100, data: { a: 1 }, message: 'success' }, { a: 1 }],
    ['code 1000', { code: 1000, data: { a: 1 } }, { a: 1 }],
    ['no code', { data: { a: 1 } }, { a: 1 }],
    ['a code that is null', { code: null, data: { a: 1 } }, { a: 1 }],
    ['an error that is null', { error: null, data: { token: 't' } }, { token: 't' }],
    ['data that is null', { code: 100, data: null }, undefined],
    ['no data', { code: 100, message: 'success' }, undefined],
    ['a bare status', { status: 'success' }, undefined],
  ];
  for (const [name, body, data] of successes) {
    it(`takes an answer with ${name} for a success`, async () => {
      expect(await call(() => json(body))).to.deep.equal(data);
      expect(await call(() => json(body, { status: 201 }))).to.deep.equal(data);
    });
  }

  const notOurs: readonly [string, string, string][] = [
    ['a web page', '<!doctype html><p>Hello', 'a web page'],
    ['nothing', '', 'nothing'],
    ['truncated JSON', '{"code":100,"data":{"sess', 'no JSON object'],
    ['a list', '[]', 'no JSON object'],
    ['null', 'null', 'no JSON object'],
    ['a word', '"ok"', 'no JSON object'],
  ];
  for (const [name, body, described] of notOurs) {
    it(`rejects with bad_answer, and says so, when a success is ${name}`, async () => {
      const error = await rejection(call(() => new Response(body)));
      expect(error).to.be.instanceOf(APIError).and.to.include({ code: 'bad_answer', status: 200 });
      expect(error.message).to.contain('base-path').and.to.contain(described);
      expect(refusals).to.deep.equal([]);
    });
  }

  const refused: readonly [string, number, string, Refusal][] = [
    [
      'an error status',
      400,
      '{"code":10007,"message":"Concurrent limit reached"}',
      { status: 400, serverCode: 10007, serverMessage: 'Concurrent limit reached' },
    ],
    [
      'an error code in a 200',
      200,
      '{"code":400112,"message":"Unauthorized"}\n',
      { status: 200, serverCode: 400112, serverMessage: 'Unauthorized' },
    ],
    [
      'a success code in an error status',
      500,
      '{"code":100,"message":"success"}',
      { status: 500, serverCode: 100, serverMessage: 'success' },
    ],
    [
      'the v2 form',
      403,
      '{"error":{"code":400562,"message":"forbidden"},"data":null}',
      { status: 403, serverCode: 400562, serverMessage: 'forbidden' },
    ],
    [
      'the v2 form in a 200',
      200,
      '{"error":{"code":400562,"message":"forbidden"},"data":{"a":1}}',
      { status: 200, serverCode: 400562, serverMessage: 'forbidden' },
    ],
    ['a web page', 502, '<h1>Bad gateway', { status: 502, serverCode: undefined, serverMessage: undefined }],
    ['no body', 401, '', { status: 401, serverCode: undefined, serverMessage: undefined }],
    ['JSON of no form', 404, '[1]', { status: 404, serverCode: undefined, serverMessage: undefined }],
    [
      'mistyped members',
      400,
      '{"code":{},"message":7}',
      { status: 400, serverCode: undefined, serverMessage: undefined },
    ],
  ];
  for (const [name, status, body, refusal] of refused) {
    it(`has a refusal classified by its service: ${name}`, async () => {
      const error = await rejection(call(() => new Response(body, { status })));
      expect(error)
        .to.be.instanceOf(APIError)
        .and.to.include({
          code: 'forbidden',
          responseText: body,
          ...refusal,
        });
      expect(refusals).to.deep.equal([refusal]);
      expect(error.message).to.contain(errorTable.forbidden.message);
      if (refusal.serverMessage) expect(error.message).to.contain(refusal.serverMessage);
    });
  }

  it('reads what the framework of the service says about each field', async () => {
    const detail = [
      { loc: ['body', 'avatar_id'], msg: 'should be a UUID' },
      { loc: ['body', 'mode'], msg: 'is unknown' },
    ];
    const error = await rejection(call(() => json({ detail }, { status: 422 })));
    expect(error.serverMessage).to.equal('body.avatar_id: should be a UUID; body.mode: is unknown');
  });

  it('keeps a code that is a word, as v2 answers have', async () => {
    const body = { error: { code: 'invalid_parameter', message: 'quality is wrong' } };
    const error = await rejection(call(() => json(body, { status: 400 })));
    expect(error.serverCode).to.equal('invalid_parameter');
  });

  it('does not put a long message of the service into its own in full', async () => {
    const error = await rejection(call(() => json({ code: 1, message: 'x'.repeat(5000) }, { status: 400 })));
    expect(error.message.length).to.be.lessThan(600);
    expect(error.serverMessage).to.have.length(5000);
  });

  const waits: readonly [string, string, number | undefined][] = [
    ['seconds', '20', 20],
    ['nothing that is a number', 'soon', undefined],
  ];
  for (const [name, header, retryAfter] of waits) {
    it(`reads how long to wait from Retry-After: ${name}`, async () => {
      const answer = json({ code: 1 }, { status: 429, headers: { 'Retry-After': header } });
      expect((await rejection(call(() => answer))).retryAfter).to.equal(retryAfter);
    });
  }

  it('rejects with network, retryable and with the cause, when nothing answers', async () => {
    const error = await rejection(call(networkFailure));
    expect(error).to.include({ code: 'network', retryable: true, status: undefined });
    expect(error.cause).to.be.instanceOf(TypeError);
  });

  it('rejects with network when the answer breaks off', async () => {
    const broken = new ReadableStream({ start: (stream) => stream.error(new TypeError('reset')) });
    expect(await rejection(call(() => new Response(broken)))).to.include({ code: 'network' });
  });

  it("ends with its signal's reason", async () => {
    const controller = new AbortController();
    const reason = new Error('stopped');
    const waiting = call(() => new Promise(() => undefined), { signal: controller.signal });
    controller.abort(reason);
    expect(await anyRejection(waiting)).to.equal(reason);
  });

  it('repeats what the service says as it is where there is no token', async () => {
    const error = await rejection(
      call(() => json({ code: 1, message: 'Gone.' }, { status: 410 }), { token: '' }),
    );
    expect(error.message).to.match(/ The service said: “Gone\.”\.$/);
    expect(error).to.include({ serverMessage: 'Gone.', responseText: '{"code":1,"message":"Gone."}' });
  });

  it('puts a token with slashes into no error, as PHP writes it', async () => {
    const answer: Answer = () => new Response('{"code":"a/b","message":"a\\/b"}', { status: 401 });
    const error = await rejection(call(answer, { token: 'a/b' }));
    expect(error).to.include({
      serverCode: '…',
      serverMessage: '…',
      responseText: '{"code":"…","message":"…"}',
    });
  });

  it('puts the token into no error', async () => {
    const answers: Answer[] = [
      networkFailure,
      () => json({ code: 1 }, { status: 401 }),
      () => json({ code: 1, message: 'Token secret is bad.', error: { message: 'secret' } }, { status: 401 }),
      () => json({ code: 1, detail: 'secret: no such token' }),
      () => new Response('<p>secret</p>', { status: 502 }),
      () => new Response('secret'),
      () => new Response(''),
    ];
    for (const answer of answers) {
      const error = await rejection(call(answer));
      expect(JSON.stringify([Object.entries(error), error.message])).not.to.contain('secret');
    }
  });
});

// What a browser does with a budget that is used up: test/package/page-leave.test.ts.
describe('a call that ends a session', () => {
  const { fetch } = globalThis;
  const sent: (boolean | undefined)[] = [];
  let answer: (keepalive: boolean) => Promise<Response>;

  beforeEach(() => {
    sent.length = 0;
    answer = async () => new Response(null, { status: 204 });
    globalThis.fetch = (_url, { keepalive = false } = {}) => {
      sent.push(keepalive);
      return answer(keepalive);
    };
  });
  afterEach(() => {
    globalThis.fetch = fetch;
  });

  const stop = (options = {}): Promise<void> => postStop({ ...stopCall, ...options }, () => 'forbidden');
  const refusesKeepalive = (keepalive: boolean): Promise<Response> =>
    keepalive ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve(json({}));

  /** What it sent before a listener to this event returned. */
  function sentDuring(type: string, options = {}): { sent: unknown[]; stopped: Promise<void> } {
    let stopped = Promise.resolve();
    addEventListener(
      type,
      () => {
        stopped = stop(options);
      },
      { once: true },
    );
    dispatchEvent(new Event(type));
    return { sent: [...sent], stopped };
  }

  it('outlives its page, is on its way at once, and needs no words in the answer', async () => {
    const stopped = stop();
    expect(sent).to.deep.equal([true]);
    await stopped;
    expect(sent).to.deep.equal([true]);
  });

  it('goes out as an ordinary request where the browser refuses it', async () => {
    answer = refusesKeepalive;
    await stop();
    expect(sent).to.deep.equal([true, false]);
  });

  for (const type of ['pagehide', 'freeze']) {
    it(`is sent both ways within ${type}, which has no time to wait for a refusal`, async () => {
      answer = refusesKeepalive;
      const { sent: during, stopped } = sentDuring(type);
      expect(during).to.deep.equal([true, false]);
      await stopped;
    });
  }

  it('is sent once within pagehide where it has no body: it takes nothing of the budget', async () => {
    const { sent: during, stopped } = sentDuring('pagehide', { body: undefined });
    expect(during).to.deep.equal([true]);
    await stopped;
  });

  it('rejects with network where neither way leads anywhere', async () => {
    answer = () => Promise.reject(new TypeError('Failed to fetch'));
    expect(await rejection(stop())).to.include({ code: 'network' });
    expect(await rejection(sentDuring('pagehide').stopped)).to.include({ code: 'network' });
  });

  it('is not sent again once it was aborted', async () => {
    const late = new AbortController();
    answer = () =>
      new Promise((_resolve, reject) => {
        late.signal.addEventListener('abort', () => reject(late.signal.reason as Error));
      });
    const stopped = stop({ signal: late.signal });
    late.abort(new Error('late'));
    expect(await anyRejection(stopped)).to.have.property('message', 'late');
    expect(sent).to.deep.equal([true]);
  });
});
