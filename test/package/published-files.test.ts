// What the package promises in package.json is there, and nothing else is published.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

interface Manifest {
  main: string;
  types: string;
  typesVersions: { '*': Record<string, string[]> };
  exports: Record<string, string | Record<string, string>>;
  files: string[];
  sideEffects: string[];
  customElements: string;
  'web-types': string;
}

const project = fileURLToPath(new URL('../../', import.meta.url));
const manifest = JSON.parse(readFileSync(`${project}package.json`, 'utf8')) as Manifest;
const scripts = Object.entries(manifest.exports).flatMap(([entry, targets]) =>
  typeof targets === 'object' ? [{ entry: entry.replace('.', 'heygen-avatar'), ...targets }] : [],
);

/** What `npm publish` would publish. */
async function publishedFiles(): Promise<string[]> {
  const npm = process.env['npm_execpath'];
  const pack = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const [command, args] = npm?.endsWith('.js') ? [process.execPath, [npm, ...pack]] : ['npm', pack];
  const { stdout } = await promisify(execFile)(command, args, { cwd: project });
  const [tarball] = JSON.parse(stdout) as { files: { path: string }[] }[];
  return (tarball?.files ?? []).map(({ path }) => path);
}

describe('package.json', () => {
  it('names only files that the build has made', () => {
    const promised = [
      ...Object.values(manifest.exports).flatMap((target) =>
        typeof target === 'string' ? [target] : Object.values(target),
      ),
      ...[...manifest.files, ...manifest.sideEffects].map((pattern) => pattern.replace(/\*[^/]*$/, '')),
      manifest.customElements,
      manifest['web-types'],
      'dist/vscode.html-custom-data.json',
      'dist/vscode.css-custom-data.json',
      'dist/cdn/heygen-avatar.js',
    ];
    const missing = promised.filter((path) => !existsSync(`${project}${path}`));
    assert.deepEqual(missing, []);
  });

  it("resolves every entry for TypeScript's old module resolution as for the new one", () => {
    const old = { ...manifest.typesVersions['*'], '.': [manifest.types] };
    const wanted = Object.entries(manifest.exports).flatMap(([entry, target]) =>
      typeof target === 'string' ? [] : [[entry.replace('./', ''), [target['types']]]],
    );
    assert.deepEqual(old, Object.fromEntries(wanted));
    assert.equal(manifest.main, (manifest.exports['.'] as Record<string, string>)['default']);
  });

  it('has a folder for every entry, for tools that do not read its exports', () => {
    for (const [entry, target] of Object.entries(manifest.exports)) {
      // Typings are for TypeScript, which reads typesVersions.
      if (typeof target === 'string' || entry === '.' || entry.startsWith('./types/')) continue;
      const path = `${project}${entry}/package.json`;
      const { main, types } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Manifest>;
      assert.deepEqual({ main, types }, { main: `.${target['default']}`, types: `.${target['types']}` });
    }
  });

  it('counts as side effects what defines the elements, and not the client', () => {
    assert.ok(manifest.sideEffects.includes('./dist/index.js'));
    assert.ok(manifest.sideEffects.includes('./dist/define.js'));
    assert.ok(!manifest.sideEffects.includes('./dist/client.js'));
  });

  it('publishes the build, the manifest, the guides and their examples, nothing else', async () => {
    const published = await publishedFiles();
    const unexpected = published.filter(
      (path) =>
        !/^dist\/|^demo\/(pages|token-endpoint)\/|^custom-elements\.json$|^(\w+\/)?package\.json$|^(README|LICENSE|CHANGELOG|CONTRIBUTING)/.test(
          path,
        ),
    );
    assert.deepEqual(unexpected, []);
    assert.ok(published.includes('dist/cdn/heygen-avatar.js'));
  });

  it('publishes no map whose sources are not there, and no file that names a map that is not', async () => {
    const published = await publishedFiles();
    const maps = published.filter((path) => path.endsWith('.map'));
    assert.ok(maps.length > 0);
    for (const path of maps) {
      const { sources, sourcesContent } = JSON.parse(readFileSync(project + path, 'utf8')) as {
        sources: string[];
        sourcesContent?: (string | null)[];
      };
      const without = sources.filter((_, index) => typeof sourcesContent?.[index] !== 'string');
      assert.deepEqual(without, [], path);
    }
    for (const path of published.filter((one) => /\.(js|d\.ts)$/.test(one))) {
      const [, map] = /^\/\/# sourceMappingURL=(\S+)\s*$/m.exec(readFileSync(project + path, 'utf8')) ?? [];
      if (map) assert.ok(published.includes(posix.join(posix.dirname(path), map)), `${path} names ${map}`);
    }
  });
});

describe('an import in plain Node', () => {
  for (const { entry } of scripts) {
    it(`of ${entry} does not throw and says nothing`, async () => {
      const code = `const entry = await import(${JSON.stringify(entry)}); console.log(Object.keys(entry).length)`;
      const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        ['--input-type=module', '--eval', code],
        { cwd: project, env: { ...process.env, NODE_OPTIONS: '' } },
      );
      assert.equal(stderr, '');
      assert.equal(Number(stdout) > 0, !entry.includes('/types/'), 'it exports something');
    });
  }
});
