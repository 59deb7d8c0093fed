// The bar: what has no room is folded, and stays within reach; in a narrow avatar it goes while nobody points at it.
import { expect, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { ReactiveElement } from 'lit';
import { defineControls } from '../../src/define.js';
import { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { avatarFixture, control, inside, liveFixture, scenes, settled } from '../support/avatar-fixture.js';
import { nextTask } from '../support/outcome.js';
import { PageMicrophones } from '../support/page-microphones.js';
import { untilSeen } from '../support/rendered.js';

const narrow = (width: number, controls = '', pushToTalk = false) =>
  html`<div style="width: ${width}px">
    <heygen-avatar token="t" .controls=${controls} .pushToTalk=${pushToTalk}></heygen-avatar>
  </div>`;

const bar = (element: Element): HTMLElement => inside(element, 'heygen-avatar-bar');
const more = (element: Element): HTMLButtonElement => inside(bar(element), '[part~="more-button"]');
const field = (element: Element): HTMLElement => inside(element, 'heygen-avatar-text-input');
const isAway = (element: Element): boolean => getComputedStyle(bar(element)).opacity === '0';

/** The controls that are seen, `more` included. */
function shown(element: Element): string[] {
  const items = [...bar(element).querySelectorAll('slot > *')].filter((item) => item.checkVisibility());
  return [
    ...(more(element).checkVisibility() ? ['more'] : []),
    ...items.map(({ localName }) => localName.replace('heygen-avatar-', '')),
  ];
}

async function live(width: number, controls = '', pushToTalk = false): Promise<HeygenAvatarElement> {
  const { element } = await liveFixture(narrow(width, controls, pushToTalk));
  await fitted(element);
  return element;
}

/** What the size of the avatar changes is changed. */
async function fitted(element: HeygenAvatarElement): Promise<void> {
  for (const _frame of [1, 2]) await new Promise((resolve) => requestAnimationFrame(resolve));
  await nextTask();
  await settled(element);
  for (const change of bar(element).getAnimations()) change.finish();
}

/** The pointer leaves the element, which lets the bar go at once. */
function leave(element: Element, pointerType = 'mouse'): void {
  element.dispatchEvent(new PointerEvent('pointerenter', { pointerType }));
  element.dispatchEvent(new PointerEvent('pointerleave', { pointerType }));
  for (const change of bar(element).getAnimations()) change.finish();
}

const everything = [
  ...['microphone-button', 'text-input', 'captions-button', 'volume', 'interrupt-button', 'end-button'],
];

describe('the bar folds', () => {
  before(() => defineControls());

  // The first, while that control's code isn't loaded.
  it('what has no room beside a control whose code comes late', async () => {
    const needed = HeygenAvatarElement.onControlsNeeded;
    HeygenAvatarElement.onControlsNeeded = undefined;
    const element = await live(280, '', true).finally(() => {
      HeygenAvatarElement.onControlsNeeded = needed;
    });
    expect(shown(element)).not.to.include('more');
    await defineControls(['heygen-avatar-push-to-talk-button']);
    await fitted(element);
    expect(shown(element)).to.include('more');
    expect(shown(element)).to.deep.equal(shown(await live(280, '', true)));
  });

  it('nothing where there is room', async () => {
    const element = await live(640);
    expect(shown(element)).to.deep.equal(everything);
    expect(inside(field(element), 'input').checkVisibility()).to.equal(true);
  });

  it('the text field into a button', async () => {
    const element = await live(360);
    expect(shown(element)).to.deep.equal(everything);
    expect(inside(field(element), 'input').checkVisibility()).to.equal(false);
  });

  it('all but the sound and the end in a thumbnail', async () => {
    expect(shown(await live(160))).to.deep.equal(['more', 'volume', 'end-button']);
  });

  it('nothing in a thumbnail whose controls are no more than that', async () => {
    expect(shown(await live(160, 'microphone end'))).to.deep.equal(['microphone-button', 'end-button']);
    expect(shown(await live(160, 'end'))).to.deep.equal(['end-button']);
  });

  it('in one row, whatever the width', async () => {
    for (const width of [244, 270, 300, 330, 400, 450, 500]) {
      const element = await live(width);
      const tops = [...bar(element).querySelectorAll('slot > *')]
        .filter((item) => item.checkVisibility())
        .map((item) => item.getBoundingClientRect())
        .map(({ top, height }) => Math.round(top + height / 2));
      expect(new Set(tops).size, `${width} px`).to.equal(1);
      expect(shown(element), `${width} px`).to.include.members(['volume', 'end-button']);
    }
  });

  it('as the avatar gets narrower and wider, and keeps what is typed', async () => {
    const element = await live(640);
    const input = inside<HTMLInputElement>(field(element), 'input');
    input.value = 'Hello';
    for (const [width, expected] of [
      [160, ['more', 'volume', 'end-button']],
      [640, everything],
    ] as const) {
      element.parentElement?.setAttribute('style', `width: ${width}px`);
      await fitted(element);
      expect(shown(element)).to.deep.equal(expected);
    }
    expect(inside<HTMLInputElement>(field(element), 'input').value).to.equal('Hello');
  });

  it('again when the list is another', async () => {
    const element = await live(160, 'end');
    element.controls = '';
    await fitted(element);
    expect(shown(element)).to.deep.equal(['more', 'volume', 'end-button']);
  });

  it('for a start that is called off, all but the end of a thumbnail', async () => {
    const { element } = await scenes.connecting(narrow(160));
    await fitted(element);
    expect(shown(element)).to.deep.equal(['end-button']);
  });

  it('nothing of what the page puts in its place', async () => {
    const { element } = await liveFixture(
      html`<heygen-avatar token="t" style="width: 160px"><p slot="controls">Mine</p></heygen-avatar>`,
    );
    await fitted(element);
    expect(element.querySelector('p')?.checkVisibility()).to.equal(true);
    expect(more(element).checkVisibility()).to.equal(false);
  });
});

describe('what the bar has folded', () => {
  before(() => defineControls());

  it('is shown by its button, and folded by it again', async () => {
    const element = await live(160);
    expect([more(element).ariaExpanded, more(element).ariaLabel]).to.deep.equal(['false', 'More']);
    more(element).click();
    await fitted(element);
    expect(more(element).ariaExpanded).to.equal('true');
    expect(shown(element)).to.deep.equal(['more', ...everything]);
    more(element).click();
    await fitted(element);
    expect(shown(element)).to.deep.equal(['more', 'volume', 'end-button']);
  });

  it('is reached and left by keyboard', async () => {
    const element = await live(160);
    more(element).focus();
    await sendKeys({ press: 'Enter' });
    await fitted(element);
    await sendKeys({ press: 'Tab' });
    expect(element.shadowRoot?.activeElement?.localName).to.equal('heygen-avatar-microphone-button');
    await sendKeys({ press: 'Escape' });
    await fitted(element);
    expect(more(element).ariaExpanded).to.equal('false');
    expect(bar(element).shadowRoot?.activeElement).to.equal(more(element));
  });

  it('is folded again when the focus goes elsewhere', async () => {
    const element = await live(160);
    more(element).focus();
    more(element).click();
    await fitted(element);
    inside(element, '.stage').focus();
    await fitted(element);
    expect(more(element).ariaExpanded).to.equal('false');
  });
});

describe('the folded text field', () => {
  before(() => defineControls());

  const button = (element: Element): HTMLButtonElement => inside(field(element), '[part~="text-button"]');
  const input = (element: Element): HTMLInputElement => inside(field(element), 'input');

  it('opens over the bar, with the focus in it', async () => {
    const element = await live(360);
    button(element).click();
    await fitted(element);
    expect(button(element).ariaExpanded).to.equal('true');
    expect(field(element).shadowRoot?.activeElement).to.equal(input(element));
    const [bars, fields] = [bar(element), input(element)].map((found) => found.getBoundingClientRect());
    expect(fields?.top).to.be.at.least(bars?.top ?? Infinity);
  });

  it('closes by Escape, which gives the focus back, and by the button', async () => {
    const element = await live(360);
    button(element).click();
    await fitted(element);
    await sendKeys({ press: 'Escape' });
    await fitted(element);
    expect(input(element).checkVisibility()).to.equal(false);
    expect(field(element).shadowRoot?.activeElement).to.equal(button(element));
    button(element).click();
    await fitted(element);
    button(element).click();
    await fitted(element);
    expect(input(element).checkVisibility()).to.equal(false);
  });

  it('closes when the focus goes to a control that lies under it', async () => {
    const element = await live(360);
    button(element).click();
    await fitted(element);
    control(element, 'end-button').focus();
    await fitted(element);
    expect(input(element).checkVisibility()).to.equal(false);
  });

  it('sends, and stays open for the next text', async () => {
    const { element, fakes } = await liveFixture(narrow(360));
    await fitted(element);
    button(element).click();
    await fitted(element);
    await sendKeys({ type: 'Hello' });
    await sendKeys({ press: 'Enter' });
    await nextTask();
    expect(fakes.service.session.commands.map(({ type }) => type)).to.deep.equal(['speak']);
    expect(input(element).checkVisibility()).to.equal(true);
  });
});

describe('the bar of a narrow avatar', () => {
  before(() => defineControls());

  it('goes when the pointer leaves, and is back when it is there', async () => {
    const element = await live(360);
    leave(element);
    expect(isAway(element)).to.equal(true);
    element.dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'mouse' }));
    await fitted(element);
    expect(isAway(element)).to.equal(false);
  });

  it('stays where the avatar is wide', async () => {
    const element = await live(640);
    leave(element);
    expect(isAway(element)).to.equal(false);
  });

  it('cannot be pressed while it is away', async () => {
    const element = await live(360);
    const { x, y, width, height } = control(element, 'end-button').getBoundingClientRect();
    leave(element);
    const hit = element.shadowRoot?.elementFromPoint(x + width / 2, y + height / 2);
    expect(bar(element).contains(hit ?? null)).to.equal(false);
  });

  it('comes by keyboard', async () => {
    const element = await live(360);
    leave(element);
    inside(element, '.stage').focus();
    await sendKeys({ press: 'Tab' });
    await fitted(element);
    expect(element.shadowRoot?.activeElement?.localName).to.equal('heygen-avatar-microphone-button');
    expect(isAway(element)).to.equal(false);
    // The pointer has nothing to do with it.
    leave(element);
    expect(isAway(element)).to.equal(false);
  });

  it('comes by a touch, once that is over', async () => {
    const element = await live(360);
    leave(element);
    const touch = { pointerType: 'touch', bubbles: true, composed: true };
    inside(element, '.stage').dispatchEvent(new PointerEvent('pointerenter', touch));
    inside(element, '.stage').dispatchEvent(new PointerEvent('pointerdown', touch));
    expect(isAway(element)).to.equal(true);
    inside(element, '.stage').dispatchEvent(new PointerEvent('click', touch));
    await fitted(element);
    expect(isAway(element)).to.equal(false);
  });

  it('goes four seconds after a touch', async () => {
    const real = globalThis.setTimeout;
    const due: (() => void)[] = [];
    const element = await live(360);
    leave(element);
    globalThis.setTimeout = ((work: () => void, delay: number) =>
      delay === 4000 ? due.push(work) : real(work, delay)) as typeof setTimeout;
    try {
      element.dispatchEvent(new PointerEvent('click', { pointerType: 'touch' }));
    } finally {
      globalThis.setTimeout = real;
    }
    await fitted(element);
    expect(isAway(element)).to.equal(false);
    due.at(-1)?.();
    await fitted(element);
    expect(isAway(element)).to.equal(true);
  });

  it('stays while push-to-talk is in it', async () => {
    const element = await live(360, '', true);
    leave(element);
    expect(isAway(element)).to.equal(false);
  });

  it('goes with push-to-talk behind its menu, where nobody can hold it', async () => {
    const element = await live(160, '', true);
    leave(element);
    expect(isAway(element)).to.equal(true);
  });

  it('stays while a menu or the text field is open', async () => {
    const thumbnail = await live(160);
    more(thumbnail).click();
    await fitted(thumbnail);
    leave(thumbnail);
    expect(isAway(thumbnail)).to.equal(false);
    const element = await live(360);
    inside(field(element), '[part~="text-button"]').click();
    await fitted(element);
    leave(element);
    expect(isAway(element)).to.equal(false);
  });

  it('stays while it says why a text was not sent', async () => {
    const command = () => Promise.reject(new TypeError('Broken'));
    const { element } = await liveFixture(narrow(360), { command });
    await fitted(element);
    const input = inside<HTMLInputElement>(field(element), 'input');
    input.value = 'Hello';
    inside<HTMLFormElement>(field(element), 'form').requestSubmit();
    await nextTask();
    await settled(element);
    leave(element);
    expect(isAway(element)).to.equal(false);
  });

  it('stays while it is asked whether somebody is still there', async () => {
    const { element } = await scenes['still there'](narrow(360));
    await fitted(element);
    leave(element);
    expect(isAway(element)).to.equal(false);
    await element.stop();
  });

  it('comes back with that question', async () => {
    const { element, fakes } = await liveFixture(narrow(360));
    await fitted(element);
    leave(element);
    expect(isAway(element)).to.equal(true);
    fakes.clock.advance(90);
    await untilSeen(element, 'idle-question');
    await fitted(element);
    expect(isAway(element)).to.equal(false);
    await element.stop();
  });

  it('comes back with an error that was long in coming', async () => {
    const microphones = new PageMicrophones();
    const prompt = microphones.prompt();
    try {
      const element = await live(360);
      control(element, 'microphone-button').click();
      await prompt.shown;
      // The pointer goes to the browser's own question.
      leave(element);
      expect(isAway(element)).to.equal(true);
      prompt.refuse('NotAllowedError');
      await untilSeen(inside<ReactiveElement>(element, 'heygen-avatar-microphone-button'), 'error');
      await fitted(element);
      expect(isAway(element)).to.equal(false);
    } finally {
      await microphones.close();
    }
  });

  it('is there while it connects', async () => {
    const { element } = await scenes.connecting(narrow(360));
    await fitted(element);
    leave(element);
    expect(isAway(element)).to.equal(false);
  });

  it('listens no more once the avatar is gone', async () => {
    const { element } = await avatarFixture(narrow(360));
    await element.start();
    await fitted(element);
    const own = bar(element);
    own.remove();
    element.dispatchEvent(new PointerEvent('pointerleave', { pointerType: 'mouse' }));
    expect(own.hasAttribute('away')).to.equal(false);
  });
});
