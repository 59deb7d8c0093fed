// Other people's libraries that move, copy, keep and cache parts of a page: Turbo's visits, sorting by drag and drop,
// view transitions. A session survives what keeps the avatar, and one visit has one session at most.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { beforeEach, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { html, press, script, untilStatus } from './site.js';
import { siteForEach } from '../support/site-for-each.js';

const packages = new URL('../../node_modules/', import.meta.url);
/** The libraries as their packages have them, by the address that the pages load them from. */
const libraries = {
  '/turbo.js': '@hotwired/turbo/dist/turbo.es2017-esm.js',
  '/sortable.js': 'sortablejs/modular/sortable.esm.js',
};

/** Counts the sessions of all pages that the tab shows without loading one anew, and why they ended. */
const counting = `<script>
  window.started ??= [];
  window.ended ??= [];
  if (!window.counts) {
    window.counts = true;
    document.addEventListener('stream_ready', ({ target }) => started.push(target));
    document.addEventListener('session_ended', ({ detail }) => ended.push(detail.reason));
  }
</script>`;
const turbo = '<script type="module" src="/turbo.js"></script>';
const avatar = (attributes = ''): string =>
  `<heygen-avatar service="simulated" controls ${attributes}></heygen-avatar>`;
const element = `document.querySelector('heygen-avatar')`;

describe('a page whose library', () => {
  const own = siteForEach();

  beforeEach(async () => {
    for (const [path, file] of Object.entries(libraries))
      own.site.pages.set(path, { body: await readFile(new URL(file, packages)) });
  });

  /** Two pages of a site with Turbo, each with a link to the other. */
  function twoPages(body: string, head = ''): void {
    const page = (name: string, other: string): string =>
      html(`<h1>${name}</h1><a href="/${other}">${other}</a>${body}`, counting + turbo + script + head);
    own.site.pages.set('/', { body: page('first', 'second') });
    own.site.pages.set('/first', { body: page('first', 'second') });
    own.site.pages.set('/second', { body: page('second', 'first') });
  }

  /** Follows the page's link; resolves once Turbo has rendered the other page for good. */
  async function follow(page: Page, name: string): Promise<void> {
    await page.evaluate(
      `document.addEventListener('turbo:load', () => (window.arrived = true), { once: true })`,
    );
    await page.click('a');
    await page.waitForFunction(`window.arrived && document.querySelector('h1').textContent === '${name}'`);
    await page.evaluate('window.arrived = false');
  }

  async function framesGoOn(page: Page): Promise<void> {
    const frames = `${element}.shadowRoot.querySelector('video').getVideoPlaybackQuality().totalVideoFrames`;
    const before = Number(await page.evaluate(frames));
    await page.waitForFunction(`${frames} > ${before + 3}`, { polling: 'raf' });
  }

  const counts = async (page: Page): Promise<unknown> => page.evaluate('[started.length, ended.join()]');

  describe('is Turbo', () => {
    for (const [how, head] of Object.entries({
      'by plain rendering': '',
      'in view transitions': '<meta name="view-transition" content="same-origin" />',
    }))
      it(`keeps the avatar of a permanent element from page to page and back, ${how}`, async () => {
        twoPages(`<div id="kept" data-turbo-permanent>${avatar()}</div>`, head);
        const { page, problems } = await own.visit();
        await press(page, 'start-button');
        await untilStatus(page, 'live');
        await page.evaluate(`
          window.before = ${element};
          window.transitions = 0;
          const start = document.startViewTransition.bind(document);
          document.startViewTransition = (update) => ((window.transitions += 1), start(update));
        `);
        for (const name of ['second', 'first', 'second']) {
          await follow(page, name);
          assert.equal(await page.evaluate(`before === ${element} && before.isConnected`), true);
          await framesGoOn(page);
        }
        await page.goBack();
        await page.waitForFunction(`document.querySelector('h1').textContent === 'first'`);
        await framesGoOn(page);
        assert.equal(await page.evaluate('before.state.status'), 'live');
        assert.deepEqual(await counts(page), [1, '']);
        assert.equal(Number(await page.evaluate('window.transitions')) > 0, head !== '');
        assert.deepEqual(problems, []);
      });

    it('ends the session of an avatar that it does not keep', async () => {
      twoPages(avatar());
      const { page, problems } = await own.visit();
      await press(page, 'start-button');
      await untilStatus(page, 'live');
      await page.evaluate(`${element}.avatar.on('session_ended', ({ detail }) => ended.push(detail.reason))`);
      await follow(page, 'second');
      await page.waitForFunction('ended.length > 0');
      assert.deepEqual(await counts(page), [1, 'removed']);
      assert.deepEqual(problems, []);
    });

    it('shows a preview of a page that it remembers: one session for one visit', async () => {
      const body = avatar('autostart');
      const first = html(`<h1>first</h1><a href="/second">second</a>${body}`, counting + turbo + script);
      const second = html('<h1>second</h1><a href="/first">first</a>', counting + turbo + script);
      let release = (): void => undefined;
      let asked = 0;
      own.site.pages.set('/first', async () => {
        asked += 1;
        if (asked > 1) await new Promise<void>((resolve) => (release = resolve));
        return { body: first };
      });
      own.site.pages.set('/second', { body: second });
      const { page, problems } = await own.visit('/first');
      await untilStatus(page, 'live');
      await follow(page, 'second');
      await page.evaluate('started.length = 0');
      await page.click('a');
      // The page itself is held back, while its preview is shown.
      await page.waitForFunction(
        `document.documentElement.hasAttribute('data-turbo-preview') && ${element}?.hasUpdated`,
      );
      await page.evaluate('window.previewed = document.querySelector("heygen-avatar")');
      // Another avatar that nothing holds back starts meanwhile, twice: this one would have, too.
      await page.evaluate(`(async () => {
        const frame = document.createElement('iframe');
        document.documentElement.append(frame);
        for (const n of [1, 2]) {
          const other = document.createElement('heygen-avatar');
          Object.assign(other, { service: 'simulated', autostart: true, avatarName: 'witness ' + n });
          const live = new Promise((resolve) => other.addEventListener('stream_ready', resolve));
          frame.contentDocument.body.append(other);
          await live;
          await other.stop();
        }
        frame.remove();
      })()`);
      assert.deepEqual(await page.evaluate('[previewed.state.status, started.length]'), ['idle', 0]);
      release();
      await page.waitForFunction(`!document.documentElement.hasAttribute('data-turbo-preview')`);
      await untilStatus(page, 'live');
      assert.equal(await page.evaluate('started.length'), 1);
      assert.equal(await page.evaluate(`document.querySelectorAll('heygen-avatar').length`), 1);
      assert.deepEqual(problems, []);
    });
  });

  describe('sorts by drag and drop', () => {
    /** A list of three, the avatar first. With `forceFallback` SortableJS drags a clone by pointer events. */
    async function openList(
      forceFallback: boolean,
      attributes = '',
    ): Promise<{ page: Page; problems: string[] }> {
      const list = `<ul id="list" style="width: 320px; list-style: none">
        <li id="one"><b class="handle">Avatar</b>${avatar(attributes)}</li>
        <li id="two"><b class="handle">Two</b></li><li id="three"><b class="handle">Three</b></li></ul>`;
      const sorting = `<script type="module">
        import Sortable from '/sortable.js';
        const options = { handle: '.handle', forceFallback: ${forceFallback}, fallbackOnBody: true };
        Sortable.create(document.querySelector('#list'), {
          ...options,
          onStart: () => (window.dragging = true),
          onChange: () => (window.moved = true),
          onEnd: () => (window.dropped = true),
        });
        window.sortable = true;
      </script>`;
      own.site.pages.set('/', { body: html(list, counting + script + sorting) });
      const visited = await own.visit();
      await visited.page.waitForFunction('window.sortable');
      return visited;
    }

    /** Drags the avatar's item by its handle below the third one. */
    async function drag(page: Page, beforeDrop = async (): Promise<void> => undefined): Promise<void> {
      const box = async (
        selector: string,
      ): Promise<{ x: number; y: number; width: number; height: number }> => {
        const found = await (await page.$(selector))?.boundingBox();
        assert.ok(found);
        return found;
      };
      const from = await box('#one .handle');
      await page.mouse.move(from.x + 10, from.y + 8);
      await page.mouse.down();
      await page.mouse.move(from.x + 14, from.y + 20, { steps: 3 });
      await page.waitForFunction('window.dragging');
      for (let tries = 0; !(await page.evaluate('window.moved')); tries += 1) {
        assert.ok(tries < 20, 'the item was not moved');
        const to = await box('#three');
        await page.mouse.move(to.x + 20, to.y + to.height - 2 + (tries % 2), { steps: 5 });
      }
      await beforeDrop();
      await page.mouse.up();
      await page.waitForFunction('window.dropped');
    }

    for (const forceFallback of [false, true]) {
      const how = forceFallback ? 'by a clone under the pointer' : 'by the browser itself';
      it(`${how}: the session goes on in its new place`, async () => {
        const { page, problems } = await openList(forceFallback);
        await press(page, 'start-button');
        await untilStatus(page, 'live');
        const before = await page.evaluateHandle(element);
        await drag(page);
        const order = await page.evaluate(
          `[...document.querySelector('#list').children].map(({ id }) => id)[0]`,
        );
        assert.notEqual(order, 'one');
        assert.equal(
          await page.evaluate((it, now) => it === now, before, await page.evaluateHandle(element)),
          true,
        );
        await framesGoOn(page);
        assert.deepEqual(await counts(page), [1, '']);
        assert.equal(await page.evaluate(`document.querySelectorAll('heygen-avatar').length`), 1);
        assert.deepEqual(problems, []);
      });
    }

    it('and drags a clone of an avatar that starts by itself: one session', async () => {
      const { page, problems } = await openList(true, 'autostart');
      await untilStatus(page, 'live');
      await drag(page, async () => {
        assert.equal(await page.evaluate(`document.querySelectorAll('heygen-avatar').length`), 2);
        // For as long as a clone would wait before it starts, and more.
        await page.evaluate(`(async () => {
          const other = document.createElement('heygen-avatar');
          Object.assign(other, { service: 'simulated', autostart: true, avatarName: 'witness' });
          const live = new Promise((resolve) => other.addEventListener('stream_ready', resolve));
          document.body.append(other);
          await live;
          await other.stop();
          other.remove();
          started.pop();
          ended.pop();
        })()`);
      });
      await framesGoOn(page);
      assert.deepEqual(await counts(page), [1, '']);
      assert.deepEqual(problems, []);
    });
  });

  it('puts the change of a page into a view transition: the session goes on', async () => {
    own.site.pages.set('/', {
      body: html(
        `<main id="one">${avatar('style="view-transition-name: avatar"')}</main><main id="two"></main>`,
        counting + script,
      ),
    });
    const { page, problems } = await own.visit();
    await press(page, 'start-button');
    await untilStatus(page, 'live');
    // To its very end, with the pictures of both sides on the way.
    const animations = await page.evaluate(`(async () => {
      const transition = document.startViewTransition(() => document.querySelector('#two').append(${element}));
      await transition.ready;
      const { length } = document.getAnimations();
      await transition.finished;
      return length;
    })()`);
    assert.ok(Number(animations) > 0);
    assert.equal(await page.evaluate(`${element}.parentElement.id`), 'two');
    await framesGoOn(page);
    assert.deepEqual(await counts(page), [1, '']);
    assert.deepEqual(problems, []);
  });
});
