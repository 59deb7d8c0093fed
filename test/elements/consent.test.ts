// The visitor's consent: with content in its slot, a start waits for it, and nothing happens before.
import { expect, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { defineControls } from '../../src/define.js';
import type { TokenSource } from '../../src/api/requests.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import {
  avatarFixture,
  control,
  ignore,
  removedForGood,
  settled,
  statusPath,
  untilStatus,
  videoOf,
} from '../support/avatar-fixture.js';
import { click } from '../support/commands.js';
import type { FakePorts } from '../support/fake-room.js';
import { isPending, nextTask, rejection } from '../support/outcome.js';
import { seenPart, untilGone, untilSeen } from '../support/rendered.js';

const key = 'test-consent';

interface Asking {
  element: HeygenAvatarElement;
  fakes: FakePorts;
  /** How often a token was asked for. */
  tokens: () => number;
}

async function fixtureWithConsent(
  attributes: { autostart?: boolean; consentKey?: string } = {},
): Promise<Asking> {
  let tokens = 0;
  const provider: TokenSource = () => `token ${(tokens += 1)}`;
  const { element, fakes } = await avatarFixture(
    html`<heygen-avatar
      .tokenProvider=${provider}
      .autostart=${attributes.autostart ?? false}
      .consentKey=${attributes.consentKey ?? ''}
    >
      <div slot="consent">
        <p>May we send what you say to our service?</p>
        <button data-consent="accept"><b>Yes</b></button>
        <button data-consent="decline">No</button>
      </div>
    </heygen-avatar>`,
  );
  return { element, fakes, tokens: () => tokens };
}

const choice = (element: Element, name: 'accept' | 'decline'): HTMLElement =>
  element.querySelector<HTMLElement>(`[data-consent=${name}]`)!;

const asksByState = (element: Element): boolean => element.matches(':state(consent)');

/** Focused, through shadow roots. */
function focused(): Element | null {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at;
}

describe('content in the slot consent', () => {
  before(() => defineControls());
  afterEach(() => localStorage.removeItem(key));

  it('makes a start wait in idle, before a token is asked for and anything of the service is loaded', async () => {
    const { element, fakes, tokens } = await fixtureWithConsent();
    const path = statusPath(element);
    const started = element.start();
    await untilSeen(element, 'consent');
    expect(asksByState(element)).to.equal(true);
    expect(choice(element, 'accept').checkVisibility()).to.equal(true);
    expect(seenPart(element, 'start')).to.equal(undefined);
    expect(await isPending(started)).to.equal(true);
    expect([path, tokens(), fakes.loaded, fakes.service.calls]).to.deep.equal([['idle'], 0, [], []]);
    ignore(started);
    await element.stop();
  });

  it('is shown only while it is asked', async () => {
    const { element } = await fixtureWithConsent();
    expect(choice(element, 'accept').checkVisibility()).to.equal(false);
    expect(asksByState(element)).to.equal(false);
    const started = element.start();
    await untilSeen(element, 'consent');
    choice(element, 'accept').click();
    await started;
    await settled(element);
    expect(choice(element, 'accept').checkVisibility()).to.equal(false);
    expect(asksByState(element)).to.equal(false);
    await element.stop();
  });

  it('starts the session when what carries data-consent="accept" is clicked, also on what is in it', async () => {
    const { element, fakes, tokens } = await fixtureWithConsent();
    const started = element.start();
    await untilSeen(element, 'consent');
    element.querySelector('b')?.click();
    await started;
    expect([element.state.status, tokens(), fakes.service.running.length]).to.deep.equal(['live', 1, 1]);
    await element.stop();
  });

  it('rejects with aborted when it is declined, and can be asked again', async () => {
    const { element, fakes, tokens } = await fixtureWithConsent();
    const errors: unknown[] = [];
    element.addEventListener('session_error', ({ detail }) => errors.push(detail));
    for (const _time of [1, 2]) {
      const started = rejection(element.start());
      await untilSeen(element, 'consent');
      choice(element, 'decline').click();
      expect((await started).code).to.equal('aborted');
      await untilSeen(element, 'start');
      expect(asksByState(element)).to.equal(false);
    }
    expect([element.state.status, errors, tokens(), fakes.loaded]).to.deep.equal(['idle', [], 0, []]);
  });

  it('asks once for two starts: the second is the same promise', async () => {
    const { element, fakes } = await fixtureWithConsent();
    const started = element.start();
    await untilSeen(element, 'consent');
    expect(element.start()).to.equal(started);
    choice(element, 'accept').click();
    await started;
    expect(fakes.service.calls).to.have.lengthOf(1);
    await element.stop();
  });

  it('isn’t warmed up to the service by hover, focus or preload', async () => {
    const { element, fakes } = await fixtureWithConsent();
    element.preload = 'connection';
    control(element, 'start-button').focus();
    control(element, 'start-button').dispatchEvent(new PointerEvent('pointerenter'));
    await settled(element);
    const started = rejection(element.start());
    await untilSeen(element, 'consent');
    await nextTask();
    expect(fakes.loaded).to.deep.equal([]);
    choice(element, 'decline').click();
    await started;
  });

  it('that is declined leaves a start to a later visitor, who accepts', async () => {
    const { element } = await fixtureWithConsent();
    const declined = rejection(element.start());
    await untilSeen(element, 'consent');
    choice(element, 'decline').click();
    await declined;
    const started = element.start();
    await untilSeen(element, 'consent');
    choice(element, 'accept').click();
    await started;
    expect(element.state.status).to.equal('live');
    await element.stop();
  });

  it('is no answer by a button that is disabled, or whose form isn’t filled in', async () => {
    const { element } = await fixtureWithConsent();
    const form = document.createElement('form');
    form.slot = 'consent';
    form.innerHTML =
      '<input required type="checkbox" /><button type="button" data-consent="accept">OK</button>';
    element.querySelector('[slot=consent]')?.replaceWith(form);
    const started = element.start();
    await untilSeen(element, 'consent');
    choice(element, 'accept').click();
    expect(await isPending(started)).to.equal(true);
    form.querySelector('input')!.checked = true;
    choice(element, 'accept').setAttribute('aria-disabled', 'true');
    choice(element, 'accept').click();
    expect(await isPending(started)).to.equal(true);
    choice(element, 'accept').removeAttribute('aria-disabled');
    choice(element, 'accept').click();
    await started;
    await element.stop();
  });

  it('is waited for by autostart, which doesn’t take the focus', async () => {
    const { element, fakes, tokens } = await fixtureWithConsent({ autostart: true });
    await untilSeen(element, 'consent');
    expect(element.matches(':focus-within')).to.equal(false);
    expect([element.state.status, tokens(), fakes.loaded]).to.deep.equal(['idle', 0, []]);
    choice(element, 'accept').click();
    await untilStatus(element, 'live');
    await element.stop();
  });

  for (const [name, end] of Object.entries({
    'stop()': (element: HeygenAvatarElement) => element.stop(),
    'removal for good': removedForGood,
    'taking the content away': async (element: HeygenAvatarElement) =>
      element.querySelector('[slot=consent]')?.remove(),
  })) {
    it(`is over with ${name}: the start rejects with aborted`, async () => {
      const { element, tokens } = await fixtureWithConsent();
      const started = rejection(element.start());
      await untilSeen(element, 'consent');
      await end(element);
      expect((await started).code).to.equal('aborted');
      await untilGone(element, 'consent');
      expect([element.state.status, asksByState(element), tokens()]).to.deep.equal(['idle', false, 0]);
    });
  }

  it('survives a move of the element', async () => {
    const { element } = await fixtureWithConsent();
    const started = element.start();
    await untilSeen(element, 'consent');
    const place = document.createElement('div');
    element.before(place);
    place.append(element);
    await settled(element);
    choice(element, 'accept').click();
    await started;
    expect(element.state.status).to.equal('live');
    await element.stop();
  });

  for (const [name, change] of Object.entries({
    removed: (content: HTMLElement): void => content.remove(),
    hidden: (content: HTMLElement): void => {
      content.hidden = true;
    },
    'an empty slot of a page’s component': (content: HTMLElement): void => {
      const slot = document.createElement('slot');
      slot.slot = 'consent';
      content.replaceWith(slot);
    },
  })) {
    it(`asks nothing when it is ${name}`, async () => {
      const { element } = await fixtureWithConsent();
      change(element.querySelector<HTMLElement>('[slot=consent]')!);
      await element.start();
      expect(element.state.status).to.equal('live');
      await element.stop();
    });
  }

  it('plays the video within the click that accepts, and not before', async () => {
    const { element } = await fixtureWithConsent();
    const video = videoOf(element);
    let plays = 0;
    video.play = async () => void (plays += 1);
    const started = element.start();
    await untilSeen(element, 'consent');
    expect(plays).to.equal(0);
    choice(element, 'accept').click();
    expect(plays).to.equal(1);
    await started;
    await element.stop();
  });
});

describe('consent by keyboard', () => {
  before(() => defineControls());

  it('moves the focus to the question, and Tab to its content', async () => {
    const { element } = await fixtureWithConsent();
    control(element, 'start-button').focus();
    await sendKeys({ press: 'Enter' });
    const question = await untilSeen(element, 'consent');
    expect(focused()).to.equal(question);
    await sendKeys({ press: 'Tab' });
    expect(focused()).to.equal(choice(element, 'accept'));
    await sendKeys({ press: 'Enter' });
    await untilStatus(element, 'live');
    expect(element.matches(':focus-within')).to.equal(true);
    await element.stop();
  });

  it('is declined by Escape, and the focus goes back to the start button', async () => {
    const { element } = await fixtureWithConsent();
    control(element, 'start-button').focus();
    await sendKeys({ press: 'Enter' });
    await untilSeen(element, 'consent');
    await sendKeys({ press: 'Escape' });
    await untilGone(element, 'consent');
    await settled(element);
    expect(element.state.status).to.equal('idle');
    expect(focused()).to.equal(control(element, 'start-button'));
  });

  it('leaves an Escape alone that the page’s content has used', async () => {
    const { element } = await fixtureWithConsent();
    choice(element, 'accept').addEventListener('keydown', (event) => event.preventDefault());
    const started = element.start();
    await untilSeen(element, 'consent');
    choice(element, 'accept').focus();
    await sendKeys({ press: 'Escape' });
    expect(await isPending(started)).to.equal(true);
    ignore(started);
    await element.stop();
  });

  it('has a trusted click that gives the sound its gesture', async () => {
    const { element } = await fixtureWithConsent();
    const started = element.start();
    await untilSeen(element, 'consent');
    let active: boolean | undefined;
    videoOf(element).play = async () => void (active ??= navigator.userActivation.isActive);
    await click(choice(element, 'accept'));
    await started;
    expect(active).to.equal(true);
    await element.stop();
  });
});

describe('consent-key', () => {
  before(() => defineControls());
  afterEach(() => localStorage.removeItem(key));

  it('remembers an acceptance, for later starts and other elements', async () => {
    const { element } = await fixtureWithConsent({ consentKey: key });
    const started = element.start();
    await untilSeen(element, 'consent');
    choice(element, 'accept').click();
    await started;
    await element.stop();
    expect(localStorage.getItem(key)).to.equal('accepted');
    await element.start();
    expect(element.state.status).to.equal('live');
    await element.stop();

    const other = await fixtureWithConsent({ consentKey: key });
    const plays: number[] = [];
    videoOf(other.element).play = async () => void plays.push(1);
    const again = other.element.start();
    expect(plays, 'plays within the gesture').to.have.lengthOf(1);
    await again;
    await other.element.stop();
  });

  it('remembers no refusal, and counts nothing else that is stored under it', async () => {
    localStorage.setItem(key, 'dark');
    const { element } = await fixtureWithConsent({ consentKey: key });
    const started = rejection(element.start());
    await untilSeen(element, 'consent');
    choice(element, 'decline').click();
    await started;
    expect(localStorage.getItem(key)).to.equal('dark');
  });

  it('left out, asks before each session', async () => {
    const { element } = await fixtureWithConsent();
    for (const _time of [1, 2]) {
      const started = element.start();
      await untilSeen(element, 'consent');
      choice(element, 'accept').click();
      await started;
      await element.stop();
    }
  });

  for (const [name, storage] of Object.entries({
    throws: {
      get() {
        throw new DOMException('Access is denied.', 'SecurityError');
      },
    },
    'is missing': { value: undefined },
    'is full': {
      value: {
        getItem: () => null,
        setItem: () => {
          throw new DOMException('No room.', 'QuotaExceededError');
        },
      },
    },
  })) {
    it(`asks, and starts, where storage ${name}`, async () => {
      const own = Object.getOwnPropertyDescriptor(window, 'localStorage')!;
      Object.defineProperty(window, 'localStorage', { configurable: true, ...storage });
      try {
        const { element } = await fixtureWithConsent({ consentKey: key });
        const started = element.start();
        await untilSeen(element, 'consent');
        choice(element, 'accept').click();
        await started;
        expect(element.state.status).to.equal('live');
        await element.stop();
      } finally {
        Object.defineProperty(window, 'localStorage', own);
      }
    });
  }
});
