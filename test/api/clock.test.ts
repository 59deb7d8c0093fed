// The page's own time.
import { expect } from '@open-wc/testing';
import { systemClock } from '../../src/api/clock.js';
import { TimerLedger } from '../support/timer-ledger.js';

describe("the system's clock", () => {
  it('counts seconds, and calls nobody who has called it off', () => {
    const timers = new TimerLedger();
    try {
      const cancel = systemClock.after(90, () => undefined);
      expect(timers.outstanding).to.deep.equal([90_000]);
      cancel();
      expect(timers.outstanding).to.deep.equal([]);
    } finally {
      timers.restore();
    }
    expect(Math.abs(systemClock.now() - performance.now() / 1000)).to.be.lessThan(1);
  });

  it('never calls after Infinity', () => {
    const timers = new TimerLedger();
    try {
      systemClock.after(Infinity, () => undefined)();
      expect(timers.waits).to.deep.equal([]);
    } finally {
      timers.restore();
    }
  });

  it('waits as long as a timer can, and not for nothing, where it is asked for more', () => {
    const timers = new TimerLedger();
    try {
      systemClock.after(1e9, () => undefined)();
      expect(timers.waits).to.deep.equal([2 ** 31 - 1]);
    } finally {
      timers.restore();
    }
  });
});
