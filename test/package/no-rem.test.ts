// Sizes are in pixels or follow the element's own font: many themes set the root's font to 62.5 %, and what is in rem shrinks.
// The elements' own styles are in test/elements/page-styles.test.ts.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../../', import.meta.url));
const kinds = new Set(['.css', '.html', '.js', '.md', '.mjs', '.php', '.svelte', '.ts', '.tsx', '.vue']);
/** Made by tools. */
const foreign = /^(\.|node_modules$|dist$|build$)/;

function filesIn(folder: string): string[] {
  return readdirSync(join(project, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return foreign.test(entry.name) ? [] : filesIn(path);
    return kinds.has(extname(path)) ? [path] : [];
  });
}

describe('the root’s font', () => {
  it('is what no style sheet, sample, guide or plugin of ours is measured by', () => {
    const files = ['src', 'demo'].flatMap(filesIn);
    for (const known of [
      'src/embed/public/heygen-avatar.css',
      'demo/cms/wordpress/heygen-avatar/css/page.css',
    ])
      assert.ok(files.includes(known), known);
    const found = files.flatMap((file) =>
      readFileSync(join(project, file), 'utf8')
        .split('\n')
        .flatMap((line, index) => (/\drem\b/.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
    );
    assert.deepEqual(found, []);
  });
});
