// Stopping a session at the service: one request, at once, in a way that outlives the page.
import { expect } from '@open-wc/testing';
import { systemClock } from '../../../src/api/clock.js';
import { interactiveAvatar } from '../../../src/services/interactive-avatar/interactive-avatar.js';
import type { OpenSession, ServiceEvent } from '../../../src/services/service.js';
import { FakeFetch, json, networkFailure, success, type Answer } from '../../support/fake-fetch.js';
import { FakeSocket } from '../../support/fake-socket.js';
import { anyRejection, never, rejection } from '../../support/outcome.js';
import { TimerLedger } from '../../support/timer-ledger.js';

const { signal } = new AbortController();

describe('stopping a session of Interactive Avatar', () => {
  let server: FakeFetch;
  let timers: TimerLedger;
  let events: ServiceEvent[];
  let session: OpenSession;

  /** How often stop was posted. */
  const stops = (): number => server.methods.filter((method) => method === 'streaming.stop').length;

  beforeEach(async () => {
    FakeSocket.install();
    server = new FakeFetch(() => success({ session_id: 's', url: 'wss://r.example', access_token: 'a' }));
    timers = new TimerLedger({ hurry: true });
    events = [];
    session = await interactiveAvatar.open({
      request: {},
      token: 'token-1',
      basePath: 'https://api.example',
      videoCodec: 'H264',
      clock: systemClock,
      plainToken: true,
      existing: undefined,
      signal,
      emit: (event) => events.push(event),
    }).session;
    await session.start({ publish: async () => undefined }, signal);
  });
  afterEach(() => {
    session.close();
    timers.restore();
    server.restore();
    FakeSocket.restore();
    expect(timers.outstanding).to.deep.equal([]);
  });

  it('is on its way before the call returns, and outlives the page', async () => {
    const stopping = session.stop(signal);
    expect(stops()).to.equal(1);
    expect(server.request).to.include({ keepalive: true });
    expect(server.request.body).to.deep.equal({ session_id: 's' });
    expect(server.request.headers.get('Authorization')).to.equal('Bearer token-1');
    await stopping;
  });

  const failures: readonly [string, Answer, string][] = [
    ['the service has an error', () => json({ message: 'oops' }, { status: 500 }), 'server_error'],
    ['a proxy has an error', () => new Response('<h1>Bad gateway', { status: 502 }), 'server_error'],
    [
      'it came before the session had started',
      () => json({ code: 400006, message: 'Session is not in correct state' }, { status: 400 }),
      'server_error',
    ],
    ['there are too many calls', () => json({ code: 400140 }, { status: 429 }), 'rate_limited'],
    ['the session is closing', () => json({ code: 10004 }, { status: 400 }), 'not_connected'],
    ['the session is closed', () => json({ code: 10005 }, { status: 400 }), 'not_connected'],
    ['the session is unknown', () => json({ code: 10006 }, { status: 400 }), 'not_connected'],
    ['the token has expired', () => json({ code: 400112 }, { status: 401 }), 'unauthorized'],
    ['the service is gone', () => json({ message: 'endpoint_sunset' }, { status: 410 }), 'endpoint_sunset'],
    ['a web page answers', () => new Response('<p>Log in', { status: 200 }), 'bad_answer'],
  ];
  for (const [name, answer, code] of failures) {
    it(`is tried once, and rejects with ${code} when ${name}`, async () => {
      server.answer = answer;
      expect(await rejection(session.stop(signal))).to.include({ code });
      expect([stops(), timers.waits]).to.deep.equal([1, []]);
      expect(events, 'an end of our own is no end by the server').to.deep.equal([]);
    });
  }

  it('rejects with network when the network fails', async () => {
    server.answer = networkFailure;
    expect(await rejection(session.stop(signal))).to.include({ code: 'network', retryable: true });
  });

  it('needs no words in the answer', async () => {
    server.answer = () => new Response(null, { status: 204 });
    await session.stop(signal);
    expect(stops()).to.equal(1);
  });

  it('ends with its signal', async () => {
    server.answer = never;
    const late = new AbortController();
    const stopping = session.stop(late.signal);
    late.abort(new Error('late'));
    expect(await anyRejection(stopping)).to.have.property('message', 'late');
    expect(stops()).to.equal(1);
  });

  it('leaves the chat socket to close(), after which neither socket nor room is heard', async () => {
    await session.stop(signal);
    expect(FakeSocket.last.closed).to.equal(false);
    session.close();
    session.close();
    expect(FakeSocket.last.closed).to.equal(true);
    FakeSocket.last.receive('{"event_type":"user_start"}');
    session.handle({ topic: undefined, bytes: new TextEncoder().encode('{"type":"user_start"}') });
    expect(events).to.deep.equal([]);
  });
});
