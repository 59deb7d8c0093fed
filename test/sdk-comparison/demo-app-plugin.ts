// Builds the demo app twice, once with HeyGen's SDK 2.1.0 from npm and once with `heygen-avatar/client` in its place,
// and serves both to the browser tests. The import's specifier is the only thing that differs.
import { fileURLToPath } from 'node:url';
import type { TestRunnerPlugin } from '@web/test-runner';
import type { Rolldown } from 'vite';

const inPlaceOfSdk: Readonly<Record<string, Record<string, string>>> = {
  official: {},
  ours: { '@heygen/streaming-avatar': fileURLToPath(new URL('../../src/client.ts', import.meta.url)) },
};

export function demoAppPlugin(): TestRunnerPlugin {
  const apps = new Map<string, Promise<ReadonlyMap<string, string>>>();

  function filesOf(name: string): Promise<ReadonlyMap<string, string>> {
    const files = apps.get(name) ?? build(inPlaceOfSdk[name] ?? {});
    apps.set(name, files);
    return files;
  }

  return {
    name: 'demo-app',
    async serve({ path }) {
      const [, name = '', file = ''] = /^\/demo-app\/(\w+)\/(.*)$/.exec(path) ?? [];
      if (!Object.hasOwn(inPlaceOfSdk, name)) return undefined;
      const body = (await filesOf(name)).get(file || 'index.html');
      return body === undefined ? undefined : { body, type: file ? 'js' : 'html' };
    },
    // Nothing of it is a module of the test's page, whose imports are resolved for it.
    resolveImport: ({ context }) => (context.path.startsWith('/demo-app/') ? false : undefined) as undefined,
  };
}

async function build(alias: Record<string, string>): Promise<ReadonlyMap<string, string>> {
  // Only where it is needed: it takes a moment to load.
  const vite = await import('vite');
  const result = (await vite.build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    base: './',
    resolve: { alias },
    build: {
      write: false,
      target: 'es2022',
      // The names of the errors' classes are compared.
      minify: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 5000,
      rolldownOptions: { input: fileURLToPath(new URL('demo-app/main.tsx', import.meta.url)) },
    },
  })) as Rolldown.RolldownOutput;
  const chunks = result.output.filter((output) => output.type === 'chunk');
  const entry = chunks.find(({ isEntry }) => isEntry)?.fileName;
  const page = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>An avatar</title><link rel="icon" href="data:," /></head>
  <body><script type="module" src="${entry}"></script></body>
</html>`;
  return new Map([['index.html', page], ...chunks.map(({ fileName, code }) => [fileName, code] as const)]);
}
