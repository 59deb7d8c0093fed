// Pages with rules: security policies, isolation, sandboxes, permissions, foreign loaders and styles. The avatar works
// there, or says which header stands in its way.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Frame, Page } from 'puppeteer-core';
import { startSandbox, type SandboxProcess } from '../../.config/sandbox-process.js';
import { html, press, script, untilStatus, type Answer } from './site.js';
import { siteForEach } from '../support/site-for-each.js';

const nonce = 'abc123';
const nonceScript = `<script type="module" nonce="${nonce}" src="/cdn/heygen-avatar.js"></script>`;
const simulated = '<heygen-avatar service="simulated" controls></heygen-avatar>';
const element = `document.querySelector('heygen-avatar')`;

interface Failure {
  code: string;
  phase: string;
  message: string;
}

describe('a page with rules', () => {
  const own = siteForEach();
  let sandbox: SandboxProcess;

  before(async () => {
    sandbox = await startSandbox({ onLine: () => undefined });
  });
  after(() => sandbox.stop());

  async function open(
    body: Answer['body'],
    headers: Answer['headers'] = {},
  ): Promise<{ page: Page; problems: string[] }> {
    own.site.pages.set('/', { ...(body === undefined ? {} : { body }), headers });
    return own.visit('/', (page) =>
      page.evaluateOnNewDocument(`
        window.violations = [];
        addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
          violations.push(effectiveDirective + ' ' + blockedURI), true);
      `),
    );
  }

  /** A press of the start button, a sentence, and the end button. */
  async function wholeSession(page: Page | Frame): Promise<void> {
    await press(page, 'start-button');
    await untilStatus(page, 'live');
    await page.evaluate(`${element}.speak({ text: 'Hello.', taskType: 'repeat' })`);
    await press(page, 'end-button');
    await untilStatus(page, 'ended');
  }

  /** The error of a start that must fail. */
  async function failure(page: Page | Frame): Promise<Failure> {
    await page.waitForFunction(`customElements.get('heygen-avatar')`);
    return (await page.evaluate(
      `${element}.start().then(() => ({ code: 'none' }), ({ code, phase, message }) => ({ code, phase, message }))`,
    )) as Failure;
  }

  const policies: Readonly<Record<string, string>> = {
    'a nonce': `default-src 'none'; img-src data:; script-src 'nonce-${nonce}'; connect-src 'none'`,
    "'self'": `default-src 'none'; img-src data:; script-src 'self'; connect-src 'none'`,
    'a nonce that is passed on': `default-src 'none'; img-src data:; script-src 'nonce-${nonce}' 'strict-dynamic'; connect-src 'none'`,
    'trusted types': `default-src 'none'; img-src data:; script-src 'nonce-${nonce}'; require-trusted-types-for 'script'; trusted-types lit-html`,
  };
  for (const [what, policy] of Object.entries(policies)) {
    it(`a strict content security policy with ${what}: works`, async () => {
      const { page, problems } = await open(html(simulated, nonceScript), {
        'Content-Security-Policy': policy,
      });
      await wholeSession(page);
      assert.deepEqual(await page.evaluate('violations'), []);
      assert.deepEqual(problems, []);
    });
  }

  it('cross-origin isolation: works', async () => {
    const { page, problems } = await open(html(simulated, script), {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    });
    assert.equal(await page.evaluate('crossOriginIsolated'), true);
    await wholeSession(page);
    assert.deepEqual(problems, []);
  });

  /** A tag whose tokens and service are the sandbox's. */
  const liveTag = (attributes = ''): string =>
    `<heygen-avatar token-url="/token" base-path="${sandbox.url}" service="interactive-avatar" quality="low" ${attributes}></heygen-avatar>`;
  const tokens = async (): Promise<Answer> => {
    const response = await fetch(`${sandbox.url}/sandbox/token`, { method: 'POST', body: '{}' });
    // For a sandboxed frame too.
    const headers = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' };
    return { body: await response.text(), headers };
  };
  /** How many sessions were opened, and how many still are. */
  async function books(): Promise<{ opened: number; open: number }> {
    const response = await fetch(`${sandbox.url}/sandbox/sessions`);
    const { open, sessions } = (await response.json()) as { open: number; sessions: unknown[] };
    return { open, opened: sessions.length };
  }
  async function untilClosed(): Promise<void> {
    // Each answer is a round trip.
    for (let asked = 0; (await books()).open > 0; asked += 1) assert.ok(asked < 5000, 'still open');
  }

  describe('and a service elsewhere', () => {
    const start = `default-src 'none'; img-src data:; script-src 'self'; connect-src `;

    it('plays with the three hosts in connect-src', async () => {
      own.site.pages.set('/token', tokens);
      const { page, problems } = await open(html(liveTag(), script), {
        'Content-Security-Policy': `${start}'self' ${sandbox.url} ${sandbox.url.replace('http', 'ws')} ws://127.0.0.1:* http://127.0.0.1:*`,
      });
      await wholeSession(page);
      await untilClosed();
      assert.deepEqual(await page.evaluate('violations'), []);
      assert.deepEqual(problems, []);
    });

    it("fails with the header's name if the token URL is not in it", async () => {
      own.site.pages.set('/token', tokens);
      const { page } = await open(html(liveTag(), script), { 'Content-Security-Policy': `${start}'none'` });
      const { code, phase, message } = await failure(page);
      assert.deepEqual([code, phase], ['content_security_policy', 'token']);
      assert.match(message, /Content-Security-Policy.*connect-src/s);
    });

    it("fails with the header's name if the service is not in it", async () => {
      own.site.pages.set('/token', tokens);
      const before = await books();
      const { page } = await open(html(liveTag(), script), { 'Content-Security-Policy': `${start}'self'` });
      const { code, phase, message } = await failure(page);
      assert.deepEqual([code, phase], ['content_security_policy', 'open']);
      assert.match(message, /Content-Security-Policy.*connect-src/s);
      assert.deepEqual(await books(), before, 'nothing was opened');
    });

    it("fails with the header's name if LiveKit is not in it, and stops the session", async () => {
      own.site.pages.set('/token', tokens);
      const { page } = await open(html(liveTag(), script), {
        'Content-Security-Policy': `${start}'self' ${sandbox.url}`,
      });
      const { code, phase } = await failure(page);
      assert.deepEqual([code, phase], ['content_security_policy', 'room']);
      await untilClosed();
    });
  });

  describe('in a frame with sandbox="allow-scripts"', () => {
    /** Its origin is opaque: no storage, no cookies, and every request comes from `null`. */
    async function openFrame(body: string): Promise<{ frame: Frame; problems: string[] }> {
      own.site.pages.set('/frame', { body: html(body, script) });
      const { page, problems } = await open(
        html(
          '<iframe src="/frame" sandbox="allow-scripts" allow="autoplay" width="640" height="400"></iframe>',
        ),
      );
      const handle = await page.waitForSelector('iframe');
      const frame = await handle?.contentFrame();
      assert.ok(frame);
      await frame.waitForFunction(`customElements.get('heygen-avatar')`);
      assert.equal(await frame.evaluate('origin'), 'null');
      return { frame, problems };
    }

    it('simulates', async () => {
      const { frame, problems } = await openFrame(simulated);
      await wholeSession(frame);
      assert.deepEqual(problems, []);
    });

    it('plays, if the token endpoint answers the origin null', async () => {
      own.site.pages.set('/token', tokens);
      const { frame, problems } = await openFrame(liveTag());
      await wholeSession(frame);
      await untilClosed();
      assert.deepEqual(problems, []);
    });

    it('has no microphone, and says which attribute gives it one', async () => {
      const { frame } = await openFrame(simulated);
      await frame.evaluate(`${element}.start()`);
      const { code, message } = (await frame.evaluate(
        `${element}.startVoiceChat().catch(({ code, message }) => ({ code, message }))`,
      )) as Failure;
      assert.equal(code, 'blocked_by_policy');
      assert.match(message, /allow="microphone/);
    });
  });

  it('no microphone in its permissions policy: an error names the policy', async () => {
    const { page } = await open(html(simulated, script), { 'Permissions-Policy': 'microphone=()' });
    await page.waitForFunction(`customElements.get('heygen-avatar')`);
    await page.evaluate(`${element}.start()`);
    const { code, message } = (await page.evaluate(
      `${element}.startVoiceChat().catch(({ code, message }) => ({ code, message }))`,
    )) as Failure;
    assert.equal(code, 'blocked_by_policy');
    assert.match(message, /permissions policy/i);
    assert.equal(await page.evaluate(`${element}.state.status`), 'live', 'the session goes on');
  });

  describe('and the script more than once', () => {
    for (const [what, second] of Object.entries({
      'under the same address': '/cdn/heygen-avatar.js',
      'with another query': '/cdn/heygen-avatar.js?ver=2',
      'as another version': '/other/cdn/heygen-avatar.js',
    })) {
      it(`${what}: is harmless`, async () => {
        const both = `${script}<script type="module" src="${second}"></script>`;
        const { page, problems } = await open(
          html(`${simulated}<div data-heygen-avatar data-service="simulated"></div>`, both),
        );
        await page.waitForFunction(`document.querySelector('div > heygen-avatar')`);
        await wholeSession(page);
        await page.evaluate(`import('${second}')`);
        assert.equal(await page.evaluate(`document.querySelectorAll('heygen-avatar').length`), 2);
        assert.deepEqual(problems, []);
      });
    }
  });

  describe('and other people’s code and styles', () => {
    const intruders: Readonly<Record<string, string>> = {
      'an AMD loader': `<script>window.define = Object.assign(() => { throw new Error('define was called'); }, { amd: {} }); window.module = { exports: {} }; window.exports = window.module.exports;</script>`,
      'a patched fetch': `<script>const real = window.fetch; window.fetch = function (...args) { return real.apply(this, args).then((response) => new Proxy(response, { get: (target, name) => { const value = target[name]; return typeof value === 'function' ? value.bind(target) : value; } })); };</script>`,
      'a small root font': '<style>html { font-size: 62.5%; }</style>',
      'a reset':
        '<style>* { all: unset; } *, ::before, ::after { box-sizing: border-box; margin: 0; padding: 0; border: 0 solid; }</style>',
      "Tailwind's preflight":
        '<style>*, ::after, ::before { box-sizing: border-box; margin: 0; padding: 0; border: 0 solid; } img, svg, video, canvas, audio, iframe, embed, object { display: block; vertical-align: middle; } img, video { max-width: 100%; height: auto; } button, input { font: inherit; background: transparent; border-radius: 0; }</style>',
    };
    for (const [what, head] of Object.entries(intruders)) {
      it(`${what}: works`, async () => {
        const { page, problems } = await open(html(simulated, head + script));
        await wholeSession(page);
        assert.deepEqual(problems, []);
      });
    }

    it('quirks mode: works, and every part is where it is in other pages', async () => {
      const body = html(simulated.replace('<heygen-avatar', '$& style="width: 640px"'), script);
      /** Where the parts of a live avatar are in it. */
      async function places(document: string, mode: string): Promise<unknown> {
        const { page, problems } = await open(document);
        assert.equal(await page.evaluate('document.compatMode'), mode);
        await press(page, 'start-button');
        await untilStatus(page, 'live');
        await page.waitForFunction(
          `${element}.shadowRoot.querySelector('heygen-avatar-text-input')?.shadowRoot?.querySelector('input')`,
        );
        const found = await page.evaluate(`(() => {
          const host = ${element};
          const { x, y } = host.getBoundingClientRect();
          const places = [];
          const look = (root) => {
            for (const inner of root.querySelectorAll('*')) {
              const box = inner.getBoundingClientRect();
              if (inner.matches('button, input, video, [part]'))
                places.push([inner.localName, box.x - x, box.y - y, box.width, box.height].map((value) => (typeof value === 'number' ? Math.round(value) : value)).join(' '));
              if (inner.shadowRoot) look(inner.shadowRoot);
            }
          };
          look(host.shadowRoot);
          return places;
        })()`);
        await press(page, 'end-button');
        await untilStatus(page, 'ended');
        assert.deepEqual(problems, []);
        return found;
      }
      const standard = (await places(body, 'CSS1Compat')) as string[];
      assert.ok(standard.some((place) => place.startsWith('input ')));
      assert.deepEqual(await places(body.replace('<!doctype html>', ''), 'BackCompat'), standard);
    });
  });
});
