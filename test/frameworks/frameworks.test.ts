// The package in an app of each framework: installed from its tarball, built and checked by the framework's own tools,
// and used as a visitor would. FRAMEWORKS=react-18,next drives only those.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { launch, type Browser } from 'puppeteer-core';
import { startSandbox, type SandboxProcess } from '../../.config/sandbox-process.js';
import { apps, type App } from './apps.js';
import { buildAll, type Built } from './builds.js';
import {
  isRemovedWhileConnecting,
  isRemovedWhileLive,
  isRenderedOnServer,
  leavesTheService,
  navigatesAwayAndBack,
  startsAndSpeaks,
  startsWithoutClientComponent,
} from './driver.js';
import { keep, tableOf, type Column, type Results } from './results.js';
import { openSite, type Site } from './site.js';

const { bringChromium } = (await import(new URL('../../.config/chromium.mjs', import.meta.url).href)) as {
  bringChromium: () => Promise<string>;
};

const minutes = 60_000;
const wanted = process.env['FRAMEWORKS']?.split(',');
const chosen = apps.filter(({ folder }) => wanted?.includes(folder) ?? true);
const results: Results = {};

describe('the package in an app of', () => {
  let built: ReadonlyMap<App, Built> = new Map();
  let sandbox: SandboxProcess;
  let browser: Browser;

  before(
    async () => {
      // All of them before the first is driven: a session is played in real time.
      built = await buildAll(chosen);
      sandbox = await startSandbox({ onLine: (line) => console.log(`[sandbox] ${line}`) });
      browser = await launch({
        executablePath: await bringChromium(),
        args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
      });
    },
    { timeout: 15 * minutes },
  );

  after(async () => {
    await browser?.close();
    await sandbox?.stop();
    keep(results);
    console.log(`\n${await tableOf(results)}`);
  });

  for (const app of chosen) {
    describe(app.name, () => {
      let site: Site | undefined;

      before(async () => {
        // Without a build there is nothing to serve, and each test says so.
        if (built.get(app)?.build === undefined) site = await openSite(app, sandbox.url);
      });
      after(() => site?.close());

      const theSite = (): Site => {
        assert.ok(site, 'the app was not built');
        return site;
      };

      check('builds', 'builds with its own tool', () => assert.equal(built.get(app)?.build, undefined));
      check('types', 'type-checks with its own checker', () =>
        assert.equal(built.get(app)?.types, undefined),
      );
      if (app.rendersOnServer)
        check('SSR', 'has the tag in the answer of the server', () => isRenderedOnServer(theSite()));
      const { serverComponent } = app;
      if (serverComponent)
        check('SSR', 'starts an avatar that a server component renders', () =>
          startsWithoutClientComponent(browser, theSite(), serverComponent),
        );
      check('runs', 'starts, hears an event and calls a method', () => startsAndSpeaks(browser, theSite()));
      check('runs', 'plays LiveAvatar, and stops it when the tab is closed', () =>
        leavesTheService(browser, theSite()),
      );
      check('unmounts', 'stops when removed while connecting', () =>
        isRemovedWhileConnecting(browser, theSite()),
      );
      check('unmounts', 'stops when removed while live, and starts anew', () =>
        isRemovedWhileLive(browser, theSite()),
      );
      check('unmounts', 'stops at a link, and starts anew after the way back', () =>
        navigatesAwayAndBack(browser, theSite()),
      );

      /** A test whose outcome counts for a column of the table. */
      function check(column: Column, name: string, test: () => void | Promise<void>): void {
        it(name, { timeout: 2 * minutes }, async () => {
          const outcome = (results[app.folder] ??= {});
          const before = outcome[column] ?? true;
          outcome[column] = false;
          await test();
          outcome[column] = before;
        });
      }
    });
  }
});
