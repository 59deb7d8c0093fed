// `<heygen-avatar-microphone-button>`: what it is called and does in each state, why there is no microphone, how loud.
import { expect, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { defineControls } from '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { en } from '../../src/elements/strings/en.js';
import type { LiveState } from '../../src/api/state.js';
import { control, inside, liveFixture, scenes, settled } from '../support/avatar-fixture.js';
import { nextTask } from '../support/outcome.js';
import { PageMicrophones } from '../support/page-microphones.js';

/** As the browser names them. */
const keys = [
  ['Enter', 'Enter'],
  ['Space', ' '],
] as const;

const bar = html`<heygen-avatar token="t" controls="microphone"></heygen-avatar>`;

const button = (element: Element): HTMLButtonElement => control(element, 'microphone-button');
const tag = (element: Element): HTMLElement => inside(element, 'heygen-avatar-microphone-button');
const problem = (element: Element): string | undefined =>
  tag(element).shadowRoot?.querySelector('[role="alert"]')?.textContent ?? undefined;

/** Waits until voice chat is there, or over. */
async function untilVoice(element: HeygenAvatarElement, voiceChat: LiveState['voiceChat']): Promise<void> {
  const there = (): boolean => 'voiceChat' in element.state && element.state.voiceChat === voiceChat;
  while (!there()) {
    await new Promise((resolve) => element.addEventListener('state_changed', resolve, { once: true }));
  }
  await nextTask();
  await settled(element);
}

async function click(element: HeygenAvatarElement): Promise<void> {
  button(element).click();
  await nextTask();
  await settled(element);
}

describe('<heygen-avatar-microphone-button>', () => {
  let microphones: PageMicrophones;

  before(() => defineControls());
  beforeEach(() => (microphones = new PageMicrophones()));
  afterEach(() => microphones.close());

  for (const [scene, enabled] of [
    ['connecting', false],
    ['live', true],
    ['talking', true],
    ['reconnecting', false],
  ] as const) {
    it(`is ${enabled ? 'enabled' : 'disabled'} while ${scene}, and asks for nothing by itself`, async () => {
      const { element } = await scenes[scene](bar);
      expect(button(element).ariaDisabled).to.equal(String(!enabled));
      expect(button(element).ariaLabel).to.equal(en.microphoneStart);
      expect(microphones.asked).to.deep.equal([]);
    });
  }

  it('does nothing while it is disabled', async () => {
    const { element } = await scenes.connecting(bar);
    await click(element);
    expect([microphones.asked.length, problem(element)]).to.deep.equal([0, undefined]);
  });

  it('begins voice chat at its first press, unmuted, and mutes and unmutes from then on', async () => {
    const { element, fakes } = await liveFixture(bar);
    element.avatar?.muteInputAudio();
    await click(element);
    await untilVoice(element, 'on');
    const [microphone] = fakes.room.microphones;
    expect([microphone?.muted, button(element).ariaLabel]).to.deep.equal([false, en.microphoneMute]);
    await click(element);
    expect([microphone?.muted, button(element).ariaLabel]).to.deep.equal([true, en.microphoneUnmute]);
    await click(element);
    expect([microphone?.muted, button(element).ariaLabel]).to.deep.equal([false, en.microphoneMute]);
    expect(microphones.asked).to.have.lengthOf(1);
  });

  for (const [name, key] of keys) {
    it(`begins voice chat with ${name}`, async () => {
      const { element } = await liveFixture(bar);
      button(element).focus();
      await sendKeys({ press: key });
      await untilVoice(element, 'on');
    });
  }

  it('is disabled while the visitor is being asked, and a second press asks nothing', async () => {
    const { element } = await liveFixture(bar);
    const prompt = microphones.prompt();
    await click(element);
    await prompt.shown;
    await settled(element);
    expect(button(element).ariaDisabled).to.equal('true');
    await click(element);
    expect(microphones.asked).to.have.lengthOf(1);
    prompt.allow();
    await untilVoice(element, 'on');
    expect(button(element).ariaDisabled).to.equal('false');
  });

  it('begins voice chat anew after it was closed', async () => {
    const { element } = await liveFixture(bar);
    await click(element);
    await untilVoice(element, 'on');
    await element.closeVoiceChat();
    await settled(element);
    expect(button(element).ariaLabel).to.equal(en.microphoneStart);
    await click(element);
    await untilVoice(element, 'on');
    expect(microphones.open).to.have.lengthOf(1);
  });

  it('says aloud why there is no microphone, and the session goes on', async () => {
    const { element } = await liveFixture(bar);
    microphones.refuse('NotAllowedError');
    await click(element);
    expect(problem(element)).to.contain('not allowed');
    expect(element.state).to.include({ status: 'live', voiceChat: 'off' });
    await expect(element).to.be.accessible();
  });

  it("says why in the page's own words", async () => {
    const { element } = await liveFixture(bar);
    element.strings = { errors: { microphone_denied: 'Kein Mikrofon erlaubt.' } };
    microphones.refuse('NotAllowedError');
    await click(element);
    expect(problem(element)).to.equal('Kein Mikrofon erlaubt.');
  });

  it('says so no more at the next press', async () => {
    const { element } = await liveFixture(bar);
    microphones.refuse('NotReadableError');
    await click(element);
    microphones.answer = async () => undefined;
    await click(element);
    expect(problem(element)).to.equal(undefined);
  });

  it('says so no more in the next session', async () => {
    const { element } = await liveFixture(
      html`<heygen-avatar controls="microphone" .tokenProvider=${() => 'fresh'}></heygen-avatar>`,
    );
    microphones.refuse('NotFoundError');
    await click(element);
    await element.stop();
    await element.start();
    await settled(element);
    expect(problem(element)).to.equal(undefined);
  });

  it('complains of nothing where voice chat was closed while the visitor was being asked', async () => {
    const { element } = await liveFixture(bar);
    const prompt = microphones.prompt();
    await click(element);
    await prompt.shown;
    await element.closeVoiceChat();
    prompt.allow();
    await nextTask();
    await settled(element);
    expect(problem(element)).to.equal(undefined);
  });

  it('names a label that the page’s strings give', async () => {
    const { element } = await liveFixture(bar);
    element.strings = { microphoneStart: 'Sprechen' };
    await settled(element);
    expect(button(element).ariaLabel).to.equal('Sprechen');
  });

  it('is accessible in each of its states', async () => {
    const { element } = await liveFixture(bar);
    await expect(element).to.be.accessible();
    await click(element);
    await untilVoice(element, 'on');
    await expect(element).to.be.accessible();
    await click(element);
    await expect(element).to.be.accessible();
  });

  it('does no harm outside an avatar', async () => {
    const alone = document.createElement('heygen-avatar-microphone-button');
    document.body.append(alone);
    await alone.updateComplete;
    const native = inside<HTMLButtonElement>(alone, 'button');
    expect(native.ariaDisabled).to.equal('true');
    native.click();
    await nextTask();
    alone.remove();
    expect(microphones.asked).to.deep.equal([]);
  });

  describe('shows how loud it is', () => {
    /** Every AudioContext that was made, and those that are closed. */
    const made: AudioContext[] = [];
    const Real = globalThis.AudioContext;

    beforeEach(() => {
      made.length = 0;
      globalThis.AudioContext = class extends Real {
        constructor(options?: AudioContextOptions) {
          super(options);
          made.push(this);
        }
      };
    });
    afterEach(() => (globalThis.AudioContext = Real));

    const open = (): number => made.filter(({ state }) => state !== 'closed').length;
    const level = (element: Element): string => tag(element).style.getPropertyValue('--level');

    /** What it takes for a context to be closed. */
    async function closed(): Promise<void> {
      for (const context of made) {
        while (context.state !== 'closed') await new Promise((resolve) => (context.onstatechange = resolve));
      }
    }

    async function heard(): Promise<HeygenAvatarElement> {
      const { element } = await liveFixture(bar);
      await click(element);
      await untilVoice(element, 'on');
      return element;
    }

    it('while the user is heard', async () => {
      const element = await heard();
      expect([open(), Number(level(element))]).to.deep.equal([1, 0]);
    });

    const ends: readonly [string, (element: HeygenAvatarElement) => unknown][] = [
      ['the microphone is muted', (element) => element.muteInputAudio()],
      ['voice chat is closed', (element) => element.closeVoiceChat()],
      ['the session ends', (element) => element.stop()],
      ['the button is taken away', (element) => tag(element).remove()],
      ['the avatar is taken away', (element) => element.remove()],
    ];
    for (const [name, end] of ends) {
      it(`until ${name}`, async () => {
        const element = await heard();
        const small = tag(element);
        await end(element);
        await nextTask();
        await settled(element);
        await closed();
        expect([made.length, open(), small.style.getPropertyValue('--level')]).to.deep.equal([1, 0, '']);
      });
    }

    it('of another microphone once there is another', async () => {
      const element = await heard();
      await element.setMicrophone('desk');
      await nextTask();
      await settled(element);
      expect(made).to.have.lengthOf(2);
    });
  });
});
