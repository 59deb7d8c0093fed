// Waiting that always ends: success, failure, abort, deadline, and nothing left behind.
import { expect } from '@open-wc/testing';
import { orAbort, withDeadline } from '../../src/session/deadline.js';
import { anyRejection, isPending, never, untilAborted } from '../support/outcome.js';
import { TimerLedger } from '../support/timer-ledger.js';

const tooLate = new Error('too late');
const late = (): Error => tooLate;
const long = 60_000;

describe('withDeadline', () => {
  let timers: TimerLedger;
  let run: AbortController;

  beforeEach(() => {
    timers = new TimerLedger();
    run = new AbortController();
  });
  afterEach(() => {
    timers.restore();
    expect(timers.outstanding, 'timers left').to.deep.equal([]);
  });

  it('gives what the work gives', async () => {
    expect(await withDeadline(long, run.signal, late, async () => 'done')).to.equal('done');
  });

  it('fails as the work fails, also where it throws before its first await', async () => {
    const cause = new Error('broken');
    const rejecting = withDeadline(long, run.signal, late, () => Promise.reject(cause));
    expect(await anyRejection(rejecting)).to.equal(cause);
    const throwing = withDeadline(long, run.signal, late, () => {
      throw cause;
    });
    expect(await anyRejection(throwing)).to.equal(cause);
  });

  it('ends work that never ends, and aborts its signal', async () => {
    let seen: AbortSignal | undefined;
    const waiting = withDeadline(5, run.signal, late, (signal) => {
      seen = signal;
      return never();
    });
    expect(await anyRejection(waiting)).to.equal(tooLate);
    expect(seen?.reason).to.equal(tooLate);
    expect(run.signal.aborted, 'the run goes on').to.equal(false);
  });

  it("ends with the run's reason, and aborts the work's signal", async () => {
    const reason = new Error('stopped');
    let seen: AbortSignal | undefined;
    const waiting = withDeadline(long, run.signal, late, (signal) => {
      seen = signal;
      return never();
    });
    run.abort(reason);
    expect(await anyRejection(waiting)).to.equal(reason);
    expect(seen?.reason).to.equal(reason);
  });

  it('does not begin the work of a run that is over', async () => {
    const reason = new Error('stopped');
    run.abort(reason);
    let begun = false;
    const waiting = withDeadline(long, run.signal, late, async () => {
      begun = true;
    });
    expect(await anyRejection(waiting)).to.equal(reason);
    expect(begun).to.equal(false);
  });

  it('leaves a success alone that a deadline would have followed', async () => {
    let seen: AbortSignal | undefined;
    await withDeadline(1, run.signal, late, async (signal) => {
      seen = signal;
    });
    expect(seen?.aborted).to.equal(false);
  });
});

describe('orAbort', () => {
  it('drops what comes after the abort, a failure included', async () => {
    const controller = new AbortController();
    const { promise, reject } = Promise.withResolvers<void>();
    const waiting = orAbort(promise, controller.signal);
    controller.abort(tooLate);
    expect(await anyRejection(waiting)).to.equal(tooLate);
    // Unhandled, this would fail the whole file.
    reject(new Error('much later'));
    expect(await isPending(waiting)).to.equal(false);
  });

  it('ends at once with a signal that was aborted before', async () => {
    expect(await anyRejection(orAbort(never(), AbortSignal.abort(tooLate)))).to.equal(tooLate);
  });

  it('takes its listener off the signal when it is done', async () => {
    const { signal } = new AbortController();
    const listening = new Set<unknown>();
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listening.add(args[1]);
      addEventListener.apply(signal, args);
    };
    signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listening.delete(args[1]);
      removeEventListener.apply(signal, args);
    };
    await orAbort(Promise.resolve(), signal);
    await anyRejection(orAbort(Promise.reject(tooLate), signal));
    expect(listening.size).to.equal(0);
  });

  it('waits as long as neither has ended', async () => {
    const controller = new AbortController();
    const waiting = orAbort(untilAborted(controller.signal), controller.signal);
    expect(await isPending(waiting)).to.equal(true);
    controller.abort(tooLate);
    expect(await anyRejection(waiting)).to.equal(tooLate);
  });
});
