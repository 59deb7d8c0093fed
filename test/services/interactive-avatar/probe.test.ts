// Reaching Interactive Avatar without opening anything: which answers are good news, and what is sent for them.
import { expect } from '@open-wc/testing';
import { interactiveAvatar } from '../../../src/services/interactive-avatar/interactive-avatar.js';
import type { ProbeCall } from '../../../src/services/service.js';
import { FakeFetch, json, networkFailure, success, type Answer } from '../../support/fake-fetch.js';
import { FakeSocket } from '../../support/fake-socket.js';
import { nextTask, rejection } from '../../support/outcome.js';

function probe(call: Partial<ProbeCall> = {}): Promise<void> {
  const { signal } = new AbortController();
  return interactiveAvatar.probe({
    part: 'calls',
    token: undefined,
    basePath: 'https://api.example/v',
    signal,
    ...call,
  });
}

const answer =
  (status: number, body: unknown): Answer =>
  () =>
    json(body, { status });

describe('probing the calls of Interactive Avatar', () => {
  let server: FakeFetch;
  beforeEach(() => (server = new FakeFetch(answer(400, { code: 10006, message: 'Session not found' }))));
  afterEach(() => server.restore());

  it('sends one call about a session that is none, with the token in its header', async () => {
    await probe({ token: 'token-1' });
    expect(server.requests).to.have.lengthOf(1);
    expect(server.request.url.href).to.equal('https://api.example/v/v1/streaming.keep_alive');
    expect(server.request.headers.get('Authorization')).to.equal('Bearer token-1');
    expect(server.request.body).to.deep.equal({ session_id: '00000000-0000-0000-0000-000000000000' });
  });

  const reached: [string, Answer, string | undefined][] = [
    ['the session is refused', answer(400, { code: 10006, message: 'Session not found' }), 'token-1'],
    [
      'the session’s id is refused',
      answer(400, { code: 400175, message: 'session_id is invalid' }),
      'token-1',
    ],
    ['the session’s state is refused', answer(400, { code: 400006, message: 'Not in state' }), 'token-1'],
    ['the call is taken', () => success(null), 'token-1'],
    ['a token is asked for, where none was given', answer(401, { code: 400112, message: 'No' }), undefined],
  ];
  for (const [name, says, token] of reached) {
    it(`finds it reached where ${name}`, async () => {
      server.answer = says;
      await probe({ token });
    });
  }

  const failed: [string, Answer, string | undefined, string][] = [
    ['the token is refused', answer(401, { code: 401057, message: 'No' }), 'token-1', 'unauthorized'],
    ['it is switched off', answer(410, { code: 410, message: 'Gone' }), undefined, 'endpoint_sunset'],
    ['the account may not', answer(403, { code: 400562, message: 'No' }), 'token-1', 'forbidden'],
    ['the path is not there', answer(404, { code: 404, message: 'No' }), undefined, 'bad_answer'],
    ['a web page answers', () => new Response('<!doctype html>'), undefined, 'bad_answer'],
    ['it is down', answer(503, { message: 'No' }), undefined, 'server_error'],
    ['it is busy', answer(429, { message: 'No' }), 'token-1', 'rate_limited'],
    ['nobody answers', networkFailure, undefined, 'network'],
  ];
  for (const [name, says, token, code] of failed) {
    it(`rejects with ${code} where ${name}`, async () => {
      server.answer = says;
      expect((await rejection(probe({ token }))).code).to.equal(code);
    });
  }

  it('rejects with invalid_option for a base path that is none', async () => {
    expect((await rejection(probe({ basePath: 'mailto:a@b.example' }))).code).to.equal('invalid_option');
  });

  it('sends no API key anywhere', async () => {
    expect((await rejection(probe({ token: ' sk_V2_key' }))).code).to.equal('api_key_in_page');
    expect(server.requests).to.deep.equal([]);
  });
});

describe('probing the chat socket of Interactive Avatar', () => {
  beforeEach(() => FakeSocket.install());
  afterEach(() => FakeSocket.restore());

  /** The attempt, once its socket is there. */
  async function attempt(
    call: Partial<ProbeCall> = {},
  ): Promise<{ outcome: Promise<void>; socket: FakeSocket }> {
    const outcome = probe({ part: 'socket', token: 'token-1', ...call });
    outcome.catch(() => undefined);
    while (FakeSocket.opened.length === 0) await nextTask();
    return { outcome, socket: FakeSocket.last };
  }

  for (const [basePath, url] of [
    ['https://api.example/v', 'wss://api.example/v/v1/ws/streaming.chat'],
    ['http://localhost:8010', 'ws://localhost:8010/v1/ws/streaming.chat'],
  ] as const) {
    it(`is tried at ${url}, with no token in it, and closed when it opens`, async () => {
      const { outcome, socket } = await attempt({ basePath });
      expect(socket.url.href).to.equal(url);
      socket.accept();
      await outcome;
      expect(socket.closed).to.equal(true);
    });
  }

  it('rejects with network where it does not open', async () => {
    const { outcome, socket } = await attempt();
    socket.lose();
    expect((await rejection(outcome)).code).to.equal('network');
  });

  it('rejects with network where the browser makes none', async () => {
    Object.assign(globalThis, {
      WebSocket: function WebSocket() {
        throw new DOMException('No', 'SecurityError');
      },
    });
    expect((await rejection(probe({ part: 'socket' }))).code).to.equal('network');
  });

  it('closes it when the probe is aborted', async () => {
    const controller = new AbortController();
    const { socket } = await attempt({ signal: controller.signal });
    controller.abort();
    expect(socket.closed).to.equal(true);
  });
});
