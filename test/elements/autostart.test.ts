// `autostart`: what happens without a visitor's act, and what must not.
import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define.js';
import { sessionError } from '../../src/api/error-table.js';
import { avatarFixture, fakePorts, inside, settled, untilStatus } from '../support/avatar-fixture.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { nextTask } from '../support/outcome.js';

/** Waits until an element that has had the chance to start by itself would have done so: another one has, after it. */
async function hadItsChance(): Promise<void> {
  // In a prerendered page even a started session waits.
  const status = (document as { prerendering?: boolean }).prerendering ? 'connecting' : 'live';
  // In a page of its own: the test's may be hidden.
  const frame = document.createElement('iframe');
  document.body.append(frame);
  for (const n of [1, 2]) {
    const witness = document.createElement('heygen-avatar');
    Object.assign(witness, { autostart: true, tokenProvider: () => `witness ${n}` });
    frame.contentDocument?.body.append(witness);
    await untilStatus(witness, status);
    await witness.stop();
    witness.remove();
  }
  frame.remove();
}

/** An avatar that would start by itself, where a test puts it. */
function autostarting(attributes: Readonly<Record<string, string>> = {}): HeygenAvatarElement {
  const element = document.createElement('heygen-avatar');
  for (const [name, value] of Object.entries({ autostart: '', token: 't', ...attributes }))
    element.setAttribute(name, value);
  return element;
}

describe('autostart', () => {
  it('starts when the element is in the page and has a token', async () => {
    const { element, fakes } = await avatarFixture(html`<heygen-avatar autostart token="t"></heygen-avatar>`);
    await untilStatus(element, 'live');
    expect(fakes.service.calls).to.have.lengthOf(1);
  });

  for (const [name, give] of Object.entries({
    token: 't',
    tokenUrl: 'data:application/json,{"token":"t"}',
    tokenProvider: () => 't',
  })) {
    it(`waits for a token, which ${name} may bring later`, async () => {
      const { element, fakes } = await avatarFixture(html`<heygen-avatar autostart></heygen-avatar>`);
      expect(element.state.status).to.equal('idle');
      Object.assign(element, { [name]: give });
      await untilStatus(element, 'connecting');
      await element.stop();
      expect(fakes.service.running).to.have.lengthOf(0);
    });
  }

  it('waits for a token also when the page has loaded the client before', async () => {
    const { element, fakes } = await avatarFixture(html`<heygen-avatar autostart></heygen-avatar>`);
    await element.setMicrophone('some');
    await hadItsChance();
    expect(element.state.status).to.equal('idle');
    element.token = 't';
    await untilStatus(element, 'live');
    await element.stop();
    expect(fakes.service.running).to.have.lengthOf(0);
  });

  it('waits until the element is in the page', async () => {
    const fakes = fakePorts();
    const element = document.createElement('heygen-avatar');
    element.autostart = true;
    element.token = 't';
    await nextTask();
    expect(element.state.status).to.equal('idle');
    document.body.append(element);
    await untilStatus(element, 'live');
    element.remove();
    await untilStatus(element, 'ended');
    expect(fakes.service.running).to.have.lengthOf(0);
  });

  it('starts once: not again after an end, another token or a return to the page', async () => {
    const { element, fakes } = await avatarFixture(html`<heygen-avatar autostart token="t"></heygen-avatar>`);
    await untilStatus(element, 'live');
    await element.stop();
    element.token = 'another';
    await settled(element);
    const place = element.parentElement;
    element.remove();
    place?.append(element);
    await settled(element);
    expect(element.state.status).to.equal('ended');
    expect(fakes.service.calls).to.have.lengthOf(1);
  });

  it('shows a failure, and nothing goes unhandled', async () => {
    const escaped: unknown[] = [];
    const listener = (event: PromiseRejectionEvent): void => void escaped.push(event.reason);
    addEventListener('unhandledrejection', listener);
    const { element } = await avatarFixture(html`<heygen-avatar autostart token="t"></heygen-avatar>`, {
      open: () => Promise.reject(sessionError('quota_exceeded')),
    });
    await untilStatus(element, 'failed');
    await nextTask();
    removeEventListener('unhandledrejection', listener);
    expect(escaped).to.deep.equal([]);
  });

  it('can be called off by before_start', async () => {
    const call = (event: Event): void => event.preventDefault();
    document.addEventListener('before_start', call);
    const { element, fakes } = await avatarFixture(html`<heygen-avatar autostart token="t"></heygen-avatar>`);
    await new Promise((resolve) => element.addEventListener('before_start', resolve));
    document.removeEventListener('before_start', call);
    await hadItsChance();
    expect(element.state.status).to.equal('idle');
    expect(fakes.service.calls).to.have.lengthOf(2);
  });

  it('connects a client that the page gives, which has a token of its own', async () => {
    const { createStreamingAvatar } = await import('../../src/index.js');
    const { element } = await avatarFixture(html`<heygen-avatar autostart></heygen-avatar>`);
    element.avatar = await createStreamingAvatar({ token: 'given' });
    await untilStatus(element, 'live');
    await element.stop();
  });
});

describe('autostart waits', () => {
  afterEach(() => setVisibility('visible'));

  const hidings: Readonly<
    Record<string, { hide(place: HTMLElement): void; show(place: HTMLElement): void }>
  > = {
    'in a closed dialog': {
      hide(place) {
        const dialog = document.createElement('dialog');
        place.append(dialog);
        dialog.append(...place.querySelectorAll('heygen-avatar'));
      },
      show: (place) => place.querySelector('dialog')?.showModal(),
    },
    'in what is not displayed': {
      hide: (place) => (place.hidden = true),
      show: (place) => (place.hidden = false),
    },
    'in what is invisible': {
      hide: (place) => (place.style.visibility = 'hidden'),
      show: (place) => (place.style.visibility = ''),
    },
    'in closed details': {
      hide(place) {
        const details = document.createElement('details');
        place.append(details);
        details.append(...place.querySelectorAll('heygen-avatar'));
      },
      show: (place) => place.querySelector('details')?.toggleAttribute('open', true),
    },
    'in a hidden page': {
      hide: () => setVisibility('hidden'),
      show: () => setVisibility('visible'),
    },
    'in a prerendered page': {
      hide() {
        Object.defineProperty(document, 'prerendering', { value: true, configurable: true });
        setVisibility('hidden');
      },
      show() {
        Reflect.deleteProperty(document, 'prerendering');
        Reflect.deleteProperty(document, 'visibilityState');
        document.dispatchEvent(new Event('prerenderingchange'));
      },
    },
    'in Turbo’s preview of a page': {
      hide: () => document.documentElement.setAttribute('data-turbo-preview', ''),
      show: () => document.documentElement.removeAttribute('data-turbo-preview'),
    },
  };

  function setVisibility(state: DocumentVisibilityState): void {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
    if (state === 'visible') Reflect.deleteProperty(document, 'visibilityState');
  }

  for (const [where, { hide, show }] of Object.entries(hidings)) {
    it(`${where}, and starts once that is over`, async () => {
      const fakes = fakePorts();
      const place = await fixture<HTMLElement>(html`<div></div>`);
      const element = autostarting();
      place.append(element);
      hide(place);
      await settled(element);
      await hadItsChance();
      expect(element.state.status).to.equal('idle');
      show(place);
      await untilStatus(element, 'live');
      expect(fakes.service.running).to.have.lengthOf(1);
      await element.stop();
    });
  }

  it('not for what is scrolled out of sight, nor for a host without a box', async () => {
    fakePorts();
    const place = await fixture<HTMLElement>(html`<div style="padding-top: 500vh"></div>`);
    const below = autostarting();
    const boxless = autostarting({ token: 'other', style: 'display: contents' });
    place.append(below, boxless);
    await Promise.all([untilStatus(below, 'live'), untilStatus(boxless, 'live')]);
    await Promise.all([below.stop(), boxless.stop()]);
  });

  it('no longer once the element is removed, or autostart switched off, and again when it is back', async () => {
    const fakes = fakePorts();
    const place = await fixture<HTMLElement>(html`<div hidden></div>`);
    const removed = autostarting();
    const off = autostarting({ token: 'other' });
    place.append(removed, off);
    await settled(removed);
    await settled(off);
    removed.remove();
    off.autostart = false;
    place.hidden = false;
    await hadItsChance();
    expect([removed.state.status, off.state.status]).to.deep.equal(['idle', 'idle']);
    place.append(removed);
    off.autostart = true;
    await Promise.all([untilStatus(removed, 'live'), untilStatus(off, 'live')]);
    expect(fakes.service.running).to.have.lengthOf(2);
    await Promise.all([removed.stop(), off.stop()]);
  });

  it('no longer once it is moved from a page that stays hidden to one that is shown', async () => {
    const fakes = fakePorts();
    const place = await fixture<HTMLElement>(html`<div></div>`);
    const frame = document.createElement('iframe');
    place.append(frame);
    setVisibility('hidden');
    const element = autostarting();
    place.append(element);
    await settled(element);
    await hadItsChance();
    expect(element.state.status).to.equal('idle');
    frame.contentDocument?.body.append(element);
    await untilStatus(element, 'live');
    expect(fakes.service.running).to.have.lengthOf(1);
    await element.stop();
  });

  it('less and less often, and without a token not at all', async () => {
    fakePorts();
    const place = await fixture<HTMLElement>(html`<div></div>`);
    const closed = autostarting({ hidden: '' });
    const tokenless = document.createElement('heygen-avatar');
    Object.assign(tokenless, { autostart: true });
    place.append(closed, tokenless);
    const looks = { closed: [] as number[], tokenless: 0 };
    await settled(tokenless);
    const { promise, resolve } = Promise.withResolvers<void>();
    inside(closed, '[part~=stage]').checkVisibility = () => {
      if (looks.closed.push(performance.now()) === 4) resolve();
      // Only now: both have had a look by then.
      if (looks.closed.length === 2) {
        Object.defineProperty(tokenless, 'isConnected', {
          get: () => ((looks.tokenless += 1), true),
        });
      }
      return false;
    };
    await promise;
    const [first = 0, second = 0, third = 0, last = 0] = looks.closed;
    expect(last - third).to.be.above(1.5 * (second - first));
    expect(looks.tokenless).to.equal(0);
    closed.remove();
  });

  it('no longer once the visitor has started and ended the session', async () => {
    const fakes = fakePorts();
    const place = await fixture<HTMLElement>(html`<div hidden></div>`);
    const element = autostarting();
    element.tokenProvider = () => 't';
    place.append(element);
    await settled(element);
    await element.start();
    await element.stop();
    place.hidden = false;
    await hadItsChance();
    expect([element.state.status, fakes.service.calls.length]).to.deep.equal(['ended', 3]);
  });
});

describe('autostart of a page that is visited once opens one session', () => {
  it('though the element is cloned, as carousels do, also after its end', async () => {
    const fakes = fakePorts();
    const place = await fixture<HTMLElement>(html`<div></div>`);
    const element = autostarting();
    place.append(element);
    await untilStatus(element, 'live');
    const clone = element.cloneNode(true) as HeygenAvatarElement;
    clone.className = 'clone';
    place.append(clone);
    await hadItsChance();
    await element.stop();
    place.append(element.cloneNode(true));
    await hadItsChance();
    const states = [...place.querySelectorAll('heygen-avatar')].map(({ state }) => state.status);
    expect(states).to.deep.equal(['ended', 'idle', 'idle']);
    expect(fakes.service.sessions, 'witnesses included').to.have.lengthOf(1 + 4);
  });

  it('though it is replaced while the page loads', async () => {
    const fakes = fakePorts();
    const place = await fixture<HTMLElement>(html`<div></div>`);
    place.append(autostarting());
    await nextTask();
    const element = autostarting();
    place.replaceChildren(element);
    await untilStatus(element, 'live');
    await hadItsChance();
    expect(fakes.service.running).to.have.lengthOf(1);
    expect(fakes.service.sessions, 'witnesses included').to.have.lengthOf(1 + 2);
    await element.stop();
  });

  it('and one at a time where a running one is replaced', async () => {
    const fakes = fakePorts();
    const place = await fixture<HTMLElement>(html`<div></div>`);
    const first = autostarting();
    place.append(first);
    await untilStatus(first, 'live');
    const second = autostarting();
    place.replaceChildren(second);
    const running = new Promise((resolve) =>
      second.addEventListener('before_start', () => resolve(fakes.service.running.length)),
    );
    expect(await running, 'sessions when the second starts').to.equal(0);
    expect(first.state).to.include({ status: 'ended', reason: 'removed' });
    await untilStatus(second, 'live');
    await second.stop();
  });

  it('but two for two avatars', async () => {
    const fakes = fakePorts();
    const place = await fixture<HTMLElement>(html`<div></div>`);
    const [one, two] = [autostarting({ 'avatar-name': 'Ann' }), autostarting({ 'avatar-name': 'Wayne' })];
    place.append(one, two);
    await Promise.all([untilStatus(one, 'live'), untilStatus(two, 'live')]);
    expect(fakes.service.running).to.have.lengthOf(2);
    await Promise.all([one.stop(), two.stop()]);
  });

  it('though the page has loaded their clients, as setMicrophone() does', async () => {
    const fakes = fakePorts();
    const place = await fixture<HTMLElement>(html`<div hidden></div>`);
    const [one, two] = [autostarting(), autostarting()];
    place.append(one, two);
    await Promise.all([one.setMicrophone('some'), two.setMicrophone('some')]);
    place.hidden = false;
    await Promise.any([untilStatus(one, 'live'), untilStatus(two, 'live')]);
    await hadItsChance();
    expect([one.state.status, two.state.status]).to.have.members(['live', 'idle']);
    expect(fakes.service.running).to.have.lengthOf(1);
    await Promise.all([one.stop(), two.stop()]);
  });

  it('but two where one of them is of a client that the page gives', async () => {
    const { createStreamingAvatar } = await import('../../src/index.js');
    const fakes = fakePorts();
    const place = await fixture<HTMLElement>(html`<div></div>`);
    const [one, two] = [autostarting(), autostarting()];
    one.avatar = await createStreamingAvatar({ token: 'given' });
    place.append(one);
    await untilStatus(one, 'live');
    place.append(two);
    await untilStatus(two, 'live');
    expect(fakes.service.running).to.have.lengthOf(2);
    await Promise.all([one.stop(), two.stop()]);
  });
});
