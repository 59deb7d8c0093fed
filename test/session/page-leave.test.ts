// Leaving the page is told at `pagehide`, and at nothing that only looks like it.
import { expect } from '@open-wc/testing';
import { watchPageLeave } from '../../src/session/page-leave.js';

describe('watchPageLeave', () => {
  let left: number;
  let controller: AbortController;

  beforeEach(() => {
    left = 0;
    controller = new AbortController();
    watchPageLeave(() => (left += 1), controller.signal);
  });
  afterEach(() => controller.abort());

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

  it('ends with its signal', () => {
    controller.abort();
    dispatchEvent(new PageTransitionEvent('pagehide'));
    document.dispatchEvent(new Event('freeze'));
    expect(left).to.equal(0);
  });
});
