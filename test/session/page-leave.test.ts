// Leaving the page is told at `pagehide`, and at nothing that only looks like it.
import { expect } from '@open-wc/testing';
import { watchPageLeave } from '../../src/session/page-leave.js';

describe('watchPageLeave', () => {
  let left: number;
  let unwatch: () => void;

  beforeEach(() => {
    left = 0;
    unwatch = watchPageLeave(() => (left += 1));
  });
  afterEach(() => unwatch());

  const leave = (): boolean => dispatchEvent(new PageTransitionEvent('pagehide'));

  for (const persisted of [false, true]) {
    it(`tells of a page that is ${persisted ? 'put aside for the back button' : 'closed'}`, () => {
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted }));
      expect(left).to.equal(1);
    });
  }

  it('tells of a page that is frozen, which will do nothing more', () => {
    document.dispatchEvent(new Event('freeze'));
    expect(left).to.equal(1);
  });

  it('is silent when the tab is hidden or asked whether it may close', () => {
    dispatchEvent(new Event('beforeunload', { cancelable: true }));
    document.dispatchEvent(new Event('visibilitychange'));
    expect(left).to.equal(0);
  });

  it('ends once it is called off, and that twice does no harm', () => {
    unwatch();
    unwatch();
    leave();
    document.dispatchEvent(new Event('freeze'));
    expect(left).to.equal(0);
  });

  it('goes on for others when one is called off', () => {
    const other = watchPageLeave(() => (left += 10));
    unwatch();
    leave();
    expect(left).to.equal(10);
    other();
    leave();
    expect(left).to.equal(10);
  });

  it('does not tell those that begin to watch in the middle of it: what made them has just been sent', () => {
    const others: (() => void)[] = [];
    const first = watchPageLeave(() => {
      if (others.length === 0) others.push(watchPageLeave(() => (left += 10)));
    });
    leave();
    expect(left).to.equal(1);
    leave();
    expect(left).to.equal(12);
    for (const end of [first, ...others]) end();
  });

  it("adds and removes its listeners by hand: zone.js takes the page's own away with an aborted signal", () => {
    unwatch();
    const calls: string[] = [];
    const { addEventListener: add, removeEventListener: remove } = globalThis;
    globalThis.addEventListener = (type: string, _listener: unknown, options?: unknown) =>
      void calls.push(`add ${type} ${String(options)}`);
    globalThis.removeEventListener = (type: string) => void calls.push(`remove ${type}`);
    try {
      watchPageLeave(() => undefined)();
    } finally {
      Object.assign(globalThis, { addEventListener: add, removeEventListener: remove });
    }
    expect(calls).to.deep.equal(['add pagehide undefined', 'remove pagehide']);
  });
});
