/**
 * The plugin in a real WordPress, as its owner, its authors and its visitors meet it, in Chromium, with the sandbox in
 * place of LiveAvatar. The tests build on one another: the first one installs.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { HTTPResponse, Page } from 'puppeteer-core';
import { startSandbox, type Sandbox } from '../../demo/sandbox/sandbox.js';
import type { HeygenAvatarElement } from '../../src/index.js';
import { Visitors } from './visitors.js';
import { admin, author, classicTheme, WordPressSite } from './wordpress-site.js';

const zip = fileURLToPath(new URL('../../dist/heygen-avatar-wordpress.zip', import.meta.url));
const apiKey = 'sk_V2_hgu_the-key-that-nobody-may-see';
const wayne = 'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a';
const june = '7a1c53f0-94d1-4b8e-8a55-3c6b2e90d102';
const context = '5b9dba8a-aa31-11f0-a6ee-066a7fa2e369';
/** Where pictures of the pages go, for a look at them. */
const picture = process.env['WORDPRESS_SCREENSHOT'] as `${string}.png` | undefined;

interface Books {
  open: number;
  sessions: { session_id: string; ended_by: string | null; request: Record<string, unknown> }[];
}

interface TokenAnswer {
  status: number;
  retryAfter: string | null;
  token?: string;
  nonce?: string;
  error?: { code: string; message: string };
}

describe('the WordPress plugin', () => {
  let sandbox: Sandbox;
  let site: WordPressSite;
  let visitors: Visitors;

  before(async () => {
    assert.ok(existsSync(zip), 'There is no dist/heygen-avatar-wordpress.zip: run npm run build.');
    sandbox = await startSandbox();
    site = await WordPressSite.start(sandbox.url);
    visitors = await Visitors.arrive(site.url);
  });
  after(async () => {
    await visitors?.leave();
    await site?.end();
    await sandbox?.close();
  });

  // Each test counts its own.
  beforeEach(() => void visitors.complaints());

  const books = async (): Promise<Books> =>
    (await fetch(`${sandbox.url}/sandbox/sessions`)).json() as Promise<Books>;

  /** Each look at the books is a round trip. */
  const untilAllClosed = async (): Promise<Books> => {
    const deadline = Date.now() + 10_000;
    for (;;) {
      const now = await books();
      if (now.open === 0) return now;
      assert.ok(Date.now() < deadline, `The books still show ${JSON.stringify(now)}`);
    }
  };

  /** What a script from elsewhere can send; `fields` of the page unless they are given. */
  const ask = async (
    html: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<TokenAnswer> => {
    const { session, nonce } = offered(html);
    const response = await fetch(`${site.url}/wp-admin/admin-ajax.php`, {
      method: 'POST',
      headers: { Origin: site.url, ...headers },
      body: new URLSearchParams({ action: 'heygen_avatar_token', session, nonce, ...fields }),
    });
    const text = await response.text();
    assert.ok(!text.includes(apiKey), 'the key is in an answer');
    return {
      ...(JSON.parse(text) as TokenAnswer),
      status: response.status,
      retryAfter: response.headers.get('Retry-After'),
    };
  };

  const htmlOf = async (url: string): Promise<string> => (await fetch(url)).text();

  it('installs from the zip and activates without a word of complaint', async () => {
    const page = await visitors.open(admin);
    await page.goto(`${site.url}/wp-admin/plugin-install.php?tab=upload`);
    const field = await page.waitForSelector('#pluginzip');
    await (field as Awaited<ReturnType<typeof page.$<'input'>>>)?.uploadFile(zip);
    await submit(page, '#install-plugin-submit');
    const activate = await page.waitForSelector('a[href*="action=activate"]');
    await Promise.all([page.waitForNavigation(), activate?.click()]);
    const active = await page.$('tr.active[data-slug="heygen-avatar"]');
    assert.ok(active, await page.$eval('body', (body) => body.innerText));
    assert.equal(await page.$('.notice-error, .error'), null);
    assert.doesNotMatch(await site.log(), /heygen-avatar/);
    assert.deepEqual(visitors.complaints(), []);
    await page.close();
  });

  describe('settings', () => {
    it('are free test sessions before the first save, and an author is told what is missing', async () => {
      const url = await site.publish('[heygen_avatar]', author);
      assert.doesNotMatch(await htmlOf(url), /<heygen-avatar|heygen-avatar-hint|type="module"/);
      const page = await visitors.open(author);
      await page.goto(url);
      assert.match(await page.$eval('.heygen-avatar-hint', (hint) => hint.innerHTML), /API key/);
      await page.close();
    });

    it('are saved by an administrator, and never show the key', async () => {
      const page = await visitors.open(admin);
      await page.goto(`${site.url}/wp-admin/options-general.php?page=heygen-avatar`);
      assert.equal(
        await page.$eval('#heygen-avatar-test_mode', (box) => (box as HTMLInputElement).checked),
        true,
      );
      await page.type('#heygen-avatar-api_key', ` ${apiKey} `);
      await page.type('#heygen-avatar-context', context);
      await submit(page, '#submit');
      assert.ok(await page.$('.notice-success'));
      if (picture) await page.screenshot({ path: `${picture}-settings.png`, fullPage: true });
      assert.equal(await valueOf(page, '#heygen-avatar-api_key'), '');
      assert.equal(await valueOf(page, '#heygen-avatar-context'), context);
      const saved = await site.php<Record<string, unknown>>("return get_option('heygen_avatar');");
      assert.equal(saved['api_key'], apiKey);
      assert.equal(saved['test_mode'], true);

      // Saved once more, the empty field keeps the key.
      await submit(page, '#submit');
      assert.equal(await site.php("return heygen_avatar_settings()['api_key'];"), apiKey);
      await page.goto(`${site.url}/wp-admin/options.php`);
      assert.equal(
        await page.$eval('#heygen_avatar', (field) => (field as HTMLInputElement).value),
        'SERIALIZED DATA',
      );
      await page.close();
    });

    it('without a context are told to authors on the page, and to no visitor', async () => {
      const url = await site.publish('[heygen_avatar]', author);
      const own = await site.publish(`[heygen_avatar context="${context}"]`, author);
      await site.set({ context: '' });
      try {
        const page = await visitors.open(author);
        await page.goto(url);
        assert.match(await page.$eval('.heygen-avatar-hint', (hint) => hint.innerHTML), /no context/);
        await page.goto(own);
        assert.equal(await page.$('.heygen-avatar-hint'), null);
        await page.close();
        assert.doesNotMatch(await htmlOf(url), /class="heygen-avatar-hint"/);
      } finally {
        await site.set({ context });
      }
    });

    it('tell whether the key works', async () => {
      const page = await visitors.open(admin);
      await page.goto(`${site.url}/wp-admin/options-general.php?page=heygen-avatar`);
      await submit(page, '#check');
      assert.match(await page.$eval('.notice-success', (notice) => notice.innerHTML), /The key works.*1000/);
      await page.close();
    });

    it('keep what was saved in place of something that is no id or no key', async () => {
      const page = await visitors.open(admin);
      await page.goto(`${site.url}/wp-admin/options-general.php?page=heygen-avatar`);
      await page.type('#heygen-avatar-api_key', 'not a key');
      await page.$eval('#heygen-avatar-avatar', (field) => {
        (field as HTMLInputElement).value = '"><script>alert(1)</script>';
      });
      await submit(page, '#submit');
      assert.equal((await page.$$('.notice-error')).length, 2);
      const saved = await site.php<Record<string, unknown>>('return heygen_avatar_settings();');
      assert.deepEqual([saved['api_key'], saved['avatar']], [apiKey, wayne]);
      await page.close();
    });

    it('can be neither seen nor saved by an author, nor by a form from elsewhere', async () => {
      const writer = await visitors.open(author);
      const seen = await writer.goto(`${site.url}/wp-admin/options-general.php?page=heygen-avatar`);
      assert.equal(seen?.status(), 403);
      assert.equal(
        (await postForm(writer, `${site.url}/wp-admin/options.php`, await nonceFree()))?.status(),
        403,
      );
      const owner = await visitors.open(admin);
      // From a page of the site: from another, browsers keep cookies back that are older than two minutes.
      await owner.goto(`${site.url}/wp-admin/profile.php`);
      assert.equal(
        (await postForm(owner, `${site.url}/wp-admin/options.php`, await nonceFree()))?.status(),
        403,
      );
      const check = `${site.url}/wp-admin/admin-post.php`;
      for (const page of [writer, owner]) {
        assert.equal((await postForm(page, check, { action: 'heygen_avatar_check' }))?.status(), 403);
      }
      assert.equal(await site.php("return heygen_avatar_settings()['api_key'];"), apiKey);
      await writer.close();
      await owner.close();
    });
  });

  describe('a page', () => {
    const scriptsOnce = async (): Promise<string> => {
      const two = await htmlOf(await site.publish('[heygen_avatar][heygen_avatar muted]', author));
      assert.equal(two.match(/<heygen-avatar /g)?.length, 2);
      const scripts = [...two.matchAll(/<script type="module"[^>]* src="([^"]+)"/g)].map(([, src]) => src);
      assert.deepEqual(
        scripts.map((src = '') => new URL(src).pathname.replace(/.*\/heygen-avatar\//, '')),
        ['assets/heygen-avatar.js', 'js/page.js'],
      );
      assert.match(two, /heygen-avatar:not\(:defined\)/);
      const none = await htmlOf(await site.publish('Nobody here.', author));
      // A rule for scripts that others may have put there is on every page.
      const rule = /<meta name="heygen-avatar:data-markup" content="off">/;
      assert.match(none, rule);
      assert.doesNotMatch(none.replace(rule, ''), /heygen-avatar/);
      return two;
    };

    it('has the scripts once where there is an avatar, and none where there is not', async () => {
      await scriptsOnce();
    });

    it('has them in a classic theme too, and the style in the head', async () => {
      const before = await site.php('$old = get_stylesheet(); switch_theme($in); return $old;', classicTheme);
      try {
        const html = await scriptsOnce();
        assert.ok(html.indexOf('heygen-avatar:not(:defined)') < html.indexOf('</head>'));
        assert.ok(html.indexOf('assets/heygen-avatar.js') > html.indexOf('</heygen-avatar>'));
      } finally {
        await site.php('switch_theme($in);', before);
      }
    });

    it('by an author without unfiltered HTML has what the shortcode says, and nothing more', async () => {
      const url = await site.publish(
        `<heygen-avatar token-url="https://evil.example" autostart></heygen-avatar>
[heygen_avatar width="480" voice-chat push_to_talk="false" token-url="https://evil.example" base-path="https://evil.example" autostart]
[heygen_avatar poster="javascript:alert(1)" controls='"><script>alert(2)</script>' onclick="alert(3)" avatar="<b>${june}</b>"]`,
        author,
      );
      const html = await htmlOf(url);
      assert.doesNotMatch(html, /evil\.example|alert\(|autostart|onclick/);
      const page = await visitors.open();
      await page.goto(url);
      const attributes = await page.$$eval('heygen-avatar', (avatars) =>
        avatars.map((avatar) => avatar.getAttributeNames().filter((name) => name !== 'data-wordpress')),
      );
      assert.deepEqual(attributes, [
        ['service', 'controls', 'voice-chat', 'base-path'],
        ['service', 'controls', 'base-path'],
      ]);
      assert.match(html, /max-width:480px/);
      assert.deepEqual(visitors.complaints(), []);
      await page.close();
    });

    it('makes no avatar of what an author without unfiltered HTML has marked', async () => {
      const mark =
        '<div data-heygen-avatar data-token="t" data-token-url="https://evil.example" data-autostart>A div</div>';
      // An image of this name would hide the head from careless scripts.
      const url = await site.publish(`<img name="head" src="/x.png" alt="">${mark}[heygen_avatar]`, author);
      assert.match(await htmlOf(url), /<div data-heygen-avatar data-token="t"/);
      const page = await visitors.open();
      await page.goto(url);
      // The script has seen the mark once it has defined its tag.
      await page.waitForFunction(
        () => document.querySelector<HeygenAvatarElement>('heygen-avatar')?.hasUpdated,
      );
      // Nothing is inserted, not even later, when its code would have been loaded.
      const files = await page.evaluate(async () => {
        const [script] = document.querySelectorAll<HTMLScriptElement>('script#heygen-avatar');
        await import(script?.src ?? '');
        document.body.append(document.querySelector('[data-heygen-avatar]')?.cloneNode(true) as Node);
        return [...document.querySelectorAll('[data-heygen-avatar]')].map(({ innerHTML }) => innerHTML);
      });
      assert.deepEqual(files, ['A div', 'A div']);
      assert.equal((await page.$$('heygen-avatar')).length, 1);
      await page.close();
      // The picture is none.
      visitors.complaints();
    });

    it('has controls, however an author asks for none', async () => {
      const wishes = ['none', 'none ', ' none', 'n_one', 'none.', '"none"'];
      const content = wishes.map((wish) => `[heygen_avatar controls='${wish}']`).join('\n');
      const html = await htmlOf(await site.publish(content, author));
      const page = await visitors.open();
      await page.setContent(html.replaceAll(/<script[^]*?<\/script>/g, ''));
      const controls = await page.$$eval('heygen-avatar', (avatars) =>
        avatars.map((avatar) => avatar.getAttribute('controls')),
      );
      assert.deepEqual(controls, [null, null, null, 'n one', null, null]);
      const [list = ''] =
        /controls="[^"]*"/.exec(
          await htmlOf(await site.publish(`[heygen_avatar controls="text,end"]`, author)),
        ) ?? [];
      assert.equal(list, 'controls="text end"');
      await page.close();
      visitors.complaints();
    });

    it('has an avatar that talks, and that ends when the visitor leaves', async () => {
      const page = await visitors.open();
      await page.goto(await site.publish('Ask Wayne anything.\n\n[heygen_avatar width="720"]', author));
      await startByButton(page);
      await page.waitForFunction(() => {
        const video = document.querySelector('heygen-avatar')?.shadowRoot?.querySelector('video');
        return (video?.getVideoPlaybackQuality().totalVideoFrames ?? 0) > 20;
      });
      const begun = await framesOf(page);
      const level = await page.evaluate(loudestWhileSpeaking, 'Hello. I am an avatar on a WordPress page.');
      assert.ok(level > 0.01, `the loudest was ${level}`);
      assert.ok((await framesOf(page)) > begun);
      if (picture) await page.screenshot({ path: picture });

      const { open, sessions } = await books();
      assert.equal(open, 1);
      const { mode, avatar_id, is_sandbox, max_session_duration, avatar_persona } =
        sessions.at(-1)?.request ?? {};
      assert.deepEqual(
        { mode, avatar_id, is_sandbox, max_session_duration, avatar_persona },
        {
          mode: 'FULL',
          avatar_id: wayne,
          is_sandbox: true,
          max_session_duration: 60,
          avatar_persona: { context_id: context },
        },
      );
      await page.goto(`${site.url}/`);
      await untilAllClosed();
      assert.deepEqual(visitors.complaints(), []);
      await page.close();
    });

    it('out of a page cache, with a nonce that is too old, gets a session too', async () => {
      const url = await site.publish('[heygen_avatar]', author);
      const undo = await site.cache(url);
      try {
        const page = await visitors.open();
        const statuses = answersOf(page);
        await page.goto(url);
        await startByButton(page);
        assert.deepEqual(statuses, [403, 200]);
        await page.close();
        await untilAllClosed();
        // The refusal is the browser's own line on the console, and the only one.
        const complaints = visitors.complaints();
        assert.equal(complaints.length, 1, complaints.join('\n'));
        assert.match(complaints[0] ?? '', /status of 403/);
      } finally {
        await undo();
      }
    });

    it('gets its avatars by a theme that adds them later, too', async () => {
      const page = await visitors.open();
      await page.goto(await site.publish('[heygen_avatar]', author));
      // The rest of the page isn't searched again for each insertion.
      const searches = await page.evaluate(async () => {
        const search = document.querySelectorAll.bind(document);
        let searches = 0;
        document.querySelectorAll = (selector: string) => {
          searches += 1;
          return search(selector);
        };
        document.body.append(document.createElement('p'), 'text');
        await Promise.resolve();
        Reflect.deleteProperty(document, 'querySelectorAll');
        return searches;
      });
      assert.equal(searches, 0);
      await page.evaluate(() => {
        const old = document.querySelector('div.heygen-avatar');
        const html = old?.outerHTML ?? '';
        old?.remove();
        document.body.insertAdjacentHTML('afterbegin', html);
      });
      await startByButton(page);
      await page.close();
      await untilAllClosed();
    });
  });

  it('has a block, which an author puts in and configures in the editor', async () => {
    await site.set({ test_mode: false });
    const writer = await visitors.open(author);
    await writer.goto(`${site.url}/wp-admin/post-new.php`);
    await writer.waitForFunction('window.wp?.blocks?.getBlockType("heygen-avatar/avatar")');
    const url = (await writer.evaluate(`(async () => {
      const { dispatch, select } = wp.data;
      dispatch('core/edit-post').toggleFeature('welcomeGuide');
      const block = wp.blocks.createBlock('heygen-avatar/avatar', { avatar: '${june}', quality: 'low', align: 'wide', pushToTalk: true });
      dispatch('core/block-editor').insertBlocks([block]);
      await dispatch('core/block-editor').selectBlock(block.clientId);
      dispatch('core/editor').editPost({ status: 'publish', title: 'A block' });
      await dispatch('core/editor').savePost();
      return select('core/editor').getPermalink();
    })()`)) as string;
    // The block is drawn, with its settings beside it.
    await writer.waitForSelector('.block-editor-block-inspector input');
    const shown = await writer.$eval('body', (body) => body.innerText);
    assert.match(shown, /Visitors see the avatar here/);
    assert.doesNotMatch(shown, /unexpected or invalid content|has encountered an error/);
    if (picture) await writer.screenshot({ path: `${picture}-editor.png` });
    await writer.close();

    const page = await visitors.open();
    await page.goto(url);
    assert.ok(await page.$('.wp-block-heygen-avatar-avatar.alignwide heygen-avatar[push-to-talk]'));
    await startByButton(page);
    const { avatar_id, video_settings, interactivity_type, max_session_duration } =
      (await books()).sessions.at(-1)?.request ?? {};
    assert.deepEqual(
      { avatar_id, video_settings, interactivity_type, max_session_duration },
      {
        avatar_id: june,
        video_settings: { quality: 'low' },
        interactivity_type: 'PUSH_TO_TALK',
        max_session_duration: 600,
      },
    );
    await page.close();
    await untilAllClosed();
    assert.deepEqual(visitors.complaints(), []);
  });

  it('gives sessions only to visitors who are logged in, if the site wants that', async () => {
    const url = await site.publish('[heygen_avatar]', author);
    const open = await htmlOf(url);
    await site.set({ who: 'members' });
    try {
      const closed = await htmlOf(url);
      assert.doesNotMatch(closed, /<heygen-avatar/);
      assert.match(closed, /wp-login\.php/);
      const { status, token, error } = await ask(open);
      assert.deepEqual([status, token, error?.code], [401, undefined, 'unauthorized']);

      const page = await visitors.open(author);
      const statuses = answersOf(page);
      await page.goto(url);
      await startByButton(page);
      assert.deepEqual(statuses, [200]);
      await page.close();
      await untilAllClosed();
    } finally {
      await site.set({ who: 'everyone' });
    }
  });

  describe('the token endpoint', () => {
    let html = '';

    before(async () => {
      await site.forgetCounts();
      html = await htmlOf(await site.publish(`[heygen_avatar avatar="${june}" max-duration="60"]`, author));
    });

    it('answers a page of the site with a token for what that page offers, which nobody keeps', async () => {
      const { status, token } = await ask(html);
      assert.equal(status, 200);
      const { avatar_id, max_session_duration } = wantedBy(token);
      assert.deepEqual([avatar_id, max_session_duration], [june, 60]);
      const response = await fetch(`${site.url}/wp-admin/admin-ajax.php?action=heygen_avatar_token`);
      assert.equal(response.status, 405);
      assert.match(response.headers.get('Cache-Control') ?? '', /no-cache/);
    });

    it('wants a nonce, and gives a fresh one to pages of the site alone', async () => {
      for (const nonce of ['', 'abcdef1234']) {
        const { status, token, error, nonce: fresh = '' } = await ask(html, { nonce });
        assert.deepEqual([status, token, error?.code], [403, undefined, 'forbidden']);
        assert.equal((await ask(html, { nonce: fresh })).status, 200);
      }
    });

    it('gives pages of other origins nothing, no nonce either', async () => {
      for (const origin of ['https://evil.example', 'null', `${site.url}.evil.example`, 'http://127.0.0.1']) {
        for (const fields of [{}, { nonce: 'old' }]) {
          const { status, token, nonce, error } = await ask(html, fields, { Origin: origin });
          assert.deepEqual(
            [status, token, nonce, error?.code],
            [403, undefined, undefined, 'forbidden'],
            origin,
          );
        }
      }
    });

    it('gives a session only as the site has signed it', async () => {
      const { session } = offered(html);
      const [, signature = ''] = session.split('.');
      const wish = Buffer.from(JSON.stringify({ avatar: wayne, max_duration: 86_400 })).toString('base64url');
      for (const forged of ['', '.', `${wish}.${signature}`, `${wish}.`, wish]) {
        const { status, token } = await ask(html, { session: forged });
        assert.deepEqual([status, token], [403, undefined], forged);
      }
    });

    it('gives none that another site of the same network has signed', async () => {
      const verified = await site.php(
        `$signed = heygen_avatar_signed_session([]);
         $own = heygen_avatar_verified_session($signed);
         $GLOBALS['blog_id'] = 2;
         return [$own, heygen_avatar_verified_session($signed)];`,
      );
      assert.deepEqual(verified, [[], null]);
    });

    it('gives no longer session than the site allows, whatever an author has written', async () => {
      const long = await htmlOf(await site.publish('[heygen_avatar max-duration="86400"]', author));
      assert.equal(wantedBy((await ask(long)).token)['max_session_duration'], 600);
    });

    it('says in our words what LiveAvatar has refused, and shows its words to administrators', async () => {
      await site.set({ avatar: 'nobody' });
      try {
        const plain = await htmlOf(await site.publish('[heygen_avatar]', author));
        const { status, error } = await ask(plain);
        assert.deepEqual([status, error?.code], [400, 'invalid_avatar']);
        const page = await visitors.open(admin);
        await page.goto(`${site.url}/wp-admin/options-general.php?page=heygen-avatar`);
        const notices = (): Promise<string> =>
          page.$$eval('.notice-warning', (all) => all.map(({ innerHTML }) => innerHTML).join());
        assert.match(await notices(), /LiveAvatar refused this site .* status 4\d\d/);

        // It goes away when the settings are saved, and with a session that LiveAvatar gives.
        await page.$eval('#heygen-avatar-language', (field) => {
          (field as HTMLInputElement).value = 'en';
        });
        await submit(page, '#submit');
        assert.doesNotMatch(await notices(), /LiveAvatar refused/);
        assert.equal((await ask(plain)).status, 400);
        await page.reload();
        assert.match(await notices(), /LiveAvatar refused/);
        await site.set({ avatar: wayne });
        assert.equal((await ask(plain)).status, 200);
        await page.reload();
        assert.doesNotMatch(await notices(), /LiveAvatar refused/);
        await page.close();
      } finally {
        await site.set({ avatar: wayne, language: '' });
      }
    });

    it('counts all requests of the same moment', async () => {
      const count =
        "for ($i = 1; $i <= 50; $i += 1) $last = heygen_avatar_count('test', WEEK_IN_SECONDS); return $last;";
      const counts = await Promise.all(Array.from({ length: 4 }, () => site.php<number>(count)));
      assert.equal(Math.max(...counts), 200);
    });

    it('takes a network of IPv6 addresses for one visitor, and other addresses for themselves', async () => {
      const addresses = [
        '2001:db8:1:2::1',
        '2001:db8:1:2:ffff::2',
        '2001:db8:1:3::1',
        '192.0.2.1',
        '::ffff:192.0.2.1',
        '192.0.2.2',
      ];
      const [a, b, c, d, e, f] = await site.php<string[]>(
        "return array_map(function ($ip) { $_SERVER['REMOTE_ADDR'] = $ip; return heygen_avatar_visitor(); }, $in);",
        addresses,
      );
      assert.deepEqual([b, e], [a, d]);
      assert.equal(new Set([a, c, d, f]).size, 4);
    });

    it('ends a burst of one visitor with 429', async () => {
      await site.forgetCounts();
      await site.set({ per_minute: 5 });
      const answers = await Promise.all(Array.from({ length: 24 }, () => ask(html)));
      const given = answers.filter(({ status }) => status === 200).length;
      // A minute may end in between.
      assert.ok(given >= 5 && given <= 10, `${given} tokens`);
      const refused = answers.find(({ status }) => status === 429);
      assert.equal(refused?.error?.code, 'rate_limited');
      assert.ok(Number(refused?.retryAfter) > 0);
      await site.set({ per_minute: 10 });
    });

    it('ends the sessions of a day with 429, whoever asks', async () => {
      await site.forgetCounts();
      await site.set({ per_minute: 0, per_day: 2 });
      const statuses = [await ask(html), await ask(html), await ask(html)].map(({ status }) => status);
      assert.deepEqual(statuses, [200, 200, 429]);
      await site.set({ per_minute: 10, per_day: 200 });
    });
  });

  it('has shown the key to nobody, and has given PHP nothing to complain of', async () => {
    assert.ok(visitors.answers > 100, `${visitors.answers} answers`);
    assert.deepEqual(await visitors.whoSaw(apiKey), []);
    const own = (await site.log()).split('\n').filter((line) => line.includes('heygen'));
    assert.deepEqual(own, []);
    assert.doesNotMatch(await site.log(), new RegExp(apiKey));
  });

  it('leaves nothing behind when it is deleted', async () => {
    const left = (): Promise<number> =>
      site.php(
        'global $wpdb; return (int) $wpdb->get_var("SELECT COUNT(*) FROM $wpdb->options WHERE option_name LIKE \'%heygen_avatar%\'");',
      );
    assert.ok((await left()) > 0);
    const gone = await site.php(
      "deactivate_plugins('heygen-avatar/heygen-avatar.php'); return delete_plugins(['heygen-avatar/heygen-avatar.php']);",
    );
    assert.equal(gone, true);
    assert.equal(await left(), 0);
  });

  /** The settings form with everything but its nonce. */
  const nonceFree = (): Promise<Record<string, string>> =>
    Promise.resolve({
      option_page: 'heygen_avatar',
      action: 'update',
      'heygen_avatar[api_key]': 'a-key-of-somebody-else',
    });
});

/** What the page hands to its script. */
function offered(html: string): { session: string; nonce: string } {
  const [, text = ''] = /data-wordpress="([^"]+)"/.exec(html) ?? [];
  return JSON.parse(text.replaceAll('&quot;', '"').replaceAll('&#039;', "'")) as {
    session: string;
    nonce: string;
  };
}

/** What a token was made for. */
function wantedBy(token = ''): Record<string, unknown> {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  return (JSON.parse(payload) as { start_session_data: Record<string, unknown> }).start_session_data;
}

async function submit(page: Page, button: string): Promise<void> {
  await Promise.all([
    page.waitForNavigation(),
    page.$eval(button, (found) => (found as HTMLElement).click()),
  ]);
}

const valueOf = (page: Page, field: string): Promise<string> =>
  page.$eval(field, (found) => (found as HTMLInputElement).value);

/** Sends a form as a page of any site can, with the cookies of the one who has it open. */
async function postForm(
  page: Page,
  action: string,
  fields: Record<string, string>,
): Promise<HTTPResponse | null> {
  const [response] = await Promise.all([
    page.waitForNavigation(),
    page.evaluate(
      (to, all) => {
        const form = document.createElement('form');
        Object.assign(form, { action: to, method: 'post' });
        for (const [name, value] of Object.entries(all)) {
          const field = document.createElement('input');
          field.name = name;
          field.value = value;
          form.append(field);
        }
        document.body.append(form);
        HTMLFormElement.prototype.submit.call(form);
      },
      action,
      fields,
    ),
  ]);
  return response;
}

/** The statuses of the token endpoint's answers to a page, in their order. */
function answersOf(page: Page): number[] {
  const statuses: number[] = [];
  page.on('response', (response) => {
    const asked = response.request().postData() ?? '';
    if (asked.includes('heygen_avatar_token')) statuses.push(response.status());
  });
  return statuses;
}

async function startByButton(page: Page): Promise<void> {
  const button = await page.waitForSelector('heygen-avatar >>> heygen-avatar-start-button >>> button');
  await button?.click();
  await page.waitForFunction(() => {
    const { status } = document.querySelector<HeygenAvatarElement>('heygen-avatar')?.state ?? {};
    return status === 'live' || status === 'failed';
  });
  const state = await page.$eval('heygen-avatar', (avatar) =>
    JSON.stringify(avatar.state, ['status', 'error', 'code', 'message']),
  );
  assert.match(state, /"live"/);
}

const framesOf = (page: Page): Promise<number> =>
  page.$eval(
    'heygen-avatar',
    (avatar) => avatar.shadowRoot?.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
  );

/** Runs in the page: lets the avatar say something, and resolves with the loudest level, 0 to 1, of that turn. */
async function loudestWhileSpeaking(text: string): Promise<number> {
  const avatar = document.querySelector<HeygenAvatarElement>('heygen-avatar');
  if (!avatar?.mediaStream) throw new Error('There is no stream.');
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(avatar.mediaStream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let loudest = 0;
  const talked = new Promise((resolve) => {
    avatar.addEventListener('avatar_stop_talking', resolve, { once: true });
  });
  const measuring = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    loudest = Math.max(loudest, ...samples.map(Math.abs));
  }, 20);
  await avatar.speak({ text, taskType: 'repeat' });
  await talked;
  clearInterval(measuring);
  await context.close();
  return loudest;
}
