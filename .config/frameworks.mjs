// Brings what the apps of demo/frameworks need: the package as it would be published, packed anew each time, and the
// frameworks' own packages. Before the tests, for that takes longer than any test may.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bringPackages } from './packages.mjs';
import { projectRoot, run, runNpm } from './run.mjs';

export const frameworks = join(projectRoot, 'demo/frameworks');
const tarball = join(frameworks, 'heygen-avatar.tgz');

export async function bringFrameworks() {
  await pack();
  dependenciesAreLocked();
  await bringPackages(frameworks);
  for (const app of apps()) await unpack(join(frameworks, app, 'node_modules/heygen-avatar'));
}

/** Builds the package and packs it to where the apps have it from. */
export async function pack() {
  let said = '';
  const write = (/** @type {string} */ text) => (said += text);
  const built = await runNpm(['run', '--silent', 'build'], { write });
  if (built !== 0) throw new Error(`The package could not be built.\n${said}`);
  said = '';
  const code = await runNpm(['pack', '--json', '--ignore-scripts', '--pack-destination', frameworks], {
    write,
  });
  if (code !== 0) throw new Error(`npm pack ended with code ${code}.\n${said}`);
  const name = /"filename": "([^"]+)"/.exec(said)?.[1] ?? '';
  renameSync(join(frameworks, name), tarball);
}

/** The lock file has what the package depends on; a change of that has to reach it, or old versions are tested. */
function dependenciesAreLocked() {
  const { dependencies } = read(join(projectRoot, 'package.json'));
  const locked = read(join(frameworks, 'package-lock.json')).packages['node_modules/heygen-avatar'];
  if (JSON.stringify(locked.dependencies) === JSON.stringify(dependencies)) return;
  throw new Error(
    'The dependencies of package.json are not those in demo/frameworks/package-lock.json: npm run lock:frameworks',
  );
}

/**
 * Puts the package into an app as npm does. Each app has its own copy, or the one that they share would find the React
 * of another app beside it.
 * @param {string} target
 */
async function unpack(target) {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const code = await run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
  if (code !== 0) throw new Error(`tar ended with code ${code}.`);
}

function apps() {
  return readdirSync(frameworks, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map(({ name }) => name);
}

/** @param {string} file */
function read(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
