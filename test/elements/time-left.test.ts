// `<heygen-avatar-time-left>`: the last minute of a session, counted down.
import { expect, html } from '@open-wc/testing';
import { defineControls } from '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { inside, liveFixture, settled, untilStatus } from '../support/avatar-fixture.js';
import type { FakePorts } from '../support/fake-room.js';

/** The fake service's sessions last 600 s. */
const duration = 600;

const inBar = (controls = ''): ReturnType<typeof html> =>
  html`<heygen-avatar token="t" disable-idle-timeout controls=${controls}></heygen-avatar>`;

async function timed(template = inBar()): Promise<{ element: HeygenAvatarElement; fakes: FakePorts }> {
  const made = await liveFixture(template);
  made.element.addEventListener('warning', (event) => event.preventDefault());
  return made;
}

const timeLeft = (element: Element): Element =>
  element.querySelector('heygen-avatar-time-left') ?? inside(element, 'heygen-avatar-time-left');

/** What is seen of it. */
const seen = (element: Element): string | undefined =>
  [element, element.shadowRoot]
    .map((root) => root?.querySelector('heygen-avatar-time-left')?.shadowRoot)
    .map((root) => root?.querySelector<HTMLElement>('[part=time]')?.innerText)
    .find(Boolean);

describe('the time that is left', () => {
  before(() => defineControls(['heygen-avatar-time-left']));

  it('appears by itself in the last minute, and counts the seconds', async () => {
    const { element, fakes } = await timed();
    fakes.clock.advance(duration - 61);
    await settled(element);
    expect(seen(element)).to.equal(undefined);
    fakes.clock.advance(1);
    await settled(element);
    expect(seen(element)).to.equal('1 minute left');
    for (const [seconds, text] of [
      [1, '59 seconds left'],
      [28.5, '31 seconds left'],
      [29.5, '1 second left'],
    ] as const) {
      fakes.clock.advance(seconds);
      await settled(element);
      expect(seen(element)).to.equal(text);
    }
    await element.stop();
  });

  it('is gone with the session', async () => {
    const { element, fakes } = await timed();
    fakes.clock.advance(duration - 30);
    await settled(element);
    fakes.service.session.call.emit({ type: 'ended', reason: 'duration' });
    await untilStatus(element, 'ended');
    expect(seen(element)).to.equal(undefined);
    expect(fakes.clock.pending).to.equal(0);
  });

  it('is announced when it appears and 10 seconds before the end, and at no other time', async () => {
    const { element, fakes } = await timed();
    const spoken: string[] = [];
    fakes.clock.advance(duration - 60);
    await settled(element);
    await customElements.whenDefined('heygen-avatar-time-left');
    await settled(element);
    const region = inside(timeLeft(element), '[role=status]');
    expect(region.innerText).to.equal('');
    new MutationObserver(() => spoken.push(region.innerText)).observe(region, {
      ...{ characterData: true, childList: true, subtree: true },
    });
    for (let second = 59; second > 0; second -= 1) {
      fakes.clock.advance(1);
      await settled(element);
    }
    expect(spoken).to.deep.equal(['59 seconds left', '10 seconds left']);
    expect(timeLeft(element).shadowRoot?.querySelector('[part=time]')?.getAttribute('role')).to.equal(
      'timer',
    );
    await element.stop();
  });

  it('is in the bar where the page lists it, and not twice', async () => {
    const { element, fakes } = await timed(inBar('time end'));
    fakes.clock.advance(duration - 45);
    await settled(element);
    expect(element.shadowRoot?.querySelectorAll('heygen-avatar-time-left')).to.have.lengthOf(1);
    expect(inside(element, '.bar').querySelector('heygen-avatar-time-left')).not.to.equal(null);
    expect(seen(element)).to.equal('45 seconds left');
    await element.stop();
  });

  it('isn’t shown by itself where the page chose its controls', async () => {
    const { element, fakes } = await timed(inBar('microphone end'));
    fakes.clock.advance(duration - 45);
    await settled(element);
    expect(element.shadowRoot?.querySelector('heygen-avatar-time-left')).to.equal(null);
    await element.stop();
  });

  it('can be placed by the page, also when the last minute has begun', async () => {
    const { element, fakes } = await timed(
      html`<heygen-avatar token="t" disable-idle-timeout></heygen-avatar>`,
    );
    fakes.clock.advance(duration - 20);
    element.append(document.createElement('heygen-avatar-time-left'));
    await settled(element);
    expect(seen(element)).to.equal('20 seconds left');
    await element.stop();
  });

  it('writes numbers and units in the language of its texts', async () => {
    const { element, fakes } = await timed();
    element.strings = { lang: 'de', timeLeft: 'Noch {time}' };
    fakes.clock.advance(duration - 1);
    await settled(element);
    expect(seen(element)).to.equal('Noch 1 Sekunde');
    await element.stop();
  });
});
