// The keyboard's place is kept: what has the focus may go away, the focus may not fall back to the page's top.
import { expect, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { defineControls } from '../../src/define.js';
import {
  avatarFixture,
  control,
  inside,
  liveFixture,
  scenes,
  settled,
  untilStatus,
} from '../support/avatar-fixture.js';

/** Two frames on: the browser has taken the focus from what is hidden or disabled. */
async function rendered(): Promise<void> {
  for (const _frame of [1, 2]) await new Promise((resolve) => requestAnimationFrame(resolve));
}

const hasFocus = (element: Element): boolean => element.matches(':focus-within');

describe('the focus', () => {
  before(() => defineControls());

  it('goes to the stage when the start button that had it is hidden', async () => {
    const { element } = await avatarFixture();
    control(element, 'start-button').focus();
    await sendKeys({ press: 'Enter' });
    await untilStatus(element, 'live');
    await rendered();
    expect(element.shadowRoot?.activeElement).to.equal(inside(element, '.stage'));
  });

  it('stays in the element when the page’s own start button, which had it, is hidden', async () => {
    const { element } = await avatarFixture(
      html`<heygen-avatar token="t"><button slot="start">Talk to Ann</button></heygen-avatar>`,
    );
    element.querySelector('button')?.focus();
    await sendKeys({ press: 'Enter' });
    await untilStatus(element, 'live');
    await rendered();
    expect(hasFocus(element)).to.equal(true);
  });

  it('stays in the element when the session is ended by its end button', async () => {
    const { element } = await scenes.live();
    control(element, 'end-button').focus();
    await sendKeys({ press: 'Enter' });
    await untilStatus(element, 'ended');
    await rendered();
    expect(hasFocus(element)).to.equal(true);
  });

  it('stays in the element when “Tap for sound” has done its work', async () => {
    const { element } = await scenes['sound blocked']();
    const video = inside<HTMLVideoElement>(element, 'video');
    video.play = async () => undefined;
    inside(element, '[part~="sound-button"]').focus();
    await sendKeys({ press: 'Enter' });
    await settled(element);
    await rendered();
    expect(element.shadowRoot?.querySelector('[part~="sound-button"]')).to.equal(null);
    expect(hasFocus(element)).to.equal(true);
  });

  it('stays in the element when the interrupt button, which had it, has nothing left to interrupt', async () => {
    const { element, fakes } = await scenes.talking(html`<heygen-avatar token="t" controls></heygen-avatar>`);
    control(element, 'interrupt-button').focus();
    fakes.service.session.say({ type: 'avatar_stop_talking', task_id: 'a' });
    await settled(element);
    await rendered();
    expect(hasFocus(element)).to.equal(true);
  });

  it('stays in the text field, with its text, while the connection is restored', async () => {
    const { element, fakes } = await liveFixture(
      html`<heygen-avatar token="t" controls="text"></heygen-avatar>`,
    );
    const field = control<HTMLInputElement>(element, 'text-input', 'input');
    field.focus();
    await sendKeys({ type: 'Hel' });
    fakes.room.emit({ type: 'reconnecting' });
    await untilStatus(element, 'reconnecting');
    await rendered();
    fakes.room.emit({ type: 'reconnected' });
    await untilStatus(element, 'live');
    await rendered();
    await sendKeys({ type: 'lo' });
    expect(field.value).to.equal('Hello');
  });

  it('is never taken from elsewhere in the page', async () => {
    const { element } = await avatarFixture();
    const elsewhere = document.createElement('button');
    document.body.append(elsewhere);
    elsewhere.focus();
    await element.start();
    await element.stop();
    await settled(element);
    await rendered();
    expect(document.activeElement).to.equal(elsewhere);
    elsewhere.remove();
  });

  it('goes through start button, then the bar’s controls in their order, and not to what is hidden', async () => {
    const { element } = await avatarFixture(
      html`<heygen-avatar token="t" controls style="width: 640px"></heygen-avatar>`,
    );
    const order = async (presses: number): Promise<(string | undefined)[]> => {
      const seen: (string | undefined)[] = [];
      for (let press = 0; press < presses; press += 1) {
        await sendKeys({ press: 'Tab' });
        seen.push(element.shadowRoot?.activeElement?.localName.replace('heygen-avatar-', ''));
      }
      return seen;
    };
    (document.activeElement as HTMLElement | null)?.blur();
    expect(await order(2), 'idle').to.deep.equal(['start-button', undefined]);
    await element.start();
    await settled(element);
    (document.activeElement as HTMLElement | null)?.blur();
    const expected = [
      ...['microphone-button', 'text-input', 'text-input'],
      ...['captions-button', 'volume', 'volume', 'interrupt-button', 'end-button'],
    ];
    expect(await order(8), 'live').to.deep.equal(expected);
  });
});
