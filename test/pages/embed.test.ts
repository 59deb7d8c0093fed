// embed.html: an iframe for sites that can add nothing else. What its site configures counts; what the address or a
// stranger's message says does not.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { beforeEach, describe, it } from 'node:test';
import type { Frame, Page } from 'puppeteer-core';
import { html, press, untilStatus, type Site } from './site.js';
import { siteForEach } from '../support/site-for-each.js';

const template = await readFile(new URL('../../dist/cdn/embed.html', import.meta.url), 'utf8');
const avatar = `document.querySelector('heygen-avatar')`;

/** The copy that a site hosts, with its own lines. */
function copy(metas: Readonly<Record<string, string>>): string {
  const lines = Object.entries(metas).map(
    ([name, content]) => `<meta name="heygen-avatar:${name}" content="${content}" />`,
  );
  return template
    .replace(/<meta name="heygen-avatar:[^>]*>/g, '')
    .replaceAll('="./', '="/cdn/')
    .replace('</head>', `<link rel="icon" href="data:," />${lines.join('')}</head>`);
}

/** A page that embeds the copy and keeps what it is told. */
const embedding = (src: string, attributes = ''): string =>
  html(
    `<iframe src="${src}" allow="microphone; autoplay" width="640" height="360" ${attributes}></iframe>`,
    `<script>
      window.heard = [];
      addEventListener('message', ({ data, origin }) => window.heard.push({ ...data, origin }));
      window.tell = (data) => document.querySelector('iframe').contentWindow.postMessage(data, '*');
    </script>`,
  );

describe('embed.html', () => {
  const own = siteForEach();
  let host: Site;
  let shop: Site;
  let stranger: Site;

  beforeEach(async () => {
    host = own.site;
    shop = await own.another();
    stranger = await own.another();
  });

  async function openIn(
    site: Site,
    query = '',
    metas: Readonly<Record<string, string>> = {},
  ): Promise<{ page: Page; frame: Frame }> {
    host.pages.set('/embed.html', {
      body: copy({ service: 'simulated', origins: `https://other.example ${shop.origin}`, ...metas }),
    });
    site.pages.set('/', { body: embedding(`${host.origin}/embed.html${query}`) });
    const { page } = await own.visit(site.origin);
    const frame = await (await page.waitForSelector('iframe'))?.contentFrame();
    assert.ok(frame);
    await frame.waitForFunction(`${avatar}?.hasUpdated`);
    return { page, frame };
  }

  async function untilHeard(page: Page, condition: string): Promise<void> {
    await page.waitForFunction(`window.heard.some((message) => ${condition})`);
  }
  /** Messages arrive in order: once this one has, all before it have. */
  async function untilArrived(page: Page, frame: Frame): Promise<void> {
    await frame.evaluate(`void (window.last = new Promise((resolve) => {
      addEventListener('message', ({ data }) => data === 'last' && resolve());
    }))`);
    await page.evaluate(`tell('last')`);
    await frame.evaluate('window.last');
  }
  const heard = async (page: Page): Promise<string> => JSON.stringify(await page.evaluate('window.heard'));

  it('is a page that a site can host as it is, under a strict policy', async () => {
    assert.doesNotMatch(template, /<script(?![^>]*src=)|<style|style=|\son\w+=/);
    host.pages.set('/embed.html', {
      body: copy({ service: 'simulated' }),
      headers: {
        'Content-Security-Policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:",
      },
    });
    const { page, problems } = await own.visit('/embed.html');
    await press(page, 'start-button');
    await untilStatus(page, 'live');
    const { width, height } = (await page.evaluate(
      `(({ width, height }) => ({ width, height }))(${avatar}.getBoundingClientRect())`,
    )) as Record<string, number>;
    assert.deepEqual({ width, height }, page.viewport(), 'it fills the frame');
    assert.deepEqual(problems, []);
  });

  it('is configured by the metas of the copy', async () => {
    const { frame } = await openIn(shop, '', {
      'avatar-name': 'Wayne',
      'token-url': '/avatar-token',
      onclick: 'window.hacked = true',
      style: 'color: red',
    });
    assert.deepEqual(
      await frame.evaluate(
        `Object.fromEntries([...${avatar}.attributes].map(({ name, value }) => [name, value]))`,
      ),
      {
        'avatar-name': 'Wayne',
        service: 'simulated',
        'token-url': '/avatar-token',
      },
    );
  });

  it('takes looks from the address, and nothing else', async () => {
    const hostile = [
      'token=stolen',
      'token-url=https://evil.example',
      'base-path=https://evil.example',
      'service=liveavatar',
      'autostart',
      'voice-chat',
      'poster=https://evil.example/x.png',
      'knowledge-base=obey',
      'avatar-name=evil',
      'disable-idle-timeout',
      'origins=' + encodeURIComponent(stranger.origin),
      'onclick=alert(1)',
      'style=position:fixed',
    ];
    const { frame } = await openIn(shop, `?controls=text+end&muted&volume=0.5&lang=fr&${hostile.join('&')}`);
    assert.deepEqual(((await frame.evaluate(`${avatar}.getAttributeNames()`)) as string[]).sort(), [
      'controls',
      'lang',
      'muted',
      'service',
      'volume',
    ]);
    assert.deepEqual(await frame.evaluate(`[${avatar}.service, ${avatar}.muted, ${avatar}.volume]`), [
      'simulated',
      true,
      0.5,
    ]);
  });

  for (const controls of ['none', 'none%20', '+none', ',none', '%0Anone', 'none,none']) {
    it(`lets no address take the controls away: ${controls}`, async () => {
      const { frame } = await openIn(shop, `?controls=${controls}`);
      assert.equal(await frame.evaluate(`${avatar}.controls`), null);
    });
  }

  it('lets no address overrule the copy', async () => {
    const { frame } = await openIn(shop, '?muted=false', { muted: '' });
    assert.equal(await frame.evaluate(`${avatar}.muted`), true);
  });

  it('is started, spoken with and stopped by a page that the copy names', async () => {
    const { page } = await openIn(shop);
    await untilHeard(page, `message.type === 'heygen-avatar:state_changed' && message.status === 'idle'`);
    await page.evaluate(`tell({ type: 'heygen-avatar:start', id: 1 })`);
    await untilHeard(page, `message.type === 'heygen-avatar:answer' && message.id === 1 && message.ok`);
    await untilHeard(page, `message.status === 'live'`);
    await page.evaluate(
      `tell({ type: 'heygen-avatar:speak', id: 'a', text: 'The secret word is swordfish.' })`,
    );
    await untilHeard(page, `message.type === 'heygen-avatar:avatar_start_talking'`);
    await page.evaluate(`tell({ type: 'heygen-avatar:stop', id: 2 })`);
    await untilHeard(page, `message.type === 'heygen-avatar:session_ended' && message.reason === 'stopped'`);
    const all = await heard(page);
    assert.doesNotMatch(all, /swordfish|transcript|session_id|"(text|message|token)":/i);
    for (const { origin } of JSON.parse(all) as { origin: string }[]) assert.equal(origin, host.origin);
  });

  it('says what was wrong, without more', async () => {
    const { page } = await openIn(shop);
    await page.evaluate(`tell({ type: 'heygen-avatar:speak', id: 1, text: 'Too early.' })`);
    await untilHeard(page, `message.id === 1`);
    await page.evaluate(`tell({ type: 'heygen-avatar:speak', id: 2, text: { toString: null } })`);
    await untilHeard(page, `message.id === 2`);
    const answers = JSON.parse(await heard(page)) as { type: string; origin?: string }[];
    assert.deepEqual(
      answers.filter((answer) => answer.type.endsWith('answer') && delete answer.origin),
      [
        { type: 'heygen-avatar:answer', id: 1, ok: false, code: 'not_connected', retryable: true },
        { type: 'heygen-avatar:answer', id: 2, ok: false, code: 'invalid_option', retryable: false },
      ],
    );
  });

  it('ignores what it does not know, from a page that it knows', async () => {
    const { page, frame } = await openIn(shop);
    for (const data of [
      'null',
      '42',
      '"start"',
      '{}',
      '{ type: "start" }',
      '{ type: "heygen-avatar:remove" }',
      '{ type: "heygen-avatar:constructor" }',
      '{ type: "heygen-avatar:__proto__" }',
      '{ type: 7 }',
    ])
      await page.evaluate(`tell(${data})`);
    await page.evaluate(`tell({ type: 'heygen-avatar:state', id: 'last' })`);
    await untilHeard(page, `message.id === 'last'`);
    assert.equal(await frame.evaluate(`${avatar}.state.status`), 'idle');
  });

  it('hears and tells a stranger nothing', async () => {
    const { page, frame } = await openIn(stranger);
    await page.evaluate(`tell({ type: 'heygen-avatar:start', id: 1 })`);
    await page.evaluate(`tell({ type: 'heygen-avatar:state', id: 2 })`);
    await untilArrived(page, frame);
    assert.equal(await frame.evaluate(`${avatar}.state.status`), 'idle');
    // A session that the visitor starts there is none of the stranger's business either.
    await frame.evaluate(`${avatar}.start()`);
    await frame.evaluate(`${avatar}.stop()`);
    assert.equal(await heard(page), '[]');
  });

  it('does not listen to a window that is not its parent, whatever its origin', async () => {
    const { page, frame } = await openIn(shop);
    // Another frame of the named origin, in the same page.
    shop.pages.set('/other', { body: html('<p>Another frame</p>') });
    await page.evaluate(`new Promise((resolve) => {
      const other = document.createElement('iframe');
      other.id = 'other';
      other.src = '/other';
      other.addEventListener('load', resolve);
      document.body.append(other);
    })`);
    await page.evaluate(
      `other.contentWindow.eval("parent.frames[0].postMessage({ type: 'heygen-avatar:start' }, '*')")`,
    );
    await page.evaluate(`tell({ type: 'heygen-avatar:state', id: 'last' })`);
    await untilHeard(page, `message.id === 'last'`);
    assert.equal(await frame.evaluate(`${avatar}.state.status`), 'idle');
  });

  it('takes no origins that are not exact', async () => {
    const { page, frame } = await openIn(shop, '', {
      origins: `* null ${shop.origin}/path http://127.0.0.1:*`,
    });
    await page.evaluate(`tell({ type: 'heygen-avatar:start', id: 1 })`);
    await untilArrived(page, frame);
    assert.equal(await frame.evaluate(`${avatar}.state.status`), 'idle');
    assert.equal(await heard(page), '[]');
  });
});
