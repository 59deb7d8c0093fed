// A whole session without a pointer: by real keys alone, and by clicks alone, as assistive technology makes them.
import { expect, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { defineControls } from '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { en } from '../../src/elements/strings/en.js';
import { avatarFixture, control, settled, untilStatus } from '../support/avatar-fixture.js';
import { accessibilityTree, type AccessibleNode } from '../support/commands.js';
import type { FakePorts } from '../support/fake-room.js';
import { nextTask } from '../support/outcome.js';
import { PageMicrophones } from '../support/page-microphones.js';

const tag = html`<heygen-avatar
  controls="microphone push-to-talk text volume interrupt end"
  .tokenProvider=${() => 'fresh'}
  style="width: 800px"
></heygen-avatar>`;

/** What has the focus, in whatever shadow root, and the small element that it is in. */
function focused(): { native: Element | null; name: string | undefined } {
  let native = document.activeElement;
  while (native?.shadowRoot?.activeElement) native = native.shadowRoot.activeElement;
  const host = (native?.getRootNode() as Partial<ShadowRoot> | undefined)?.host;
  return { native, name: host?.localName.replace('heygen-avatar-', '') };
}

describe('a whole session', () => {
  let element: HeygenAvatarElement;
  let fakes: FakePorts;
  let microphones: PageMicrophones;
  /** Events of pointers that reach the avatar: there may be none. */
  let pointers: string[];

  before(() => defineControls(['heygen-avatar-push-to-talk-button']));
  beforeEach(async () => {
    microphones = new PageMicrophones();
    ({ element, fakes } = await avatarFixture(tag));
    pointers = [];
    for (const type of ['pointerdown', 'mousedown', 'touchstart'])
      element.addEventListener(type, () => pointers.push(type));
  });
  afterEach(() => microphones.close());

  async function done(): Promise<void> {
    await nextTask();
    await nextTask();
    await settled(element);
  }

  const spoken = (): unknown[] =>
    fakes.service.session.commands.flatMap((command) => ('text' in command ? [command.text] : []));
  const muted = (): boolean | undefined => fakes.room.microphones.at(-1)?.muted;

  it('by keys', async () => {
    /** Presses Tab until the control has the focus. */
    async function tabTo(name: string, selector = 'button'): Promise<void> {
      const wanted = control<HTMLElement>(element, name, selector);
      for (let presses = 0; focused().native !== wanted; presses += 1) {
        if (presses === 20) throw new Error(`Tab never came to ${name}.`);
        await sendKeys({ press: 'Tab' });
      }
    }

    (document.activeElement as HTMLElement | null)?.blur();
    await tabTo('start-button');
    await sendKeys({ press: 'Enter' });
    await untilStatus(element, 'live');
    await done();
    expect(element.matches(':focus-within'), 'the focus is not lost with the start button').to.equal(true);

    await tabTo('microphone-button');
    await sendKeys({ press: ' ' });
    await done();
    expect([muted(), focused().name]).to.deep.equal([false, 'microphone-button']);
    await sendKeys({ press: 'Enter' });
    await done();
    expect(muted()).to.equal(true);

    await tabTo('push-to-talk-button');
    await sendKeys({ down: ' ' });
    await done();
    expect([muted(), control(element, 'push-to-talk-button').ariaPressed]).to.deep.equal([false, 'true']);
    await sendKeys({ up: ' ' });
    await done();
    expect([muted(), control(element, 'push-to-talk-button').ariaPressed]).to.deep.equal([true, 'false']);

    await tabTo('text-input', 'input');
    await sendKeys({ type: 'Good morning' });
    await sendKeys({ press: 'Enter' });
    await done();
    expect(spoken()).to.deep.equal(['Good morning']);

    await tabTo('volume');
    await sendKeys({ press: ' ' });
    expect(element.muted).to.equal(true);
    await sendKeys({ press: ' ' });
    await tabTo('volume', 'input');
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'ArrowDown' });
    expect([element.muted, element.volume]).to.deep.equal([false, 0.9]);

    fakes.service.session.say({ type: 'avatar_start_talking', task_id: 'a' });
    await done();
    await tabTo('interrupt-button');
    await sendKeys({ press: 'Enter' });
    await done();
    expect(fakes.service.session.commands.at(-1)).to.include({ type: 'interrupt' });

    await tabTo('end-button');
    await sendKeys({ press: 'Enter' });
    await untilStatus(element, 'ended');
    await done();
    expect(element.matches(':focus-within'), 'the focus is not lost with the bar').to.equal(true);
    expect(microphones.open).to.deep.equal([]);

    await tabTo('start-button');
    await sendKeys({ press: ' ' });
    await untilStatus(element, 'live');
    expect([fakes.service.sessions.length, pointers]).to.deep.equal([2, []]);
  }).timeout(20_000);

  it('by clicks that no pointer and no key makes', async () => {
    const click = async (name: string): Promise<void> => {
      control(element, name).click();
      await done();
    };

    await click('start-button');
    await untilStatus(element, 'live');
    await done();

    // As voice control and on-screen keyboards write.
    const input = control<HTMLInputElement>(element, 'text-input', 'input');
    input.value = 'Good morning';
    await click('text-input');
    expect([spoken(), input.value]).to.deep.equal([['Good morning'], '']);

    await click('microphone-button');
    expect(muted()).to.equal(false);
    await click('microphone-button');
    expect(muted()).to.equal(true);

    const talk = control(element, 'push-to-talk-button');
    await click('push-to-talk-button');
    expect([muted(), talk.ariaPressed]).to.deep.equal([false, 'true']);
    await click('push-to-talk-button');
    expect([muted(), talk.ariaPressed]).to.deep.equal([true, 'false']);

    await click('volume');
    expect(element.muted).to.equal(true);
    await click('volume');
    const slider = control<HTMLInputElement>(element, 'volume', 'input');
    // As assistive technology sets a value.
    slider.valueAsNumber = 0.5;
    slider.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    expect([element.muted, element.volume]).to.deep.equal([false, 0.5]);

    fakes.service.session.say({ type: 'avatar_start_talking', task_id: 'a' });
    await done();
    await click('interrupt-button');
    expect(fakes.service.session.commands.at(-1)).to.include({ type: 'interrupt' });

    await click('end-button');
    await untilStatus(element, 'ended');
    expect(microphones.open).to.deep.equal([]);

    await click('start-button');
    await untilStatus(element, 'live');
    expect([fakes.service.sessions.length, pointers]).to.deep.equal([2, []]);
  });

  it('is in the browser’s accessibility tree: every control with role, name and state', async () => {
    /** What is in the avatar's group, in the order of the page. */
    async function told(): Promise<string[]> {
      const all = (node: AccessibleNode): AccessibleNode[] => [node, ...(node.children ?? []).flatMap(all)];
      const group = all(await accessibilityTree()).find(({ name }) => name === en.label);
      return all(group ?? { role: 'none' })
        .filter(({ role }) => /button|textbox|slider/i.test(role))
        .map(({ role, name, pressed, disabled }) =>
          [`${role} “${name ?? ''}”`, pressed && 'pressed', disabled && 'disabled']
            .filter(Boolean)
            .join(', '),
        );
    }
    expect(await told()).to.deep.equal([`button “${en.start}”`]);
    await element.start();
    await done();
    expect(await told()).to.deep.equal([
      `button “${en.microphoneStart}”`,
      `button “${en.pushToTalk}”`,
      `textbox “${en.textLabel}”`,
      `button “${en.send}”`,
      `button “${en.mute}”`,
      `slider “${en.volume}”`,
      `button “${en.interrupt}”, disabled`,
      `button “${en.end}”`,
    ]);
    control(element, 'push-to-talk-button').click();
    await done();
    expect(await told()).to.include(`button “${en.pushToTalkStop}”, pressed`);
  });

  it('names every control, in every state', async () => {
    const states: Record<string, () => unknown> = {
      idle: () => undefined,
      live: () => element.start(),
      'with the microphone on': () => element.startVoiceChat(),
      muted: () => (element.muted = true),
      reconnecting: () => fakes.room.emit({ type: 'reconnecting' }),
      ended: () => element.stop(),
    };
    for (const [state, reach] of Object.entries(states)) {
      await reach();
      await done();
      const roots = [...(element.shadowRoot?.querySelectorAll('*') ?? [])].flatMap(
        ({ shadowRoot }) => shadowRoot ?? [],
      );
      const natives = roots.flatMap((root) => [...root.querySelectorAll('button, input')]);
      expect(natives).not.to.be.empty;
      for (const native of natives) {
        const name = native.getAttribute('aria-label') ?? native.textContent;
        expect(name.trim(), `${state}: ${native.outerHTML}`).not.to.equal('');
      }
    }
  });
});
