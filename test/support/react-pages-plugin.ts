// Builds the React app of test/elements/react with React 18 and 19: a program that renders it on a server, and one that
// the page of a browser test imports. Both hold their own React, Lit and heygen-avatar.
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestRunnerPlugin } from '@web/test-runner';
import type { Rolldown } from 'vite';

const project = fileURLToPath(new URL('../../', import.meta.url));

interface Pages {
  readonly browser: Promise<ReadonlyMap<string, string>>;
  readonly rendered: Promise<string>;
}

/** Serves `/react-18/` and `/react-19/`: `browser.js` with its chunks, and `rendered.json`. */
export function reactPagesPlugin(): TestRunnerPlugin {
  const pages = new Map<string, Pages>();

  return {
    name: 'react-pages',
    async serve({ path }) {
      const [, version = '', file = ''] = /^\/react-(18|19)\/(.*)$/.exec(path) ?? [];
      if (!version) return undefined;
      const { browser, rendered } = pages.get(version) ?? {
        browser: build(version, 'browser'),
        rendered: render(version),
      };
      pages.set(version, { browser, rendered });
      if (file === 'rendered.json') return { body: await rendered, type: 'json' };
      const body = (await browser).get(file);
      return body === undefined ? undefined : { body, type: 'js' };
    },
    // Nothing of it is a module of the test's page, whose imports are resolved for it.
    resolveImport: ({ context }) => (/^\/react-1[89]\//.test(context.path) ? false : undefined) as undefined,
  };
}

async function build(version: string, name: 'browser' | 'server'): Promise<ReadonlyMap<string, string>> {
  // Only where it is needed: it takes a moment to load.
  const vite = await import('vite');
  const names = version === '18' ? { react: 'react-18', 'react-dom': 'react-dom-18' } : {};
  const entry = `${project}test/elements/react/${name}.ts`;
  const result = (await vite.build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    base: './',
    // React's development build, which is the one that warns.
    mode: 'development',
    define: { 'process.env.NODE_ENV': '"development"' },
    resolve: {
      alias: Object.entries(names).map(([find, replacement]) => ({
        find: new RegExp(`^${find}(?=/|$)`),
        replacement,
      })),
    },
    ssr: { noExternal: true },
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 5000,
      ...(name === 'server' ? { ssr: entry } : {}),
      rolldownOptions: {
        input: entry,
        preserveEntrySignatures: 'strict',
        checks: { moduleLevelDirective: false },
        output: { entryFileNames: '[name].js' },
      },
    },
  })) as Rolldown.RolldownOutput;
  return new Map(
    result.output
      .filter((output) => output.type === 'chunk')
      .map(({ fileName, code }) => [fileName, code] as const),
  );
}

async function render(version: string): Promise<string> {
  const folder = `${project}.cache/react-${version}/`;
  for (const [file, code] of await build(version, 'server')) {
    await mkdir(dirname(folder + file), { recursive: true });
    await writeFile(folder + file, code);
  }
  // In a process of its own: React takes hold of the console, which is the test runner's here.
  const { stdout } = await promisify(execFile)(process.execPath, [`${folder}server.js`]);
  return stdout;
}
