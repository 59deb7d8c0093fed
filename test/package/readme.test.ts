// The README names everything a page can use: each attribute, event, slot, part, state and property of the tags,
// each error code with its sentence, each script it tells people to run.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { errorTable } from '../../src/api/error-table.js';

interface Named {
  name: string;
}
interface Declaration {
  tagName?: string;
  attributes?: Named[];
  events?: Named[];
  slots?: Named[];
  cssParts?: Named[];
  cssProperties?: Named[];
  cssStates?: Named[];
}

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const readme = read('README.md');
const manifest = JSON.parse(read('custom-elements.json')) as { modules: { declarations?: Declaration[] }[] };
const elements = manifest.modules
  .flatMap(({ declarations = [] }) => declarations)
  .filter(({ tagName }) => tagName);

describe('the README', () => {
  it('has the tag of every element', () => {
    assert.ok(elements.length >= 7, `the manifest has ${elements.length} elements`);
    for (const { tagName } of elements) assert.ok(readme.includes(`<${tagName}`), `<${tagName}>`);
  });

  for (const kind of ['attributes', 'events', 'slots', 'cssParts', 'cssProperties', 'cssStates'] as const) {
    it(`names all ${kind}`, () => {
      const names = elements.flatMap((element) => element[kind] ?? []).map(({ name }) => name);
      assert.notEqual(names.length, 0);
      // The default slot has no name.
      for (const name of names.filter(Boolean)) assert.ok(readme.includes(`\`${name}\``), name);
    });
  }

  for (const [code, { retryable, message }] of Object.entries(errorTable)) {
    it(`tells of the error ${code}, whether it can be retried, and its sentence`, () => {
      const row = readme
        .slice(readme.indexOf('## Errors'))
        .split('\n')
        .find((line) => line.startsWith(`| \`${code}\``));
      assert.ok(row, 'its row');
      const cells = row.split(' | ').map((cell) => cell.replaceAll(/^\| *| *\|$/g, '').trim());
      assert.deepEqual(cells.slice(2), [retryable ? 'yes' : 'no', message]);
    });
  }

  it('names only scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const [, name = ''] of readme.matchAll(/npm (?:run )?([a-z:-]+)/g)) {
      assert.ok(name in scripts || name === 'install', name);
    }
  });
});
