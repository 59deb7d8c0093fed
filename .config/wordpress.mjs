// Makes the WordPress plugin that people upload: dist/heygen-avatar-wordpress.zip, from demo/cms/wordpress and the
// scripts that `vite build --mode cdn` has made.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { projectRoot } from './run.mjs';

const name = 'heygen-avatar';
const source = join(projectRoot, 'demo/cms/wordpress', name);
const scripts = join(projectRoot, 'dist/cdn');
const target = join(projectRoot, `dist/${name}-wordpress.zip`);
const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));

/** @type {Record<string, Uint8Array>} */
const files = { [`${name}/LICENSE`]: readFileSync(join(projectRoot, 'LICENSE')) };
for (const path of filesIn(source)) {
  // Every text file of the source has the version as 0.0.0.
  const text = readFileSync(join(source, path), 'utf8').replaceAll('0.0.0', version);
  files[`${name}/${path}`] = strToU8(text);
}
for (const path of filesIn(scripts).filter((file) => file.endsWith('.js'))) {
  files[`${name}/assets/${path}`] = readFileSync(join(scripts, path));
}
if (!files[`${name}/assets/heygen-avatar.js`]) throw new Error('There is no dist/cdn: run npm run build.');
// The same files make the same zip.
const zip = zipSync(files, { level: 9, mtime: '2026-01-01' });
writeFileSync(target, zip);
console.log(`dist/${name}-wordpress.zip, ${Math.round(zip.length / 1000)} kB`);

/** @param {string} folder */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}
