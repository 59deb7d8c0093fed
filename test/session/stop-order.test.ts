// A stop that is owed: tried again until the service confirms it, and once more when the page is left.
import { expect } from '@open-wc/testing';
import { sessionError } from '../../src/api/error-table.js';
import { APIError } from '../../src/api/errors.js';
import { orderStop, type StopOrder } from '../../src/session/stop-order.js';
import { FakeClock } from '../support/fake-clock.js';
import { isPending, nextTask, never } from '../support/outcome.js';

describe('an order to stop', () => {
  let clock: FakeClock;
  let answer: () => Promise<void>;
  /** At which second each try was made. */
  let tries: number[];

  beforeEach(() => {
    clock = new FakeClock();
    answer = async () => undefined;
    tries = [];
  });
  afterEach(async () => {
    answer = async () => undefined;
    // One that is still on its way is given up first.
    for (let n = 0; n < 2; n += 1) {
      clock.advance(100);
      leave();
      await pass(100);
    }
    expect(clock.pending, 'timers left').to.equal(0);
    const before = tries.length;
    leave();
    expect(tries, 'tries once it is confirmed').to.have.length(before);
  });

  const broken = (): Promise<never> => Promise.reject(sessionError('server_error', { status: 500 }));
  const leave = (): boolean => dispatchEvent(new PageTransitionEvent('pagehide'));

  function order(): StopOrder {
    return orderStop(clock, () => {
      tries.push(clock.now());
      return answer();
    });
  }

  /** Moves the time on in so many steps, with what is due after each. */
  async function pass(...steps: number[]): Promise<void> {
    for (const seconds of steps) {
      await nextTask();
      clock.advance(seconds);
    }
    await nextTask();
  }

  it('is on its way when it returns, and done with the first answer', async () => {
    const { firstTry, cleared } = order();
    expect(tries).to.deep.equal([0]);
    await Promise.all([firstTry, cleared]);
    await pass(100);
    expect(tries).to.deep.equal([0]);
  });

  it('is tried again where it fails, less and less often', async () => {
    answer = broken;
    const { firstTry } = order();
    await firstTry;
    await pass(0.5, 2, 5, 15, 30, 100);
    expect(tries).to.deep.equal([0, 0.5, 2.5, 7.5, 22.5, 52.5]);
  });

  it('is tried no more once a try was answered', async () => {
    answer = broken;
    const { cleared } = order();
    await pass(0.5);
    answer = async () => undefined;
    await pass(2, 5, 15, 30);
    expect(tries).to.deep.equal([0, 0.5, 2.5]);
    await cleared;
  });

  it('holds up the next start for three tries and no longer', async () => {
    answer = broken;
    const { cleared } = order();
    await pass(0.5);
    expect(await isPending(cleared)).to.equal(true);
    await pass(2);
    expect(await isPending(cleared), 'three tries have failed').to.equal(false);
  });

  it('gives up one try that is never answered, and makes the next', async () => {
    answer = never;
    const { firstTry } = order();
    await nextTask();
    clock.advance(4.9);
    expect(await isPending(firstTry)).to.equal(true);
    clock.advance(0.1);
    await firstTry;
    await pass(0.5);
    expect(tries).to.deep.equal([0, 5.5]);
  });

  it('is sent once more within the event when the page is left between two tries', async () => {
    answer = broken;
    const { firstTry } = order();
    await firstTry;
    await pass(0.15);
    leave();
    expect(tries).to.deep.equal([0, 0.15]);
  });

  it('is sent again when the page is left while a try is on its way: nothing would follow its failure', () => {
    answer = never;
    order();
    leave();
    expect(tries).to.deep.equal([0, 0]);
    answer = async () => undefined;
    clock.advance(5);
  });

  it('is owed until it is confirmed: the page is left after the last try has failed', async () => {
    answer = broken;
    order();
    await pass(0.5, 2, 5, 15, 30, 600);
    leave();
    expect(tries).to.have.length(7);
  });

  it('is over where the page that was left comes back and the try at its leaving was answered', async () => {
    answer = broken;
    const { firstTry } = order();
    await firstTry;
    answer = async () => undefined;
    leave();
    await pass(0.5, 2, 5);
    expect(tries).to.have.length(2);
  });

  const answered = (status: number) => (): Promise<never> =>
    Promise.reject(new APIError('server_error', 'No.', { status, responseText: '' }));
  for (const [name, outcome] of [
    ['the session is over', () => Promise.reject(sessionError('not_connected'))],
    ['the token opens nothing', () => Promise.reject(sessionError('unauthorized'))],
    ['it is forbidden', () => Promise.reject(sessionError('forbidden'))],
    ['it knows no such session (404)', answered(404)],
    ['the session is gone (410)', answered(410)],
  ] as const) {
    it(`is done where the service says that ${name}`, async () => {
      answer = outcome;
      await order().cleared;
      await pass(0.5, 2);
      expect(tries).to.deep.equal([0]);
    });
  }
});
