// `npm run language-sheet`: one picture of the element in every language, before a session, with a session and after
// failures, for the eyes of whoever changes a text. Needs `npm run build`. Says where the picture is.
import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { launch } from 'puppeteer-core';
import { bringChromium } from './chromium.mjs';
import { projectRoot } from './run.mjs';

const languages = ['en', 'es', 'fr', 'de', 'pt', 'it', 'nl', 'pl', 'ja', 'ko', 'zh', 'ar', 'he'];
const build = join(projectRoot, 'dist/cdn');
const picture = join(projectRoot, '.cache/languages.png');

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <style>
      body { display: grid; grid-template-columns: repeat(4, 340px); gap: 8px; margin: 8px; font: 14px system-ui; }
      heygen-avatar { width: 340px; aspect-ratio: 16 / 10; }
    </style>
    <script type="module" src="heygen-avatar.js"></script>
  </head>
  <body>
    ${languages.map(rowOf).join('\n')}
  </body>
</html>`;

/** Before a session, in one with every control, and two failed starts. */
function rowOf(lang: string): string {
  const tag = (attributes: string): string => `<heygen-avatar lang="${lang}" ${attributes}></heygen-avatar>`;
  return [
    tag(''),
    tag('class="live" service="simulated" controls="push-to-talk text volume interrupt language"'),
    tag('class="failed"'),
    tag('class="offline" token="t" base-path="/nowhere"'),
  ].join('');
}

const server = createServer(({ url = '/' }, response) => {
  const file = join(build, url.slice(1));
  if (url === '/') response.setHeader('content-type', 'text/html').end(page);
  else if (!/^\/[\w.-]+$/.test(url) || !existsSync(file)) response.writeHead(503).end();
  else createReadStream(file).pipe(response.setHeader('content-type', 'text/javascript'));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const browser = await launch({
  executablePath: await bringChromium(),
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 1400, height: 900 });
  await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await tab.evaluate(`customElements.whenDefined('heygen-avatar').then(() => Promise.allSettled(
    [...document.querySelectorAll('.live, .failed, .offline')].map((avatar) => avatar.start())))`);
  // What shows the words has been rendered.
  await tab.waitForFunction(`[...document.querySelectorAll('heygen-avatar')].every(
    ({ className, shadowRoot }) => className === 'live'
      ? shadowRoot.querySelector('heygen-avatar-language-menu')?.shadowRoot?.querySelector('select')
      : !className || shadowRoot.querySelector('[role=alert]').textContent)`);
  mkdirSync(join(projectRoot, '.cache'), { recursive: true });
  await tab.screenshot({ path: picture, fullPage: true });
  console.log(picture);
} finally {
  await browser.close();
  server.close();
}
