// Promises that nobody holds: a handler that calls start() or stop() and leaves it at that has no unhandled rejection.
import { expect } from '@open-wc/testing';
import '../../src/define.js';
import { sessionError } from '../../src/api/error-table.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { avatarFixture, control, untilStatus } from '../support/avatar-fixture.js';
import { nextTask, untilAborted } from '../support/outcome.js';

const acts: Readonly<Record<string, (element: HeygenAvatarElement) => void | Promise<void>>> = {
  'start() that fails': async (element) => {
    void element.start();
    await untilStatus(element, 'failed');
  },
  'start() that is called twice': async (element) => {
    void element.start();
    void element.start();
    await untilStatus(element, 'failed');
  },
  'start() that stop() calls off': async (element) => {
    element.tokenProvider = (_request, { signal }) => untilAborted(signal);
    void element.start();
    void element.stop();
    await untilStatus(element, 'ended');
  },
  'start() of an element that is removed': async (element) => {
    element.tokenProvider = (_request, { signal }) => untilAborted(signal);
    void element.start();
    element.remove();
    await untilStatus(element, 'ended');
  },
  'start() that the page vetoes': async (element) => {
    element.addEventListener('before_start', (event) => event.preventDefault());
    void element.start();
    await nextTask();
  },
  'start() with a number that is none': async (element) => {
    element.stopWhenHidden = 'soon';
    void element.start();
    await untilStatus(element, 'failed');
  },
  'the start button': async (element) => {
    control(element, 'start-button').click();
    await untilStatus(element, 'failed');
  },
  autostart: async (element) => {
    element.autostart = true;
    await untilStatus(element, 'failed');
  },
  'stop() where there is nothing to stop': (element) => void element.stop(),
};

describe('a promise that nobody holds', () => {
  for (const [name, act] of Object.entries(acts)) {
    it(`of ${name} is no unhandled rejection`, async () => {
      const escaped: unknown[] = [];
      const listener = (event: PromiseRejectionEvent): void => void escaped.push(event.reason);
      addEventListener('unhandledrejection', listener);
      const { element } = await avatarFixture(undefined, {
        open: () => Promise.reject(sessionError('quota_exceeded')),
      });
      await act(element);
      await nextTask();
      await nextTask();
      removeEventListener('unhandledrejection', listener);
      expect(escaped).to.deep.equal([]);
    });
  }
});
