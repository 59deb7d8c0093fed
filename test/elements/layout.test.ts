// Its place in the page: the same size in every state, in any width and any parent, with nothing out of reach.
import { expect, fixture, html } from '@open-wc/testing';
import { defineControls } from '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { avatarFixture, control, inside, liveFixture, scenes, settled } from '../support/avatar-fixture.js';

const wide = (width: number) =>
  html`<div style="width: ${width}px"><heygen-avatar token="t" controls></heygen-avatar></div>`;

const round = ({ width, height }: DOMRect): string => `${Math.round(width)} × ${Math.round(height)}`;

/** The buttons and fields that are seen, of the element and the small elements in it. */
function controlsOf(element: Element): HTMLElement[] {
  const roots = [
    element,
    ...(element.shadowRoot?.querySelectorAll('*') ?? []),
    ...element.querySelectorAll('*'),
  ];
  return roots
    .flatMap(({ shadowRoot }) => [...(shadowRoot?.querySelectorAll<HTMLElement>('button, input') ?? [])])
    .filter((found) => found.checkVisibility() && found.getClientRects().length > 0);
}

/** What of the element's controls sticks out of it, and so cannot be seen or pressed. */
function outOfReach(element: Element): string[] {
  const frame = element.getBoundingClientRect();
  return controlsOf(element)
    .filter((found) => {
      const { top, right, bottom, left } = found.getBoundingClientRect();
      return (
        top < frame.top - 1 || left < frame.left - 1 || right > frame.right + 1 || bottom > frame.bottom + 1
      );
    })
    .map((found) => found.getAttribute('aria-label') ?? found.innerText.trim());
}

describe('the size', () => {
  before(() => defineControls());

  it('is the same in every state, 16 to 9', async () => {
    const sizes = new Set<string>();
    for (const reach of Object.values(scenes))
      sizes.add(round((await reach(wide(640))).element.getBoundingClientRect()));
    expect([...sizes]).to.deep.equal(['640 × 360']);
  }).timeout(10_000);

  it('is the page’s to choose', async () => {
    const { element } = await avatarFixture(
      html`<heygen-avatar style="--heygen-avatar-aspect-ratio: 9 / 16; width: 180px"></heygen-avatar>`,
    );
    expect(round(element.getBoundingClientRect())).to.equal('180 × 320');
    element.style.height = '100px';
    expect(round(element.getBoundingClientRect())).to.equal('180 × 100');
  });

  for (const [parent, style] of Object.entries({
    'a flex row': 'display: flex; width: 600px',
    'a flex column that aligns to the start':
      'display: flex; flex-direction: column; align-items: center; width: 600px',
    'a grid that centers': 'display: grid; place-items: center; width: 600px',
  })) {
    it(`is one that is seen in ${parent}`, async () => {
      const { element } = await avatarFixture(
        html`<div style=${style}><heygen-avatar></heygen-avatar></div>`,
      );
      expect(element.getBoundingClientRect().width).to.be.within(200, 600);
    });
  }

  it('does not grow with what the page slots', async () => {
    const { element } = await avatarFixture(
      html`<div style="width: 320px">
        <heygen-avatar><p style="width: 900px; height: 900px">Large</p></heygen-avatar>
      </div>`,
    );
    expect(round(element.getBoundingClientRect())).to.equal('320 × 180');
  });
});

for (const width of [160, 240, 320, 640]) {
  describe(`${width} px wide`, () => {
    before(() => defineControls());

    for (const [name, reach] of Object.entries(scenes)) {
      it(`has nothing out of reach when “${name}”`, async () => {
        const { element } = await reach(wide(width));
        const stage = inside(element, '.stage');
        expect(element.scrollWidth, 'scrollWidth').to.be.at.most(width);
        expect(stage.scrollWidth, 'scrollWidth of the stage').to.be.at.most(width);
        expect(outOfReach(element)).to.deep.equal([]);
      });
    }
  });
}

describe('what the page puts over the picture', () => {
  before(() => defineControls());

  for (const scene of ['idle', 'live'] as const) {
    it(`is seen and can be pressed when ${scene}`, async () => {
      const { element } = await scenes[scene](
        html`<heygen-avatar token="t" style="width: 400px"><button>Mine</button></heygen-avatar>`,
      );
      const own = element.querySelector('button');
      const { x, y, width, height } = own?.getBoundingClientRect() ?? new DOMRect();
      expect(document.elementFromPoint(x + width / 2, y + height / 2) === own).to.equal(true);
    });
  }
});

describe('the custom properties', () => {
  before(() => defineControls());

  async function styled(name: string, value: string): Promise<HeygenAvatarElement> {
    const { element } = await liveFixture(html`<heygen-avatar token="t" controls></heygen-avatar>`);
    element.style.setProperty(name, value);
    return element;
  }
  const style = (element: Element): CSSStyleDeclaration => getComputedStyle(element);

  it('--heygen-avatar-radius, -background, -color and -font are the element’s', async () => {
    expect(style(await styled('--heygen-avatar-radius', '3px')).borderTopLeftRadius).to.equal('3px');
    expect(style(await styled('--heygen-avatar-background', 'rgb(1, 2, 3)')).backgroundColor).to.equal(
      'rgb(1, 2, 3)',
    );
    expect(style(await styled('--heygen-avatar-color', 'rgb(1, 2, 3)')).color).to.equal('rgb(1, 2, 3)');
    expect(style(await styled('--heygen-avatar-font', '20px serif')).fontFamily).to.equal('serif');
  });

  it('--heygen-avatar-control-* reach the controls', async () => {
    const button = (element: Element): CSSStyleDeclaration => style(control(element, 'end-button'));
    expect(button(await styled('--heygen-avatar-control-size', '50px')).height).to.equal('50px');
    expect(button(await styled('--heygen-avatar-control-radius', '4px')).borderTopLeftRadius).to.equal('4px');
    expect(button(await styled('--heygen-avatar-control-color', 'rgb(1, 2, 3)')).color).to.equal(
      'rgb(1, 2, 3)',
    );
    const coloured = await styled('--heygen-avatar-control-background', 'rgb(1, 2, 3)');
    for (const change of control(coloured, 'end-button').getAnimations()) change.finish();
    expect(button(coloured).backgroundColor).to.equal('rgb(1, 2, 3)');
  });

  it('--heygen-avatar-accent and -accent-color are the start button’s', async () => {
    const { element } = await avatarFixture(
      html`<heygen-avatar
        style="--heygen-avatar-accent: rgb(1, 2, 3); --heygen-avatar-accent-color: rgb(4, 5, 6)"
      >
      </heygen-avatar>`,
    );
    const { backgroundColor, color } = style(control(element, 'start-button'));
    expect([backgroundColor, color]).to.deep.equal(['rgb(1, 2, 3)', 'rgb(4, 5, 6)']);
  });

  it('leave the page’s own styles of the tag their say', async () => {
    const place = await fixture(html`<div></div>`);
    place.innerHTML =
      '<style>heygen-avatar { display: inline-block; width: 200px; border-radius: 1px }</style>';
    const element = document.createElement('heygen-avatar');
    place.append(element);
    await settled(element);
    expect(style(element).borderTopLeftRadius).to.equal('1px');
    expect(element.getBoundingClientRect().width).to.equal(200);
  });
});
