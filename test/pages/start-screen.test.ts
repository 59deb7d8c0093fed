// Before the script has loaded: what a visitor sees, what moves when it comes, and what becomes of a press meanwhile.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Page } from 'puppeteer-core';
import { html, layoutShift, untilStatus, watchLayout } from './site.js';
import { siteForEach } from '../support/site-for-each.js';

const read = (name: string): Promise<string> =>
  readFile(new URL(`../../demo/pages/samples/${name}`, import.meta.url), 'utf8');
const sample = await read('start-screen.html');
const earlyClick = await read('early-click.html');
const nonce = 'abc123';
/** The sample as a page would have it, with a service that needs no server. */
const startScreen = sample
  .replace('NONCE', nonce)
  .replace(
    '<heygen-avatar ',
    '<heygen-avatar id="avatar" style="display: block; width: 640px" service="simulated" ',
  );
const poster = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"><path fill="#0f0" d="M0 0h16v9H0z"/></svg>`;
const below = '<p id="below">What comes below.</p>';
const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src 'self' data:; style-src-attr 'unsafe-inline'; connect-src 'none'`;
const script = `<script type="module" nonce="${nonce}" src="/cdn/heygen-avatar.js"></script>`;

/** Notes at each frame where the button is, in the page's own start screen or in ours. */
const watchButton = `<script nonce="${nonce}">
  window.frames_ = [];
  const look = () => {
    const root = document.querySelector('heygen-avatar')?.shadowRoot;
    const button = root?.querySelector('button[popovertarget]')
      ?? root?.querySelector('heygen-avatar-start-button')?.shadowRoot?.querySelector('button');
    const box = button?.getBoundingClientRect();
    // From the first one on.
    if (box || window.frames_.length > 0)
      window.frames_.push(box ? [box.x, box.y, box.width, box.height].map(Math.round).join(' ') : 'none');
    requestAnimationFrame(look);
  };
  look();
</script>`;

const withStartScreen = html(`${startScreen}${below}`, watchButton + script);
const isDefined = `Boolean(customElements.get('heygen-avatar'))`;

describe('a page whose script is on its way', () => {
  const own = siteForEach();
  let release = (): void => undefined;

  beforeEach(() => {
    own.site.pages.set('/poster.webp', { body: poster, headers: { 'Content-Type': 'image/svg+xml' } });
    own.site.pages.set('/', { body: withStartScreen, headers: { 'Content-Security-Policy': policy } });
    release = own.site.hold(/\.js$/);
  });
  afterEach(() => release());

  async function open(path = '/'): Promise<{ page: Page; problems: string[] }> {
    return own.visit(path, async (page) => {
      await watchLayout(page);
      const network = await page.createCDPSession();
      await network.send('Network.enable');
      await network.send('Network.setCacheDisabled', { cacheDisabled: true });
      await network.send('Network.emulateNetworkConditions', {
        ...{ offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 100_000 },
      });
    });
  }

  /** The rest of the page is there by then. */
  async function untilPosterLoaded(page: Page): Promise<void> {
    await page.waitForFunction(`document.querySelector('img')?.complete && document.querySelector('#below')`);
  }

  it('shows poster and button, under a policy that allows nothing without a nonce', async () => {
    const { page, problems } = await open();
    await untilPosterLoaded(page);
    assert.equal(await page.evaluate(isDefined), false);
    const [posterColour, buttonColour] = await colours(page);
    assert.equal(posterColour, '0 255 0');
    assert.equal(buttonColour, '76 95 232', 'beside the label of the button');
    const box = await page.evaluate(
      `(({ width, height }) => width + ' × ' + height)(avatar.getBoundingClientRect())`,
    );
    assert.equal(box, '640 × 360');
    assert.deepEqual(problems, []);
  });

  for (const [root, style] of Object.entries({
    'an ordinary page': '',
    "a page whose root's font is small": `<style nonce="${nonce}">html { font-size: 62.5% }</style>`,
  })) {
    it(`has the same button at the same place in every frame of ${root}, and nothing moves`, async () => {
      own.site.pages.set('/', {
        body: html(`${startScreen}${below}`, style + watchButton + script),
        headers: { 'Content-Security-Policy': policy },
      });
      const { page, problems } = await open();
      await untilPosterLoaded(page);
      await page.waitForFunction('window.frames_.length > 3');
      release();
      await page.waitForFunction(isDefined);
      const frames = Number(await page.evaluate('window.frames_.length'));
      await page.waitForFunction(`window.frames_.length > ${frames + 5}`);
      assert.equal(
        await page.evaluate(`avatar.shadowRoot.querySelector('button[popovertarget], style') === null`),
        true,
        'ours took its place',
      );
      const places = new Set((await page.evaluate('window.frames_')) as string[]);
      assert.equal(places.size, 1, [...places].join(' | '));
      assert.ok(!places.has('none'));
      assert.equal(await layoutShift(page), 0);
      assert.deepEqual(problems, []);
    });
  }

  it('starts once its script is there, if its button was pressed', async () => {
    const { page } = await open();
    await page.locator('heygen-avatar >>> button').click();
    release();
    await untilStatus(page, 'live');
  });

  for (const [what, presses] of [
    ['was not pressed', 0],
    ['was pressed twice', 2],
  ] as const) {
    it(`stays idle if its button ${what}`, async () => {
      const { page } = await open();
      for (let press = 0; press < presses; press += 1) await page.locator('heygen-avatar >>> button').click();
      release();
      await untilStatus(page, 'idle');
      await page.waitForFunction(`avatar.hasUpdated`);
      assert.equal(await page.evaluate(`avatar.updateComplete.then(() => avatar.state.status)`), 'idle');
    });
  }

  it('keeps the keyboard where it was', async () => {
    const { page } = await open();
    await untilPosterLoaded(page);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(`avatar.shadowRoot.activeElement.localName`), 'button');
    release();
    await page.waitForFunction(`${isDefined} && avatar.hasUpdated`);
    assert.equal(await page.evaluate(`document.activeElement.localName`), 'heygen-avatar');
    await page.keyboard.press('Tab');
    assert.equal(
      await page.evaluate(`avatar.shadowRoot.activeElement.localName`),
      'heygen-avatar-start-button',
    );
  });

  for (const [what, markup] of Object.entries({
    'a tag': '<heygen-avatar id="avatar" service="simulated"></heygen-avatar>',
    'a tag with content':
      '<heygen-avatar id="avatar" service="simulated"><p slot="error">Sorry</p></heygen-avatar>',
    'a marked div': '<div id="avatar" data-heygen-avatar data-service="simulated"></div>',
  })) {
    it(`does not move with the style sheet alone: ${what}`, async () => {
      const sheet = '<link rel="stylesheet" href="/cdn/heygen-avatar.css" />';
      own.site.pages.set('/', { body: html(`${markup}${below}`, sheet + script) });
      const { page } = await open();
      await page.waitForFunction(`document.querySelector('#below') && document.styleSheets.length > 0`);
      const before = await page.evaluate(`avatar.getBoundingClientRect().height`);
      release();
      await page.waitForFunction(`${isDefined} && document.querySelector('heygen-avatar')?.hasUpdated`);
      assert.equal(await layoutShift(page), 0);
      assert.equal(await page.evaluate(`avatar.getBoundingClientRect().height`), before);
    });
  }

  it('does not move with the style sheet in a browser that does not know :has()', async () => {
    const css = await readFile(new URL('../../dist/cdn/heygen-avatar.css', import.meta.url), 'utf8');
    assert.match(css, /:has\(/);
    own.site.pages.set('/older.css', {
      body: css.replaceAll(':has(', ':unknown('),
      headers: { 'Content-Type': 'text/css' },
    });
    const sheet = '<link rel="stylesheet" href="/older.css" />';
    own.site.pages.set('/', { body: html(`<heygen-avatar></heygen-avatar>${below}`, sheet + script) });
    const { page } = await open();
    await page.waitForFunction(`document.querySelector('#below') && document.styleSheets.length > 0`);
    release();
    await page.waitForFunction(`${isDefined} && document.querySelector('heygen-avatar')?.hasUpdated`);
    assert.equal(await layoutShift(page), 0);
  });

  it('moves without either: what the other tests measure', async () => {
    own.site.pages.set('/', { body: html(`<heygen-avatar></heygen-avatar>${below}`, script) });
    const { page } = await open();
    release();
    await page.waitForFunction(`${isDefined} && document.querySelector('heygen-avatar').hasUpdated`);
    assert.ok((await layoutShift(page)) > 0.05);
  });

  it("keeps a press of the page's own button by one line of script", async () => {
    const line = earlyClick.replaceAll('NONCE', nonce);
    const button = '<button slot="start">Talk to us</button>';
    const tag = `<heygen-avatar service="simulated">${button}</heygen-avatar>`;
    own.site.pages.set('/', {
      body: html(tag, line + script),
      headers: { 'Content-Security-Policy': policy },
    });
    const { page } = await open();
    await page.locator('button').click();
    release();
    await untilStatus(page, 'live');
  });
});

/** What was really painted in the middle of the poster, and within the left edge of the button. */
async function colours(page: Page): Promise<string[]> {
  const points = (await page.evaluate(`(() => {
    const picture = avatar.getBoundingClientRect();
    const button = avatar.shadowRoot.querySelector('button').getBoundingClientRect();
    return [
      [picture.x + picture.width / 2, picture.y + picture.height / 2],
      [button.x + 8, button.y + button.height / 2],
    ];
  })()`)) as [number, number][];
  const image = await loadImage(Buffer.from(await page.screenshot()));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return points.map(([x, y]) =>
    context.getImageData(Math.round(x), Math.round(y), 1, 1).data.subarray(0, 3).join(' '),
  );
}
