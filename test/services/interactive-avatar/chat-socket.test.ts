// The chat socket's address: scheme, port and path prefix kept, everything escaped.
import { expect } from '@open-wc/testing';
import type { StartAvatarRequest } from '../../../src/api/requests.js';
import { ChatSocket, chatSocketUrl } from '../../../src/services/interactive-avatar/chat-socket.js';

const url = (basePath: string, request: StartAvatarRequest = {}, token = 't'): URL =>
  new URL(chatSocketUrl(basePath, 's', token, request));

const addresses: readonly [string, string][] = [
  ['https://api.heygen.com', 'wss://api.heygen.com/v1/ws/streaming.chat'],
  ['http://localhost:8010', 'ws://localhost:8010/v1/ws/streaming.chat'],
  ['https://example.com:8443/proxy/heygen', 'wss://example.com:8443/proxy/heygen/v1/ws/streaming.chat'],
];

const parameters: readonly [string, StartAvatarRequest, string, string | null][] = [
  ['silence prompts', { useSilencePrompt: true }, 'silence_response', 'true'],
  ['no silence prompts', {}, 'silence_response', 'false'],
  ['push to talk', { enablePushToTalk: true }, 'push_to_talk', 'true'],
  ['no push to talk', {}, 'push_to_talk', 'false'],
  ['the language', { language: 'de' }, 'stt_language', 'de'],
  ['no language', {}, 'stt_language', null],
  ['the LiveKit transport, whichever was named', { voiceChatTransport: 'websocket' }, 'arch_version', 'v2'],
];

describe("the chat socket's address", () => {
  for (const [basePath, expected] of addresses) {
    it(`is ${expected} for ${basePath}`, () => {
      const { origin, host, protocol, pathname } = url(basePath);
      expect(`${protocol}//${host}${pathname}`, origin).to.equal(expected);
    });
  }

  for (const [name, request, parameter, value] of parameters) {
    it(`says ${name}`, () => {
      expect(url('https://a.example', request).searchParams.get(parameter)).to.equal(value);
    });
  }

  it('names the session and escapes its token', () => {
    const token = 'a+b/c=&session_id=x#?é ';
    const { searchParams, hash } = url('https://a.example', {}, token);
    expect([searchParams.get('session_token'), searchParams.getAll('session_id'), hash]).to.deep.equal([
      token,
      ['s'],
      '',
    ]);
  });
});

describe('the chat socket', () => {
  it('fails nobody when its address is none', () => {
    const socket = new ChatSocket('nonsense://', () => undefined);
    expect(() => socket.open()).not.to.throw();
    expect(() => socket.close()).not.to.throw();
  });

  it('may be closed twice, and before it was opened', () => {
    const socket = new ChatSocket('ws://127.0.0.1:9', () => undefined);
    expect(() => socket.close()).not.to.throw();
    socket.close();
  });
});
