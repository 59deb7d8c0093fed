// `for`: a small element reaches an avatar that it is not in, whenever that comes, goes or gets its id.
import { expect, fixture, html } from '@open-wc/testing';
import { defineControls } from '../../src/define.js';
import * as classes from '../../src/elements.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import type { SmallElement } from '../../src/elements/small-element.js';
import { collectGarbage } from '../support/commands.js';
import { fakePorts, inside, removedForGood, settled, untilStatus } from '../support/avatar-fixture.js';
import { nextTask } from '../support/outcome.js';

type Small = SmallElement;

/** What the page has changed is seen, and shown: an observer calls before the next task. */
async function noticed(...elements: readonly Small[]): Promise<void> {
  await import('../../src/elements/named-avatar.js');
  await nextTask();
  for (const element of elements) await element.updateComplete;
}

const button = (element: Element): HTMLButtonElement => inside<HTMLButtonElement>(element, 'button');

function avatar(id: string): HeygenAvatarElement {
  const made = document.createElement('heygen-avatar');
  Object.assign(made, { id, token: 't' });
  return made;
}

/** Whether a start button belongs to this avatar, without a start: it shows the avatar's own words. */
async function belongsTo(start: Small, element: HeygenAvatarElement): Promise<boolean> {
  element.strings = { start: 'Its own word' };
  await settled(element);
  await noticed(start);
  return button(start).textContent.includes('Its own word');
}

describe('`for`', () => {
  let place: HTMLElement;
  let start: Small;

  before(() => defineControls());
  beforeEach(async () => {
    fakePorts();
    place = await fixture<HTMLElement>(html`<div></div>`);
    start = document.createElement('heygen-avatar-start-button') as Small;
    start.setAttribute('for', 'ann');
  });

  it('is a property and an attribute of every small element, empty by default', () => {
    const small = Object.entries(classes).filter(
      ([name]) => name.endsWith('Element') && name !== 'HeygenAvatarElement',
    );
    expect(small).not.to.be.empty;
    for (const [name, found] of small) {
      // Some are defined only when a page has them.
      class Own extends (found as unknown as new () => Small) {}
      customElements.define(`own-${name.toLowerCase()}`, Own);
      const element = new Own();
      expect(element.for, name).to.equal(null);
      element.setAttribute('for', 'ann');
      expect(element.for, name).to.equal('ann');
    }
  });

  it('leads to an avatar elsewhere in the page: a whole session', async () => {
    const end = document.createElement('heygen-avatar-end-button');
    const status = document.createElement('heygen-avatar-status');
    end.for = status.for = 'ann';
    const element = avatar('ann');
    place.append(start, end, status, element);
    await noticed(start, end, status);
    expect([button(start).disabled, button(end).disabled]).to.deep.equal([false, true]);
    button(start).click();
    await untilStatus(element, 'live');
    await noticed(start, end, status);
    expect([button(start).disabled, button(end).disabled]).to.deep.equal([true, false]);
    expect(inside(status, '[part~="text"]').textContent).not.to.equal('');
    button(end).click();
    await untilStatus(element, 'ended');
  });

  it('leads nowhere while there is no such avatar: the control is disabled, and a click does nothing', async () => {
    const others = [
      'end-button',
      'interrupt-button',
      'microphone-button',
      'text-input',
      'volume',
      'status',
    ].map((name) => {
      const made = document.createElement(`heygen-avatar-${name}`) as Small;
      made.for = 'nobody';
      return made;
    });
    start.for = 'nobody';
    place.append(start, ...others);
    await noticed(start, ...others);
    expect(button(start).disabled).to.equal(true);
    for (const control of [start, ...others]) {
      for (const native of control.shadowRoot?.querySelectorAll('button') ?? []) native.click();
    }
  });

  it('leads to the avatar that is inserted later, and nowhere when it is taken away', async () => {
    place.append(start);
    await noticed(start);
    expect(button(start).disabled).to.equal(true);
    const element = avatar('ann');
    place.append(element);
    await noticed(start);
    expect(button(start).disabled).to.equal(false);
    element.remove();
    await noticed(start);
    expect(button(start).disabled).to.equal(true);
  });

  it('leads to the avatar that takes the place of another', async () => {
    const first = avatar('ann');
    place.append(start, first);
    await noticed(start);
    const second = avatar('ann');
    first.replaceWith(second);
    expect(await belongsTo(start, second)).to.equal(true);
  });

  it('leads to the avatar that gets its id later, and no more to one that loses it', async () => {
    const element = avatar('bob');
    place.append(start, element);
    await noticed(start);
    expect(button(start).disabled).to.equal(true);
    element.id = 'ann';
    await noticed(start);
    expect(button(start).disabled).to.equal(false);
    element.id = 'bob';
    await noticed(start);
    expect(button(start).disabled).to.equal(true);
  });

  it('leads to the avatar that is defined later', async () => {
    const name = 'later-avatar-for';
    const element = document.createElement(name);
    element.id = 'ann';
    place.append(start, element);
    await noticed(start);
    expect(button(start).disabled).to.equal(true);
    customElements.define(name, class extends classes.HeygenAvatarElement {});
    expect(await belongsTo(start, element as HeygenAvatarElement)).to.equal(true);
  });

  it('can be changed, and taken back', async () => {
    const [ann, bob] = [avatar('ann'), avatar('bob')];
    place.append(ann, bob);
    ann.append(start);
    expect(await belongsTo(start, ann)).to.equal(true);
    start.for = 'bob';
    ann.strings = {};
    expect(await belongsTo(start, bob)).to.equal(true);
    bob.strings = {};
    start.removeAttribute('for');
    expect(start.for).to.equal(null);
    expect(await belongsTo(start, ann)).to.equal(true);
  });

  it('wins over the avatar that the element is in, also while the named one is missing', async () => {
    const around = avatar('around');
    around.append(start);
    place.append(around);
    await noticed(start);
    expect(button(start).disabled).to.equal(true);
    const named = avatar('ann');
    place.append(named);
    expect(await belongsTo(start, named)).to.equal(true);
  });

  it('does not mean an avatar around the element of that id', async () => {
    const around = avatar('around');
    const inner = document.createElement('p');
    inner.id = 'ann';
    around.append(inner);
    place.append(start, around);
    await noticed(start);
    expect(button(start).disabled).to.equal(true);
  });

  it('looks in the shadow root that the element is in, and not outside', async () => {
    const outside = avatar('ann');
    place.append(outside);
    const root = place.appendChild(document.createElement('div')).attachShadow({ mode: 'open' });
    root.append(start);
    await noticed(start);
    expect(button(start).disabled).to.equal(true);
    const within = avatar('ann');
    root.append(within);
    expect(await belongsTo(start, within)).to.equal(true);
  });

  it('is followed where the element is moved to', async () => {
    const element = avatar('ann');
    place.append(element, start);
    await noticed(start);
    const root = place.appendChild(document.createElement('div')).attachShadow({ mode: 'open' });
    root.append(start);
    await noticed(start);
    expect(button(start).disabled).to.equal(true);
    place.append(start);
    await noticed(start);
    expect(button(start).disabled).to.equal(false);
  });

  it('keeps an avatar that is only moved', async () => {
    const element = avatar('ann');
    place.append(start, element);
    await noticed(start);
    place.prepend(element);
    expect(await belongsTo(start, element)).to.equal(true);
  });

  it('defines the tags that the page has outside of its avatar', async () => {
    const name = 'heygen-avatar-of-tomorrow';
    let asked = 0;
    const { onControlsNeeded } = classes.HeygenAvatarElement;
    classes.HeygenAvatarElement.onControlsNeeded = () => (asked += 1);
    const unknown = document.createElement(name);
    unknown.setAttribute('for', 'ann');
    const element = avatar('ann');
    place.append(unknown, element);
    await settled(element);
    classes.HeygenAvatarElement.onControlsNeeded = onControlsNeeded;
    expect(asked).to.be.greaterThan(0);
  });

  it('keeps neither element nor avatar alive', async () => {
    const references: WeakRef<object>[] = [];
    await (async () => {
      for (let round = 0; round < 4; round += 1) {
        const control = document.createElement('heygen-avatar-start-button');
        const element = avatar('ann');
        control.for = 'ann';
        place.append(control, element);
        await noticed(control);
        expect(button(control).disabled).to.equal(false);
        // One outlives the other in turn.
        if (round % 2) control.remove();
        await removedForGood(element);
        control.remove();
        references.push(new WeakRef(control), new WeakRef(element));
      }
    })();
    await nextTask();
    await collectGarbage();
    expect(references.filter((reference) => reference.deref())).to.have.lengthOf(0);
  });
});
