// The snippet that pins a page to one build: the honest files run, and a changed one is refused, whichever it is.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { beforeEach, describe, it } from 'node:test';
import { integrityOf, snippet, type Integrity } from '../../.config/integrity.js';
import { html, untilStatus } from './site.js';
import { siteForEach } from '../support/site-for-each.js';

const folder = new URL('../../dist/cdn/', import.meta.url);
const written = JSON.parse(readFileSync(new URL('integrity.json', folder), 'utf8')) as Integrity;
const avatar = `document.querySelector('heygen-avatar')`;
const comment = Buffer.from('\n// changed');

describe('the files of a build', () => {
  it('have their hashes in integrity.json, each of them', () => {
    const files = readdirSync(folder).filter((file) => /\.(js|css)$/.test(file));
    assert.deepEqual(Object.keys(written.files), files.sort());
    for (const file of files) {
      const hash = createHash('sha384')
        .update(readFileSync(new URL(file, folder)))
        .digest('base64');
      assert.equal(written.files[file], `sha384-${hash}`, file);
    }
    assert.deepEqual(written, integrityOf(new URL('.', folder).pathname));
  });

  it('have names with a hash, but for those that a page names', () => {
    const named = Object.keys(written.files).filter((file) => !/-[\w-]{8}\.js$/.test(file));
    assert.deepEqual(named, ['embed.css', 'embed.js', 'heygen-avatar.css', 'heygen-avatar.js']);
  });

  it('are all in snippet.html, pinned to this version', () => {
    const text = readFileSync(new URL('snippet.html', folder), 'utf8');
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    for (const file of Object.keys(written.files).filter(
      (name) => name.endsWith('.js') && name !== 'embed.js',
    ))
      assert.ok(text.includes(`@${version}/dist/cdn/${file}"`), file);
  });
});

describe('a page with the snippet', () => {
  const own = siteForEach();

  beforeEach(() => {
    own.site.pages.set('/', {
      body: html(
        '<heygen-avatar service="simulated"></heygen-avatar>',
        snippet(written, `${own.site.origin}/cdn/`),
      ),
    });
  });

  it('runs the honest files, those loaded later included', async () => {
    const { page, problems } = await own.visit();
    await page.waitForFunction(`customElements.get('heygen-avatar')`);
    await page.evaluate(`${avatar}.start()`);
    await untilStatus(page, 'live');
    assert.ok(own.site.asked.some((path) => path.includes('/simulated-')));
    assert.deepEqual(problems, []);
  });

  for (const [what, changed] of Object.entries({
    'the entry': /^heygen-avatar\.js$/,
    'what it imports': /^tags-/,
  })) {
    it(`does not run ${what} if it was changed`, async () => {
      own.site.onFile = (name, content) => (changed.test(name) ? Buffer.concat([content, comment]) : content);
      const { page, problems } = await own.visit();
      await page.waitForFunction(`performance.getEntriesByType('navigation')[0].loadEventEnd > 0`);
      assert.equal(await page.evaluate(`customElements.get('heygen-avatar') === undefined`), true);
      assert.match(problems.join('\n'), /integrity/i);
    });
  }

  it('starts nothing with a changed chunk of the session, and says that code is missing', async () => {
    own.site.onFile = (name, content) =>
      name.startsWith('streaming-avatar-') ? Buffer.concat([content, comment]) : content;
    const { page, problems } = await own.visit();
    await page.waitForFunction(`customElements.get('heygen-avatar')`);
    const code = await page.evaluate(`${avatar}.start().then(() => 'none', ({ code }) => code)`);
    assert.equal(code, 'network');
    assert.equal(await page.evaluate(`${avatar}.state.status`), 'failed');
    assert.match(problems.join('\n'), /integrity/i);
  });

  it('would run the changed chunk without the snippet: what the test above measures', async () => {
    own.site.onFile = (name, content) =>
      name.startsWith('streaming-avatar-') ? Buffer.concat([content, comment]) : content;
    const plain = '<script type="module" src="/cdn/heygen-avatar.js"></script>';
    own.site.pages.set('/', { body: html('<heygen-avatar service="simulated"></heygen-avatar>', plain) });
    const { page } = await own.visit();
    await page.waitForFunction(`customElements.get('heygen-avatar')`);
    await page.evaluate(`${avatar}.start()`);
    await untilStatus(page, 'live');
  });
});
