// The gates of `npm test`: each passes or fails as a whole. Two run at a time, and the output of each comes in one
// piece when it is over.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, runNpm, runTool } from './run.mjs';

/** @typedef {import('./run.mjs').RunOptions} RunOptions */
/** @typedef {{ name: string, check: (options: RunOptions) => Promise<number> }} Gate `check` gives an exit code */

const prettier = [
  '--check',
  '--log-level=warn',
  '--cache',
  '--cache-strategy=content',
  '--cache-location=.cache/prettier',
  '.',
];

/** The gates of one lane run one after the other: those behind the build look at what it has made. */
const lanes = [
  [
    gate('format', (options) => runTool('prettier', prettier, options)),
    gate('lint', npmScript('lint')),
    gate('types', npmScript('types')),
  ],
  [
    gate('build', npmScript('build')),
    gate('manifest is fresh', isFresh(['custom-elements.json'], 'manifest')),
    gate('documentation is fresh', isFresh(documentation(), 'docs')),
    gate('api snapshot is fresh', isFresh(['test/types/public-api.txt'], 'api')),
    gate('size budget', npmScript('size')),
    gate('package (publint, attw)', npmScript('lint:package')),
  ],
];

/** @returns {Promise<import('./test-runners.mjs').Result[]>} */
export async function runGates() {
  const results = await Promise.all(lanes.map(runLane));
  return results.flat();
}

/** @param {Gate[]} lane */
async function runLane(lane) {
  const results = [];
  for (const { name, check } of lane) {
    let output = '';
    const started = Date.now();
    const code = await check({ env: colours(), write: (text) => (output += text) });
    console.log(`\n━━ ${name} ━━`);
    process.stdout.write(output);
    const failed = code === 0 ? 0 : 1;
    const milliseconds = Date.now() - started;
    results.push({ name, passed: 1 - failed, failed, skipped: 0, failures: [], milliseconds });
  }
  return results;
}

/**
 * @param {string} name
 * @param {Gate['check']} check
 * @returns {Gate}
 */
function gate(name, check) {
  return { name, check };
}

/**
 * @param {string} name
 * @returns {Gate['check']}
 */
function npmScript(name) {
  return (options) => runNpm(['run', '--silent', name], options);
}

/** What `npm run docs` writes. */
function documentation() {
  const pages = readdirSync(join(projectRoot, 'demo/pages'), { encoding: 'utf8' });
  const guides = pages.filter((file) => file.endsWith('.md')).map((file) => `demo/pages/${file}`);
  return ['README.md', 'CONTRIBUTING.md', ...guides];
}

/**
 * Whether generated files are what their script makes of src/ now.
 * @param {readonly string[]} paths
 * @param {string} script
 * @returns {Gate['check']}
 */
function isFresh(paths, script) {
  const read = () =>
    paths.map((path) => {
      try {
        return readFileSync(join(projectRoot, path), 'utf8');
      } catch {
        return '';
      }
    });
  return async (options) => {
    const before = read();
    const code = await npmScript(script)(options);
    if (code !== 0) return code;
    const stale = read().flatMap((text, index) => (text === before[index] ? [] : [paths[index]]));
    if (stale.length === 0) return 0;
    options.write?.(`Out of date: ${stale.join(', ')}. npm run ${script} has written it anew: commit it.\n`);
    return 1;
  };
}

/** Tools that write into a pipe do not see our terminal. */
function colours() {
  return process.stdout.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: '1' } : {};
}
