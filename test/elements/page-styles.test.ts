// The page's styles: what its text and its root element have does not reach the element; what it asks for does.
import { expect, html } from '@open-wc/testing';
import { CSSResult, type CSSResultGroup } from 'lit';
import { defineControls } from '../../src/define.js';
import * as classes from '../../src/elements.js';
import { HeygenAvatarBarElement } from '../../src/elements/bar.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { sessionStyles } from '../../src/elements/session-styles.js';
import { control, inside, liveFixture, scenes, settled } from '../support/avatar-fixture.js';
import { nextTask } from '../support/outcome.js';
import { PageMicrophones } from '../support/page-microphones.js';

type Template = ReturnType<typeof html>;

/** The element and everything in its shadow roots. */
function everythingIn(element: Element): HTMLElement[] {
  const inner = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('*') ?? [])];
  return inner.flatMap((found) => [found, ...everythingIn(found)]);
}

const seen = (element: Element): HTMLElement[] =>
  everythingIn(element).filter((found) => found.checkVisibility() && found.getClientRects().length > 0);

/** The code that places a message is loaded with the first one. */
async function placed(): Promise<void> {
  await import('../../src/elements/bubble-place.js');
  await nextTask();
}

/** A session whose microphone is refused, with the message about it. */
async function refused(template: Template): Promise<{ element: HeygenAvatarElement; bubble: HTMLElement }> {
  const microphones = new PageMicrophones();
  microphones.refuse('NotAllowedError');
  try {
    const { element } = await liveFixture(template);
    control(element, 'microphone-button').click();
    await nextTask();
    await settled(element);
    await placed();
    return { element, bubble: control<HTMLElement>(element, 'microphone-button', '[part~="error"]') };
  } finally {
    await microphones.close();
  }
}

describe('what the page’s text has', () => {
  before(() => defineControls());

  const inherited = {
    'white-space': 'nowrap',
    'text-transform': 'uppercase',
    'letter-spacing': '4px',
    'word-spacing': '9px',
    'text-indent': '40px',
    'text-align': 'end',
    'line-height': '50px',
    'font-variant-caps': 'small-caps',
    'font-style': 'italic',
    'word-break': 'break-all',
    hyphens: 'auto',
    'writing-mode': 'vertical-rl',
    'text-shadow': '1px 1px red',
    '-webkit-text-fill-color': 'transparent',
    'list-style-type': 'square',
  };
  const themed = Object.entries(inherited)
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ');

  for (const [where, template] of Object.entries<Template>({
    'the default bar': html`<div style=${themed}><heygen-avatar token="t" controls></heygen-avatar></div>`,
    'placed elements': html`<div style=${themed}>
      <heygen-avatar token="t"
        ><heygen-avatar-microphone-button></heygen-avatar-microphone-button
        ><heygen-avatar-status></heygen-avatar-status
      ></heygen-avatar>
    </div>`,
  })) {
    it(`does not reach ${where}`, async () => {
      const { element, bubble } = await refused(template);
      for (const found of [bubble, ...seen(element)]) {
        const style = getComputedStyle(found);
        for (const [name, value] of Object.entries(inherited)) {
          // Where a style of ours has the same value, it is not the page's.
          const spoken = (found.getRootNode() as ShadowRoot).host.classList.contains('spoken');
          const isOurs = name === 'white-space' && (spoken || found.classList.contains('spoken'));
          const message = `${found.localName} ${found.className}: ${name}`;
          if (!isOurs) expect(style.getPropertyValue(name), message).not.to.equal(value);
        }
      }
    });
  }

  it('does not cut a message off in one line', async () => {
    const { bubble } = await refused(
      html`<div style="white-space: nowrap; width: 320px">
        <heygen-avatar token="t" controls="microphone end"></heygen-avatar>
      </div>`,
    );
    expect(bubble.clientHeight).to.be.above(30);
    expect(bubble.scrollWidth).to.be.at.most(bubble.clientWidth);
  });

  it('still hides the element, gives it its direction, and lets the page style the tag', async () => {
    const { element } = await liveFixture(
      html`<div style="visibility: hidden; direction: rtl; color-scheme: dark; pointer-events: none">
        <heygen-avatar token="t" style="letter-spacing: 2px"></heygen-avatar>
      </div>`,
    );
    const { visibility, direction, colorScheme, pointerEvents, letterSpacing } = getComputedStyle(element);
    expect([visibility, direction, colorScheme, pointerEvents, letterSpacing]).to.deep.equal([
      'hidden',
      'rtl',
      'dark',
      'none',
      '2px',
    ]);
  });
});

describe('the page’s root font', () => {
  before(() => defineControls());
  afterEach(() => document.documentElement.removeAttribute('style'));

  const textOf = (style: CSSResultGroup | undefined): string =>
    Array.isArray(style) ? style.map(textOf).join('\n') : style instanceof CSSResult ? style.cssText : '';

  it('is what no style of ours is measured by', () => {
    const styles = [...Object.values(classes), HeygenAvatarBarElement, { styles: sessionStyles }]
      .map((found) => textOf((found as { styles?: CSSResultGroup }).styles))
      .join('\n');
    expect(styles).to.contain('.bar');
    expect(styles.match(/[\d.]+rem\b/g)).to.equal(null);
  });

  for (const width of [160, 360, 640]) {
    for (const [scene, reach] of Object.entries(scenes)) {
      it(`makes nothing small when “${scene}”, ${width} px wide`, async () => {
        document.documentElement.style.fontSize = '62.5%';
        const { element } = await reach(
          html`<div style="width: ${width}px"><heygen-avatar token="t" controls></heygen-avatar></div>`,
        );
        for (const found of seen(element)) {
          const name = `${found.localName} ${found.className} ${found.ariaLabel ?? ''}`;
          const hasText = [...found.childNodes].some(
            (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
          );
          if (hasText) expect(Number.parseFloat(getComputedStyle(found).fontSize), name).to.be.at.least(14);
          if (!found.matches('button, input:not([type=range])')) continue;
          expect(found.offsetHeight, name).to.be.at.least(40);
          expect(found.offsetWidth, name).to.be.at.least(40);
        }
      });
    }
  }
});

describe('the message of an error', () => {
  before(() => defineControls());

  const places = {
    'in the default bar': html`<heygen-avatar token="t" controls="microphone end"></heygen-avatar>`,
    'of a lone control': html`<heygen-avatar token="t" controls="end microphone"></heygen-avatar>`,
    'of a control in a corner': html`<heygen-avatar token="t"
      ><heygen-avatar-microphone-button
        style="position: absolute; top: 0; inset-inline-end: 0"
      ></heygen-avatar-microphone-button
    ></heygen-avatar>`,
    'in a box of the page that cuts off': html`<heygen-avatar token="t">
      <div style="position: absolute; inset: 0 0 0 40px; overflow: hidden">
        <heygen-avatar-microphone-button></heygen-avatar-microphone-button>
      </div>
    </heygen-avatar>`,
  };
  for (const width of [160, 240, 360, 640]) {
    for (const dir of ['ltr', 'rtl']) {
      for (const [place, template] of Object.entries(places)) {
        it(`is inside, ${place}, ${width} px wide, ${dir}`, async () => {
          const { element, bubble } = await refused(
            html`<div dir=${dir} style="width: ${width}px">${template}</div>`,
          );
          const frame = (element.querySelector('div') ?? element).getBoundingClientRect();
          const { left, top, right, bottom } = bubble.getBoundingClientRect();
          expect(left, 'left').to.be.at.least(frame.left);
          expect(top, 'top').to.be.at.least(frame.top);
          expect(right, 'right').to.be.at.most(frame.right);
          expect(bottom, 'bottom').to.be.at.most(frame.bottom);
          expect(bubble.scrollWidth, 'no line is cut').to.be.at.most(bubble.clientWidth);
        });
      }
    }
  }

  it('begins where its control begins, in either direction', async () => {
    for (const dir of ['ltr', 'rtl'] as const) {
      const { element, bubble } = await refused(
        html`<div dir=${dir} style="width: 640px">
          <heygen-avatar token="t"
            ><heygen-avatar-microphone-button
              style="position: absolute; inset: 100px 300px auto"
            ></heygen-avatar-microphone-button
          ></heygen-avatar>
        </div>`,
      );
      const [own, it] = [bubble, element.querySelector('heygen-avatar-microphone-button')].map((found) =>
        found?.getBoundingClientRect(),
      );
      const edge = dir === 'ltr' ? 'left' : 'right';
      expect(own?.[edge], dir).to.equal(it?.[edge]);
    }
  });

  it('goes on being inside when the avatar gets narrower', async () => {
    const { element, bubble } = await refused(
      html`<div style="width: 640px">
        <heygen-avatar token="t" controls="end microphone"></heygen-avatar>
      </div>`,
    );
    element.parentElement?.setAttribute('style', 'width: 250px');
    for (const _frame of [1, 2]) await new Promise((resolve) => requestAnimationFrame(resolve));
    await nextTask();
    const frame = element.getBoundingClientRect();
    const { left, right } = bubble.getBoundingClientRect();
    expect(left).to.be.at.least(frame.left);
    expect(right).to.be.at.most(frame.right);
  });
});

describe('the parts of the default layout', () => {
  before(() => defineControls(['heygen-avatar-push-to-talk-button']));

  let sheet: HTMLStyleElement;
  beforeEach(() => {
    sheet = document.createElement('style');
    document.head.append(sheet);
  });
  afterEach(() => sheet.remove());

  const buttonsOf = (element: Element): HTMLElement[] =>
    everythingIn(element).filter((found) => found.localName === 'button');

  it('have every button among them', async () => {
    sheet.textContent = 'heygen-avatar::part(button) { outline: 3px dashed rgb(1, 2, 3); }';
    for (const template of [
      html`<heygen-avatar token="t" controls style="width: 640px"></heygen-avatar>`,
      html`<heygen-avatar token="t" controls push-to-talk style="width: 160px"></heygen-avatar>`,
    ]) {
      const { element } = await liveFixture(template);
      const unreached = buttonsOf(element).filter(
        (button) => getComputedStyle(button).outlineColor !== 'rgb(1, 2, 3)',
      );
      expect(buttonsOf(element)).to.have.lengthOf.at.least(6);
      expect(unreached.map(({ part }) => part.value)).to.deep.equal([]);
    }
  });

  it('have a name of their own for each button, the field, the slider and a message', async () => {
    const names = [
      ...['start-button', 'microphone-button', 'mute-button', 'slider', 'interrupt-button', 'end-button'],
      ...['more-button', 'form', 'input', 'send-button', 'control-error'],
    ];
    sheet.textContent = names
      .map((name, index) => `heygen-avatar::part(${name}) { outline: 1px solid rgb(9, 9, ${index}); }`)
      .join('\n');
    const { element } = await refused(html`<heygen-avatar token="t" controls></heygen-avatar>`);
    const colours = everythingIn(element).map((found) => getComputedStyle(found).outlineColor);
    const missing = names.filter((_, index) => !colours.includes(`rgb(9, 9, ${index})`));
    expect(missing).to.deep.equal([]);
  });
});

describe('the page’s color scheme', () => {
  before(() => defineControls());

  it('decides between a light and a dark start screen', async () => {
    const looks = new Set<string>();
    for (const scheme of ['light', 'dark']) {
      const { element } = await scenes.idle(
        html`<heygen-avatar token="t" style="color-scheme: ${scheme}"></heygen-avatar>`,
      );
      const poster = inside(element, '[part~="poster"]');
      looks.add(`${getComputedStyle(element).color} on ${getComputedStyle(poster).backgroundImage}`);
    }
    expect([...looks]).to.have.lengthOf(2);
    expect([...looks][0]).to.contain('rgb(16, 19, 28) on');
    expect([...looks][1]).to.contain('rgb(255, 255, 255) on');
  });
});
