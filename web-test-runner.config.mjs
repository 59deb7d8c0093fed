// The browser tests: which files run in which kind of Chromium, one page at a time.
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher, defaultReporter } from '@web/test-runner';
import { tsImport } from 'tsx/esm/api';
import { bringChromium } from './.config/chromium.mjs';

const { browserTestFiles } = await tsImport('./test/support/browser-test-files.ts', import.meta.url);
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
const { ownPackagePlugin } = await tsImport('./test/support/own-package-plugin.ts', import.meta.url);
const { pagesPlugin } = await tsImport('./test/support/pages-plugin.ts', import.meta.url);
const { sandboxPlugin } = await tsImport('./test/support/sandbox-plugin.ts', import.meta.url);

const executablePath = await bringChromium();
const seconds = 1000;

/**
 * @param {'no-user-gesture-required' | 'document-user-activation-required'} autoplay
 * @param {string} [microphone] the WAV file that its microphone plays over and over; without one it beeps
 */
function chromium(autoplay, microphone) {
  return chromeLauncher({
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        ...(microphone ? [`--use-file-for-fake-audio-capture=${microphone}`] : []),
        `--autoplay-policy=${autoplay}`,
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  });
}

/** @param {number} timeout how long one test may take, in milliseconds */
function pageWithTimeout(timeout) {
  return (/** @type {string} */ framework) => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>heygen-avatar tests</title></head>
  <body>
    <script type="module">window.__WTR_CONFIG__.testFrameworkConfig.timeout = ${timeout};</script>
    <script type="module" src="${framework}"></script>
  </body>
</html>`;
}

const autoplayAllowed = [chromium('no-user-gesture-required')];
const autoplayBlocked = [chromium('document-user-activation-required')];
const sentence = [chromium('no-user-gesture-required', await microphoneFile('sentence'))];
const nonstop = [chromium('no-user-gesture-required', await microphoneFile('nonstop'))];
const unit = pageWithTimeout(5 * seconds);
const endToEnd = pageWithTimeout(30 * seconds);
const endurance = pageWithTimeout(480 * seconds);

/**
 * What takes minutes, only where it is asked for.
 * @type {Readonly<Record<string, string>>}
 */
const kinds = {
  speech: 'speech',
  'speech-nonstop': 'speech',
  'official-sdks': 'official-sdks',
  faults: 'endurance',
  endurance: 'endurance',
};

const groups = [
  { name: 'unit', browsers: autoplayAllowed, testRunnerHtml: unit },
  { name: 'end-to-end', browsers: autoplayAllowed, testRunnerHtml: endToEnd },
  { name: 'autoplay-blocked', browsers: autoplayBlocked, testRunnerHtml: endToEnd },
  { name: 'speech', browsers: sentence, testRunnerHtml: endToEnd },
  { name: 'speech-nonstop', browsers: nonstop, testRunnerHtml: endToEnd },
  { name: 'official-sdks', browsers: autoplayAllowed, testRunnerHtml: endToEnd },
  { name: 'faults', browsers: autoplayAllowed, testRunnerHtml: endToEnd },
  { name: 'endurance', browsers: autoplayAllowed, testRunnerHtml: endurance },
]
  .filter(({ name }) => (kinds[name] ?? 'browser') === (process.env.TEST_KIND ?? 'browser'))
  .map((group) => ({ ...group, files: browserTestFiles(group.name, process.env.TEST_FILES) }))
  .filter(({ files }) => files.length > 0);

const sandbox = sandboxPlugin({ startWithRun: groups.some(({ name }) => name !== 'unit') });

export default {
  rootDir: import.meta.dirname,
  nodeResolve: true,
  // A second page would hide the first, and a hidden page gets no frames.
  concurrency: 1,
  concurrentBrowsers: 1,
  browserStartTimeout: 60 * seconds,
  testsStartTimeout: 60 * seconds,
  testsFinishTimeout: 600 * seconds,
  staticLogging: !process.stdout.isTTY,
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode') && !isLiveKitLog(args),
  testFramework: { config: { forbidOnly: true } },
  plugins: [
    esbuildPlugin({ ts: true, tsconfig: 'tsconfig.json', target: 'es2022' }),
    sandbox,
    microphoneFilesPlugin(),
    pagesPlugin(),
    faultProxyPlugin(),
    officialSdkPlugin(),
    demoAppPlugin(),
    ownPackagePlugin(),
  ],
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: false }), countReporter()],
  groups,
};
