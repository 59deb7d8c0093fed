// `<heygen-avatar-microphone-button>`: what it is called and does in each state, why there is no microphone, how loud.
import type * as Errors from '../../src/api/errors.js';
import { expect, html } from '@open-wc/testing';
import type { ReactiveElement } from 'lit';
import { sendKeys } from '@web/test-runner-commands';
import { StreamingAvatarError } from '../../src/api/errors.js';
import { defineControls } from '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { en } from '../../src/elements/strings/en.js';
import type { LiveState } from '../../src/api/state.js';
import { control, inside, liveFixture, scenes, settled } from '../support/avatar-fixture.js';
import { nextTask } from '../support/outcome.js';
import { PageMicrophones } from '../support/page-microphones.js';
import { ToneMicrophone } from '../support/tone-microphone.js';

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
    expect(problem(element)).to.equal(en.errors.microphone_denied);
    expect(element.state).to.include({ status: 'live', voiceChat: 'off' });
    await expect(element).to.be.accessible();
  });

  it('says why where the page’s own client is of another copy of this package', async () => {
    const { element } = await liveFixture(bar);
    const path = '/src/api/errors.ts?copy=2';
    const copy = (await import(path)) as typeof Errors;
    const error = new copy.StreamingAvatarError('microphone_denied', 'The other copy says no.');
    expect(error).not.to.be.instanceOf(StreamingAvatarError);
    if (element.avatar) element.avatar.startVoiceChat = () => Promise.reject(error);
    await click(element);
    expect(problem(element)).not.to.equal(undefined);
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

    let tone: ToneMicrophone;

    beforeEach(() => {
      tone = new ToneMicrophone(440);
      made.length = 0;
      globalThis.AudioContext = class extends Real {
        constructor(options?: AudioContextOptions) {
          super(options);
          made.push(this);
        }
      };
    });
    afterEach(async () => {
      globalThis.AudioContext = Real;
      await tone.close();
    });

    const open = (): number => made.filter(({ state }) => state !== 'closed').length;
    const ring = (element: Element): HTMLElement => inside(tag(element), '[part~="level"]');
    const level = (element: Element): string => ring(element).style.scale;

    /** Waits until the ring has been drawn anew. */
    async function drawn(element: Element): Promise<void> {
      await new Promise<void>((resolve) => {
        const observer = new MutationObserver(() => {
          observer.disconnect();
          resolve();
        });
        observer.observe(ring(element), { attributeFilter: ['style'] });
      });
    }

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
      // Its code, which the button has asked for.
      await import('../../src/elements/level-ring.js');
      return element;
    }

    it('while the user is heard', async () => {
      const element = await heard();
      expect([open(), level(element), getComputedStyle(ring(element)).opacity]).to.deep.equal([1, '', '0']);
    });

    it('by its size, a few times a second, and without rendering anything else', async () => {
      tone.sound();
      const element = await heard();
      if (level(element) === '') await drawn(element);
      expect([Number(level(element)) > 1, ring(element).style.opacity]).to.deep.equal([true, '1']);
      let renders = 0;
      let changes = 0;
      (tag(element) as ReactiveElement).addController({ hostUpdate: () => (renders += 1) });
      const observer = new MutationObserver((records) => (changes += records.length));
      observer.observe(ring(element), { attributeFilter: ['style'] });
      const begun = performance.now();
      // Louder and softer all the time.
      for (let frame = 0; frame < 40; frame += 1) {
        if (frame % 2) tone.sound();
        else tone.silence();
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      const seconds = (performance.now() - begun) / 1000;
      observer.disconnect();
      expect(renders).to.equal(0);
      // Two properties are set at a time.
      expect(changes / 2 / seconds).to.be.lessThan(16);
    });

    it('not in a hidden page, where nothing is measured', async () => {
      tone.sound();
      const element = await heard();
      if (level(element) === '') await drawn(element);
      const hide = (hidden: boolean): void => {
        Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
        document.dispatchEvent(new Event('visibilitychange'));
      };
      const [context] = made;
      hide(true);
      expect(level(element)).to.equal('');
      while (context?.state !== 'suspended')
        await new Promise((resolve) => context?.addEventListener('statechange', resolve, { once: true }));
      hide(false);
      await drawn(element);
      expect([level(element) !== '', open()]).to.deep.equal([true, 1]);
      Reflect.deleteProperty(document, 'hidden');
    });

    it('once, also if it is muted and unmuted while the code of the ring is on its way', async () => {
      const element = await heard();
      for (const isMuted of [true, false, true, false]) {
        if (isMuted) element.avatar?.muteInputAudio();
        else element.avatar?.unmuteInputAudio();
        await (tag(element) as ReactiveElement).updateComplete;
      }
      await import('../../src/elements/level-ring.js');
      await nextTask();
      expect(open()).to.be.at.least(1);
      // A second one would never be closed.
      element.avatar?.muteInputAudio();
      await closed();
    });

    it('not to visitors who want less motion', async () => {
      const { matchMedia } = window;
      window.matchMedia = (query) =>
        Object.assign(matchMedia.call(window, query), query.includes('reduced-motion') && { matches: true });
      try {
        const element = await heard();
        expect([made.length, level(element)]).to.deep.equal([0, '']);
      } finally {
        window.matchMedia = matchMedia;
      }
    });

    it('or does without where the browser can measure nothing', async () => {
      globalThis.AudioContext = class extends Real {
        override createMediaStreamSource(): never {
          throw new DOMException('Another sample rate.', 'NotSupportedError');
        }
      };
      const element = await heard();
      expect([button(element).ariaLabel, level(element)]).to.deep.equal([en.microphoneMute, '']);
      await click(element);
      expect(button(element).ariaLabel).to.equal(en.microphoneUnmute);
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
        expect([made.length, open(), inside(small, '[part~="level"]').style.scale]).to.deep.equal([1, 0, '']);
      });
    }

    it('of another microphone once there is another', async () => {
      const element = await heard();
      await element.setMicrophone('desk');
      await nextTask();
      await settled(element);
      await import('../../src/elements/level-ring.js');
      expect(made).to.have.lengthOf(2);
    });
  });
});
