// An environment without MediaStream, such as a server or a test's DOM: every way to start says so.
import { expect } from '@open-wc/testing';
import type { StreamingAvatar } from '../../src/session/streaming-avatar.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { answerOf } from '../support/fake-service.js';
import { rejection } from '../support/outcome.js';

const starts: readonly [string, (avatar: StreamingAvatar) => Promise<unknown>][] = [
  ['createStartAvatar()', (avatar) => avatar.createStartAvatar({})],
  ['newSession()', (avatar) => avatar.newSession({})],
  ['startAvatar()', (avatar) => avatar.startAvatar({})],
  ['startAvatar() with a session', (avatar) => avatar.startAvatar({}, answerOf(1))],
];

describe('without MediaStream', () => {
  const { MediaStream: real } = globalThis;
  beforeEach(() => void Reflect.deleteProperty(globalThis, 'MediaStream'));
  afterEach(() => (globalThis.MediaStream = real));

  for (const [name, start] of starts) {
    it(`${name} rejects with not_supported and asks for no token`, async () => {
      let asked = 0;
      const client = new ClientUnderTest({}, { token: () => `token-${(asked += 1)}` });
      const error = await rejection(start(client.avatar));
      expect(error).to.include({ code: 'not_supported', phase: 'token' });
      expect(error.message).to.contain('MediaStream');
      expect(client.avatar.state.status).to.equal('failed');
      expect(asked).to.equal(0);
      client.expectReleased(0);
    });
  }
});
