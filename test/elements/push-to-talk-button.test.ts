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

  before(() => defineControls());
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
    expect(alert?.textContent ?? '').to.contain('not allowed');
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
