// `heygen-avatar/react` as it is published: a module for a server that renders with React, and for its client.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

const project = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(`${project}dist/${path}`, 'utf8');

describe('heygen-avatar/react', () => {
  it("begins with 'use client', before everything else", () => {
    assert.match(read('react.js'), /^["']use client["'];/);
  });

  it('imports nothing but react and what the package depends on', () => {
    for (const file of ['react.js', 'react.d.ts', 'lit-react/create-component.js']) {
      const imported = [...read(file).matchAll(/from\s*["']([^."'][^"']*)["']/g)].map(
        ([, name = '']) => name,
      );
      assert.deepEqual(
        imported.filter((name) => !/^(react|lit)$/.test(name)),
        [],
        file,
      );
    }
  });

  it('defines the tag in a bundle that uses it, and keeps its other code for later', async () => {
    const result = (await build({
      configFile: false,
      root: project,
      logLevel: 'silent',
      plugins: [
        {
          name: 'page',
          resolveId: (id) => (id === 'page' ? id : undefined),
          load: (id) =>
            id === 'page'
              ? `import { HeygenAvatar } from '${project}dist/react.js'; globalThis.page = HeygenAvatar;`
              : undefined,
        },
      ],
      build: { write: false, minify: false, rolldownOptions: { input: 'page' } },
    })) as Rolldown.RolldownOutput;
    const entry = result.output.find((output) => output.type === 'chunk' && output.isEntry);
    assert.ok(entry?.type === 'chunk');
    assert.match(entry.code, /\.define\(\s*["'`]heygen-avatar["'`]/);
    assert.doesNotMatch(entry.code, /HeygenAvatarTextInputElement = class/);
  });
});
