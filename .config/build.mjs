// Brings dist/, built anew where something that it is made of is newer: no test packs, or puts into a page, what an
// older source was built into.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, runNpm } from './run.mjs';

/** What `npm run build` reads: files, and folders with all that is in them. */
const sources = [
  'src',
  'demo/cms/wordpress',
  'custom-elements.json',
  'package.json',
  'tsconfig.json',
  'vite.config.ts',
  '.config/integrity.ts',
  '.config/types.mjs',
  '.config/wordpress.mjs',
];

/** What it writes first, in a folder that it has emptied, and last. */
const [firstOutput, lastOutput] = ['dist/index.js', 'dist/heygen-avatar-wordpress.zip'];

export async function bringBuild() {
  // Half a build is none, and what was changed during a build is not in it.
  const built = newest([lastOutput]) && newest([firstOutput]);
  if (built > newest(sources)) return;
  console.log(`dist: npm run build (${built ? 'its sources have changed' : 'there is none'})`);
  let said = '';
  const code = await runNpm(['run', '--silent', 'build'], {
    progress: 'dist: npm run build',
    write: (text) => (said += text),
  });
  if (code !== 0) throw new Error(`npm run build ended with code ${code}.\n${said}`);
}

/**
 * When the newest of these was changed, in milliseconds; 0 if there is none. A folder counts too, for it changes when
 * something in it is renamed or removed.
 * @param {readonly string[]} paths
 * @returns {number}
 */
function newest(paths) {
  const times = paths.map((path) => {
    const found = statSync(join(projectRoot, path), { throwIfNoEntry: false });
    if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
    const inside = readdirSync(join(projectRoot, path)).map((name) => `${path}/${name}`);
    return Math.max(found.mtimeMs, newest(inside));
  });
  return Math.max(0, ...times);
}
