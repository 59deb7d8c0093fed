// The chat socket: its address, with scheme, port and path prefix kept and everything escaped, and its coming back.
import { expect } from '@open-wc/testing';
import type { StartAvatarOptions } from '../../../src/api/requests.js';
import { chatSocket, chatSocketUrl } from '../../../src/services/interactive-avatar/chat-socket.js';
import type { ServiceEvent } from '../../../src/services/service.js';
import { FakeSocket } from '../../support/fake-socket.js';
import { nextTask } from '../../support/outcome.js';
import { TimerLedger } from '../../support/timer-ledger.js';

const url = (basePath: string, request: StartAvatarOptions = {}, token = 't'): URL =>
  new URL(chatSocketUrl(basePath, 's', token, request));

const addresses: readonly [string, string][] = [
  ['https://api.heygen.com', 'wss://api.heygen.com/v1/ws/streaming.chat'],
  ['http://localhost:8010', 'ws://localhost:8010/v1/ws/streaming.chat'],
  ['https://example.com:8443/proxy/heygen', 'wss://example.com:8443/proxy/heygen/v1/ws/streaming.chat'],
];

const parameters: readonly [string, StartAvatarOptions, string, string | null][] = [
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
    const socket = chatSocket('nonsense://', () => undefined);
    expect(() => socket.open()).not.to.throw();
    expect(() => socket.close()).not.to.throw();
  });

  it('may be closed twice, and before it was opened', () => {
    const socket = chatSocket('ws://127.0.0.1:9', () => undefined);
    expect(() => socket.close()).not.to.throw();
    socket.close();
  });
});

describe('a chat socket that is lost', () => {
  let timers: TimerLedger;
  let told: ServiceEvent[];
  let socket: ReturnType<typeof chatSocket>;

  beforeEach(() => {
    FakeSocket.install();
    timers = new TimerLedger({ hurry: true });
    told = [];
    socket = chatSocket('wss://a.example/one', (event) => told.push(event));
    socket.open();
    timers.waits.length = 0;
  });
  afterEach(() => {
    socket.close();
    timers.restore();
    FakeSocket.restore();
  });

  /** The waits before it came back, of so many losses in a row. */
  async function waits(losses: number, betweenThem: () => void = () => undefined): Promise<number[]> {
    const waited: number[] = [];
    for (let loss = 0; loss < losses; loss += 1) {
      betweenThem();
      FakeSocket.last.lose();
      waited.push(...timers.outstanding);
      await nextTask();
    }
    return waited;
  }

  it('comes back, and is listened to', async () => {
    FakeSocket.last.accept();
    FakeSocket.last.lose();
    await nextTask();
    expect(FakeSocket.opened.map(({ url }) => url.href)).to.deep.equal(Array(2).fill('wss://a.example/one'));
    FakeSocket.last.receive('{"event_type":"user_start"}');
    expect(told.at(-1)).to.deep.include({ type: 'conversation' });
  });

  it('is tried less and less often, every 15 s at the least', async () => {
    expect(await waits(8)).to.deep.equal([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  it('is tried soon again after it had come back', async () => {
    await waits(4);
    FakeSocket.last.accept();
    FakeSocket.last.receive('{"event_type":"user_start"}');
    expect(await waits(2)).to.deep.equal([500, 1000]);
  });

  it('is tried less and less often by a server that takes it and drops it at once', async () => {
    expect(await waits(4, () => FakeSocket.last.accept())).to.deep.equal([500, 1000, 2000, 4000]);
  });

  it('is warned of once', async () => {
    await waits(3);
    expect(told.map((event) => event.type === 'warning' && event.warning.code)).to.deep.equal([
      'chat_socket_lost',
    ]);
  });

  it('stays closed once it is closed, and leaves no timer', async () => {
    FakeSocket.last.lose();
    expect(timers.outstanding).to.deep.equal([500]);
    socket.close();
    expect(timers.outstanding).to.deep.equal([]);
    await nextTask();
    expect(FakeSocket.opened).to.have.lengthOf(1);
  });

  it('is not lost where we close it, and tells nothing after', () => {
    const { last } = FakeSocket;
    socket.close();
    last.lose();
    last.receive('{"event_type":"user_start"}');
    expect([last.closed, told, timers.outstanding]).to.deep.equal([true, [], []]);
  });

  it('moves to another address, and closes the one before', () => {
    const { last } = FakeSocket;
    socket.move('wss://a.example/two');
    expect(last.closed).to.equal(true);
    expect(FakeSocket.last.url.href).to.equal('wss://a.example/two');
    expect([told, timers.outstanding]).to.deep.equal([[], []]);
  });

  it('moves while it waits to come back, without waiting on', () => {
    FakeSocket.last.lose();
    socket.move('wss://a.example/two');
    expect(FakeSocket.opened).to.have.lengthOf(2);
    expect(timers.outstanding).to.deep.equal([]);
  });

  it('stays where it is when told to move to where it is', () => {
    socket.move('wss://a.example/one');
    expect(FakeSocket.opened).to.have.lengthOf(1);
  });

  it('is opened by no move before it was opened, nor after it was closed', () => {
    const another = chatSocket('wss://a.example/one', () => undefined);
    another.move('wss://a.example/two');
    socket.close();
    socket.move('wss://a.example/two');
    expect(FakeSocket.opened).to.have.lengthOf(1);
    another.open();
    expect(FakeSocket.last.url.href).to.equal('wss://a.example/two');
    another.close();
  });

  it('is not tried again where the page may not open it at all, and is warned of once', () => {
    socket.close();
    Object.assign(globalThis, {
      WebSocket: function refused() {
        throw new DOMException('Refused by the policy.', 'SecurityError');
      },
    });
    socket.open();
    socket.open();
    expect(told).to.have.lengthOf(1);
    expect(timers.outstanding).to.deep.equal([]);
  });
});
