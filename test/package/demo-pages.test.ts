// The demo's pages with a layout and a look of their own, as they are, with the built script: a phone and a desk, light and
// dark. Nothing sticks out, nothing of the own layout lies over the picture, and what the style sheet says is seen.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { launch, type Browser, type Page } from 'puppeteer-core';

/** JavaScript, which the tests' own type check does not read. */
const { bringChromium } = (await import(new URL('../../.config/chromium.mjs', import.meta.url).href)) as {
  bringChromium: () => Promise<string>;
};

const root = new URL('../../', import.meta.url);
const types: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  svg: 'image/svg+xml',
};

interface Seen {
  status: string;
  /** The page is no wider than its window. */
  isWide: boolean;
  /** Of each control that is seen: its name, and where it is in the window. */
  controls: { name: string; left: number; top: number; right: number; bottom: number; color: string }[];
  picture: { left: number; top: number; right: number; bottom: number };
}

/** Runs in the page. */
const look = `(() => {
  const avatar = document.querySelector('heygen-avatar');
  const box = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left, top, right, bottom };
  };
  const inside = (root) => [...root.querySelectorAll('*')].flatMap((found) =>
    [found, ...(found.shadowRoot ? inside(found.shadowRoot) : [])]);
  const controls = [...inside(avatar), ...inside(avatar.shadowRoot)]
    .filter((found) => found.matches('button, input') && found.checkVisibility())
    .map((found) => ({
      name: found.part.value || found.localName,
      color: getComputedStyle(found).backgroundColor,
      ...box(found),
    }));
  return {
    status: avatar.state.status,
    isWide: document.documentElement.scrollWidth > innerWidth,
    controls,
    picture: box(avatar.shadowRoot.querySelector('video')),
  };
})()`;

describe('the demo’s page', () => {
  let browser: Browser;
  let server: Server;
  let origin: string;

  before(async () => {
    server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://page').pathname;
      readFile(new URL(`.${path}`, root)).then(
        (content) => {
          response.setHeader('Content-Type', types[path.split('.').at(-1) ?? ''] ?? 'text/plain');
          response.end(content);
        },
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launch({
      executablePath: await bringChromium(),
      args: ['--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required', '--no-first-run'],
    });
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  async function live(name: string, width: number, scheme: string): Promise<{ page: Page; seen: Seen }> {
    const page = await browser.newPage();
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.goto(`${origin}/demo/pages/${name}.html`);
    await page.waitForFunction("document.querySelector('heygen-avatar').state?.status === 'idle'");
    await page.evaluate("document.querySelector('heygen-avatar').start()");
    await page.waitForFunction(
      `${look}.controls.some(({ name }) => name.includes('button')) && ${look}.status === 'live'`,
    );
    return { page, seen: (await page.evaluate(look)) as Seen };
  }

  for (const width of [360, 1440]) {
    for (const scheme of ['light', 'dark']) {
      it(`with a layout of its own has nothing over the picture, ${width} px, ${scheme}`, async () => {
        const { page, seen } = await live('own-layout', width, scheme);
        assert.equal(seen.isWide, false);
        assert.ok(seen.controls.length >= 5, `${seen.controls.length} controls`);
        const { picture } = seen;
        for (const { name, left, top, right, bottom } of seen.controls) {
          const apart =
            left >= picture.right || right <= picture.left || top >= picture.bottom || bottom <= picture.top;
          assert.ok(apart, `${name} is over the picture`);
          assert.ok(left >= 0 && right <= width, `${name} is out of sight`);
        }
        await page.close();
      });

      it(`with a look of its own looks as its style sheet says, ${width} px, ${scheme}`, async () => {
        const { page, seen } = await live('own-look', width, scheme);
        assert.equal(seen.isWide, false);
        const end = seen.controls.find(({ name }) => name === 'button');
        assert.ok(end);
        const colours = new Set(seen.controls.map(({ color }) => color));
        assert.ok(colours.has('rgb(179, 38, 30)'), 'the end button');
        assert.ok(colours.has('rgb(251, 243, 228)'), 'the others');
        for (const { left, right } of seen.controls) assert.ok(left >= 0 && right <= width);
        await page.close();
      });
    }
  }
});
