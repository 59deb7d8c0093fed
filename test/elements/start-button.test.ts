// Starting: by the button, by the keyboard, by what a page puts in the button's place; and calling it off.
import { expect, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/define.js';
import { sessionError } from '../../src/api/error-table.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import {
  avatarFixture,
  control,
  fakePorts,
  ignore,
  scenes,
  settled,
  untilStatus,
} from '../support/avatar-fixture.js';
import { click } from '../support/commands.js';
import { nextTask, rejection } from '../support/outcome.js';

/** As the browser names them. */
const keys = [
  ['Enter', 'Enter'],
  ['Space', ' '],
] as const;

const startButton = (element: Element): HTMLButtonElement => control(element, 'start-button');

/** How often the element tells this. */
function count(element: Element, type: string): { times: number } {
  const counted = { times: 0 };
  element.addEventListener(type, () => (counted.times += 1));
  return counted;
}

describe('<heygen-avatar-start-button>', () => {
  it('starts the session at a click', async () => {
    const { element, fakes } = await avatarFixture();
    startButton(element).click();
    await untilStatus(element, 'live');
    expect(fakes.service.sessions).to.have.lengthOf(1);
  });

  for (const [name, key] of keys) {
    it(`starts the session with ${name}`, async () => {
      const { element, fakes } = await avatarFixture();
      startButton(element).focus();
      await sendKeys({ press: key });
      await untilStatus(element, 'live');
      expect(fakes.service.sessions).to.have.lengthOf(1);
    });
  }

  it('asks the page once for a click, though the page calls it off', async () => {
    const { element, fakes } = await avatarFixture();
    const asked = count(element, 'before_start');
    element.addEventListener('before_start', (event) => event.preventDefault());
    await click(startButton(element));
    await nextTask();
    expect(asked.times).to.equal(1);
    expect(fakes.service.calls).to.have.lengthOf(0);
  });

  it('starts once for a click, though that start fails at once', async () => {
    const { element, fakes } = await avatarFixture(undefined, {
      open: () => Promise.reject(sessionError('concurrency_limit')),
    });
    await element.start().catch(() => undefined);
    element.token = 'another';
    await settled(element);
    const told = count(element, 'session_error');
    await click(startButton(element));
    await untilStatus(element, 'failed');
    await nextTask();
    expect(told.times).to.equal(1);
    expect(fakes.service.calls).to.have.lengthOf(2);
  });

  for (const [scene, label] of [
    ['idle', 'Start'],
    ['failed', 'Try again'],
    ['ended', 'Start again'],
  ] as const) {
    it(`says “${label}” when ${scene}, and is enabled`, async () => {
      const { element } = await scenes[scene]();
      expect(startButton(element).innerText.trim()).to.equal(label);
      expect(startButton(element).disabled).to.equal(false);
    });
  }

  for (const scene of ['ended', 'failed'] as const) {
    it(`starts again when ${scene}`, async () => {
      const { element } = await scenes[scene]();
      const { service } = fakePorts();
      element.token = 'another-token';
      await settled(element);
      startButton(element).click();
      await untilStatus(element, 'live');
      expect(service.calls.map(({ token }) => token)).to.deep.equal(['another-token']);
    });
  }
});

describe('what is slotted in the start button’s place', () => {
  const slotted = html`<heygen-avatar token="t"><button slot="start">Talk to Ann</button></heygen-avatar>`;

  it('starts at a click', async () => {
    const { element } = await avatarFixture(slotted);
    element.querySelector('button')?.click();
    await untilStatus(element, 'live');
  });

  it('starts with the keyboard', async () => {
    const { element } = await avatarFixture(slotted);
    element.querySelector('button')?.focus();
    await sendKeys({ press: 'Enter' });
    await untilStatus(element, 'live');
  });

  it('starts once when it is a start button with a label of the page’s', async () => {
    const { element, fakes } = await avatarFixture(
      html`<heygen-avatar token="t">
        <heygen-avatar-start-button slot="start">Talk to Ann</heygen-avatar-start-button>
      </heygen-avatar>`,
    );
    const asked = count(element, 'before_start');
    await click(startButton(element));
    await untilStatus(element, 'live');
    expect(asked.times).to.equal(1);
    expect(fakes.service.calls).to.have.lengthOf(1);
  });

  const inSlot: readonly [name: string, template: ReturnType<typeof html>][] = [
    ['a button', html`<button id="it">Talk</button>`],
    ['what is in a button', html`<button><b id="it">Talk</b></button>`],
    ['an input of type button', html`<input id="it" type="button" value="Talk" />`],
    ['an input of type submit', html`<input id="it" type="submit" value="Talk" />`],
    ['what has the role of a button', html`<a id="it" role="button" tabindex="0">Talk</a>`],
    ['a button in another element’s shadow', html`<shadow-button id="it">Talk</shadow-button>`],
    [
      'the button of a form that is filled in',
      html`<form onsubmit="return false"><input required value="x" /><button id="it">Talk</button></form>`,
    ],
  ];
  customElements.define(
    'shadow-button',
    class extends HTMLElement {
      constructor() {
        super();
        const button = document.createElement('button');
        button.append(document.createElement('slot'));
        this.attachShadow({ mode: 'open' }).append(button);
      }

      override click(): void {
        this.shadowRoot?.querySelector('button')?.click();
      }
    },
  );
  for (const [name, template] of inSlot)
    it(`starts if it is ${name}`, async () => {
      const { element } = await avatarFixture(
        html`<heygen-avatar token="t"><div slot="start">${template}</div></heygen-avatar>`,
      );
      element.querySelector<HTMLElement>('#it')?.click();
      expect(element.state.status).to.equal('connecting');
      await untilStatus(element, 'live');
    });

  const besideButtons: readonly [name: string, template: ReturnType<typeof html>][] = [
    ['the checkbox of the terms', html`<input id="it" type="checkbox" /><button>Talk</button>`],
    ['its label', html`<label id="it"><input type="checkbox" />I agree</label><button>Talk</button>`],
    ['a link', html`<a id="it" href="#terms">the terms</a><button>Talk</button>`],
    [
      'a text',
      html`<p id="it">Talk to Ann</p>
        <button>Talk</button>`,
    ],
    [
      'a list',
      html`<select id="it">
        <option>One</option>
      </select>`,
    ],
    ['a field for text', html`<input id="it" />`],
    ['a summary', html`<details><summary id="it">More</summary></details>`],
    ['a button that is not ready', html`<button id="it" aria-disabled="true">Talk</button>`],
    [
      'the button of a form that lacks something',
      html`<form onsubmit="return false">
        <input type="checkbox" required /><button id="it">Talk</button>
      </form>`,
    ],
  ];
  for (const [name, template] of besideButtons)
    it(`does not start at a click on ${name}`, async () => {
      const { element, fakes } = await avatarFixture(
        html`<heygen-avatar token="t"><div slot="start">${template}</div></heygen-avatar>`,
      );
      const asked = count(element, 'before_start');
      element.querySelector<HTMLElement>('#it')?.click();
      await nextTask();
      expect([asked.times, element.state.status, fakes.service.calls.length]).to.deep.equal([0, 'idle', 0]);
    });

  it('does not start at a click that a listener of the page’s has called off', async () => {
    const { element, fakes } = await avatarFixture(slotted);
    const button = element.querySelector('button');
    button?.addEventListener('click', (event) => event.preventDefault(), { once: true });
    button?.click();
    expect([element.state.status, fakes.service.calls.length]).to.deep.equal(['idle', 0]);
    button?.click();
    await untilStatus(element, 'live');
  });

  it('may be in a form of the page’s that lacks something', async () => {
    const place = document.createElement('form');
    place.innerHTML =
      '<input required /><heygen-avatar token="t"><button slot="start" type="button">Talk</button></heygen-avatar>';
    const fakes = fakePorts();
    document.body.append(place);
    const element = place.querySelector('heygen-avatar');
    if (!element) throw new Error('There is no avatar.');
    await settled(element);
    element.querySelector('button')?.click();
    await untilStatus(element, 'live');
    await element.stop();
    place.remove();
    expect(fakes.service.calls).to.have.lengthOf(1);
  });

  it('is hidden while a session is there, and back after it', async () => {
    const { element } = await avatarFixture(slotted);
    const button = element.querySelector('button');
    await element.start();
    await settled(element);
    expect(button?.checkVisibility()).to.equal(false);
    await element.stop();
    await settled(element);
    expect(button?.checkVisibility()).to.equal(true);
  });
});

describe('before_start', () => {
  function veto(element: HeygenAvatarElement): void {
    element.addEventListener('before_start', (event) => event.preventDefault(), { once: true });
  }

  it('comes before anything is loaded, cancelable, bubbling and composed', async () => {
    const { element, fakes } = await avatarFixture();
    let seen: Partial<Event> & { loaded?: number; status?: string } = {};
    document.addEventListener(
      'before_start',
      ({ cancelable, composed, target }) => {
        seen = { cancelable, composed, target, loaded: fakes.loaded.length, status: element.state.status };
      },
      { once: true },
    );
    const started = element.start();
    expect(seen).to.deep.include({ cancelable: true, composed: true, loaded: 0, status: 'idle' });
    expect(seen.target === element).to.equal(true);
    await started;
  });

  it('that is cancelled leaves the element as it was, and start() rejects with “aborted”', async () => {
    const { element, fakes } = await avatarFixture();
    veto(element);
    const errors = count(element, 'session_error');
    const error = await rejection(element.start());
    expect(error.code).to.equal('aborted');
    expect(element.state).to.deep.equal({ status: 'idle' });
    expect(errors.times).to.equal(0);
    expect(fakes.loaded).to.deep.equal([]);
  });

  it('is asked anew at the next start', async () => {
    const { element } = await avatarFixture();
    veto(element);
    ignore(element.start());
    await nextTask();
    await element.start();
    expect(element.state.status).to.equal('live');
  });
});
