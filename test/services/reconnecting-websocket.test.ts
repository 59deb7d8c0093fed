// A socket that comes back by itself: what counts as a loss, how long it waits, and that it ends when it is closed.
import { expect } from '@open-wc/testing';
import { ReconnectingWebSocket } from '../../src/services/reconnecting-websocket.js';
import { FakeSocket } from '../support/fake-socket.js';
import { nextTask } from '../support/outcome.js';
import { TimerLedger } from '../support/timer-ledger.js';

const one = 'wss://a.example/one';
const two = 'wss://a.example/two';

describe('a reconnecting socket', () => {
  let timers: TimerLedger;
  let heard: unknown[];
  let losses: number;
  let socket: ReconnectingWebSocket;

  beforeEach(() => {
    FakeSocket.install();
    timers = new TimerLedger({ hurry: true });
    heard = [];
    losses = 0;
    socket = new ReconnectingWebSocket(one, {
      onMessage: (data) => void heard.push(data),
      onLost: () => (losses += 1),
    });
  });
  afterEach(() => {
    socket.close();
    expect(timers.outstanding).to.deep.equal([]);
    timers.restore();
    FakeSocket.restore();
  });

  const opened = (): string[] => FakeSocket.opened.map(({ url }) => url.href);

  it('is opened when it is told to, and hands on what it hears', () => {
    expect(opened()).to.deep.equal([]);
    socket.open();
    FakeSocket.last.accept();
    FakeSocket.last.receive('Hello');
    expect([opened(), heard]).to.deep.equal([[one], ['Hello']]);
  });

  it('sends while it is open, and says where it could not', () => {
    expect(socket.send('before')).to.equal(false);
    socket.open();
    expect(socket.send('too early')).to.equal(false);
    FakeSocket.last.accept();
    expect(socket.send('now')).to.equal(true);
    const { last } = FakeSocket;
    last.closing();
    expect(socket.send('too late')).to.equal(false);
    last.lose();
    expect(socket.send('lost')).to.equal(false);
    expect(last.sent).to.deep.equal(['now']);
  });

  for (const [name, lose] of [
    ['closed', () => FakeSocket.last.lose()],
    ['in error, without a close', () => FakeSocket.last.fail()],
    [
      'in error and then closed, once',
      () => {
        const { last } = FakeSocket;
        last.fail();
        last.lose();
      },
    ],
  ] as const) {
    it(`is lost where it is ${name}, and comes back`, async () => {
      socket.open();
      lose();
      expect([losses, timers.outstanding]).to.deep.equal([1, [500]]);
      await nextTask();
      expect(opened()).to.deep.equal([one, one]);
    });
  }

  it('is one socket at a time: the one before is not heard any more', async () => {
    socket.open();
    const before = FakeSocket.last;
    before.fail();
    await nextTask();
    before.lose();
    expect([losses, timers.outstanding, opened().length]).to.deep.equal([1, [], 2]);
  });

  it('waits longer from loss to loss, until it has heard something', async () => {
    socket.open();
    const waited: number[] = [];
    for (let loss = 0; loss < 8; loss += 1) {
      FakeSocket.last.accept();
      FakeSocket.last.lose();
      waited.push(...timers.outstanding);
      await nextTask();
    }
    expect(waited).to.deep.equal([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    FakeSocket.last.receive('Hello');
    FakeSocket.last.lose();
    expect(timers.outstanding).to.deep.equal([500]);
  });

  it('stays closed where it is closed while it waits', async () => {
    socket.open();
    FakeSocket.last.lose();
    socket.close();
    expect(timers.outstanding).to.deep.equal([]);
    await nextTask();
    expect(opened()).to.have.lengthOf(1);
  });

  it('stays closed where it is closed as it is told to be lost', async () => {
    const closing = new ReconnectingWebSocket(one, {
      onMessage: () => undefined,
      onLost: () => closing.close(),
    });
    closing.open();
    FakeSocket.last.lose();
    expect(timers.outstanding).to.deep.equal([]);
    await nextTask();
    expect(opened()).to.have.lengthOf(1);
  });

  it('is closed without a loss, and heard no more', () => {
    socket.open();
    const { last } = FakeSocket;
    last.accept();
    socket.close();
    last.receive('Hello');
    last.fail();
    last.lose();
    expect([last.closed, losses, heard]).to.deep.equal([true, 0, []]);
  });

  it('may be opened again after it was closed', () => {
    socket.open();
    socket.close();
    socket.open();
    FakeSocket.last.receive('Hello');
    expect([opened(), heard]).to.deep.equal([[one, one], ['Hello']]);
  });

  it('moves at once while it is open', () => {
    socket.open();
    const before = FakeSocket.last;
    socket.move(two);
    expect([before.closed, opened(), losses]).to.deep.equal([true, [one, two], 0]);
  });

  it('moves at once while it waits, and waits no more', () => {
    socket.open();
    FakeSocket.last.lose();
    socket.move(two);
    expect([opened(), timers.outstanding]).to.deep.equal([[one, two], []]);
  });

  it('comes back where it moved to', async () => {
    socket.open();
    socket.move(two);
    FakeSocket.last.lose();
    await nextTask();
    expect(opened()).to.deep.equal([one, two, two]);
  });

  it('does not move to where it is', () => {
    socket.open();
    socket.move(one);
    expect(opened()).to.deep.equal([one]);
  });

  it('is opened by no move, neither before it was opened nor after it was closed', () => {
    socket.move(two);
    socket.open();
    socket.close();
    socket.move(one);
    expect(opened()).to.deep.equal([two]);
  });

  it('is lost for good where the browser makes none', () => {
    Object.assign(globalThis, {
      WebSocket: function refused() {
        throw new DOMException('Refused by the policy.', 'SecurityError');
      },
    });
    socket.open();
    expect([losses, timers.outstanding]).to.deep.equal([1, []]);
  });
});
