// Which language the texts are in: the nearest one that the page says, at once, loaded only then. Tables aren't imported
// here, so that what is loaded shows what the element has loaded.
import { expect, fixture, html } from '@open-wc/testing';
import { setStrings } from '../../src/index.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { control, inside, settled } from '../support/avatar-fixture.js';

/** Waits until the start button has this label, as the element's texts are loaded. */
async function untilLabel(element: HeygenAvatarElement, label: string): Promise<void> {
  while (labelOf(element) !== label) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await settled(element);
  }
}

const labelOf = (element: Element): string => control(element, 'start-button').innerText.trim();

/** The files of texts that the page has loaded so far. */
function loadedLanguages(): string[] {
  const files = performance
    .getEntriesByType('resource')
    .map(({ name }) => /strings\/([\w-]+)\.[jt]s/.exec(name)?.[1]);
  return files
    .flatMap((name) => (name && (name === 'languages' || name.length === 2) ? [name] : []))
    .toSorted();
}

async function avatar(template = html`<heygen-avatar></heygen-avatar>`): Promise<HeygenAvatarElement> {
  const place = await fixture(template);
  const element = place.matches('heygen-avatar') ? place : place.querySelector('heygen-avatar');
  await settled(element as HeygenAvatarElement);
  return element as HeygenAvatarElement;
}

const stage = (element: Element): HTMLElement => inside(element, '.stage');

describe('the language of the texts', () => {
  const root = document.documentElement;
  const { lang } = root;
  afterEach(() => {
    root.lang = lang;
    root.removeAttribute('dir');
  });

  it('is English on an English page, which loads no other texts, not even those of a session', async () => {
    root.lang = 'en-GB';
    const element = await avatar();
    expect(labelOf(element)).to.equal('Start');
    expect(loadedLanguages()).to.deep.equal([]);
    expect(stage(element).hasAttribute('lang')).to.equal(false);
  });

  it('is English where the page says none', async () => {
    root.removeAttribute('lang');
    expect(labelOf(await avatar())).to.equal('Start');
    expect(loadedLanguages()).to.deep.equal([]);
  });

  it('is not loaded where the page gives every text that is needed', async () => {
    const strings = {
      label: 'Avatar som talar',
      start: 'Starta',
      startAgain: 'Starta igen',
      retry: 'Försök igen',
      ai: 'AI',
      disclosure: 'Du talar med en AI-avatar.',
      notLoaded: 'Ladda om sidan.',
      connecting: { token: 'Ansluter' },
    };
    const element = await avatar(html`<heygen-avatar lang="de" .strings=${strings}></heygen-avatar>`);
    expect(labelOf(element)).to.equal('Starta');
    expect(loadedLanguages()).to.deep.equal([]);
    element.strings = { ...strings, start: null };
    await untilLabel(element, 'Starten');
    expect(loadedLanguages()).to.deep.equal(['de', 'languages']);
  });

  it('is the element’s own', async () => {
    const element = await avatar(html`<heygen-avatar lang="fr"></heygen-avatar>`);
    await untilLabel(element, 'Démarrer');
    expect(element.lang).to.equal('fr');
  });

  it('is that of the nearest ancestor that says one', async () => {
    const element = await avatar(
      html`<div lang="pl">
        <div lang="es">
          <p><heygen-avatar></heygen-avatar></p>
        </div>
      </div>`,
    );
    await untilLabel(element, 'Empezar');
  });

  it('is the document’s', async () => {
    root.lang = 'nl';
    await untilLabel(await avatar(), 'Starten');
  });

  it('is found through shadow roots', async () => {
    const host = await fixture<HTMLElement>(html`<div lang="it"></div>`);
    const shadow = host.attachShadow({ mode: 'open' });
    const middle = document.createElement('section');
    const inner = middle.attachShadow({ mode: 'closed' });
    const element = document.createElement('heygen-avatar');
    inner.append(element);
    shadow.append(middle);
    await settled(element);
    await untilLabel(element, 'Avvia');
    host.lang = 'ko';
    await untilLabel(element, '시작');
    middle.lang = 'de';
    await untilLabel(element, 'Starten');
  });

  it('changes at once with the element’s, an ancestor’s or the document’s', async () => {
    const element = await avatar(html`<div lang="de"><heygen-avatar></heygen-avatar></div>`);
    await untilLabel(element, 'Starten');
    element.parentElement?.setAttribute('lang', 'fr');
    await untilLabel(element, 'Démarrer');
    element.lang = 'de';
    // Its texts are loaded, so that the next rendering has them.
    await Promise.resolve();
    await settled(element);
    expect(labelOf(element)).to.equal('Starten');
    element.removeAttribute('lang');
    element.parentElement?.removeAttribute('lang');
    root.lang = 'ja';
    await untilLabel(element, '開始');
  });

  it('follows a move, and what changed meanwhile', async () => {
    const element = await avatar(html`<heygen-avatar lang="de"></heygen-avatar>`);
    await untilLabel(element, 'Starten');
    element.remove();
    element.removeAttribute('lang');
    const place = await fixture(html`<div lang="pl"></div>`);
    place.append(element);
    await untilLabel(element, 'Rozpocznij');
  });

  it('of a region is that of its language', async () => {
    const element = await avatar(html`<heygen-avatar lang="pt-BR"></heygen-avatar>`);
    await untilLabel(element, 'Começar');
    expect(stage(element).hasAttribute('lang'), 'the region’s own').to.equal(false);
    element.lang = 'zh-Hant-TW';
    await untilLabel(element, '开始');
  });

  it('is English, and marked as English, where there is no such language', async () => {
    const element = await avatar(html`<heygen-avatar lang="sv"></heygen-avatar>`);
    expect(labelOf(element)).to.equal('Start');
    expect(stage(element).lang).to.equal('en');
    for (const strange of ['', '-', 'constructor', '__proto__', 'x'.repeat(1000)]) {
      element.lang = strange;
      await settled(element);
      expect(labelOf(element), strange).to.equal('Start');
    }
  });

  it('names the region for screen readers', async () => {
    const element = await avatar(html`<heygen-avatar lang="de"></heygen-avatar>`);
    await untilLabel(element, 'Starten');
    expect(stage(element).ariaLabel).to.equal('Sprechender Avatar');
  });
});

describe('the direction of the texts', () => {
  const root = document.documentElement;
  afterEach(() => root.removeAttribute('dir'));

  it('is from right to left in Arabic and Hebrew', async () => {
    for (const [lang, label] of [
      ['ar', 'ابدأ'],
      ['he', 'התחלה'],
    ] as const) {
      const element = await avatar(html`<heygen-avatar lang=${lang}></heygen-avatar>`);
      await untilLabel(element, label);
      expect(stage(element).dir).to.equal('rtl');
      expect(getComputedStyle(stage(element)).direction).to.equal('rtl');
      expect(element.hasAttribute('dir'), 'the page’s attribute').to.equal(false);
    }
  });

  it('is the page’s where it says one for that language', async () => {
    const element = await avatar(html`<div lang="ar" dir="ltr"><heygen-avatar></heygen-avatar></div>`);
    await untilLabel(element, 'ابدأ');
    expect(stage(element).hasAttribute('dir')).to.equal(false);
  });

  it('is its own in a page of another direction, and follows a change', async () => {
    root.dir = 'ltr';
    const element = await avatar(html`<heygen-avatar lang="ar"></heygen-avatar>`);
    await untilLabel(element, 'ابدأ');
    expect(stage(element).dir).to.equal('rtl');
    root.dir = 'rtl';
    element.lang = 'de';
    await untilLabel(element, 'Starten');
    expect(stage(element).dir).to.equal('ltr');
    element.dir = 'rtl';
    await settled(element);
    await Promise.resolve();
    await settled(element);
    expect(stage(element).hasAttribute('dir')).to.equal(false);
  });
});

describe('setStrings()', () => {
  afterEach(() => {
    for (const lang of ['', 'de', 'sv', 'pt-BR']) setStrings(null, lang);
  });

  it('replaces texts of every avatar, of those that are there and of those to come', async () => {
    const first = await avatar();
    setStrings({ start: 'Meet Wayne' });
    await settled(first);
    expect(labelOf(first)).to.equal('Meet Wayne');
    expect(labelOf(await avatar())).to.equal('Meet Wayne');
    setStrings(null);
    await settled(first);
    expect(labelOf(first)).to.equal('Start');
  });

  it('of one language counts only there', async () => {
    setStrings({ start: 'Wayne treffen' }, 'de');
    const german = await avatar(html`<heygen-avatar lang="de-AT"></heygen-avatar>`);
    expect(labelOf(german)).to.equal('Wayne treffen');
    expect(labelOf(await avatar())).to.equal('Start');
  });

  it('of a region counts before that of its language, and in any case of letters', async () => {
    setStrings({ start: 'Iniciar' }, 'pt-BR');
    const element = await avatar(html`<heygen-avatar lang="pt-br"></heygen-avatar>`);
    expect(labelOf(element)).to.equal('Iniciar');
    element.lang = 'pt-PT';
    await untilLabel(element, 'Começar');
  });

  it('makes a language that there was not, and marks the texts as written in it', async () => {
    setStrings({ start: 'Starta' }, 'sv');
    const element = await avatar(html`<heygen-avatar lang="sv-SE"></heygen-avatar>`);
    expect(labelOf(element)).to.equal('Starta');
    expect(stage(element).hasAttribute('lang')).to.equal(false);
  });

  it('gives way to the element’s own', async () => {
    setStrings({ start: 'Page', retry: 'Page' });
    const element = await avatar(html`<heygen-avatar .strings=${{ start: 'Element' }}></heygen-avatar>`);
    expect(labelOf(element)).to.equal('Element');
    element.strings = null;
    await settled(element);
    expect(labelOf(element)).to.equal('Page');
  });
});
