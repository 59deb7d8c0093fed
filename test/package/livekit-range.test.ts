// Which versions of livekit-client a page may bring: the tests run the ends of the range, and Node 20.19 takes them all.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

interface Locked {
  dependencies?: Record<string, string>;
  engines?: { node?: string };
}

const read = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));
const { dependencies, devDependencies } = read('package.json') as Manifest;
const { packages } = read('package-lock.json') as { packages: Record<string, Locked> };

describe('the range of livekit-client', () => {
  const [, from, below] = /^>=(\S+) <(\S+)$/.exec(dependencies['livekit-client'] ?? '') ?? [];
  const tested = (name: string): string => (devDependencies[name] ?? '').replace('npm:livekit-client@', '');

  it('begins with the lowest version that is tested', () => {
    assert.equal(tested('livekit-client-lowest'), from);
  });

  it('ends with the highest that is tested, in front of the first that needs a newer Node', () => {
    const [major, minor, patch] = tested('livekit-client-highest').split('.').map(Number);
    assert.equal(`${major}.${minor}.${Number(patch) + 1}`, below);
  });

  it('brings only packages that run on Node 20.19', () => {
    const roots = [...Object.keys(dependencies), 'livekit-client-lowest', 'livekit-client-highest'];
    const refusing = [...treeOf(roots)].filter((path) => !acceptsNode20(packages[path]?.engines?.node));
    assert.deepEqual(refusing, []);
  });
});

/** Where npm has put these packages and all that they depend on. */
function treeOf(names: readonly string[]): Set<string> {
  const found = new Set(names.map((name) => pathOf(name, '')));
  // A set's iteration goes on into what is added on the way.
  for (const path of found)
    for (const name of Object.keys(packages[path]?.dependencies ?? {})) found.add(pathOf(name, path));
  return found;
}

/** In the package's own folder, or in one further up. */
function pathOf(name: string, from: string): string {
  const path = `${from}/node_modules/${name}`.replace(/^\//, '');
  if (packages[path]) return path;
  assert.notEqual(from, '', `${name} is not in package-lock.json.`);
  return pathOf(name, from.replace(/\/?node_modules\/(?:@[^/]+\/)?[^/]+$/, ''));
}

/** Of what packages write there: `>=6.0.0`, `^18 || ^20 || >=22`, `20 || >=22`. */
function acceptsNode20(engines = '*'): boolean {
  return engines.split('||').some((range) => {
    const [, comparator, major, minor = '0'] =
      /^\s*(>=|\^|~|)\s*v?(\d+)(?:\.(\d+))?[.\dx]*\s*$/.exec(range) ?? [];
    if (range.trim() === '*') return true;
    if (comparator === '>=') return Number(major) < 20 || (Number(major) === 20 && Number(minor) <= 19);
    return Number(major) === 20 && Number(minor) <= 19;
  });
}
