// The tests that run in Firefox: the same runner and the same sandbox as for Chromium.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromeLauncher } from '@web/test-runner';
import { findSoundServer, bringFirefox } from './firefox.mjs';
import { firefoxGroups, notInFirefox } from './firefox-tests.mjs';
import { startSilentSound } from './silent-sound.mjs';
import { filesForFirefox } from './test-plan.mjs';

/** @typedef {import('@web/test-runner').TestRunnerConfig} Config */
/** @type {{ default: Config }} */
const { default: base } = await import(new URL('../web-test-runner.config.mjs', import.meta.url).href);

const executablePath = await bringFirefox();
const soundServer = findSoundServer();
const sound = soundServer ? await startSilentSound(soundServer) : undefined;

/** @type {string[]} */
const profiles = [];

/**
 * A profile whose windows have no toolbar: past the last control of a page, Tab goes on at the first, as in Chromium. In a
 * toolbar it would be lost to the page, and to every page after it in that tab: neither focus() nor another address
 * gets it back.
 */
function profile() {
  const folder = mkdtempSync(join(tmpdir(), 'firefox-'));
  profiles.push(folder);
  mkdirSync(join(folder, 'chrome'));
  writeFileSync(join(folder, 'chrome/userChrome.css'), '#navigator-toolbox { display: none !important; }\n');
  return folder;
}

function removeProfiles() {
  for (const folder of profiles.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** With one page at a time: of two one is hidden, gets no frames, and has no focus. */
function firefox() {
  const launcher = chromeLauncher({
    launchOptions: {
      browser: 'firefox',
      executablePath,
      env: { ...process.env, ...sound?.env },
      userDataDir: profile(),
      extraPrefsFirefox: {
        // Firefox reads the profile's style sheet for its own window only if it is told to.
        'toolkit.legacyUserProfileCustomizations.stylesheets': true,
        // Sound without a gesture, and a microphone that beeps and asks nobody.
        'media.autoplay.default': 0,
        'media.navigator.streams.fake': true,
        'media.navigator.permission.disabled': true,
        // Media to a LiveKit server on the same machine: without both of these there is no connection.
        'media.peerconnection.ice.loopback': true,
        'media.peerconnection.ice.obfuscate_host_addresses': false,
      },
    },
  });
  // It takes whatever it starts for Chrome.
  launcher.name = 'Firefox';
  return launcher;
}

/**
 * Marks the tests of the table as pending before the first one runs, so that they are counted as skipped.
 * @param {number} timeout how long one test may take, in milliseconds
 */
const page = (timeout) => (/** @type {string} */ framework) => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>heygen-avatar tests in Firefox</title></head>
  <body>
    <script type="module" src="/test/support/reportable-failures.ts"></script>
    <script type="module">
      const table = ${JSON.stringify(notInFirefox).replaceAll('<', '\\u003c')};
      const config = window.__WTR_CONFIG__;
      const { pathname } = new URL(config.testFile, location.href);
      const rows = table.filter(({ file }) => pathname === '/' + file);
      config.testFrameworkConfig.timeout = ${timeout};
      config.testFrameworkConfig.rootHooks.beforeAll = function () {
        const tests = [];
        this.test.parent.eachTest((test) => tests.push(test));
        const isIn = (title, it) => it && (it.fullTitle() === title || isIn(title, it.parent));
        for (const title of rows.flatMap((row) => row.tests)) {
          const named = tests.filter((test) => isIn(title, test));
          if (!named.length) throw new Error('In .config/firefox-tests.mjs is a test that is not here: ' + title);
          for (const test of named) test.pending = true;
        }
      };
    </script>
    <script type="module" src="${framework}"></script>
  </body>
</html>`;

/** @type {import('@web/test-runner').Reporter} */
const skippedTests = {
  onTestRunFinished({ sessions }) {
    const files = sessions.map(({ testFile }) => testFile.replaceAll('\\', '/'));
    for (const { file, reason, tests } of notInFirefox) {
      if (!files.some((path) => path.endsWith(`/${file}`))) continue;
      console.log(`\nNot in Firefox, of ${file}: ${reason}.`);
      for (const test of tests) console.log(`– ${test}`);
    }
  },
};

export default {
  ...base,
  plugins: [
    ...(base.plugins ?? []),
    {
      name: 'firefox',
      async serverStop() {
        removeProfiles();
        await sound?.stop();
      },
    },
  ],
  reporters: [...(base.reporters ?? []), skippedTests],
  // Sessions talk in real time, and leave the processor to the others.
  concurrentBrowsers: 2,
  groups: firefoxGroups
    .map(({ name, longest }) => ({
      name: `${name} in Firefox`,
      files: filesForFirefox(process.env.TEST_FILES, name),
      browsers: [firefox()],
      testRunnerHtml: page(longest),
    }))
    .filter(({ files }) => files.length > 0),
};
