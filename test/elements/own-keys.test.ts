// Keys that our controls use are not the page's shortcuts, Tab and Escape are, and the controls work all the same.
import { expect, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { defineControls } from '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import {
  avatarFixture,
  control,
  inside,
  liveFixture,
  settled,
  untilStatus,
} from '../support/avatar-fixture.js';
import type { FakePorts } from '../support/fake-room.js';
import { nextTask } from '../support/outcome.js';
import { PageMicrophones } from '../support/page-microphones.js';

/** A page with shortcuts, as docs sites and slide decks have them: a field of its own has the keys, nothing else. */
class Shortcuts {
  readonly heard: string[] = [];
  readonly #ends: (() => void)[] = [];

  listen(target: EventTarget, capture: boolean, types = ['keydown']): this {
    const listener = (event: Event): void => {
      if ((event.target as Element).closest('input, textarea, button')) return;
      this.heard.push((event as KeyboardEvent).key);
      event.preventDefault();
    };
    for (const type of types) {
      target.addEventListener(type, listener, capture);
      this.#ends.push(() => target.removeEventListener(type, listener, capture));
    }
    return this;
  }

  end(): void {
    for (const end of this.#ends) end();
  }
}

const places: readonly [string, () => EventTarget, boolean][] = [
  ['the document', () => document, false],
  ['the document while it captures', () => document, true],
  ['the window', () => window, false],
  ['an element around the avatar', () => document.body, false],
];

const bar = html`<heygen-avatar token="t" controls></heygen-avatar>`;
const pushToTalk = html`<heygen-avatar token="t" push-to-talk controls></heygen-avatar>`;

const field = (element: Element): HTMLInputElement =>
  control<HTMLInputElement>(element, 'text-input', 'input');
const slider = (element: Element): HTMLInputElement => control<HTMLInputElement>(element, 'volume', 'input');

describe('keys', () => {
  let element: HeygenAvatarElement;
  let fakes: FakePorts;
  let page: Shortcuts;

  before(() => defineControls(['heygen-avatar-push-to-talk-button']));
  beforeEach(async () => {
    page = new Shortcuts();
    ({ element, fakes } = await liveFixture(bar));
    element.style.width = '640px';
    await settled(element);
  });
  afterEach(() => page.end());

  const spoken = (): unknown[] =>
    fakes.service.session.commands.flatMap((command) => ('text' in command ? [command.text] : []));

  for (const [name, target, capture] of places) {
    describe(`with shortcuts at ${name}`, () => {
      beforeEach(() => page.listen(target(), capture, ['keydown', 'keypress', 'keyup']));

      it('typed into the text field arrive there, and are sent', async () => {
        field(element).focus();
        await sendKeys({ type: 'jk? /f' });
        expect(field(element).value).to.equal('jk? /f');
        await sendKeys({ press: 'ArrowLeft' });
        await sendKeys({ press: 'Backspace' });
        expect(field(element).value).to.equal('jk? f');
        await sendKeys({ press: 'Enter' });
        await nextTask();
        expect([spoken(), page.heard]).to.deep.equal([['jk? f'], []]);
      });

      it('that move the volume slider move nothing else', async () => {
        slider(element).focus();
        await sendKeys({ press: 'ArrowLeft' });
        await sendKeys({ press: 'Home' });
        expect([element.volume, page.heard]).to.deep.equal([0, []]);
      });

      it('that press a button press nothing else', async () => {
        const mute = control(element, 'volume');
        mute.focus();
        await sendKeys({ press: ' ' });
        expect(element.muted).to.equal(true);
        await sendKeys({ press: 'Enter' });
        expect([element.muted, page.heard]).to.deep.equal([false, []]);
      });

      it('that hold push-to-talk do nothing else', async () => {
        const microphones = new PageMicrophones();
        ({ element, fakes } = await liveFixture(pushToTalk));
        const button = control(element, 'push-to-talk-button');
        button.focus();
        await sendKeys({ down: ' ' });
        expect(button.ariaPressed).to.equal('true');
        await sendKeys({ up: ' ' });
        expect([button.ariaPressed, page.heard]).to.deep.equal(['false', []]);
        await element.stop();
        await microphones.close();
      });

      it('are the page’s where the control does not use them', async () => {
        control(element, 'volume').focus();
        await sendKeys({ press: 'j' });
        await sendKeys({ press: 'ArrowRight' });
        expect([...new Set(page.heard)]).to.deep.equal(['j', 'ArrowRight']);
      });
    });
  }

  it('Tab and Escape reach the page from every control, and Tab moves on', async () => {
    const heard: string[] = [];
    const listener = ({ key }: KeyboardEvent): void => void heard.push(key);
    document.addEventListener('keydown', listener);
    for (const native of [field(element), slider(element), control(element, 'end-button')]) {
      heard.length = 0;
      native.focus();
      await sendKeys({ press: 'Escape' });
      expect(element.shadowRoot?.activeElement?.shadowRoot?.activeElement).to.equal(native);
      await sendKeys({ press: 'Tab' });
      expect(element.shadowRoot?.activeElement?.shadowRoot?.activeElement).not.to.equal(native);
      expect(heard).to.deep.equal(['Escape', 'Tab']);
    }
    document.removeEventListener('keydown', listener);
  });

  it('with Ctrl are the page’s', async () => {
    page.listen(document, false);
    field(element).focus();
    await sendKeys({ down: 'Control' });
    await sendKeys({ press: 'k' });
    await sendKeys({ up: 'Control' });
    expect(page.heard).to.deep.equal(['Control', 'k']);
  });

  it('are the page’s again once the focus is elsewhere', async () => {
    page.listen(document, true);
    field(element).focus();
    await sendKeys({ press: 'a' });
    field(element).blur();
    await sendKeys({ press: 'b' });
    field(element).focus();
    element.remove();
    await sendKeys({ press: 'c' });
    expect(page.heard).to.deep.equal(['b', 'c']);
  });

  it('are heard first by what captured at the window before the session: nobody can stop that', async () => {
    page.listen(window, true);
    // The one avatar of the page starts anew.
    element.remove();
    ({ element } = await liveFixture(bar));
    field(element).focus();
    await sendKeys({ press: 'a' });
    expect(page.heard).to.deep.equal(['a']);
  });

  it('are activity, which postpones the idle end', async () => {
    let noted = 0;
    const { avatar } = element;
    if (!avatar) throw new Error('The session has a client.');
    avatar.noteActivity = () => (noted += 1);
    field(element).focus();
    await sendKeys({ press: 'a' });
    expect(noted, 'used by the field').to.be.greaterThan(0);
    noted = 0;
    await sendKeys({ press: 'Escape' });
    expect(noted, 'not used by it').to.be.greaterThan(0);
  });

  it('that press the start button start, and nothing else', async () => {
    page.listen(document, true, ['keydown', 'keyup']);
    ({ element } = await avatarFixture());
    control(element, 'start-button').focus();
    // Its focus loads what keeps the keys.
    await import('../../src/elements/own-keys.js');
    await nextTask();
    await sendKeys({ press: ' ' });
    await untilStatus(element, 'live');
    expect(page.heard).to.deep.equal([]);
  });

  it('of a control elsewhere in the page are kept too', async () => {
    page.listen(document, true);
    element.id = 'ann';
    const input = document.createElement('heygen-avatar-text-input');
    input.for = 'ann';
    element.parentElement?.append(input);
    await import('../../src/elements/named-avatar.js');
    await nextTask();
    await input.updateComplete;
    inside(input, 'input').focus();
    await nextTask();
    await sendKeys({ type: 'hi' });
    await sendKeys({ press: 'Enter' });
    await nextTask();
    expect([spoken(), page.heard]).to.deep.equal([['hi'], []]);
  });

  it('typed into a field that the page put into the avatar are the page’s affair', async () => {
    const own = document.createElement('input');
    element.append(own);
    const heard: string[] = [];
    own.addEventListener('keydown', ({ key }) => heard.push(key));
    document.addEventListener('keydown', ({ key }) => heard.push(key), { once: true });
    own.focus();
    await sendKeys({ press: 'x' });
    expect([own.value, heard]).to.deep.equal(['x', ['x', 'x']]);
  });

  it('typed into our field are no `input` of the page’s', async () => {
    let inputs = 0;
    const listener = (): void => void (inputs += 1);
    document.addEventListener('input', listener);
    field(element).focus();
    await sendKeys({ type: 'hi' });
    document.removeEventListener('input', listener);
    expect(inputs).to.equal(0);
  });

  it('leave no listener at the window behind', async () => {
    const added = new Set<unknown>();
    const { addEventListener, removeEventListener } = window;
    const add = (type: string, listener: unknown, options?: unknown): void => {
      if (type.startsWith('key')) added.add(listener);
      addEventListener.call(window, type, listener as EventListener, options as boolean);
    };
    const remove = (type: string, listener: unknown, options?: unknown): void => {
      added.delete(listener);
      removeEventListener.call(window, type, listener as EventListener, options as boolean);
    };
    Object.assign(window, { addEventListener: add, removeEventListener: remove });
    element.remove();
    ({ element } = await liveFixture(bar));
    expect(added.size).to.equal(1);
    element.remove();
    expect(added.size).to.equal(0);
    Object.assign(window, { addEventListener, removeEventListener });
  });
});
