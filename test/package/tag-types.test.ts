// What the build makes of custom-elements.json for frameworks and editors knows every tag, attribute and event.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript-5.9';

interface Named {
  readonly name: string;
}
interface Declaration extends Named {
  readonly tagName?: string;
  readonly attributes?: readonly Named[];
  readonly events?: readonly Named[];
  readonly slots?: readonly Named[];
  readonly cssParts?: readonly Named[];
  readonly members?: readonly Named[];
}
interface Module {
  readonly path: string;
  readonly declarations?: readonly Declaration[];
  readonly exports?: readonly {
    readonly kind: string;
    readonly name: string;
    readonly declaration: Named & { readonly module: string };
  }[];
}

const project = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(`${project}${path}`, 'utf8');
const { modules } = JSON.parse(read('custom-elements.json')) as { modules: Module[] };
const tags = modules.flatMap(({ declarations = [] }) => declarations.filter(({ tagName }) => tagName));
const avatar = tags.find(({ tagName }) => tagName === 'heygen-avatar');
const names = (named: readonly Named[] = []): string[] => named.map(({ name }) => name).sort();
const tagNames = tags.map(({ tagName }) => String(tagName)).sort();

const program = ts.createProgram([`${project}dist/index.d.ts`], {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  types: [],
});
const checker = program.getTypeChecker();
/** A type by the name that a file of the build knows it by. */
function typeIn(file: string, name: string): ts.Type {
  const symbol = checker.resolveName(
    name,
    program.getSourceFile(`${project}dist/${file}`),
    ts.SymbolFlags.All,
    false,
  );
  assert.ok(symbol, name);
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  return checker.getDeclaredTypeOfSymbol(isAlias ? checker.getAliasedSymbol(symbol) : symbol);
}
const ofTags = typeIn('define.d.ts', 'HTMLElementTagNameMap');
const ofLit = new Set(
  typeIn('elements/movable-element.d.ts', 'ReactiveElement')
    .getProperties()
    .map(({ name }) => name)
    // The browser calls it.
    .concat('adoptedCallback'),
);

describe('custom-elements.json', () => {
  it('names, for each definition of a tag, the module that has its class', () => {
    const definitions = modules
      .flatMap(({ exports = [] }) => exports)
      .filter(({ kind }) => kind === 'custom-element-definition');
    assert.deepEqual(names(definitions), tagNames);
    for (const { declaration } of definitions) {
      const module = modules.find(({ path }) => path === declaration.module);
      assert.ok(names(module?.declarations).includes(declaration.name), declaration.name);
      assert.ok(existsSync(`${project}${declaration.module}`), declaration.module);
    }
  });

  it('lists, for each tag, every public member that its type has', () => {
    const left = tags.flatMap(({ tagName = '', members }) => {
      const listed = names(members);
      return membersOf(tagName).flatMap((name) => (listed.includes(name) ? [] : `${tagName}: ${name}`));
    });
    assert.deepEqual(left, []);
  });
});

/** What the published types give a page at an element of that tag, beside what every element of Lit has. */
function membersOf(tagName: string): string[] {
  const found = ofTags.getProperty(tagName);
  assert.ok(found, tagName);
  return checker
    .getTypeOfSymbol(found)
    .getProperties()
    .filter(({ declarations: [declaration] = [] }) => declaration && isPublic(declaration))
    .map(({ name }) => name)
    .filter((name) => name !== '#private' && !ofLit.has(name));
}

function isPublic(declaration: ts.Declaration): boolean {
  return !(
    ts.getCombinedModifierFlags(declaration) &
    (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)
  );
}

describe('the build', () => {
  it('describes every tag and attribute to VS Code', () => {
    const data = JSON.parse(read('dist/vscode.html-custom-data.json')) as {
      tags: (Named & { attributes: (Named & { values?: Named[] })[] })[];
    };
    assert.deepEqual(names(data.tags), tagNames);
    const attributes = data.tags.find(({ name }) => name === 'heygen-avatar')?.attributes ?? [];
    assert.deepEqual(names(attributes), names(avatar?.attributes));
    const values = (wanted: string): string[] =>
      names(attributes.find(({ name }) => name === wanted)?.values);
    assert.deepEqual(values('quality'), ['high', 'low', 'medium', 'very_high']);
    assert.deepEqual(values('service'), ['auto', 'interactive-avatar', 'liveavatar', 'simulated']);
  });

  it('describes every tag, attribute, event, slot and part to JetBrains', () => {
    const types = JSON.parse(read('dist/web-types.json')) as {
      name: string;
      version: string;
      contributions: {
        html: { elements: (Named & Record<'attributes' | 'events' | 'slots', Named[]>)[] };
        css: { 'pseudo-elements': Named[] };
      };
    };
    const { name, version } = JSON.parse(read('package.json')) as { name: string; version: string };
    assert.deepEqual([types.name, types.version], [name, version]);
    const { html, css } = types.contributions;
    assert.deepEqual(names(html.elements), tagNames);
    const element = html.elements.find((found) => found.name === 'heygen-avatar');
    for (const kind of ['attributes', 'events', 'slots'] as const) {
      assert.deepEqual(names(element?.[kind]), names(avatar?.[kind]), kind);
    }
    const parts = new Set(tags.flatMap(({ cssParts = [] }) => cssParts.map((part) => `part(${part.name})`)));
    assert.deepEqual(names(css['pseudo-elements']), [...parts].sort());
  });

  it('publishes no map to sources that it does not publish', () => {
    const maps = readdirSync(`${project}dist`, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.map'),
    );
    const without = maps.filter((file) => {
      const { sources, sourcesContent = [] } = JSON.parse(read(`dist/${file}`)) as {
        sources: string[];
        sourcesContent?: (string | null)[];
      };
      return sources.some((_, index) => !sourcesContent[index]);
    });
    assert.ok(maps.length > 0);
    assert.deepEqual(without, []);
  });
});
