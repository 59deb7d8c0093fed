/** Nothing gets through any more: it is told before LiveKit knows, it heals, and where it does not, it ends. */

import { expect } from '@open-wc/testing';
import type { Fault } from '../support/fault-proxy-delay.js';
import type { LinkName } from '../support/faulty-network.js';
import { ProxiedSession } from '../support/proxied-session.js';
import { ResourceLedger } from '../support/resource-ledger.js';

describe('a connection through which nothing gets any more', () => {
  let ledger: ResourceLedger;
  let session: ProxiedSession;

  beforeEach(async () => {
    ledger = new ResourceLedger();
    session = await ProxiedSession.start();
  });

  afterEach(async () => {
    await session.close();
    ledger.restore();
  });

  for (const seconds of [10, 30]) {
    it(`for ${seconds} s is told, and heals in the same session and MediaStream`, async () => {
      const { avatar, log, network, stream } = session;
      const reconnecting = log.next('reconnecting');
      const reconnected = log.next('reconnected').then(() => performance.now());
      const begun = performance.now();
      const { over } = await network.break({ mode: 'black-hole' }, { seconds });

      await reconnecting;
      expect(performance.now() - session.lastFrame).to.be.within(2_500, 6_000);
      expect(session.told).to.deep.equal([]);
      expect(avatar.state.status).to.equal('reconnecting');
      expect(avatar.mediaStream).to.equal(stream);

      await over;
      expect((await reconnected) - begun).to.be.above(seconds * 1000);
      await session.moves();
      expect(avatar.state.status).to.equal('live');
      expect(avatar.mediaStream).to.equal(stream);
      expect(stream.getTracks().map(({ readyState }) => readyState)).to.deep.equal(['live', 'live']);
      for (const type of ['reconnecting', 'reconnected', 'stream_ready']) {
        expect(log.of(type), type).to.have.length(1);
      }
      expect(log.of('session_ended')).to.deep.equal([]);
      const { open, sessions } = await session.corner.books();
      expect([open, sessions.length, sessions[0]?.stop_calls]).to.deep.equal([1, 1, 0]);
      console.log(
        `A black hole of ${seconds} s: the picture stood still for ${Math.round(session.longestGap)} ms; ` +
          `LiveKit told ${session.told.join(', ') || 'nothing'}.`,
      );
    });
  }

  /** How long it may take at most until a session is given up, in milliseconds. */
  const longest = 75_000;

  async function endsWith(fault: Fault, links?: LinkName[]): Promise<void> {
    const { avatar, log, network } = session;
    const ended = log.next('session_ended');
    const begun = performance.now();
    await network.break(fault, { ...(links ? { links } : {}) });
    await log.first('reconnecting');
    expect(await ended).to.include({ reason: 'network' });
    const took = performance.now() - begun;
    console.log(`Given up ${Math.round(took)} ms after the connection was lost by ${fault.mode}.`);
    expect(took).to.be.below(longest);
    expect(avatar.state).to.include({ status: 'ended', reason: 'network' });
    expect(avatar.mediaStream?.active).to.equal(false);
    expect(session.stream.getTracks()).to.deep.equal([]);
    expect(log.of('stream_disconnected')).to.have.length(1);
  }

  for (const mode of ['refuse', 'black-hole'] as const) {
    it(`for good, by ${mode}, ends the session and stops it at the service`, async () => {
      await endsWith({ mode }, ['signalling', 'media']);
      await ledger.untilNothingIsOpen();
      const { sessions } = await session.corner.until(({ open }) => open === 0);
      expect(sessions).to.have.length(1);
      expect(sessions[0]).to.include({ ended_by: 'stop', stop_calls: 1 });
    });
  }

  it('for good, the service included, ends the session, and leaves nothing open in the page', async () => {
    await endsWith({ mode: 'black-hole' });
    // The stop is tried six times, for five seconds each, with 52.5 s of waiting in between.
    await ledger.untilNothingIsOpen(100_000);
  });
});
