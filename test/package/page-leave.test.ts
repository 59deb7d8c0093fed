// A page that goes away while other scripts have used up the budget for requests that outlive it: the session is
// stopped all the same, by a request of our own that reaches the service. In Chromium, with the services as built.
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, type Browser, type Page } from 'puppeteer-core';
import { build } from 'vite';

/** JavaScript, which the tests' own type check does not read. */
const { bringChromium } = (await import(new URL('../../.config/chromium.mjs', import.meta.url).href)) as {
  bringChromium: () => Promise<string>;
};

const services = {
  'interactive-avatar': ['interactiveAvatar', '/v1/streaming.stop'],
  'live-avatar': ['liveAvatar', '/v1/sessions/stop'],
} as const;
type Name = keyof typeof services;

/** What the services answer to opening a session. */
const data = {
  session_id: 's-1',
  url: 'ws://127.0.0.1:9',
  access_token: 'room',
  livekit_url: 'ws://127.0.0.1:9',
  livekit_client_token: 'room',
};

/** The page's script: a session that is stopped when the page goes, after others have used up the budget. */
const script = `
const clock = { now: () => 0, after: () => () => undefined };
const { signal } = new AbortController();

window.openSession = async (name, exported, basePath) => {
  const { [exported]: service } = await import('./' + name + '.js');
  const { session } = service.open({
    request: {}, token: 'token', plainToken: true, basePath, videoCodec: 'VP8', clock, signal, emit: () => undefined,
  });
  const { stop } = await session;
  addEventListener('pagehide', () => void stop(signal).catch(() => undefined));
};

/** Resolves once the browser refuses even a small body. */
window.useUpBudget = async (address) => {
  const send = (size) => fetch(address, { method: 'POST', keepalive: true, body: 'x'.repeat(size) });
  for (const size of [60_000, 5_000, 500, 30]) send(size).catch(() => undefined);
  return send(30).then(() => false, () => true);
};
`;

const waysToLeave: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'is left for another page': (page) => page.goto('about:blank'),
  'is loaded anew': (page) => page.reload(),
  'is closed': (page) => page.close(),
};

describe('a session whose page goes while the budget of keepalive is used up', () => {
  let browser: Browser;
  let page: Page;
  let files: Record<string, string> = {};
  let told: (path: string) => void = () => undefined;
  const site = createServer(serve);
  const api = createServer(answer);
  /** Takes what it gets and answers nothing. */
  const silent = createServer((request) => void request.resume());

  before(async () => {
    files = await bundle();
    for (const server of [site, api, silent]) {
      await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    }
    browser = await launch({
      protocolTimeout: 20_000,
      executablePath: await bringChromium(),
      args: ['--no-sandbox', '--disable-gpu'],
    });
  });
  after(async () => {
    await browser?.close();
    for (const server of [site, api, silent]) {
      server.close();
      server.closeAllConnections();
    }
  });
  beforeEach(async () => {
    page = await browser.newPage();
    await page.goto(addressOf(site));
    await page.waitForFunction('window.useUpBudget');
  });
  afterEach(async () => {
    if (!page.isClosed()) await page.close();
    silent.closeAllConnections();
  });

  for (const name of Object.keys(services) as Name[]) {
    for (const [way, leave] of Object.entries(waysToLeave)) {
      it(`of ${name} is stopped when it ${way}`, { timeout: 20_000 }, async () => {
        const [exported, path] = services[name];
        await page.evaluate(`window.openSession('${name}', '${exported}', '${addressOf(api)}')`);
        assert.equal(
          await page.evaluate(`window.useUpBudget('${addressOf(silent)}')`),
          true,
          'the budget is used up',
        );
        const stopped = new Promise<string>((resolve) => (told = resolve));
        await leave(page);
        assert.equal(await stopped, path);
      });
    }
  }

  function serve({ url }: IncomingMessage, response: ServerResponse): void {
    const isPage = url === '/';
    response.setHeader('Content-Type', isPage ? 'text/html' : 'text/javascript');
    const html =
      '<!doctype html><link rel="icon" href="data:," /><script type="module" src="/page.js"></script>';
    response.end(isPage ? html : url === '/page.js' ? script : files[url ?? '']);
  }

  /** The API, on an origin of its own, as in life. */
  function answer({ url = '', method }: IncomingMessage, response: ServerResponse): void {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', 'authorization, content-type');
    response.end(JSON.stringify({ code: 100, data, message: 'success' }));
    if (method === 'POST' && url.endsWith('stop')) told(url);
  }
});

function addressOf(server: ReturnType<typeof createServer>): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The services as a page gets them: each file by its path. */
async function bundle(): Promise<Record<string, string>> {
  const source = fileURLToPath(new URL('../../src/services/', import.meta.url));
  const entry = Object.fromEntries(
    Object.keys(services).map((name) => [name, `${source}${name}/${name}.ts`]),
  );
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, target: 'es2022', lib: { entry, formats: ['es'], fileName: '[name]' } },
  });
  const files: Record<string, string> = {};
  for (const result of [built].flat()) {
    if (!('output' in result)) continue;
    for (const file of result.output) if (file.type === 'chunk') files[`/${file.fileName}`] = file.code;
  }
  return files;
}
