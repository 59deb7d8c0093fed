// What a page's author writes in Vue without a second thought: a part that `v-show`, a dialog or <KeepAlive> takes out of
// sight, and bindings in kebab-case. By the Vue of the app in demo/frameworks, which compiles its templates in the page.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeEach, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { html, press, script, untilStatus } from '../pages/site.js';
import { siteForEach } from '../support/site-for-each.js';

const app = createRequire(new URL('../../demo/frameworks/vue/package.json', import.meta.url));
const element = `document.querySelector('heygen-avatar')`;

describe('in Vue', () => {
  const own = siteForEach();

  beforeEach(async () => {
    const vue = join(dirname(app.resolve('vue/package.json')), 'dist/vue.esm-browser.prod.js');
    own.site.pages.set('/vue.js', { body: await readFile(vue) });
  });

  /** A page whose template has `shown`, true at first, and what `given` adds. */
  async function open(template: string, given = ''): Promise<{ page: Page; problems: string[] }> {
    const body = `<div id="app"></div>
      <script>
        window.told = [];
        for (const type of ['warning', 'idle_warning', 'session_ended'])
          document.addEventListener(type, ({ detail }) => told.push({ type, ...detail }));
      </script>
      <script type="module">
        import { createApp, ref } from '/vue.js';
        window.shown = ref(true);
        const app = createApp({
          template: ${JSON.stringify(template)},
          setup: () => ({ shown, ${given} }),
          components: { Page: { name: 'Page', template: '<heygen-avatar service="simulated"></heygen-avatar>' } },
        });
        app.config.compilerOptions.isCustomElement = (tag) => tag.startsWith('heygen-avatar');
        app.mount('#app');
        window.mounted = true;
      </script>`;
    own.site.pages.set('/', { body: html(body, script) });
    const visited = await own.visit();
    await visited.page.waitForFunction(`window.mounted && ${element}?.hasUpdated`);
    return visited;
  }

  const told = (page: Page, type: string): Promise<unknown> =>
    page.evaluate(`told.filter((one) => one.type === '${type}')`);

  async function live(page: Page): Promise<void> {
    await press(page, 'start-button');
    await page.waitForFunction(`['live', 'failed'].includes(${element}.state.status)`);
    assert.equal(await page.evaluate(`${element}.state.error?.message`), undefined);
  }

  const waysOutOfSight: Readonly<Record<string, { template: string; hide: string; show: string }>> = {
    'v-show': {
      template: '<heygen-avatar v-show="shown" service="simulated" stop-when-hidden="2" />',
      hide: 'shown.value = false',
      show: 'shown.value = true',
    },
    'v-show around it': {
      template:
        '<section v-show="shown"><heygen-avatar service="simulated" :stop-when-hidden="2" /></section>',
      hide: 'shown.value = false',
      show: 'shown.value = true',
    },
    'dialog.close()': {
      template: '<dialog open><heygen-avatar service="simulated" :stopWhenHidden="2" /></dialog>',
      hide: `document.querySelector('dialog').close()`,
      show: `document.querySelector('dialog').showModal()`,
    },
  };
  for (const [name, { template, hide, show }] of Object.entries(waysOutOfSight))
    it(`${name} with stop-when-hidden: a warning, and it goes on if it is seen again, else the end`, async () => {
      const { page, problems } = await open(template);
      await live(page);
      // In the page, where no wait of the test is added to the element's.
      await page.evaluate(`new Promise((resolve) => {
        addEventListener('idle_warning', () => { ${show}; requestAnimationFrame(resolve); }, { once: true });
        ${hide};
      })`);
      assert.deepEqual(await page.evaluate(`[${element}.state.status, ${element}.checkVisibility()]`), [
        'live',
        true,
      ]);
      await page.evaluate(hide);
      await untilStatus(page, 'ended');
      assert.deepEqual(await page.evaluate('told.map(({ type, reason }) => `${type} ${reason}`)'), [
        'idle_warning hidden',
        'idle_warning hidden',
        'session_ended idle',
      ]);
      assert.deepEqual(problems, []);
    });

  it('<KeepAlive> that puts a page aside ends its session, and it starts anew when it is back', async () => {
    const { page, problems } = await open('<KeepAlive><Page v-if="shown" /></KeepAlive>');
    await live(page);
    await page.evaluate(`window.kept = ${element}; shown.value = false`);
    await page.waitForFunction(`kept.state.status === 'ended'`);
    assert.equal(await page.evaluate('kept.state.reason'), 'removed');
    await page.evaluate('shown.value = true');
    await page.waitForFunction('kept.isConnected');
    await live(page);
    assert.deepEqual(problems, []);
  });

  it('a property that has no attribute, bound in kebab-case, is told by its right name', async () => {
    const { page } = await open(
      '<heygen-avatar :token-provider="provide" :simulated-script="words" />',
      `provide: () => 'token', words: { answers: [{ pattern: 'shoes', answer: 'Red ones.' }] }`,
    );
    await page.waitForFunction('told.length >= 2');
    const warnings = (await told(page, 'warning')) as { code: string; option: string; message: string }[];
    assert.deepEqual(warnings.map(({ code, option }) => `${code} ${option}`).sort(), [
      'object_as_text simulatedScript',
      'unknown_attribute token-provider',
    ]);
    const words = warnings.map(({ message }) => message).join();
    for (const property of ['simulatedScript', 'tokenProvider'])
      assert.ok(words.includes(`element.${property} =`), words);
    const code = await page.evaluate(`${element}.start().catch(({ code }) => code)`);
    assert.equal(code, 'token_missing');
  });

  it('bound in camelCase they arrive, and so does everything in kebab-case that has an attribute', async () => {
    const { page, problems } = await open(
      `<heygen-avatar :tokenProvider="provide" :simulatedScript="words" :avatar-name="'Wayne'" :token-url="'/avatar-token'"
        :autostart="false" :push-to-talk="true" :voice-rate="1.25" :strings="{ start: 'Go' }" service="simulated" />`,
      `provide: () => 'token', words: { answers: [{ pattern: 'shoes', answer: 'Red ones.' }] }`,
    );
    const values =
      await page.evaluate(`(({ tokenProvider, simulatedScript, avatarName, tokenUrl, autostart, pushToTalk, voiceRate, strings }) =>
      [typeof tokenProvider, simulatedScript.answers.length, avatarName, tokenUrl, autostart, pushToTalk, voiceRate, strings.start])(${element})`);
    assert.deepEqual(values, ['function', 1, 'Wayne', '/avatar-token', false, true, 1.25, 'Go']);
    assert.deepEqual(await told(page, 'warning'), []);
    await live(page);
    assert.deepEqual(problems, []);
  });
});
