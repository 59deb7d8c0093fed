// The watch over a session's two limits: what it does at which second, and that it leaves nothing behind.
import { expect } from '@open-wc/testing';
import type { Clock } from '../../src/api/clock.js';
import { idleLimits, LimitsWatch, systemClock } from '../../src/session/limits.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { FakeClock } from '../support/fake-clock.js';
import { answerOf } from '../support/fake-service.js';
import { TimerLedger } from '../support/timer-ledger.js';

class Watched {
  readonly clock = new FakeClock();
  /** What was done, and at which second. */
  readonly done: string[] = [];
  readonly watch: LimitsWatch;

  constructor(request: Parameters<typeof idleLimits>[0], duration = 100_000) {
    const note = (what: string): void => void this.done.push(`${this.clock.now()} ${what}`);
    this.watch = new LimitsWatch(
      idleLimits(request, request.activityIdleTimeout ?? 120),
      duration,
      this.clock,
      {
        busy: () => false,
        keepAlive: () => note('keep alive'),
        onIdleWarning: (seconds) => note(`idle in ${seconds}`),
        onTimeRemaining: (seconds) => note(`over in ${seconds}`),
        onEnd: (reason) => {
          note(reason);
          this.watch.stop();
        },
      },
    );
  }
}

describe("a session's limits", () => {
  it('are 120 s of idleness unless the page says otherwise, with three keep-alives in each', () => {
    expect(idleLimits({}, 120)).to.deep.equal({ timeout: 120, keepAliveEvery: 40, unlimited: false });
    expect(idleLimits({ activityIdleTimeout: 300, disableIdleTimeout: true }, 300)).to.deep.equal({
      timeout: 300,
      keepAliveEvery: 100,
      unlimited: true,
    });
  });

  it('keep it alive, warn and end it', () => {
    const { clock, done } = new Watched({});
    clock.advance(1000);
    expect(done).to.deep.equal(['40 keep alive', '80 keep alive', '90 idle in 30', '120 idle']);
    expect(clock.pending).to.equal(0);
  });

  it('end it also where so little time is left that adding it changes no number', () => {
    const { clock, done, watch } = new Watched({});
    clock.advance(8.76);
    watch.activity();
    clock.advance(121);
    expect(done.at(-1)).to.match(/^128\.76\d* idle$/);
  });

  it('begin anew with each activity, and take the warning back', () => {
    const { clock, done, watch } = new Watched({});
    clock.advance(95);
    watch.activity();
    clock.advance(80);
    expect(done.slice(2)).to.deep.equal(['90 idle in 30', '120 keep alive', '160 keep alive']);
    clock.advance(45);
    expect(done.slice(5)).to.deep.equal(['185 idle in 30', '200 keep alive', '215 idle']);
  });

  it('are held off by activity for as long as there is any', () => {
    const { clock, done, watch } = new Watched({});
    for (let minute = 0; minute < 60; minute += 1) {
      clock.advance(60);
      watch.activity();
    }
    expect(done.filter((what) => !what.endsWith('keep alive'))).to.deep.equal([]);
    expect(done).to.have.lengthOf(90);
    expect(clock.pending, 'one timer for idleness and two for the duration').to.equal(3);
  });

  it('tell a minute before the duration is over, and end it 5 s after', () => {
    const { clock, done, watch } = new Watched({ disableIdleTimeout: true }, 600);
    clock.advance(1000);
    watch.activity();
    expect(done.filter((what) => !what.endsWith('keep alive'))).to.deep.equal([
      '540 over in 60',
      '605 duration',
    ]);
    expect(clock.pending).to.equal(0);
  });

  for (const [duration, told, ended] of [
    [120, '60 over in 60', '125 duration'],
    [60, '30 over in 30', '65 duration'],
    [10, '5 over in 5', '15 duration'],
  ] as const) {
    it(`tell of a duration of ${duration} s when half of it is left at the latest`, () => {
      const { clock, done } = new Watched({ disableIdleTimeout: true }, duration);
      clock.advance(1000);
      expect(done.filter((what) => !what.endsWith('keep alive'))).to.deep.equal([told, ended]);
    });
  }

  it('leave nothing to wait for once they are stopped, and may be stopped twice', () => {
    const { clock, done, watch } = new Watched({});
    clock.advance(95);
    const before = [...done];
    watch.stop();
    watch.stop();
    expect(clock.pending).to.equal(0);
    clock.advance(10_000);
    expect(done).to.deep.equal(before);
  });

  it('wait for nothing any more where activity comes after their end', () => {
    const { clock, watch } = new Watched({});
    clock.advance(95);
    watch.stop();
    watch.activity();
    expect(clock.pending).to.equal(0);
  });
});

describe("a page's own session that does not say how long it may last", () => {
  it('is not taken to be over', async () => {
    const waits: number[] = [];
    const client = new ClientUnderTest();
    const clock: Clock = {
      now: () => 0,
      after: (seconds) => {
        waits.push(seconds);
        return () => undefined;
      },
    };
    Object.assign(client.ports, { clock });
    const { session_duration_limit: _, ...existing } = answerOf(7);
    await client.avatar.startAvatar({}, existing as ReturnType<typeof answerOf>);
    await client.avatar.stopAvatar();
    expect(waits.filter((wait) => Number.isNaN(wait))).to.deep.equal([]);
  });
});

describe('a start that is stopped as its last step ends', () => {
  it('has no limits to wait for', async () => {
    const client = new ClientUnderTest();
    client.avatar.on('state_changed', ({ detail: { state } }) => {
      if (state.status === 'connecting' && 'media' in state.timings) void client.avatar.stopAvatar();
    });
    const [outcome] = await Promise.allSettled([client.avatar.createStartAvatar({})]);
    expect(outcome.status).to.equal('rejected');
    expect(client.avatar.state.status).to.equal('ended');
    expect(client.ports.clock.pending).to.equal(0);
  });
});

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
