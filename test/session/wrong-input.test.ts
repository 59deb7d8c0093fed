// What a page may hand over by mistake: each is rejected with a typed error, and no session is opened.
import { expect } from '@open-wc/testing';
import type { ErrorCode } from '../../src/api/errors.js';
import type { StartAvatarOptions, StreamingAvatarOptions } from '../../src/api/requests.js';
import { StreamingAvatar } from '../../src/session/streaming-avatar.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { FakeFetch, json } from '../support/fake-fetch.js';
import { rejection } from '../support/outcome.js';

const circular: Record<string, unknown> = {};
circular['self'] = circular;

const tokens: readonly [string, StreamingAvatarOptions['token']][] = [
  ['typographic quotes around it', '“session-token”'],
  ['typographic quotes around it, from a function', () => '“session-token”'],
  ['a letter that only looks like one of the alphabet', 'sessiоn-token'],
  ['a line break in it', 'session-\ntoken'],
];

describe('a token with', () => {
  for (const [name, token] of tokens) {
    it(`${name} is refused before it is sent`, async () => {
      const client = new ClientUnderTest({}, { token });
      const error = await rejection(client.avatar.createStartAvatar({}));
      expect(error).to.include({ code: 'invalid_option', phase: 'token' });
      expect(error.message).to.contain('token');
      expect(client.ports.service.calls).to.deep.equal([]);
    });
  }
});

describe('a client without options', () => {
  const calls: readonly [string, ErrorCode, (avatar: StreamingAvatar) => Promise<unknown>][] = [
    ['createStartAvatar', 'token_missing', (avatar) => avatar.createStartAvatar({})],
    ['newSession', 'token_missing', (avatar) => avatar.newSession({})],
    ['startSession', 'not_connected', (avatar) => avatar.startSession()],
    ['speak', 'not_connected', (avatar) => avatar.speak('Hello')],
  ];
  for (const [name, code, call] of calls) {
    it(`rejects ${name}() with ${code}`, async () => {
      const avatar = new StreamingAvatar();
      expect(await rejection(call(avatar))).to.include({ code });
      await avatar.stopAvatar();
    });
  }
});

describe('a request that contains itself', () => {
  let server: FakeFetch;
  beforeEach(() => (server = new FakeFetch(() => json({ token: 'session-token' }))));
  afterEach(() => server.restore());

  it('rejects with a typed error from a token URL, which it cannot be sent to', async () => {
    const client = new ClientUnderTest({}, { token: new URL('/api/token', location.href) });
    const request = { knowledgeBase: circular } as unknown as StartAvatarOptions;
    const error = await rejection(client.avatar.createStartAvatar(request));
    expect(error.code).to.not.equal('internal_error');
    expect(client.ports.service.calls).to.deep.equal([]);
    expect(client.avatar.state.status).to.equal('failed');
    client.expectReleased(0);
  });

  it('is told from another one without throwing', async () => {
    const client = new ClientUnderTest();
    const request = { knowledgeBase: circular } as unknown as StartAvatarOptions;
    const outcomes = await Promise.allSettled([
      client.avatar.createStartAvatar(request),
      client.avatar.createStartAvatar(request),
    ]);
    expect(outcomes[0]).to.deep.equal(outcomes[1]);
    await client.avatar.stopAvatar();
  });
});
