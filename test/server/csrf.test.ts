// Sites in Laravel, Django and Rails, whose own protection against forged requests refuses the tag's POST: the tag says
// what to do, and the guide's lines get the token.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, type Browser, type HTTPRequest, type Page } from 'puppeteer-core';
import { liveAvatarToken } from '../support/live-avatar-token.js';
import { findWebFramework, freePort, run, type Running } from './programs.js';

/** JavaScript, which the tests' own type check does not read. */
const { bringChromium } = (await import(new URL('../../.config/chromium.mjs', import.meta.url).href)) as {
  bringChromium: () => Promise<string>;
};

const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
const file = (name: string): string => fileURLToPath(new URL(`csrf/${name}`, import.meta.url));

const token = liveAvatarToken({ avatar_id: 'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a' });
/** The framework writes this page, with its own token before it or in a cookie. */
const page = `<link rel="icon" href="data:,">
  <script type="module" src="/cdn/heygen-avatar.js"></script>
  <heygen-avatar token-url="/avatar-token" base-path="/liveavatar"></heygen-avatar>
  <script type="module" src="/page.js"></script>`;

interface WebFramework {
  readonly status: number;
  /** The guide's lines for it. */
  lines(): Promise<string>;
  start(port: number, env: NodeJS.ProcessEnv): Promise<Running>;
}

const frameworks: Readonly<Record<string, WebFramework>> = {
  Laravel: {
    status: 419,
    lines: () => read('demo/samples/csrf.js'),
    start: (port, env) =>
      run(findWebFramework('laravel'), ['-S', `127.0.0.1:${port}`, file('laravel_site.php')], /started/, {
        env,
      }),
  },
  Django: {
    status: 403,
    lines: async () => {
      const common = await read('demo/samples/csrf.js');
      return common.slice(0, common.indexOf('// Laravel')) + (await read('demo/samples/csrf-django.js'));
    },
    start: (_port, env) => run(findWebFramework('django'), [file('django_site.py')], /listening/, { env }),
  },
  Rails: {
    status: 422,
    lines: () => read('demo/samples/csrf.js'),
    start: (port, env) =>
      run(
        findWebFramework('rails'),
        ['-S', 'puma', '-b', `tcp://127.0.0.1:${port}`, file('rails_site.ru')],
        /Use Ctrl-C to stop/,
        { env: { ...env, RAILS_ENV: 'production' } },
      ),
  },
};

describe('a token endpoint behind the CSRF protection of', () => {
  let browser: Browser;
  before(async () => {
    browser = await launch({
      executablePath: await bringChromium(),
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
    });
  });
  after(() => browser.close());

  for (const [name, { status, lines, start }] of Object.entries(frameworks)) {
    describe(name, () => {
      let site: Running | undefined;
      let origin = '';
      before(async () => {
        const port = await freePort();
        origin = `http://127.0.0.1:${port}`;
        site = await start(port, { PAGE: page, TOKEN: token, PORT: String(port) });
      });
      after(() => site?.end());

      /** What a visitor's start has come to, on the page with these lines. */
      async function started(own: string): Promise<{ error: Record<string, unknown>; sent: string[] }> {
        const context = await browser.createBrowserContext();
        try {
          const tab = await context.newPage();
          /** With which tokens a session was asked for. */
          const sent: string[] = [];
          await answerTheRest(tab, own, sent);
          await tab.goto(origin);
          await tab.waitForFunction(`customElements.get('heygen-avatar')`);
          const error = await tab.evaluate(
            `document.querySelector('heygen-avatar').start().catch(({ code, status, message }) => ({ code, status, message }))`,
          );
          return { error: error as Record<string, unknown>, sent };
        } finally {
          await context.close();
        }
      }

      it(`is refused with ${status}, and the tag's message names the way`, async () => {
        const { error, sent } = await started('');
        assert.deepEqual([error['code'], error['status']], ['token_source_failed', status]);
        assert.match(String(error['message']), /CSRF.*tokenProvider.*X-CSRF-TOKEN/s);
        assert.deepEqual(sent, []);
      });

      it("gives the guide's lines a token, with which a session is asked for", async () => {
        const { error, sent } = await started(await lines());
        assert.equal(error['code'], 'server_error', String(error['message']));
        assert.ok(sent.length > 0);
        assert.deepEqual([...new Set(sent)], [`Bearer ${token}`]);
      });
    });
  }
});

/** The build, the page's own script, and a service that has a fault: everything but what the site itself answers. */
async function answerTheRest(tab: Page, own: string, sent: string[]): Promise<void> {
  await tab.setRequestInterception(true);
  tab.on('request', (request) => void answer(request));

  async function answer(request: HTTPRequest): Promise<void> {
    const { pathname } = new URL(request.url());
    const script = (body: string): Promise<void> => request.respond({ contentType: 'text/javascript', body });
    if (pathname === '/page.js') return script(own);
    if (pathname.startsWith('/cdn/')) return script(await read(`dist${pathname}`));
    if (pathname.startsWith('/liveavatar/')) {
      sent.push(request.headers()['authorization'] ?? '');
      return request.respond({ status: 500, contentType: 'application/json', body: '{"code":5000}' });
    }
    return request.continue();
  }
}
