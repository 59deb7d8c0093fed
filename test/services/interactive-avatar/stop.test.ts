// Stopping a session at the service: at once, once, tried again only where it may have got lost.
import { expect } from '@open-wc/testing';
import { systemClock } from '../../../src/session/limits.js';
import { interactiveAvatar } from '../../../src/services/interactive-avatar/interactive-avatar.js';
import type { OpenSession, ServiceEvent } from '../../../src/services/service.js';
import { FakeFetch, json, networkFailure, success, type Answer } from '../../support/fake-fetch.js';
import { FakeSocket } from '../../support/fake-socket.js';
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
      over: new AbortController().signal,
      existing: undefined,
      signal,
      emit: (event) => events.push(event),
    });
    await session.start({ publish: async () => undefined }, signal);
  });
  afterEach(() => {
    timers.restore();
    server.restore();
    FakeSocket.restore();
    expect(timers.outstanding).to.deep.equal([]);
  });

  it('is on its way before the call returns, and outlives the page', async () => {
    const stopping = session.stop();
    expect(stops()).to.equal(1);
    expect(server.request).to.include({ keepalive: true });
    expect(server.request.body).to.deep.equal({ session_id: 's' });
    expect(server.request.headers.get('Authorization')).to.equal('Bearer token-1');
    await stopping;
  });

  it('happens once, however often it is asked for', async () => {
    await Promise.all([session.stop(), session.stop()]);
    await session.stop();
    expect(stops()).to.equal(1);
  });

  it('closes the chat socket, and then hears neither socket nor room', async () => {
    await session.stop();
    expect(FakeSocket.last.closed).to.equal(true);
    FakeSocket.last.receive('{"event_type":"user_start"}');
    session.handle({ topic: undefined, bytes: new TextEncoder().encode('{"type":"user_start"}') });
    expect(events).to.deep.equal([]);
  });

  const failures: readonly [string, Answer][] = [
    ['the network fails', networkFailure],
    ['the service has an error', () => json({ message: 'oops' }, { status: 500 })],
    ['a proxy has an error', () => new Response('<h1>Bad gateway', { status: 502 })],
    [
      'it came before the session had started',
      () => json({ code: 400006, message: 'Session is not in correct state' }, { status: 400 }),
    ],
    ['there are too many calls', () => json({ code: 400140, message: 'rate limit' }, { status: 429 })],
  ];
  for (const [name, answer] of failures) {
    it(`is tried again when ${name}`, async () => {
      let first = true;
      server.answer = (request) => {
        if (!first) return success(null);
        first = false;
        return answer(request);
      };
      await session.stop();
      expect(stops()).to.equal(2);
      expect(server.request.keepalive).to.equal(true);
      expect(timers.waits).to.deep.equal([500]);
    });
  }

  it('gives up after the third try, without an error', async () => {
    server.answer = networkFailure;
    await session.stop();
    expect(stops()).to.equal(3);
    expect(timers.waits).to.deep.equal([500, 2000]);
  });

  const refusals: readonly [string, number, object][] = [
    ['the session is closing', 400, { code: 10004, message: 'session state wrong: closing' }],
    ['the session is closed', 400, { code: 10005, message: 'session state wrong: closed' }],
    ['the session is unknown', 400, { code: 10006, message: 'Session not found' }],
    ['the token has expired', 401, { code: 400112, message: 'Unauthorized' }],
    ['the service is gone', 410, { code: 410, message: 'endpoint_sunset' }],
  ];
  for (const [name, status, body] of refusals) {
    it(`is not tried again when it is refused, since ${name}`, async () => {
      server.answer = () => json(body, { status });
      await session.stop();
      expect(stops()).to.equal(1);
      expect(events, 'an end of our own is no end by the server').to.deep.equal([]);
    });
  }

  it('is not tried again when the answer is empty', async () => {
    server.answer = () => new Response(null, { status: 204 });
    await session.stop();
    expect(stops()).to.equal(1);
  });
});
