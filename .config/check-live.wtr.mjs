// The browser's part of `npm run check:live`: the same runner and the same Chromium as for all other tests, without a
// sandbox. Where LiveAvatar and its tokens are is written into the page; the API key is not known here.
import { writeFileSync } from 'node:fs';

/** @typedef {import('@web/test-runner').TestRunnerConfig & { groups: import('@web/test-runner').TestRunnerGroupConfig[] }} Config */
/** @type {{ default: Config }} */
const { default: base } = await import(new URL('../web-test-runner.config.mjs', import.meta.url).href);
const { port, resultsFile, service } = JSON.parse(process.env.CHECK_LIVE ?? '{}');
const longestTest = 60_000;
/** As services-under-test.ts has it; the rest of the file is about the table of exceptions. */
const suiteName = 'LiveAvatar itself';

/** @param {string} framework */
const testRunnerHtml = (framework) => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>heygen-avatar on LiveAvatar</title></head>
  <body>
    <script>window.liveService = ${JSON.stringify(service)};</script>
    <script type="module">
      Object.assign(window.__WTR_CONFIG__.testFrameworkConfig, { timeout: ${longestTest}, grep: '${suiteName}' });
    </script>
    <script type="module" src="${framework}"></script>
  </body>
</html>`;

/** @type {import('@web/test-runner').Reporter} */
const writeResults = {
  onTestRunFinished({ sessions }) {
    const outcomes = sessions.flatMap(({ testResults, errors }) => [
      ...errors.map(({ message }) => ({ name: 'the test file', message })),
      ...testsOf(testResults?.suites.find(({ name }) => name === suiteName)).map(
        ({ name, passed, error }) => ({
          name,
          message: passed ? undefined : (error?.message ?? 'failed'),
        }),
      ),
    ]);
    writeFileSync(resultsFile, JSON.stringify(outcomes));
  },
};

/**
 * @param {import('@web/test-runner').TestSuiteResult | undefined} suite
 * @returns {import('@web/test-runner').TestResult[]}
 */
function testsOf(suite) {
  return suite ? [...suite.tests, ...suite.suites.flatMap(testsOf)] : [];
}

export default {
  ...base,
  port,
  plugins: base.plugins?.filter(({ name }) => name !== 'sandbox'),
  reporters: [...(base.reporters ?? []), writeResults],
  groups: base.groups.map((group) => ({ ...group, testRunnerHtml })),
};
