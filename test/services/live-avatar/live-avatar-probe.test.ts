// Reaching LiveAvatar without opening anything: which answers are good news, and what is sent for them.
import { expect } from '@open-wc/testing';
import { liveAvatar } from '../../../src/services/live-avatar/live-avatar.js';
import type { ProbeCall } from '../../../src/services/service.js';
import { FakeFetch, json, networkFailure, success, type Answer } from '../../support/fake-fetch.js';
import { anyRejection, never, rejection } from '../../support/outcome.js';

function probe(call: Partial<ProbeCall> = {}): Promise<void> {
  const { signal } = new AbortController();
  const basePath = 'https://api.example/v';
  return liveAvatar.probe({ part: 'calls', token: undefined, basePath, signal, ...call });
}

const answer =
  (status: number, body: unknown): Answer =>
  () =>
    json(body, { status });

describe('probing LiveAvatar', () => {
  let server: FakeFetch;
  beforeEach(() => (server = new FakeFetch(answer(404, { code: 4004, message: 'Session not found' }))));
  afterEach(() => server.restore());

  it('sends one call about a session that is none, with the token in its header', async () => {
    await probe({ token: 'a.b.c' });
    expect(server.requests).to.have.lengthOf(1);
    expect(server.request.url.href).to.equal('https://api.example/v/v1/sessions/keep-alive');
    expect(server.request.headers.get('Authorization')).to.equal('Bearer a.b.c');
    expect(server.request.body).to.deep.equal({ session_id: '00000000-0000-0000-0000-000000000000' });
  });

  it('goes to api.liveavatar.com unless told otherwise', async () => {
    await probe({ basePath: undefined });
    expect(server.request.url.href).to.equal('https://api.liveavatar.com/v1/sessions/keep-alive');
  });

  it('is of the calls alone: there is no socket before a session is there', () => {
    expect(liveAvatar.parts).to.deep.equal(['calls']);
  });

  const reached: [string, Answer, string | undefined][] = [
    ['the session is refused', answer(404, { code: 4004, message: 'Session not found' }), 'a.b.c'],
    ['the session’s id is refused', answer(422, { detail: [{ msg: 'Input should be a UUID' }] }), 'a.b.c'],
    ['the session’s state is refused', answer(400, { message: 'Session is not in correct state' }), 'a.b.c'],
    ['the call is taken', () => success(null), 'a.b.c'],
    ['a token is asked for, where none was given', answer(401, { code: 4001, message: 'No' }), undefined],
  ];
  for (const [name, says, token] of reached) {
    it(`finds it reached where ${name}`, async () => {
      server.answer = says;
      await probe({ token });
      expect(server.requests).to.have.lengthOf(1);
    });
  }

  const failed: [string, Answer, string | undefined, string][] = [
    ['the token is refused', answer(401, { code: 4001, message: 'No' }), 'a.b.c', 'unauthorized'],
    ['the account may not', answer(403, { code: 4003, message: 'No' }), 'a.b.c', 'forbidden'],
    ['the path is not there', answer(404, { detail: 'Not Found' }), undefined, 'bad_answer'],
    [
      'the path is not there, in its words',
      answer(404, { code: 4004, message: 'No' }),
      'a.b.c',
      'bad_answer',
    ],
    ['a web page answers', () => new Response('<!doctype html>'), undefined, 'bad_answer'],
    ['it is down', answer(503, { message: 'No' }), undefined, 'server_error'],
    ['it is busy', answer(429, { message: 'No' }), 'a.b.c', 'rate_limited'],
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

  it('ends with its signal', async () => {
    const controller = new AbortController();
    server.answer = never;
    const probing = anyRejection(probe({ signal: controller.signal }));
    controller.abort(new Error('enough'));
    expect(await probing).to.have.property('message', 'enough');
  });
});
