// The poster fills the stage, whatever the page's theme does to images; `fit` decides how.
import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { inside, liveFixture, settled, videoOf } from '../support/avatar-fixture.js';

/** An image of that size. */
const image = (width: number, height: number): string =>
  `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='${width}' height='${height}'><rect width='100%25' height='100%25' fill='red'/></svg>`;

const posters: Readonly<Record<string, (source: string) => HTMLElement>> = {
  img: (source) => Object.assign(document.createElement('img'), { src: source, alt: '' }),
  picture: (source) => {
    const picture = document.createElement('picture');
    picture.append(Object.assign(document.createElement('img'), { src: source, alt: '' }));
    return picture;
  },
  video: (source) => Object.assign(document.createElement('video'), { poster: source }),
};

async function withPoster(poster: HTMLElement): Promise<HeygenAvatarElement> {
  const place = await fixture(
    html`<div>
      <heygen-avatar style="width: 640px"></heygen-avatar>
    </div>`,
  );
  const theme = document.createElement('style');
  theme.textContent =
    'img, picture, video { height: auto; max-width: 100%; max-height: 300px; margin: 1em auto; object-fit: fill }';
  place.prepend(theme);
  const element = place.querySelector('heygen-avatar')!;
  poster.slot = 'poster';
  element.append(poster);
  await settled(element);
  return element;
}

/** The image's own box, once whatever fits it is done. */
async function fitted(shown: HTMLElement, frame: DOMRect): Promise<DOMRect> {
  const box = (): DOMRect => shown.getBoundingClientRect();
  while (Math.abs(box().height - frame.height) > 1 || getComputedStyle(shown).objectFit === 'fill')
    await new Promise((resolve) => requestAnimationFrame(resolve));
  return box();
}

describe('a slotted poster in a theme that styles every image', () => {
  for (const [name, make] of Object.entries(posters)) {
    for (const [width, height] of [
      [600, 900],
      [1600, 400],
    ] as const) {
      it(`fills the stage as <${name}>, ${width} × ${height}`, async () => {
        const poster = make(image(width, height));
        const element = await withPoster(poster);
        const frame = element.getBoundingClientRect();
        const shown = poster.querySelector('img') ?? poster;
        const box = await fitted(shown, frame);
        expect([box.x, box.y, box.width, box.height]).to.deep.equal([
          ...[frame.x, frame.y, frame.width, frame.height],
        ]);
        expect(getComputedStyle(shown).objectFit).to.equal('cover');
        element.fit = 'contain';
        await settled(element);
        expect(getComputedStyle(shown).objectFit).to.equal('contain');
      });
    }
  }

  it('fits an image that a framework puts into a <picture> later', async () => {
    const picture = document.createElement('picture');
    const element = await withPoster(picture);
    const late = Object.assign(document.createElement('img'), { src: image(600, 900), alt: '' });
    picture.append(late);
    const box = await fitted(late, element.getBoundingClientRect());
    expect(Math.round(box.width)).to.equal(640);
  });
});

describe('fit', () => {
  it('is the picture’s, the poster’s, and “cover” unless the page says “contain”', async () => {
    const { element } = await liveFixture(
      html`<heygen-avatar token="t" poster=${image(600, 900)}></heygen-avatar>`,
    );
    const fits = (): string[] =>
      [videoOf(element), inside(element, '.poster img')].map((shown) => getComputedStyle(shown).objectFit);
    expect(fits()).to.deep.equal(['cover', 'cover']);
    element.setAttribute('fit', 'contain');
    await settled(element);
    expect(fits()).to.deep.equal(['contain', 'contain']);
    for (const other of [null, '', 'fill']) {
      element.fit = other as never;
      await settled(element);
      expect(fits()).to.deep.equal(['cover', 'cover']);
    }
    await element.stop();
  });
});
