// The browser tests of one step of `npm test`: which files run in which kind of Chromium, one page at a time in each.
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher, defaultReporter } from '@web/test-runner';
import { tsImport } from 'tsx/esm/api';
import { bringChromium } from './.config/chromium.mjs';
import { filesOfGroup, testGroups } from './.config/test-plan.mjs';

const { countReporter } = await tsImport('./test/support/count-reporter.ts', import.meta.url);
const { microphoneFile, microphoneFilesPlugin } = await tsImport(
  './test/support/microphone-files.ts',
  import.meta.url,
);
const { demoAppPlugin } = await tsImport('./test/sdk-comparison/demo-app-plugin.ts', import.meta.url);
const { faultProxyPlugin } = await tsImport('./test/support/fault-proxy-plugin.ts', import.meta.url);
const { isLiveKitLog, officialSdkPlugin } = await tsImport(
  './test/support/official-sdk-plugin.ts',
  import.meta.url,
);
const { looksPlugin } = await tsImport('./test/support/looks-plugin.ts', import.meta.url);
const { ownPackagePlugin } = await tsImport('./test/support/own-package-plugin.ts', import.meta.url);
const { pagesPlugin } = await tsImport('./test/support/pages-plugin.ts', import.meta.url);
const { reactPagesPlugin } = await tsImport('./test/support/react-pages-plugin.ts', import.meta.url);
const { sandboxPlugin } = await tsImport('./test/support/sandbox-plugin.ts', import.meta.url);

const seconds = 1000;
const step = process.env.TEST_STEP ?? 'browser';
const groupsOfStep = testGroups.filter((group) => group.step === step);
// Firefox's step has no group here.
const executablePath = groupsOfStep.length > 0 ? await bringChromium() : '';

/**
 * @param {'no-user-gesture-required' | 'document-user-activation-required'} autoplay
 * @param {{ microphone?: string, reuseRenderer?: boolean, flags?: string[] }} [options] `microphone` is the WAV file
 *   that its microphone plays over and over; without one it beeps. `reuseRenderer` saves the two processes that Chromium
 *   otherwise starts for each test file; it takes away the back/forward cache.
 */
function chromium(autoplay, { microphone, reuseRenderer = false, flags = [] } = {}) {
  return chromeLauncher({
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        ...(microphone ? [`--use-file-for-fake-audio-capture=${microphone}`] : []),
        ...(reuseRenderer ? ['--disable-features=BackForwardCache,SpareRendererForSitePerProcess'] : []),
        `--autoplay-policy=${autoplay}`,
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        ...flags,
      ],
    },
  });
}

/**
 * @param {number} timeout how long one test may take, in milliseconds
 * @param {string} [script] what the page runs before its tests
 */
function pageWithTimeout(timeout, script = '') {
  return (/** @type {string} */ framework) => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>heygen-avatar tests</title></head>
  <body>
    <script type="module">window.__WTR_CONFIG__.testFrameworkConfig.timeout = ${timeout};${script}</script>
    <script type="module" src="/test/support/reportable-failures.ts"></script>
    <script type="module" src="${framework}"></script>
  </body>
</html>`;
}

const unit = pageWithTimeout(5 * seconds);
const endToEnd = pageWithTimeout(30 * seconds);
const endurance = pageWithTimeout(480 * seconds);
const random = pageWithTimeout(
  120 * seconds,
  `window.randomSeed = ${process.env.RANDOM_SEED || 'undefined'};`,
);

/** A second page would hide the first, and a hidden page gets no frames: what runs side by side has its own Chromium. */
const sideBySide = step === 'browser';
const unitChromiums = 2;

/** For pictures that can be compared: nothing that the system chooses. */
const drawnAlike = [
  '--force-device-scale-factor=1',
  '--force-color-profile=srgb',
  '--disable-lcd-text',
  '--font-render-hinting=none',
  '--hide-scrollbars',
];

const autoplayAllowed = chromium('no-user-gesture-required');

/**
 * The Chromium and the page of a group, unless they are the usual ones.
 * @type {Partial<Record<import('./.config/test-plan.mjs').GroupName, () => Promise<object>>>}
 */
const special = {
  'autoplay-blocked': async () => ({ browsers: [chromium('document-user-activation-required')] }),
  speech: async () => ({
    browsers: [chromium('no-user-gesture-required', { microphone: await microphoneFile('sentence') })],
  }),
  'speech-nonstop': async () => ({
    browsers: [chromium('no-user-gesture-required', { microphone: await microphoneFile('nonstop') })],
  }),
  looks: async () => ({ browsers: [chromium('no-user-gesture-required', { flags: drawnAlike })] }),
  random: async () => ({ testRunnerHtml: random }),
  endurance: async () => ({ testRunnerHtml: endurance }),
};

/** @type {import('@web/test-runner').TestRunnerGroupConfig[]} */
const groups = [];
for (const { name } of groupsOfStep) {
  const files = filesOfGroup(name, process.env.TEST_FILES);
  if (name === 'unit') {
    for (let share = 0; share < unitChromiums; share += 1) {
      groups.push({
        name: `${name} ${share + 1} of ${unitChromiums}`,
        files: files.filter((_, index) => index % unitChromiums === share),
        browsers: [chromium('no-user-gesture-required', { reuseRenderer: true })],
        testRunnerHtml: unit,
      });
    }
  } else {
    const usual = { browsers: [autoplayAllowed], testRunnerHtml: endToEnd };
    groups.push({ name, files, ...usual, ...(await special[name]?.()) });
  }
}

export default {
  rootDir: import.meta.dirname,
  nodeResolve: true,
  concurrency: 1,
  concurrentBrowsers: sideBySide ? groups.length : 1,
  browserStartTimeout: 60 * seconds,
  testsStartTimeout: 60 * seconds,
  testsFinishTimeout: 600 * seconds,
  staticLogging: !process.stdout.isTTY,
  // Mistakes that a test makes on purpose are written to the console too.
  filterBrowserLogs: ({ args }) =>
    !/^(Lit is in dev mode|\[heygen-avatar\])/.test(String(args[0])) && !isLiveKitLog(args),
  testFramework: { config: { forbidOnly: true } },
  plugins: [
    esbuildPlugin({ ts: true, tsconfig: 'tsconfig.json', target: 'es2022' }),
    sandboxPlugin({ startWithRun: !sideBySide && step !== 'looks' }),
    microphoneFilesPlugin(),
    pagesPlugin(),
    faultProxyPlugin(),
    looksPlugin(),
    officialSdkPlugin(),
    demoAppPlugin(),
    ownPackagePlugin(),
    reactPagesPlugin(),
  ],
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: false }), countReporter()],
  groups: groups.filter(({ files }) => files?.length),
};
