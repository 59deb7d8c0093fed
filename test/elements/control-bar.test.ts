// What `controls` makes of the bar, and the page's own controls in its place.
import { expect, html } from '@open-wc/testing';
import { defineControls } from '../../src/define.js';
import { isUnusual, renderBar } from '../../src/elements/control-bar.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import {
  avatarFixture,
  fakePorts,
  liveFixture,
  scenes,
  settled,
  warningsOf,
} from '../support/avatar-fixture.js';
import { nextTask } from '../support/outcome.js';

const bar = (element: Element): Element | null | undefined =>
  element.shadowRoot?.querySelector('[part~="controls"]');

const defaultBar = [
  ...['microphone-button', 'text-input', 'captions-button', 'volume', 'interrupt-button', 'end-button'],
];

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
    expect(barOf(element)).to.deep.equal(defaultBar);
    expect(await withControls(' \n ')).to.deep.equal(barOf(element));
  });

  it('has push-to-talk in the microphone’s place in sessions with push-to-talk', async () => {
    const { element } = await liveFixture(
      html`<heygen-avatar token="t" controls push-to-talk></heygen-avatar>`,
    );
    expect(barOf(element)).to.deep.equal(['push-to-talk-button', ...defaultBar.slice(1)]);
  });

  it('is what controls lists, in its order', async () => {
    expect(await withControls('end text  volume')).to.deep.equal(['end-button', 'text-input', 'volume']);
  });

  for (const list of ['text volume', ['text', 'volume'], 'text,volume', 'none text volume']) {
    it(`ends a session, though the list does not say so: ${JSON.stringify(list)}`, async () => {
      expect(await withControls(list)).to.deep.equal(['text-input', 'volume', 'end-button']);
    });
  }

  it('is nothing with “none”', async () => {
    expect(await withControls('none')).to.deep.equal([]);
  });

  for (const list of ['wolume', 'fullscreen devices', '<b> none']) {
    it(`is the default bar where controls lists nothing that is there: ${list}`, async () => {
      expect(await withControls(list)).to.deep.equal(defaultBar);
    });
  }

  it('follows the attribute, and its removal', async () => {
    const { element } = await liveFixture(html`<heygen-avatar token="t" controls="text"></heygen-avatar>`);
    element.setAttribute('controls', 'volume end');
    await settled(element);
    expect(barOf(element)).to.deep.equal(['volume', 'end-button']);
    element.setAttribute('controls', 'false');
    await settled(element);
    expect(barOf(element)).to.deep.equal(['end-button']);
    element.removeAttribute('controls');
    await settled(element);
    expect(barOf(element)).to.deep.equal(['end-button']);
  });

  for (const [value, expected] of [
    [true, defaultBar],
    ['true', defaultBar],
    [false, ['end-button']],
    ['false', ['end-button']],
    ['[object Object]', ['end-button']],
    [undefined, ['end-button']],
  ] as const) {
    it(`takes ${JSON.stringify(value)} from a framework, which sets properties`, async () => {
      expect(await withControls(value)).to.deep.equal(expected);
    });
  }

  for (const name of ['constructor', 'toString', '__proto__', '<b>']) {
    it(`has nothing that is called “${name}”`, () => {
      expect(isUnusual(`${name} end`)).to.equal(true);
      expect(renderBar(`${name} end`, false)).to.have.lengthOf(1);
    });
  }

  for (const [controls, ...expected] of [
    ['end wolume text', ['unknown_control', 'wolume', 'language']],
    ['none', ['no_controls', 'stop()']],
    ['none end', ['unknown_control', 'none']],
    ['devices end', ['unknown_control', 'devices', 'yet']],
    ['wolume bolume', ['unknown_control', 'wolume'], ['unknown_control', 'bolume']],
  ] as const) {
    it(`warns of “${controls}”, and says what is wrong`, async () => {
      const element = document.createElement('heygen-avatar');
      const warned = warningsOf(element);
      element.controls = controls;
      fakePorts();
      document.body.append(element);
      await warned.until(expected.length);
      element.controls = null;
      await settled(element);
      element.controls = controls;
      await settled(element);
      // Its code is loaded by now.
      await nextTask();
      element.remove();
      expect(warned.details).to.have.lengthOf(expected.length);
      for (const [index, [code, ...words]] of expected.entries()) {
        expect(warned.details[index]).to.include({ code, option: 'controls' });
        for (const word of words) expect(warned.details[index]?.message).to.contain(word);
      }
    });
  }

  it('warns of nothing in a list of what is there', () => {
    for (const controls of [
      null,
      '',
      ' ',
      'true',
      true,
      'false',
      false,
      'end',
      'push-to-talk,volume',
      '[object Object]',
    ])
      expect(isUnusual(controls), String(controls)).to.equal(false);
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
