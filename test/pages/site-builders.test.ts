// The guide's recipes for site builders: each snippet goes through what its system is documented to do with HTML, and
// then the page has an avatar or not, as the guide's table says. The systems themselves were not at hand.
//
// Sources: Drupal's FilterHtml (tags and attributes by a list, `lang` and `dir` always, no events, no styles); HTML Purifier
// as Moodle uses it (issues 256 and 276 of ezyang/htmlpurifier: no unknown tags, no data attributes); Tag Manager's custom
// HTML (issue 430 of umami-software/umami: scripts lose their attributes); the builders' help pages for those that keep it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Frame, Page } from 'puppeteer-core';
import { html, press, script, untilStatus } from './site.js';
import { siteForEach } from '../support/site-for-each.js';

const pages = new URL('../../demo/pages/', import.meta.url);
const guide = readFileSync(new URL('site-builders.md', pages), 'utf8');

/** A sample of the guide, with our own addresses, and a service that needs no server. */
function sample(name: string): string {
  return readFileSync(new URL(`samples/${name}.html`, pages), 'utf8')
    .replaceAll(/https:\/\/cdn\.jsdelivr\.net\/npm\/heygen-avatar@[\d.]+\/dist\/cdn\//g, '/cdn/')
    .replaceAll(/token-url="[^"]*"/g, 'service="simulated"')
    .replace(`'token-url', 'https://example.com/avatar-token'`, `'service', 'simulated'`);
}

/** What a filter keeps: attributes by tag. Other tags vanish, their content stays. */
interface Filter {
  readonly tags: Readonly<Record<string, readonly string[]>>;
  readonly everywhere: readonly string[];
}

/** Runs in the page: `filter` as data, and the markup as an inert document. */
const applyFilter = `(markup, { tags, everywhere }) => {
  const { body } = new DOMParser().parseFromString(markup, 'text/html');
  for (const element of [...body.querySelectorAll('*')]) {
    const allowed = tags[element.localName];
    if (!allowed) {
      if (/^(script|style|iframe)$/.test(element.localName)) element.remove();
      else element.replaceWith(...element.childNodes);
      continue;
    }
    for (const name of element.getAttributeNames())
      if (!allowed.includes(name) && !everywhere.includes(name)) element.removeAttribute(name);
  }
  return body.innerHTML;
}`;

const ordinaryTags = Object.fromEntries(
  ['p', 'em', 'strong', 'ul', 'ol', 'li', 'h2', 'blockquote', 'code'].map((tag) => [tag, []]),
);
const restricted: Filter = {
  tags: {
    ...ordinaryTags,
    // What the guide has a site add to the format, and the one that the test needs.
    div: ['data-heygen-avatar', 'data-token-url', 'data-avatar-name', 'data-controls', 'data-service'],
  },
  everywhere: ['lang', 'dir'],
};
const purified: Filter = {
  tags: { ...ordinaryTags, div: ['title'], img: ['src', 'alt'], a: ['href', 'title'] },
  everywhere: ['class', 'id', 'lang', 'style', 'title'],
};

describe('the guide for site builders', () => {
  const own = siteForEach();

  async function open(body: string, head = ''): Promise<{ page: Page; problems: string[] }> {
    own.site.pages.set('/', { body: html(`<main>${body}</main>`, head) });
    const visited = await own.visit();
    await visited.page.waitForSelector('main');
    return visited;
  }

  async function plays(page: Page | Frame): Promise<void> {
    await press(page, 'start-button');
    await untilStatus(page, 'live');
  }

  async function filtered(markup: string, filter: Filter): Promise<string> {
    const { page } = await open('');
    return (await page.evaluate(
      `(${applyFilter})(${JSON.stringify(markup)}, ${JSON.stringify(filter)})`,
    )) as string;
  }

  /** The row of the table in the guide. */
  function row(system: RegExp): string {
    return guide.split('\n').find((line) => line.startsWith('|') && system.test(line)) ?? '';
  }

  for (const system of ['Webflow', 'Shopify', 'Ghost', 'Full HTML']) {
    it(`${system}: the tag, as it is`, async () => {
      assert.match(row(new RegExp(system)), /\| tag .*\| works/);
      const { page, problems } = await open(sample('tag'));
      await plays(page);
      assert.deepEqual(problems, []);
    });
  }

  it('Squarespace: the tag, in a page that is inserted without a reload, and leaves', async () => {
    assert.match(row(/Squarespace/), /\| tag .*\| works/);
    const { page, problems } = await open('<p>The first page</p>');
    // As such templates do: the markup first, then its scripts made anew.
    await page.evaluate(`(() => {
      const main = document.querySelector('main');
      main.innerHTML = ${JSON.stringify(sample('tag')).replaceAll('</', '<\\/')};
      for (const old of main.querySelectorAll('script')) {
        const made = document.createElement('script');
        for (const { name, value } of old.attributes) made.setAttribute(name, value);
        old.replaceWith(made);
      }
    })()`);
    await plays(page);
    const ended = await page.evaluate(`new Promise((resolve) => {
      document.querySelector('heygen-avatar').addEventListener('session_ended', ({ detail }) => resolve(detail.reason));
      document.querySelector('main').innerHTML = '<p>The next page</p>';
    })`);
    assert.equal(ended, 'removed');
    assert.deepEqual(problems, []);
  });

  it('Wix: the iframe, from another origin', async () => {
    assert.match(row(/Wix/), /\| iframe .*\| works/);
    const iframeSite = await own.another();
    const copy = readFileSync(new URL('../../dist/cdn/embed.html', import.meta.url), 'utf8')
      .replaceAll('="./', '="/cdn/')
      .replace(
        'name="heygen-avatar:token-url" content="/avatar-token"',
        'name="heygen-avatar:service" content="simulated"',
      );
    iframeSite.pages.set('/avatar/embed.html', { body: copy });
    const { page } = await open(sample('iframe').replace('https://example.com', iframeSite.origin));
    const frame = await (await page.waitForSelector('iframe'))?.contentFrame();
    assert.ok(frame);
    await plays(frame);
    assert.equal(await frame.evaluate(`document.querySelector('heygen-avatar').controls`), '');
  });

  it('Drupal, Restricted HTML: the tag is lost, the div is not', async () => {
    assert.match(row(/Restricted HTML/), /\| div .*\| works/);
    assert.doesNotMatch(await filtered(sample('tag'), restricted), /script|heygen-avatar/);
    const kept = await filtered(
      sample('marked-div').replace('data-heygen-avatar', 'data-heygen-avatar onclick="x" style="x"'),
      restricted,
    );
    assert.doesNotMatch(kept, /onclick|style/);
    const { page, problems } = await open(kept, script);
    await plays(page);
    assert.deepEqual(problems, []);
  });

  it('Moodle, a teacher’s page: the div, beside RequireJS', async () => {
    assert.match(row(/teacher/), /\| div .*\| works/);
    const loader = `<script>window.define = Object.assign(() => { throw new Error('define was called'); }, { amd: {} });</script>`;
    const { page, problems } = await open(sample('marked-div'), loader + script);
    await plays(page);
    assert.deepEqual(problems, []);
  });

  it('Moodle, cleaned text: nothing is left, as the guide says', async () => {
    assert.match(row(/cleaned text/), /doesn't work/);
    for (const name of ['tag', 'marked-div', 'iframe']) {
      const kept = await filtered(sample(name), purified);
      assert.doesNotMatch(kept, /heygen-avatar|iframe|script/, name);
    }
    const { page } = await open(await filtered(sample('marked-div'), purified), script);
    await page.waitForFunction(`customElements.get('heygen-avatar')`);
    assert.equal(await page.evaluate(`document.querySelector('heygen-avatar')`), null);
  });

  for (const [what, name, works] of [
    ['its own script works', 'tag-manager', true],
    ['the tag alone does not', 'tag', false],
  ] as const) {
    it(`Tag Manager: ${what}`, async () => {
      assert.match(row(/Tag Manager/), /\| script .*\| works/);
      const { page, problems } = await open('');
      // The container's script puts the markup into the page, scripts without their attributes but the address.
      await page.evaluate(`(() => {
        const template = document.createElement('template');
        template.innerHTML = ${JSON.stringify(sample(name)).replaceAll('</', '<\\/')};
        for (const node of [...template.content.childNodes]) {
          if (node.localName !== 'script') { document.body.append(node); continue; }
          const made = document.createElement('script');
          made.text = node.text;
          if (node.src) made.src = node.src;
          document.body.append(made);
        }
      })()`);
      if (works) {
        await plays(page);
        assert.deepEqual(problems, []);
      } else {
        await page.waitForFunction(
          `performance.getEntriesByName(new URL('/cdn/heygen-avatar.js', location.href).href).length > 0`,
        );
        assert.equal(await page.evaluate(`customElements.get('heygen-avatar') === undefined`), true);
      }
    });
  }
});
