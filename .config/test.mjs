// `npm test`: brings what is missing, then runs every gate and every test, and ends with one line that sums up.
// For developers: `npm test -- --only=KIND [part of a test file's path]`, the kinds being those of the steps below.
// The last four take minutes each, and run only if they are named, or with `--all`.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bringChromium } from './chromium.mjs';
import { bringPackages } from './packages.mjs';
import { projectRoot, run, runNpm, runTool } from './run.mjs';
import { bringServerPrograms } from './server-programs.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {'gates' | 'node' | 'browser' | 'sandbox' | 'speech' | 'official-sdks' | 'endurance'} Kind */
/** @typedef {{ name: string, kind: Kind, run: () => Promise<Counts> }} Step */

const { values, positionals } = parseArgs({
  options: { only: { type: 'string' }, all: { type: 'boolean' } },
  allowPositionals: true,
});
const [fileFilter = ''] = positionals;

/** @type {Step[]} */
const steps = [
  gate('format', () => runTool('prettier', ['--check', '--log-level=warn', '.'])),
  gate('lint', () => npmScript('lint')),
  gate('types', () => npmScript('types')),
  gate('build', () => npmScript('build')),
  gate('manifest is fresh', () => isFresh('custom-elements.json', 'manifest')),
  gate('api snapshot is fresh', () => isFresh('test/types/public-api.txt', 'api')),
  gate('size budget', () => npmScript('size')),
  gate('package (publint, attw)', () => npmScript('lint:package')),
  {
    name: 'tests in Node',
    kind: 'node',
    run: () => nodeTests(['test/support', 'test/server', 'test/package']),
  },
  { name: 'tests in Chromium', kind: 'browser', run: () => browserTests('browser') },
  { name: 'the sandbox itself', kind: 'sandbox', run: () => nodeTests(['test/sandbox']) },
  { name: 'speech from a file', kind: 'speech', run: () => browserTests('speech') },
  { name: "HeyGen's own SDKs", kind: 'official-sdks', run: () => browserTests('official-sdks') },
  { name: 'faults, endurance', kind: 'endurance', run: () => browserTests('endurance') },
];

/** @type {readonly Kind[]} */
const always = ['gates', 'node', 'browser'];
const chosen = steps.filter(({ kind }) =>
  values.only ? values.only === kind : values.all || always.includes(kind),
);
if (chosen.length === 0) {
  console.error(
    `--only is one of ${[...new Set(steps.map(({ kind }) => kind))].join(', ')}, not ${values.only}.`,
  );
  process.exit(2);
}

let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => (interrupted = true));

const started = Date.now();
process.exitCode = (await bringAll()) ? await runSteps() : 1;

async function bringAll() {
  try {
    await bringPackages();
    if (chosen.some(({ kind }) => !['gates', 'node', 'sandbox'].includes(kind)))
      console.log(`Chromium: ${await bringChromium()}`);
    if (chosen.some(({ kind }) => kind !== 'gates')) {
      const { bringLiveKitServer } = await import('./livekit.mjs');
      await bringLiveKitServer();
    }
    if (chosen.some(({ kind }) => kind === 'node')) await bringServerPrograms();
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.log('0 passed, 1 failed');
    return false;
  }
}

async function runSteps() {
  /** @type {Counts} */
  const total = { passed: 0, failed: 0, skipped: 0 };
  const summary = [];
  for (const { name, run: runStep } of chosen) {
    console.log(`\n━━ ${name} ━━`);
    const stepStarted = Date.now();
    const counts = await runStep();
    if (interrupted) return 130;
    for (const key of /** @type {(keyof Counts)[]} */ (Object.keys(total))) total[key] += counts[key];
    const skipped = counts.skipped ? `, ${counts.skipped} skipped` : '';
    const mark = counts.failed ? '✗' : '✓';
    summary.push(
      `${mark} ${name.padEnd(26)} ${`${counts.passed} passed, ${counts.failed} failed${skipped}`.padEnd(32)} ${since(stepStarted)}`,
    );
  }
  console.log(`\n━━ summary (${since(started)}) ━━\n${summary.join('\n')}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
}

/** @param {number} start */
function since(start) {
  return `${((Date.now() - start) / 1000).toFixed(1)} s`;
}

/**
 * A step that passes or fails as a whole.
 * @param {string} name
 * @param {() => Promise<number>} check gives an exit code
 * @returns {Step}
 */
function gate(name, check) {
  return {
    name,
    kind: 'gates',
    run: async () =>
      (await check()) === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 },
  };
}

/** @param {string} name */
function npmScript(name) {
  return runNpm(['run', '--silent', name]);
}

/**
 * Whether a committed file is what its script makes of the sources.
 * @param {string} path
 * @param {string} script
 */
async function isFresh(path, script) {
  const file = join(projectRoot, path);
  const read = () => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return '';
    }
  };
  const before = read();
  const code = await npmScript(script);
  if (code !== 0 || read() === before) return code;
  console.error(`${path} was out of date. It has been written anew by npm run ${script}: commit it.`);
  return 1;
}

/** @param {readonly string[]} folders */
async function nodeTests(folders) {
  const { tsImport } = await import('tsx/esm/api');
  /** @type {typeof import('../test/support/browser-test-files.js')} */
  const { testFilesIn } = await tsImport('../test/support/browser-test-files.ts', import.meta.url);
  const files = folders.flatMap(testFilesIn).filter((file) => file.includes(fileFilter));
  if (files.length === 0) {
    console.error('No such test file.');
    return { passed: 0, failed: 1, skipped: 0 };
  }
  return counted('node', (countsFile) =>
    run(process.execPath, [
      '--import=tsx',
      '--test',
      '--test-timeout=300000',
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=./.config/node-test-counts.mjs',
      `--test-reporter-destination=${countsFile}`,
      ...files,
    ]),
  );
}

/** @param {Kind} kind */
async function browserTests(kind) {
  const counts = await counted(kind, (countsFile) =>
    runTool('@web/test-runner', [], {
      command: 'wtr',
      env: { TEST_COUNTS: countsFile, TEST_FILES: fileFilter, TEST_KIND: kind },
    }),
  );
  if (counts.passed + counts.failed > 0) return counts;
  console.error('No browser test was run.');
  return { ...counts, failed: 1 };
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
  let counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    counts = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    console.error('The test runner ended before it could count its tests.');
  }
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}
