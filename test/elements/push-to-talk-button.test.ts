// `<heygen-avatar-push-to-talk-button>`: the user is heard while it is held, and however it is let go, no more.
import { expect, html } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { defineControls } from '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { en } from '../../src/elements/strings/en.js';
import { control, inside, liveFixture, scenes, settled, untilStatus } from '../support/avatar-fixture.js';
import type { FakePorts } from '../support/fake-room.js';
import { nextTask } from '../support/outcome.js';
import { PageMicrophones } from '../support/page-microphones.js';

/** As the browser names them. */
const keys = [
  ['Enter', 'Enter'],
  ['Space', ' '],
] as const;

const bar = html`<heygen-avatar token="t" push-to-talk controls></heygen-avatar>`;

const button = (element: Element): HTMLButtonElement => control(element, 'push-to-talk-button');
const tag = (element: Element): HTMLElement => inside(element, 'heygen-avatar-push-to-talk-button');

describe('<heygen-avatar-push-to-talk-button>', () => {
  let microphones: PageMicrophones;
  let element: HeygenAvatarElement;
  let fakes: FakePorts;

  before(() => defineControls(['heygen-avatar-push-to-talk-button']));
  beforeEach(async () => {
    microphones = new PageMicrophones();
    ({ element, fakes } = await liveFixture(bar));
  });
  afterEach(() => microphones.close());

  /** What is due happens, and is shown. */
  async function done(): Promise<void> {
    await nextTask();
    await nextTask();
    await settled(element);
  }
  const muted = (): boolean | undefined => fakes.room.microphones.at(-1)?.muted;
  const sent = (): string[] =>
    fakes.service.session.commands.flatMap((command) =>
      command.type === 'push_to_talk' ? [command.pressed ? 'pressed' : 'released'] : [],
    );
  const press = (init: PointerEventInit = {}): boolean =>
    // The mouse is pointer 1, which can be captured.
    button(element).dispatchEvent(new PointerEvent('pointerdown', { pointerId: 1, button: 0, ...init }));

  async function hold(): Promise<void> {
    press();
    await done();
    expect([muted(), button(element).ariaPressed]).to.deep.equal([false, 'true']);
  }

  async function expectReleased(): Promise<void> {
    await done();
    expect([muted(), sent()]).to.deep.equal([true, ['pressed', 'released']]);
  }

  it('is in the default bar of a session with push-to-talk, in place of the microphone', () => {
    expect(tag(element).checkVisibility()).to.equal(true);
    expect(element.shadowRoot?.querySelector('heygen-avatar-microphone-button')).to.equal(null);
    expect(fakes.service.session.call.request).to.include({ enablePushToTalk: true });
  });

  it('says what it does, and whether it is held', async () => {
    expect(button(element).textContent).to.contain(en.pushToTalk);
    expect(button(element).ariaPressed).to.equal('false');
    await expect(element).to.be.accessible();
    await hold();
    await expect(element).to.be.accessible();
  });

  it('lets the user be heard while the mouse holds it', async () => {
    const { left, top, width, height } = button(element).getBoundingClientRect();
    await sendMouse({ type: 'move', position: [Math.round(left + width / 2), Math.round(top + height / 2)] });
    await sendMouse({ type: 'down' });
    await done();
    expect([muted(), button(element).ariaPressed]).to.deep.equal([false, 'true']);
    await sendMouse({ type: 'move', position: [1, 1] });
    await done();
    expect(muted(), 'while it is dragged away').to.equal(false);
    await sendMouse({ type: 'up' });
    await expectReleased();
  });

  for (const [name, key] of keys) {
    it(`lets the user be heard while ${name} holds it, though the key repeats`, async () => {
      button(element).focus();
      await sendKeys({ down: key });
      await sendKeys({ down: key });
      await sendKeys({ down: key });
      await done();
      expect([muted(), sent()]).to.deep.equal([false, ['pressed']]);
      await sendKeys({ up: key });
      await expectReleased();
    });
  }

  it('leaves other keys alone', async () => {
    button(element).focus();
    await sendKeys({ press: 'a' });
    await done();
    expect([sent(), microphones.asked.length]).to.deep.equal([[], 0]);
  });

  it('leaves the other buttons of the mouse alone', async () => {
    press({ button: 2 });
    await done();
    expect([sent(), microphones.asked.length]).to.deep.equal([[], 0]);
  });

  const releases: readonly [string, () => unknown][] = [
    ['pointerup', () => button(element).dispatchEvent(new PointerEvent('pointerup'))],
    ['pointercancel', () => button(element).dispatchEvent(new PointerEvent('pointercancel'))],
    ['a lost capture', () => button(element).dispatchEvent(new PointerEvent('lostpointercapture'))],
    ['the focus going elsewhere', () => button(element).dispatchEvent(new FocusEvent('blur'))],
    ['the window losing the focus', () => dispatchEvent(new FocusEvent('blur'))],
    ['the page being hidden', () => document.dispatchEvent(new Event('visibilitychange'))],
    ['the button being taken away', () => tag(element).remove()],
  ];
  for (const [name, release] of releases) {
    it(`is let go by ${name}`, async () => {
      await hold();
      release();
      expect(muted(), 'at once').to.equal(true);
      await expectReleased();
    });
  }

  it('leaves no microphone open where the avatar is taken away while it is held', async () => {
    await hold();
    element.remove();
    await done();
    expect(muted(), 'before it is known that this is no move').to.equal(true);
    await untilStatus(element, 'ended');
    expect(microphones.open).to.deep.equal([]);
  });

  it('can be held again', async () => {
    for (let time = 0; time < 2; time += 1) {
      await hold();
      button(element).dispatchEvent(new PointerEvent('pointerup'));
      await done();
      expect([muted(), button(element).ariaPressed]).to.deep.equal([true, 'false']);
    }
    expect(microphones.asked).to.have.lengthOf(1);
  });

  it('lets nobody be heard who let it go while the browser was asking', async () => {
    const prompt = microphones.prompt();
    press();
    await prompt.shown;
    dispatchEvent(new FocusEvent('blur'));
    prompt.allow();
    await done();
    expect([muted(), sent().includes('pressed')]).to.deep.equal([true, false]);
    expect(element.state).to.include({ voiceChat: 'on' });
  });

  it('presses once where it was let go and held again while the browser was asking', async () => {
    const prompt = microphones.prompt();
    press();
    await prompt.shown;
    dispatchEvent(new FocusEvent('blur'));
    press();
    prompt.allow();
    await done();
    expect(muted()).to.equal(false);
    expect(sent().filter((what) => what === 'pressed')).to.have.lengthOf(1);
  });

  it('comes up again where the microphone is refused', async () => {
    microphones.refuse('NotAllowedError');
    press();
    await done();
    expect([button(element).ariaPressed, sent().includes('pressed')]).to.deep.equal(['false', false]);
    expect(element.state).to.include({ status: 'live', voiceChat: 'off' });
  });

  it('says aloud why there is no microphone', async () => {
    microphones.refuse('NotAllowedError');
    press();
    await done();
    const alert = tag(element).shadowRoot?.querySelector('[role="alert"]');
    expect(alert?.textContent).to.equal(en.errors.microphone_denied);
  });

  it('comes up again, muted, where the service refuses the press', async () => {
    fakes.service.steps.command = () => Promise.reject(new Error('No.'));
    press();
    await done();
    expect([muted(), button(element).ariaPressed]).to.deep.equal([true, 'false']);
  });

  it('stays down where only now the service refuses an earlier press', async () => {
    const refused = Promise.withResolvers<never>();
    fakes.service.steps.command = async (command) => {
      if (command.type !== 'push_to_talk' || !command.pressed) return {};
      fakes.service.steps.command = async () => ({});
      return refused.promise;
    };
    press();
    await done();
    expect(muted(), 'while nobody has answered the press').to.equal(true);
    button(element).dispatchEvent(new PointerEvent('pointerup'));
    await done();
    await hold();
    refused.reject(new Error('Too late.'));
    await done();
    expect([muted(), button(element).ariaPressed]).to.deep.equal([false, 'true']);
    expect(tag(element).shadowRoot?.querySelector('[role="alert"]'), 'no complaint').to.equal(null);
  });

  describe('clicked without a pointer or a key, as assistive technology does it', () => {
    const label = (): string =>
      [...button(element).querySelectorAll('slot')].map(({ textContent }) => textContent.trim()).join('');

    async function turnOn(): Promise<void> {
      button(element).click();
      await done();
      expect([muted(), button(element).ariaPressed]).to.deep.equal([false, 'true']);
    }

    it('stays on until the next click, and says so', async () => {
      await turnOn();
      expect(label()).to.equal(en.pushToTalkStop);
      await expect(element).to.be.accessible();
      button(element).click();
      expect(muted(), 'at once').to.equal(true);
      await expectReleased();
      expect([label(), button(element).ariaPressed]).to.deep.equal([en.pushToTalk, 'false']);
      await turnOn();
    });

    it('tells beforehand that it can be pressed as well as held', () => {
      const described = button(element).getAttribute('aria-describedby') ?? '';
      const help = (button(element).getRootNode() as ShadowRoot).getElementById(described);
      expect(help?.textContent).to.equal(en.pushToTalkHelp);
    });

    for (const [name, release] of releases) {
      // A pointer that never was down is lifted by nobody.
      if (name === 'pointercancel' || name === 'a lost capture') continue;
      it(`is turned off by ${name}`, async () => {
        await turnOn();
        release();
        expect(muted(), 'at once').to.equal(true);
        await expectReleased();
      });
    }

    it('is turned off by a press of the mouse, whose own click turns nothing on', async () => {
      await turnOn();
      const { left, top, width, height } = button(element).getBoundingClientRect();
      const position: [number, number] = [Math.round(left + width / 2), Math.round(top + height / 2)];
      await sendMouse({ type: 'click', position });
      await expectReleased();
    });

    it('is not turned off by a key that comes up on it, which was pressed elsewhere', async () => {
      await turnOn();
      button(element).dispatchEvent(new KeyboardEvent('keyup', { key: 'Tab', bubbles: true }));
      await done();
      expect([muted(), button(element).ariaPressed]).to.deep.equal([false, 'true']);
    });

    it('is turned off when the page mutes the microphone, and can be turned on again', async () => {
      await turnOn();
      element.avatar?.muteInputAudio();
      await done();
      expect([muted(), button(element).ariaPressed]).to.deep.equal([true, 'false']);
      await turnOn();
    });

    it('is off in the next session', async () => {
      element.tokenProvider = () => 'fresh';
      await turnOn();
      await element.stop();
      await element.start();
      await settled(element);
      expect([button(element).ariaPressed, label()]).to.deep.equal(['false', en.pushToTalk]);
      await turnOn();
    });

    it('is toggled by the click of a pointer without a size, as screen readers of phones make up', async () => {
      for (const expected of ['true', 'false']) {
        const made = { pointerId: 1, button: 0, width: 0, height: 0 };
        button(element).dispatchEvent(new PointerEvent('pointerdown', made));
        button(element).dispatchEvent(new PointerEvent('pointerup', made));
        button(element).dispatchEvent(new PointerEvent('click', { ...made, detail: 1 }));
        await done();
        expect(button(element).ariaPressed).to.equal(expected);
      }
      expect(muted()).to.equal(true);
    });
  });

  it('is let go only by the key that holds it', async () => {
    button(element).focus();
    await sendKeys({ down: ' ' });
    await done();
    await sendKeys({ press: 'Shift' });
    await done();
    expect([muted(), sent()]).to.deep.equal([false, ['pressed']]);
    await sendKeys({ up: ' ' });
    await expectReleased();
  });

  it('is let go when the session ends while it is held', async () => {
    element.tokenProvider = () => 'fresh';
    await hold();
    await element.stop();
    await element.start();
    await settled(element);
    expect(button(element).ariaPressed).to.equal('false');
  });

  it('has a sign of being pressed that is no colour', async () => {
    const { borderColor, boxShadow } = getComputedStyle(button(element));
    await hold();
    const pressed = getComputedStyle(button(element));
    expect([pressed.borderColor, pressed.boxShadow]).not.to.deep.equal([borderColor, boxShadow]);
    expect(pressed.boxShadow).to.contain('inset');
  });

  it('can be held on a phone without its label being selected', () => {
    const { userSelect, touchAction } = getComputedStyle(button(element));
    expect([userSelect, touchAction]).to.deep.equal(['none', 'none']);
    // Only Safari has these, and it knows `user-select` by no other name.
    const { styles } = customElements.get('heygen-avatar-push-to-talk-button') as unknown as {
      styles: readonly unknown[];
    };
    for (const name of ['-webkit-user-select', '-webkit-touch-callout'])
      expect(styles.map(String).join(''), name).to.contain(`${name}: none`);
  });

  it('is disabled, and does nothing, while the session is not live', async () => {
    for (const scene of ['connecting', 'reconnecting'] as const) {
      ({ element, fakes } = await scenes[scene](bar));
      expect(button(element).ariaDisabled, scene).to.equal('true');
      press();
      await done();
      expect([microphones.asked.length, button(element).ariaPressed]).to.deep.equal([0, 'false']);
    }
  });

  it('lets nobody be heard outside a press where the page put it into a session without push-to-talk', async () => {
    ({ element, fakes } = await liveFixture(
      html`<heygen-avatar token="t" controls="push-to-talk"></heygen-avatar>`,
    ));
    const prompt = microphones.prompt();
    press();
    await prompt.shown;
    dispatchEvent(new FocusEvent('blur'));
    prompt.allow();
    await done();
    expect(muted()).to.equal(true);
  });
});
