// `stop-when-hidden`: a session that nobody sees ends as idle, with a warning at half time.
import { expect, html } from '@open-wc/testing';
import '../../src/define.js';
import { StreamingAvatar } from '../../src/client.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { avatarFixture, liveFixture, untilStatus } from '../support/avatar-fixture.js';
import type { FakePorts } from '../support/fake-room.js';
import { rejection } from '../support/outcome.js';

interface Made {
  element: HeygenAvatarElement;
  fakes: FakePorts;
}

const watched = (): Promise<Made> =>
  liveFixture(html`<heygen-avatar token="t" stop-when-hidden="1" style="width: 320px"></heygen-avatar>`);

function setHidden(hidden: boolean): void {
  Reflect.deleteProperty(document, 'hidden');
  if (hidden) Object.defineProperty(document, 'hidden', { value: true, configurable: true });
}

/** What the element tells of its end, in its order. */
function tellings(element: HeygenAvatarElement): unknown[] {
  const told: unknown[] = [];
  element.addEventListener('idle_warning', ({ detail }) => told.push(detail.reason));
  element.addEventListener('session_ended', ({ detail }) => told.push(detail.reason));
  return told;
}

const waysOutOfSight: Readonly<Record<string, (element: HeygenAvatarElement) => (() => void) | undefined>> = {
  'its page is hidden': () => {
    setHidden(true);
    return () => setHidden(false);
  },
  'it is not displayed': (element) => {
    element.hidden = true;
    return () => (element.hidden = false);
  },
  'it is invisible': (element) => {
    element.style.visibility = 'hidden';
    return () => (element.style.visibility = '');
  },
  'it is scrolled away': (element) => {
    element.style.marginTop = '500vh';
    return () => (element.style.marginTop = '');
  },
  'its dialog is closed': (element) => {
    const dialog = document.createElement('dialog');
    element.before(dialog);
    dialog.append(element);
    return () => dialog.showModal();
  },
};

describe('stop-when-hidden', () => {
  afterEach(() => setHidden(false));

  for (const [name, hide] of Object.entries(waysOutOfSight)) {
    it(`ends a session as idle when ${name}, after a warning`, async () => {
      const { element, fakes } = await watched();
      const told = tellings(element);
      hide(element);
      const begun = performance.now();
      await untilStatus(element, 'ended');
      expect(performance.now() - begun).to.be.greaterThan(900);
      expect(told).to.deep.equal(['hidden', 'idle']);
      expect(element.state).to.include({ status: 'ended', reason: 'idle' });
      expect(fakes.service.running).to.have.lengthOf(0);
    });

    it(`goes on when ${name} and then no more`, async () => {
      const { element, fakes } = await watched();
      const told = tellings(element);
      const warned = new Promise((resolve) => element.addEventListener('idle_warning', resolve));
      const show = hide(element);
      await warned;
      show?.();
      // Another that stays hidden, and ends well after the time of the first.
      const other = await liveFixture(
        html`<heygen-avatar hidden token="o" stop-when-hidden="1"></heygen-avatar>`,
      );
      await untilStatus(other.element, 'ended');
      expect([element.state.status, told, fakes.service.running.length]).to.deep.equal([
        'live',
        ['hidden'],
        1,
      ]);
      await element.stop();
    });
  }

  it('tells the seconds that are left', async () => {
    const { element } = await liveFixture(
      html`<heygen-avatar hidden token="t" stop-when-hidden="2"></heygen-avatar>`,
    );
    const seconds = await new Promise((resolve) =>
      element.addEventListener('idle_warning', ({ detail }) => resolve(detail)),
    );
    expect(seconds).to.deep.equal({ seconds: 1, reason: 'hidden' });
    await element.stop();
  });

  it('watches the next session, too', async () => {
    const { element, fakes } = await liveFixture(
      html`<heygen-avatar hidden .tokenProvider=${() => 't'} stop-when-hidden="1"></heygen-avatar>`,
    );
    const told = tellings(element);
    await untilStatus(element, 'ended');
    await element.start();
    await untilStatus(element, 'ended');
    expect(told).to.deep.equal(['hidden', 'idle', 'hidden', 'idle']);
    expect(fakes.service.running).to.have.lengthOf(0);
  });

  it('watches a session that the page starts by the client itself', async () => {
    const { element, fakes } = await avatarFixture(
      html`<heygen-avatar hidden token="t" stop-when-hidden="1"></heygen-avatar>`,
    );
    await element.setMicrophone('some');
    const told = tellings(element);
    await element.avatar?.createStartAvatar({});
    await untilStatus(element, 'ended');
    expect(told).to.deep.equal(['hidden', 'idle']);
    expect(fakes.service.running).to.have.lengthOf(0);
  });

  it('watches a live client that the page assigns, though this element has started nothing', async () => {
    const { element, fakes } = await avatarFixture(
      html`<heygen-avatar hidden stop-when-hidden="1"></heygen-avatar>`,
    );
    const client = new StreamingAvatar({ token: 'given' });
    await client.createStartAvatar({});
    const told = tellings(element);
    element.avatar = client;
    await untilStatus(element, 'ended');
    expect(told).to.deep.equal(['hidden', 'idle']);
    expect(fakes.service.running).to.have.lengthOf(0);
  });

  it('watches a session from when it is set, and no longer once it is taken away', async () => {
    const { element } = await liveFixture(html`<heygen-avatar hidden token="t"></heygen-avatar>`);
    const told = tellings(element);
    const warned = new Promise((resolve) => element.addEventListener('idle_warning', resolve));
    element.stopWhenHidden = 1;
    await warned;
    element.removeAttribute('stop-when-hidden');
    element.stopWhenHidden = undefined;
    const other = await liveFixture(
      html`<heygen-avatar hidden token="o" stop-when-hidden="1"></heygen-avatar>`,
    );
    await untilStatus(other.element, 'ended');
    expect([element.state.status, told]).to.deep.equal(['live', ['hidden']]);
    await element.stop();
  });

  for (const [what, broken] of Object.entries({
    'is missing': undefined,
    'is replaced by one that fails': function () {
      throw new Error('not here');
    },
  }))
    it(`sees all but scrolling where IntersectionObserver ${what}`, async () => {
      const own = Object.getOwnPropertyDescriptor(globalThis, 'IntersectionObserver');
      Object.defineProperty(globalThis, 'IntersectionObserver', { value: broken, configurable: true });
      try {
        const { element, fakes } = await watched();
        const told = tellings(element);
        // A look while it is seen, which asks for an observer.
        await element.updateComplete;
        element.hidden = true;
        await untilStatus(element, 'ended');
        expect(told).to.deep.equal(['hidden', 'idle']);
        expect(fakes.service.running).to.have.lengthOf(0);
      } finally {
        if (own) Object.defineProperty(globalThis, 'IntersectionObserver', own);
      }
    });

  it('leaves a client alone that the page has taken away', async () => {
    const { element } = await avatarFixture(
      html`<heygen-avatar hidden stop-when-hidden="1"></heygen-avatar>`,
    );
    const client = new StreamingAvatar({ token: 'given' });
    element.avatar = client;
    await element.start();
    await new Promise((resolve) => element.addEventListener('idle_warning', resolve));
    element.avatar = null;
    const other = await liveFixture(
      html`<heygen-avatar hidden token="o" stop-when-hidden="1"></heygen-avatar>`,
    );
    await untilStatus(other.element, 'ended');
    expect(client.state.status).to.equal('live');
    await client.stopAvatar();
  });

  it('is refused as a wrong number for a client of the page’s, too', async () => {
    const { element, fakes } = await avatarFixture(
      html`<heygen-avatar stop-when-hidden="soon"></heygen-avatar>`,
    );
    const client = new StreamingAvatar({ token: 'given' });
    element.avatar = client;
    expect((await rejection(element.start())).code).to.equal('invalid_option');
    expect([client.state.status, fakes.service.calls.length]).to.deep.equal(['idle', 0]);
  });

  it('is off by default', async () => {
    const { element } = await liveFixture(html`<heygen-avatar hidden token="t"></heygen-avatar>`);
    const other = await liveFixture(
      html`<heygen-avatar hidden token="o" stop-when-hidden="1"></heygen-avatar>`,
    );
    await untilStatus(other.element, 'ended');
    expect(element.state.status).to.equal('live');
    await element.stop();
  });

  for (const value of ['0', '-1', 'soon', 'Infinity', 'NaN'])
    it(`is refused as “${value}” before a token is asked for`, async () => {
      let asked = 0;
      const { element } = await avatarFixture(
        html`<heygen-avatar
          .tokenProvider=${() => String((asked += 1))}
          stop-when-hidden=${value}
        ></heygen-avatar>`,
      );
      const error = await rejection(element.start());
      expect([error.code, error.message.includes('stop-when-hidden'), asked]).to.deep.equal([
        'invalid_option',
        true,
        0,
      ]);
      expect(element.state.status).to.equal('failed');
    });
});
