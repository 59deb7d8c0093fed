// Runs test files by the runner of their step, and counts what came of them.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, run, runTool } from './run.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Counts */
/** @typedef {Counts & { name: string, milliseconds: number }} Result */

/**
 * @param {import('./test-plan.mjs').TestStep} step
 * @param {readonly string[]} files
 */
export function nodeTests(step, files) {
  // What talks to a LiveKit server talks in real time, and has the machine to itself.
  const concurrency = step === 'node' ? 2 : 1;
  // Of a file: the apps of all frameworks are one.
  const minutes = step === 'frameworks' ? 20 : 5;
  return counted(step, (countsFile) =>
    run(process.execPath, [
      '--import=tsx',
      '--test',
      `--test-timeout=${minutes * 60_000}`,
      `--test-concurrency=${concurrency}`,
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=./.config/node-test-counts.mjs',
      `--test-reporter-destination=${countsFile}`,
      ...files,
    ]),
  );
}

/**
 * @param {import('./test-plan.mjs').TestStep} step
 * @param {string} containing a part of the path of each file
 * @param {string} [config] the runner's configuration, unless it is the usual one
 */
export async function browserTests(step, containing, config) {
  const counts = await counted(step, (countsFile) =>
    runTool('@web/test-runner', config ? ['--config', config] : [], {
      command: 'wtr',
      env: { TEST_COUNTS: countsFile, TEST_FILES: containing, TEST_STEP: step },
    }),
  );
  if (counts.passed + counts.failed > 0) return counts;
  console.error('No browser test was run.');
  return { ...counts, failed: 1, failures: ['no browser test was run'] };
}

/**
 * Runs a test runner that writes its counts into a file; one that says it failed has at least one failure.
 * @param {string} name
 * @param {(countsFile: string) => Promise<number>} runner
 * @returns {Promise<Counts>}
 */
async function counted(name, runner) {
  const folder = join(projectRoot, '.cache');
  const file = join(folder, `counts-${name}.json`);
  mkdirSync(folder, { recursive: true });
  rmSync(file, { force: true });
  const code = await runner(file);
  /** @type {Counts} */
  let counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  try {
    counts = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    console.error('The test runner ended before it could count its tests.');
  }
  if (code !== 0 && counts.failed === 0) {
    counts.failed = 1;
    counts.failures.push(`the test runner ended with ${code}`);
  }
  return counts;
}
