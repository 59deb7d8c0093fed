// What `controls` makes of the bar, and the page's own controls in its place.
import { expect, html } from '@open-wc/testing';
import { defineControls } from '../../src/define.js';
import type { WarningDetail } from '../../src/api/events.js';
import { renderBar, unknownControls } from '../../src/elements/control-bar.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { avatarFixture, fakePorts, liveFixture, scenes, settled } from '../support/avatar-fixture.js';

const bar = (element: Element): Element | null | undefined =>
  element.shadowRoot?.querySelector('[part~="controls"]');

const barOf = (element: Element): string[] =>
  [...(bar(element)?.querySelectorAll('slot > *') ?? [])].map(({ localName }) =>
    localName.replace('heygen-avatar-', ''),
  );

async function withControls(controls: unknown): Promise<string[]> {
  const { element } = await liveFixture();
  Object.assign(element, { controls });
  await settled(element);
  return barOf(element);
}

describe('the bar of controls', () => {
  before(() => defineControls());

  it('is an end button where controls is absent, since a session costs money', async () => {
    expect(await withControls(null)).to.deep.equal(['end-button']);
  });

  it('is the default bar where controls is empty', async () => {
    const { element } = await liveFixture(html`<heygen-avatar token="t" controls></heygen-avatar>`);
    expect(barOf(element)).to.deep.equal([
      'microphone-button',
      'volume',
      'interrupt-button',
      'text-input',
      'end-button',
    ]);
    expect(await withControls(' \n ')).to.deep.equal(barOf(element));
  });

  it('is what controls lists, in its order', async () => {
    expect(await withControls('end text  volume')).to.deep.equal(['end-button', 'text-input', 'volume']);
  });

  it('follows the attribute, and its removal', async () => {
    const { element } = await liveFixture(html`<heygen-avatar token="t" controls="text"></heygen-avatar>`);
    element.setAttribute('controls', 'volume end');
    await settled(element);
    expect(barOf(element)).to.deep.equal(['volume', 'end-button']);
    element.removeAttribute('controls');
    await settled(element);
    expect(barOf(element)).to.deep.equal(['end-button']);
  });

  for (const [value, expected] of [
    [true, ['microphone-button', 'volume', 'interrupt-button', 'text-input', 'end-button']],
    [false, ['end-button']],
    [undefined, ['end-button']],
  ] as const) {
    it(`takes ${String(value)} from a framework, which sets properties`, async () => {
      expect(await withControls(value)).to.deep.equal(expected);
    });
  }

  for (const name of ['constructor', 'toString', '__proto__', '<b>']) {
    it(`has nothing that is called “${name}”`, () => {
      expect(unknownControls(`${name} end`).map(({ message }) => message.includes(name))).to.deep.equal([
        true,
      ]);
      expect(renderBar(`${name} end`, false)).to.have.lengthOf(1);
    });
  }

  it('warns of a name that is no control’s, and says which there are', async () => {
    const element = document.createElement('heygen-avatar');
    const warned: WarningDetail[] = [];
    element.addEventListener('warning', ({ detail }) => warned.push(detail));
    element.controls = 'end wolume';
    fakePorts();
    document.body.append(element);
    await settled(element);
    element.poster = 'data:,';
    await settled(element);
    element.remove();
    expect(warned).to.have.lengthOf(1);
    expect(warned[0]).to.include({ code: 'unknown_control', option: 'controls' });
    expect(warned[0]?.message).to.contain('wolume').and.to.contain('volume, interrupt, text, end');
  });

  it('makes way for what the page slots for it', async () => {
    const { element } = await avatarFixture(
      html`<heygen-avatar token="t"><p slot="controls">Mine</p></heygen-avatar>`,
    );
    const own = element.querySelector('p');
    expect(own?.checkVisibility(), 'idle').to.equal(false);
    await element.start();
    await settled(element);
    expect(own?.checkVisibility(), 'live').to.equal(true);
    expect(bar(element)?.querySelector('heygen-avatar-end-button')?.checkVisibility()).to.equal(false);
  });

  it('lets a start be called off while it is connecting', async () => {
    const { element } = await scenes.connecting();
    const end = bar(element)?.querySelector('heygen-avatar-end-button')?.shadowRoot?.querySelector('button');
    expect(end?.checkVisibility()).to.equal(true);
    end?.click();
    expect(element.state.status).to.equal('stopping');
  });
});

describe('the strings', () => {
  before(() => defineControls());

  const german = { label: 'Sprechende Figur', start: 'Los', end: 'Ende', volume: 'Lautstärke' };
  const words = (element: HeygenAvatarElement): (string | null | undefined)[] => [
    element.shadowRoot?.querySelector('.stage')?.getAttribute('aria-label'),
    element.shadowRoot?.querySelector('heygen-avatar-start-button')?.shadowRoot?.textContent.trim(),
    element.shadowRoot?.querySelector('heygen-avatar-end-button')?.shadowRoot?.textContent.trim(),
  ];

  it('are replaced by the page’s, and those left out stay', async () => {
    const { element } = await avatarFixture(html`<heygen-avatar .strings=${german}></heygen-avatar>`);
    expect(words(element)).to.deep.equal(['Sprechende Figur', 'Los', 'Ende']);
    element.strings = { start: 'Go' };
    await settled(element);
    expect(words(element)).to.deep.equal(['Talking avatar', 'Go', 'End']);
  });

  it('that are replaced later reach the small elements too', async () => {
    const { element } = await avatarFixture();
    element.strings = german;
    await settled(element);
    expect(words(element)).to.deep.equal(['Sprechende Figur', 'Los', 'Ende']);
  });

  it('may be partial in their inner tables', async () => {
    const { element } = await avatarFixture();
    Object.assign(element, { strings: { ended: { idle: 'Still da?' }, connecting: { open: 'Öffnet' } } });
    await element.start();
    await element.stop();
    await settled(element);
    expect(element.state.status).to.equal('ended');
    expect(element.shadowRoot?.textContent).not.to.contain('undefined');
  });
});
