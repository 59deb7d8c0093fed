// The menu of languages to speak: it sets the avatar's `language`, which counts from the next start.
import { expect, fixture, html } from '@open-wc/testing';
import { defineControls } from '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { avatarFixture, control, inside, liveFixture, scenes, settled } from '../support/avatar-fixture.js';

const bar = html`<heygen-avatar token="t" controls="language"></heygen-avatar>`;
const placed = html`<heygen-avatar token="t"
  ><heygen-avatar-language-menu></heygen-avatar-language-menu
></heygen-avatar>`;

const select = (element: Element): HTMLSelectElement =>
  control<HTMLSelectElement>(element, 'language-menu', 'select');
const note = (element: Element): Element | null | undefined =>
  select(element).parentNode?.querySelector('[part=note]');

async function choose(element: HeygenAvatarElement, language: string): Promise<void> {
  select(element).value = language;
  select(element).dispatchEvent(new Event('change', { bubbles: true }));
  await settled(element);
}

describe('<heygen-avatar-language-menu>', () => {
  before(() => defineControls(['heygen-avatar-language-menu']));

  it('is in the bar only where the page lists it, beside the end button', async () => {
    const { element } = await liveFixture(bar);
    const tags = [...inside(element, '.bar slot').children].map(({ localName }) => localName);
    expect(tags).to.deep.equal(['heygen-avatar-language-menu', 'heygen-avatar-end-button']);
    const { element: usual } = await liveFixture(html`<heygen-avatar token="t" controls></heygen-avatar>`);
    expect(usual.shadowRoot?.querySelector('heygen-avatar-language-menu')).to.equal(null);
  });

  it('is accessible, and named in the language of the texts', async () => {
    const { element } = await liveFixture(bar);
    expect(select(element).ariaLabel).to.equal('Language');
    await expect(element).to.be.accessible();
  });

  it('offers thirteen languages, each by its own name, and none that is chosen', async () => {
    const { element } = await avatarFixture(placed);
    const [first, ...options] = select(element).options;
    expect(first).to.include({ value: '', text: 'Language', selected: true });
    expect(options.map(({ text }) => text)).to.deep.equal([
      ...['English', 'Español', 'Français', 'Deutsch', 'Português', 'Italiano', 'Nederlands', 'Polski'],
      ...['日本語', '한국어', '中文', 'العربية', 'עברית'],
    ]);
    expect(options.map(({ lang }) => lang)).to.deep.equal(options.map(({ value }) => value));
  });

  it('sets the language of the next start', async () => {
    const { element, fakes } = await avatarFixture(placed);
    await choose(element, 'fr');
    expect(element.language).to.equal('fr');
    expect(element.hasAttribute('language'), 'the page’s attribute').to.equal(false);
    expect(
      [...select(element).options].some(({ value }) => value === ''),
      'the empty one',
    ).to.equal(false);
    expect(note(element)).to.equal(null);
    await element.start();
    expect(fakes.service.calls[0]?.request).to.include({ language: 'fr' });
  });

  it('says during a session, politely, that the choice counts from the next start', async () => {
    const { element, fakes } = await avatarFixture(placed);
    element.tokenProvider = () => 't';
    await element.start();
    await settled(element);
    await choose(element, 'de');
    expect(note(element)?.textContent).to.equal('Used from the next start.');
    expect(note(element)?.role).to.equal('status');
    await expect(element).to.be.accessible();
    await element.stop();
    await settled(element);
    expect(note(element)).to.equal(null);
    await element.start();
    expect(fakes.service.calls[1]?.request).to.include({ language: 'de' });
  });

  it('shows the language that the page has set, and one that is not in its list', async () => {
    const { element } = await avatarFixture(placed);
    element.language = 'nl';
    await settled(element);
    await settled(element);
    expect(select(element).value).to.equal('nl');
    element.language = 'de-AT';
    await settled(element);
    await settled(element);
    expect(select(element).selectedOptions[0]?.text).to.equal('Österreichisches Deutsch');
  });

  const lists: readonly [unknown, string[]][] = [
    ['en, pt-BR', ['en', 'pt-BR']],
    [
      ['de', 'fr'],
      ['de', 'fr'],
    ],
    ['en en', ['en']],
    ['xx-not-a-language-at-all', ['xx-not-a-language-at-all']],
  ];
  for (const [languages, values] of lists) {
    it(`offers what its languages lists: ${JSON.stringify(languages)}`, async () => {
      const { element } = await avatarFixture(placed);
      const menu = element.querySelector('heygen-avatar-language-menu');
      if (menu) menu.languages = languages as string;
      await settled(element);
      const options = [...select(element).options].slice(1);
      expect(options.map(({ value }) => value)).to.deep.equal(values);
    });
  }

  it('offers the standard ones for null, an empty list and the attribute’s removal', async () => {
    const { element } = await avatarFixture(placed);
    const menu = element.querySelector('heygen-avatar-language-menu');
    for (const nothing of [null, undefined, '', ' ', []]) {
      if (menu) menu.languages = nothing as string;
      await settled(element);
      expect(select(element).options.length, JSON.stringify(nothing)).to.equal(14);
    }
  });

  it('is disabled, and harmless, without an avatar', async () => {
    const menu = await fixture(html`<heygen-avatar-language-menu></heygen-avatar-language-menu>`);
    expect(menu.shadowRoot?.querySelector('select')?.disabled).to.equal(true);
  });

  it('takes part in every state', async () => {
    for (const scene of ['idle', 'connecting', 'live', 'reconnecting', 'ended', 'failed'] as const) {
      const { element } = await scenes[scene](placed);
      await choose(element, 'pl');
      expect(element.language, scene).to.equal('pl');
    }
  });
});
