// The samples of the README and the guides do what they are shown for: pages run in Chromium as somebody would paste
// them, with the CDN answered from the build and LiveAvatar by a stand-in; handlers run in Node; all are type-checked.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, mock } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { launch, type Browser, type HTTPRequest, type Page } from 'puppeteer-core';
import { cdn, example, snippet } from '../../demo/playground/snippets.js';
import { liveAvatarToken } from '../support/live-avatar-token.js';
import { codeBlocks } from '../support/markdown.js';

/** JavaScript, which the tests' own type check does not read. */
const { bringChromium } = (await import(new URL('../../.config/chromium.mjs', import.meta.url).href)) as {
  bringChromium: () => Promise<string>;
};

const project = fileURLToPath(new URL('../../', import.meta.url));
const sample = (name: string): Promise<string> => readFile(join(project, 'demo/samples', name), 'utf8');
const site = 'https://your.site';
const contextId = '5b9dba8a-aa31-11f0-a6ee-066a7fa2e369';
const wayne = example.attributes.get('avatar-name');

interface Answer {
  status?: number;
  type?: string;
  body: string | Buffer;
}
type Route = (request: HTTPRequest) => Answer | Promise<Answer>;

const html = (body: string): Route => {
  const page = `<!doctype html><html lang="en"><head><link rel="icon" href="data:," /></head><body>${body}</body></html>`;
  return () => ({ type: 'text/html', body: page });
};
const script =
  (body: string): Route =>
  () => ({ type: 'text/javascript', body });
const json = (body: unknown, status = 200): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

/** A module of the samples on a page with the tag, the elements that they name, and the packages' names. */
const around = `
  <script type="importmap">{ "imports": { "heygen-avatar": "${cdn}heygen-avatar.js", "heygen-avatar/client": "${site}/dist/client.js" } }</script>
  <script type="module" src="${cdn}heygen-avatar.js"></script>
  <heygen-avatar service="simulated" controls></heygen-avatar>
  <video></video><button id="ask"></button><p id="transcript"></p>`;

const cors = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'authorization, content-type',
};

let browser: Browser;

before(async () => {
  browser = await launch({
    protocolTimeout: 60_000,
    executablePath: await bringChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--autoplay-policy=no-user-gesture-required',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
    ],
  });
});
after(() => browser?.close());

/** Opens `address` in a browser that reaches these routes, the CDN and the build, and nothing else. */
async function visit(
  address: string,
  routes: Readonly<Record<string, Route>>,
  work: (page: Page, asked: readonly HTTPRequest[]) => Promise<void>,
  { javaScript = true } = {},
): Promise<void> {
  const page = await browser.newPage();
  const asked: HTTPRequest[] = [];
  const failures: unknown[] = [];
  page.on('pageerror', (error) => failures.push(error));
  await page.setJavaScriptEnabled(javaScript);
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const url = request.url();
    if (/^(file|data|blob):/.test(url)) return void request.continue();
    asked.push(request);
    answer(request, url, routes).then(
      ({ status = 200, type = 'text/plain', body }) =>
        request.respond({ status, contentType: type, body, headers: cors }),
      () => request.abort(),
    );
  });
  try {
    await page.goto(address);
    await work(page, asked);
    assert.deepEqual(failures, []);
  } finally {
    await page.close();
  }
}

async function answer(
  request: HTTPRequest,
  url: string,
  routes: Readonly<Record<string, Route>>,
): Promise<Answer> {
  if (request.method() === 'OPTIONS') return { status: 204, body: '' };
  const route = routes[url];
  if (route) return route(request);
  const built = url.startsWith(cdn)
    ? `cdn/${url.slice(cdn.length)}`
    : /^https:\/\/your\.site\/dist\/(.+)/.exec(url)?.[1];
  return { type: 'text/javascript', body: await readFile(join(project, 'dist', built ?? 'nothing')) };
}

const status = (page: Page, wanted: string): Promise<unknown> =>
  page.waitForFunction(`document.querySelector('heygen-avatar').state?.status === '${wanted}'`);
/** By a press of the start button, as a visitor. */
async function press(page: Page): Promise<void> {
  const button = await page.waitForSelector('heygen-avatar >>> heygen-avatar-start-button >>> button');
  await button?.click();
}

describe('the README', () => {
  it('has a page that plays an avatar when it is opened as a file', async () => {
    const readme = await readFile(join(project, 'README.md'), 'utf8');
    const { code = '' } = codeBlocks(readme).find(({ marker }) => marker?.includes('hello.html')) ?? {};
    const folder = await mkdtemp(join(tmpdir(), 'hello-'));
    const file = join(folder, 'hello.html');
    try {
      await writeFile(file, code);
      await visit(pathToFileURL(file).href, {}, async (page, asked) => {
        await press(page);
        await status(page, 'live');
        await page.waitForFunction(`document.querySelector('heygen-avatar').mediaStream.active`);
        for (const request of asked) assert.ok(request.url().startsWith(cdn), request.url());
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('has a tag and a token handler that fit each other', async () => {
    process.env['LIVEAVATAR_API_KEY'] = 'the-key';
    process.env['CONTEXT_ID'] = contextId;
    const token = liveAvatarToken({ avatar_id: wayne ?? '' });
    const minted: { url: string; body: unknown }[] = [];
    const upstream = mock.method(globalThis, 'fetch', async (input: string | URL, init: RequestInit) => {
      minted.push({ url: String(input), body: JSON.parse(String(init.body)) });
      return Response.json({ code: 1000, data: { session_id: 'id', session_token: token } });
    });
    const { POST } = (await handlers('token-endpoint.mjs')) as Handlers;
    let authorization: string | undefined;
    const routes = {
      // On the page's own origin: a browser's question about another's (CORS) can't be answered here.
      [`${site}/`]: html(snippet('html', example).replace('controls', 'controls base-path="/liveavatar"')),
      [`${site}/avatar-token`]: async (request: HTTPRequest) => passedOn(await POST(asFetch(request))),
      // All that it has to show is that the token has come here.
      [`${site}/liveavatar/v1/sessions/start`]: (request: HTTPRequest) => {
        authorization ??= request.headers()['authorization'];
        return json({ code: 4000, message: 'not in this test' }, 500);
      },
    };
    try {
      await visit(`${site}/`, routes, async (page) => {
        await press(page);
        await status(page, 'failed');
        const error = await page.evaluate(`document.querySelector('heygen-avatar').state.error?.message`);
        assert.equal(authorization, `Bearer ${token}`, String(error));
      });
    } finally {
      upstream.mock.restore();
    }
    assert.equal(minted[0]?.url, 'https://api.liveavatar.com/v1/sessions/token');
    const body = minted[0].body as { avatar_id: string; avatar_persona: Record<string, string> };
    assert.equal(body.avatar_id, wayne);
    assert.equal(body.avatar_persona['voice_id'], example.attributes.get('voice'));
    assert.equal(body.avatar_persona['context_id'], process.env['CONTEXT_ID']);
  });
});

describe('a sample page', () => {
  it('shows its own start button and starts by it; without JavaScript its noscript is shown, and nothing else', async () => {
    const body = `<script type="module" src="${cdn}heygen-avatar.js"></script>${await sample('inside.html')}`;
    const picture = {
      [`${site}/poster.jpg`]: () => ({
        type: 'image/svg+xml',
        body: '<svg xmlns="http://www.w3.org/2000/svg"/>',
      }),
    };
    await visit(`${site}/`, { [`${site}/`]: html(body), ...picture }, async (page) => {
      await page.waitForSelector('heygen-avatar:defined');
      await page.click('button[slot=start]');
      await status(page, 'live');
    });
    const hidden = body.replace('<noscript>', '<p hidden id="hidden">never</p><noscript>');
    await visit(
      `${site}/`,
      { [`${site}/`]: html(hidden), ...picture },
      async (page) => {
        const text = await page.$eval('body', (element) => element.innerText);
        assert.match(text, /Turn on JavaScript/);
        assert.doesNotMatch(text, /never/);
      },
      { javaScript: false },
    );
  });

  it('asks for consent before it starts, and never again', async () => {
    const body = `<script type="module" src="${cdn}heygen-avatar.js"></script>${await sample('consent.html')}`;
    await visit(`${site}/`, { [`${site}/`]: html(body) }, async (page) => {
      await page.waitForSelector('heygen-avatar:defined');
      await page.click('heygen-avatar >>> heygen-avatar-start-button >>> button');
      await page.waitForSelector('heygen-avatar:state(consent)');
      assert.equal(await page.$eval('heygen-avatar', ({ state }) => state.status), 'idle');
      await page.click('[data-consent=accept]');
      await status(page, 'live');
      await page.$eval('heygen-avatar', (element) => element.stop());
      await page.reload();
      await page.waitForSelector('heygen-avatar:defined');
      await page.click('heygen-avatar >>> heygen-avatar-start-button >>> button');
      await status(page, 'live');
    });
  });

  it('has the look that its styles say', async () => {
    const body = `<script type="module" src="${cdn}heygen-avatar.js"></script>${await sample('styled.html')}`;
    await visit(`${site}/`, { [`${site}/`]: html(body) }, async (page) => {
      await press(page);
      await status(page, 'live');
      const { width, height } = await page.$eval('heygen-avatar', (element) => {
        const { width: across, height: high } = element.getBoundingClientRect();
        return { width: across, height: high };
      });
      assert.deepEqual([width, Math.round(height)], [480, 360]);
      await page.waitForSelector('heygen-avatar-microphone-button:defined');
      const shown = await page.$$eval('heygen-avatar > [slot=controls] > *', (all) =>
        all.map((one) => one.clientHeight > 0),
      );
      assert.deepEqual(shown, [true, true]);
    });
  });

  it('has controls outside the tag, which they name', async () => {
    const body = `<script type="module" src="${cdn}heygen-avatar.js"></script>${await sample('elsewhere.html')}`;
    await visit(`${site}/`, { [`${site}/`]: html(body) }, async (page) => {
      await page.waitForSelector('heygen-avatar-end-button:defined');
      const start = await page.waitForSelector('heygen-avatar-start-button[for] >>> button:enabled');
      await start?.click();
      await status(page, 'live');
      const end = await page.waitForSelector('heygen-avatar-end-button[for] >>> button:enabled');
      await end?.click();
      await status(page, 'ended');
    });
  });

  it('gets its token past a CSRF protection', async () => {
    for (const [name, header, page] of [
      ['csrf.js', 'x-csrf-token', '<meta name="csrf-token" content="sesame" />'],
      ['csrf-django.js', 'x-csrftoken', '<script>document.cookie = "csrftoken=sesame; path=/"</script>'],
    ] as const) {
      const code = await sample('csrf.js');
      const own =
        name === 'csrf.js' ? code : `${code.slice(0, code.indexOf('// Laravel'))}${await sample(name)}`;
      let asked = '';
      const routes = {
        [`${site}/`]: html(
          `${page}<script type="module" src="${cdn}heygen-avatar.js"></script><heygen-avatar></heygen-avatar><script type="module" src="/page.js"></script>`,
        ),
        [`${site}/page.js`]: script(own),
        [`${site}/avatar-token`]: (request: HTTPRequest) => {
          if (request.headers()[header] !== 'sesame') return json({ message: 'CSRF token mismatch.' }, 419);
          asked = request.postData() ?? '';
          return json({ token: 'sk_not_a_session_token' });
        },
      };
      await visit(`${site}/`, routes, async (tab) => {
        await press(tab);
        await status(tab, 'failed');
        // It has arrived in the session, which says of what kind it is.
        assert.equal(
          await tab.evaluate(`document.querySelector('heygen-avatar').state.error.code`),
          'api_key_in_page',
          name,
        );
        assert.match(asked, /^\{/);
      });
    }
  });
});

describe('a sample script', () => {
  /** Runs modules one after the other; what the last one exports, as JSON. */
  async function run(
    names: readonly string[],
    check: (page: Page, exported: unknown) => Promise<void>,
  ): Promise<void> {
    const routes: Record<string, Route> = { [`${site}/`]: html(around) };
    for (const name of names) routes[`${site}/${name}`] = script(await sample(name));
    await visit(`${site}/`, routes, async (page) => {
      await page.waitForSelector('heygen-avatar:defined');
      let exported: unknown;
      for (const name of names)
        exported = await page.evaluate(`import('/${name}').then((module) => ({ ...module }))`);
      await check(page, exported);
    });
  }

  it('talks, listens and writes the transcript', async () => {
    const names = ['texts.js', 'reactions.js', 'warnings.js', 'events.js', 'conversation.js'];
    await run(names, async (page, exported) => {
      assert.deepEqual(exported, { interrupted: false });
      assert.equal(await page.$eval('#ask', (button) => (button as HTMLButtonElement).disabled), false);
      await page.evaluate(`document.querySelector('heygen-avatar').speak('And on Sundays?')`);
      await page.waitForFunction(`document.querySelector('#transcript').textContent.includes('avatar: ')`);
      const placeholder = await page.$eval('heygen-avatar >>> heygen-avatar-text-input >>> input', (input) =>
        input.getAttribute('placeholder'),
      );
      assert.equal(placeholder, 'Nachricht schreiben');
      const voice = await page.evaluate(`document.querySelector('heygen-avatar').state.voiceChat`);
      assert.equal(voice, 'on');
    });
  });

  it('has texts of its own, in each language of the page', async () => {
    await run(['page-texts.js'], async (page) => {
      for (const [lang, label] of [
        ['sv-SE', 'Träffa Wayne'],
        ['de', 'Wayne treffen'],
        ['en', 'Start'],
      ]) {
        await page.evaluate(`document.documentElement.lang = '${lang}'`);
        const button = `document.querySelector('heygen-avatar').shadowRoot.querySelector('heygen-avatar-start-button')`;
        await page.waitForFunction(`${button}.shadowRoot.textContent.trim() === '${label}'`);
      }
    });
  });

  it('scripts a simulated session, with trouble', async () => {
    await run(['simulated.js'], async (page) => {
      await press(page);
      await status(page, 'live');
      await page.evaluate(`document.querySelector('heygen-avatar').speak('Do you have shoes?')`);
      await status(page, 'ended');
      const [, turn] = (await page.evaluate(`document.querySelector('heygen-avatar').transcript`)) as {
        text: string;
      }[];
      assert.match(turn?.text ?? '', /^We/);
    });
  });

  it('tests a whole conversation by its own clock', async () => {
    const page = `${await sample('simulated-test.js')}\nexport const said = avatar.transcript[1].text;\nexport const { reason } = avatar.state;`;
    const routes = { [`${site}/`]: html(around), [`${site}/test.js`]: script(page) };
    await visit(`${site}/`, routes, async (tab) => {
      const exported = await tab.evaluate(`import('/test.js').then((module) => ({ ...module }))`);
      assert.deepEqual(exported, { said: 'We have red ones.', reason: 'idle' });
    });
  });

  it('makes a table of a diagnosis', async () => {
    await run(['diagnose.js'], async () => undefined);
  });
});

type Handlers = Record<'POST' | 'OPTIONS', (request: Request) => Promise<Response>>;

/** A sample for servers, with its environment already set. */
function handlers(name: string): Promise<unknown> {
  return import(pathToFileURL(join(project, 'demo/samples', name)).href);
}

function asFetch(request: HTTPRequest): Request {
  return new Request(request.url(), {
    method: request.method(),
    headers: request.headers(),
    body: request.postData() ?? null,
  });
}

async function passedOn(response: Response): Promise<Answer> {
  return { status: response.status, type: 'application/json', body: await response.text() };
}

describe('a sample handler', () => {
  const sent: { url: string; method: string; body: unknown }[] = [];
  let fetched: ReturnType<typeof mock.method>;

  before(() => {
    const env = {
      LIVEAVATAR_API_KEY: 'the-key',
      AVATAR_ID: wayne,
      CONTEXT_ID: contextId,
      LLM_CONFIGURATION_ID: contextId,
    };
    Object.assign(process.env, env);
    fetched = mock.method(globalThis, 'fetch', async (input: string | URL, init: RequestInit = {}) => {
      const { method = 'GET', body } = init;
      sent.push({ url: String(input), method, body: body ? JSON.parse(String(body)) : undefined });
      const old = [
        { id: 'old', created_at: '2020-01-01T00:00:00Z' },
        { id: 'new', created_at: new Date().toISOString() },
      ];
      const data =
        method === 'GET'
          ? { results: old, next: null }
          : { session_id: 'id', session_token: 'head.body.sign' };
      return Response.json({ code: 1000, data });
    });
  });
  after(() => fetched.mock.restore());

  const ask = (headers: Record<string, string> = {}, origin = site): Request =>
    new Request(`${site}/avatar-token`, {
      method: 'POST',
      headers: { Origin: origin, 'Content-Type': 'application/json', ...headers },
      body: '{"quality":"high"}',
    });

  for (const name of ['endpoint-liveavatar', 'endpoint-own-model', 'endpoint-repeat']) {
    it(`${name} mints a token`, async () => {
      const { POST } = (await handlers(`${name}.mjs`)) as Handlers;
      const response = await POST(ask());
      assert.deepEqual(await response.json(), { token: 'head.body.sign', sessionId: 'id' });
      const body = sent.at(-1)?.body as { avatar_id: string } | undefined;
      assert.equal(body?.avatar_id, wayne);
    });
  }

  it('asks who is logged in', async () => {
    const { POST } = (await handlers('logged-in.mjs')) as Handlers;
    assert.equal((await POST(ask())).status, 401);
    assert.equal((await POST(ask({ Cookie: 'session=1' }))).status, 200);
    assert.match(JSON.stringify(sent.at(-1)?.body), /"name":"Ada"/);
  });

  it('accepts cookies from a page of another origin', async () => {
    const { OPTIONS, POST } = (await handlers('cookies.mjs')) as Handlers;
    const origin = 'https://www.your.site';
    const preflight = new Request(`${site}/avatar-token`, { method: 'OPTIONS', headers: { Origin: origin } });
    for (const response of [await OPTIONS(preflight), await POST(ask({}, origin))]) {
      assert.ok(response.ok);
      assert.equal(response.headers.get('Access-Control-Allow-Credentials'), 'true');
      assert.equal(response.headers.get('Access-Control-Allow-Origin'), origin);
    }
  });

  it('runs on Deno, Bun and SvelteKit', async () => {
    type Serve = (request: Request, info: object) => Promise<Response>;
    const served: Serve[] = [];
    Object.assign(globalThis, {
      Deno: { serve: (handler: Serve) => served.push(handler) },
      Bun: { serve: ({ fetch: handler }: { fetch: Serve }) => served.push(handler) },
    });
    const { POST } = (await handlers('platforms.mjs')) as { POST: (event: object) => Promise<Response> };
    const [deno, bun] = served;
    const responses = [
      await deno?.(ask(), { remoteAddr: { hostname: '192.0.2.1' } }),
      await bun?.(ask(), { requestIP: () => ({ address: '192.0.2.2' }) }),
      await POST({ request: ask(), getClientAddress: () => '192.0.2.3' }),
    ];
    for (const response of responses) assert.equal(response?.status, 200);
  });

  it('stops what was left open for an hour, and nothing else', async () => {
    sent.length = 0;
    await handlers('left-open.mjs');
    assert.deepEqual(
      sent.filter(({ method }) => method === 'POST').map(({ body }) => body),
      [{ session_id: 'old' }],
    );
  });
});

describe('the samples', () => {
  it('type-check, and with them the snippets for React', async () => {
    const folder = join(project, '.cache/samples');
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const extended = {
      extends: '../../demo/samples/tsconfig.json',
      include: ['.', '../../demo/samples'],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(extended));
    const all = new Map([
      ...example.attributes,
      ['service', 'simulated'],
      ['voice-rate', '1.25'],
      ['muted', ''],
    ]);
    await writeFile(join(folder, 'first.tsx'), snippet('react', example));
    await writeFile(join(folder, 'all.tsx'), snippet('react', { attributes: all, trouble: 'server-error' }));
    const compiler = join(project, 'node_modules/typescript/bin/tsc');
    const check = promisify(execFile)(process.execPath, [compiler, '-p', folder]);
    await check.catch(({ stdout }: { stdout: string }) => assert.fail(stdout));
  });
});
