/** A web site of somebody's own, with the CDN build on it, and a Chromium that visits it. Run `npm run build` before. */

import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { launch, type Browser, type BrowserContext, type Page } from 'puppeteer-core';

/** JavaScript, which the tests' own type check does not read. */
const { bringChromium } = (await import(new URL('../../.config/chromium.mjs', import.meta.url).href)) as {
  bringChromium: () => Promise<string>;
};

const build = new URL('../../dist/cdn/', import.meta.url);
const types: Readonly<Record<string, string>> = {
  css: 'text/css',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  json: 'application/json',
};

export interface Answer {
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: number;
}
type Handler = (request: IncomingMessage, url: URL) => Answer | undefined | Promise<Answer | undefined>;

export const html = (body: string, head = ''): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8" /><title>A page</title><link rel="icon" href="data:," />${head}</head><body>${body}</body></html>`;

export const script = '<script type="module" src="/cdn/heygen-avatar.js"></script>';

/** Answers paths that start with `/cdn/` from the build, whatever comes before; everything else from its pages. */
export class Site {
  readonly pages = new Map<string, Answer | Handler>();
  /** The paths that were asked for. */
  readonly asked: string[] = [];
  /** Changes a file of the build on its way. */
  onFile: (name: string, content: Buffer) => Buffer = (_, content) => content;
  readonly #server: Server;
  #held: { readonly path: RegExp; readonly until: Promise<void> } | undefined;

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async open(): Promise<Site> {
    const site = new Site();
    await new Promise<void>((resolve) => void site.#server.listen(0, '127.0.0.1', resolve));
    return site;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Keeps answers back until the returned function is called. */
  hold(path: RegExp): () => void {
    let release = (): void => undefined;
    this.#held = { path, until: new Promise((resolve) => (release = resolve)) };
    return release;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    this.asked.push(url.pathname);
    if (this.#held?.path.test(url.pathname)) await this.#held.until;
    const page = this.pages.get(url.pathname);
    const answer = (typeof page === 'function' ? await page(request, url) : page) ?? (await this.#file(url));
    const { status = answer.body === undefined ? 404 : 200, headers = {}, body = '' } = answer;
    const extension = /\.(\w+)$/.exec(url.pathname)?.[1] ?? 'html';
    response.writeHead(status, { 'Content-Type': types[extension] ?? 'text/plain', ...headers }).end(body);
  }

  async #file({ pathname }: URL): Promise<Answer> {
    const [, name] = /^\/(?:[\w-]+\/)?cdn\/([\w.-]+)$/.exec(pathname) ?? [];
    if (!name) return {};
    try {
      const body = this.onFile(name, await readFile(new URL(name, build)));
      // As a CDN serves it: for every origin, sandboxed ones included.
      return {
        body,
        headers: { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' },
      };
    } catch {
      return {};
    }
  }
}

export function openBrowser(args: readonly string[] = []): Promise<Browser> {
  return bringChromium().then((executablePath) =>
    launch({
      protocolTimeout: 60_000,
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        '--autoplay-policy=no-user-gesture-required',
        ...args,
      ],
    }),
  );
}

/** A page and what went wrong in it: exceptions, rejections, and what its console called an error. */
export interface Visit {
  readonly page: Page;
  readonly problems: string[];
}

/** A new visitor: nothing cached, nothing stored. */
export async function visit(
  browser: Browser,
  url: string,
  prepare?: (page: Page) => Promise<unknown>,
): Promise<Visit> {
  const context: BrowserContext = await browser.createBrowserContext();
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  // Frames are drawn only in front.
  await page.bringToFront();
  await prepare?.(page);
  // Not until it is loaded: a test may hold its script back.
  await page.goto(url, { waitUntil: [] });
  return { page, problems };
}

/** Waits until the first avatar of the page, or of one of its frames, has that status. */
export async function untilStatus(frame: Pick<Page, 'waitForFunction'>, status: string): Promise<void> {
  await frame.waitForFunction(
    `document.querySelector('heygen-avatar')?.state?.status === ${JSON.stringify(status)}`,
    { timeout: 30_000, polling: 'raf' },
  );
}

/** Presses a control of the first avatar, by its tag without the prefix, once it is there and can be pressed. */
export async function press(frame: Pick<Page, 'waitForFunction' | 'evaluate'>, name: string): Promise<void> {
  const root = `document.querySelector('heygen-avatar')?.shadowRoot?.querySelector('heygen-avatar-${name}')`;
  await frame.waitForFunction(`${root}?.shadowRoot?.querySelector('button:enabled')`);
  await frame.evaluate(`${root}.shadowRoot.querySelector('button').click()`);
}

/** Before the page is opened: counts how far its content jumps. */
export async function watchLayout(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(`
    window.layoutShift = 0;
    const add = (entries) => { for (const { value } of entries) window.layoutShift += value; };
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    window.shiftSoFar = async () => {
      for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
      add(observer.takeRecords());
      return window.layoutShift;
    };
  `);
}

export async function layoutShift(page: Page): Promise<number> {
  return (await page.evaluate('window.shiftSoFar()')) as number;
}
