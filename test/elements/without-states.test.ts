// Browsers whose custom states are missing, or refuse names without dashes: they are for style sheets only.
import { expect, html } from '@open-wc/testing';
import { defineControls } from '../../src/define.js';
import { en } from '../../src/elements/strings/en.js';
import { avatarFixture, control, inside, settled, untilStatus } from '../support/avatar-fixture.js';

/** What a browser lacks; the way back. */
const lacks: Record<string, () => () => void> = {
  'attachInternals().states is missing': () =>
    put(ElementInternals.prototype, 'states', { get: () => undefined, configurable: true }),
  'states refuse names without two dashes': () =>
    put(CustomStateSet.prototype, 'add', {
      value(name: string) {
        if (!name.startsWith('--')) throw new DOMException('It begins with two dashes.', 'SyntaxError');
        return this as unknown;
      },
      configurable: true,
    }),
  'states refuse everything': () =>
    put(ElementInternals.prototype, 'states', {
      get: () => {
        throw new TypeError('Illegal invocation');
      },
      configurable: true,
    }),
  'attachInternals is missing': () =>
    put(HTMLElement.prototype, 'attachInternals', { value: undefined, configurable: true }),
};

function put(target: object, name: string, descriptor: PropertyDescriptor): () => void {
  const before = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, descriptor);
  return () => before && Object.defineProperty(target, name, before);
}

for (const [name, lack] of Object.entries(lacks)) {
  describe(`where ${name}`, () => {
    let restore: () => void;
    let errors: unknown[];
    const listener = (event: ErrorEvent | PromiseRejectionEvent): void => void errors.push(event);

    before(() => defineControls());
    beforeEach(() => {
      restore = lack();
      errors = [];
      addEventListener('error', listener);
      addEventListener('unhandledrejection', listener);
    });
    afterEach(() => {
      restore();
      removeEventListener('error', listener);
      removeEventListener('unhandledrejection', listener);
      expect(errors).to.deep.equal([]);
    });

    it('the avatar starts by itself, talks, and has its bar', async () => {
      const { element, fakes } = await avatarFixture(
        html`<heygen-avatar token="t" autostart controls></heygen-avatar>`,
      );
      await untilStatus(element, 'live');
      expect(inside(element, '[part~="controls"]').checkVisibility()).to.equal(true);
      fakes.service.session.say({ type: 'avatar_start_talking', task_id: 'a' });
      await settled(element);
      expect(element.state).to.include({ status: 'live', talking: true });
      expect(control(element, 'interrupt-button').ariaDisabled, 'the interrupt button').to.equal('false');
    });

    it('the end button appears with the session, and ends it', async () => {
      const { element, fakes } = await avatarFixture();
      control(element, 'start-button').click();
      await untilStatus(element, 'live');
      control(element, 'end-button').click();
      await untilStatus(element, 'ended');
      expect(fakes.service.running).to.have.lengthOf(0);
      expect(control(element, 'start-button').innerText.trim()).to.equal(en.startAgain);
    });
  });
}
