// What a page has to load: ours before a start and for a live session, and HeyGen's SDK bundled the same way.
// Minified for production and compressed by brotli, as a server sends it.
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build, type InlineConfig, type Rolldown } from 'vite';

export interface Loaded {
  /** Bytes that are there before anyone presses start. */
  readonly beforeStart: number;
  /** Bytes in all for a live session. */
  readonly live: number;
}

export interface Sizes {
  /** The script for a page without a bundler: elements, Lit, client, livekit-client. */
  readonly element: Loaded;
  /** `heygen-avatar/client` alone, which takes the place of the SDK. */
  readonly client: Loaded;
  readonly official: Loaded;
}

const project = new URL('../../', import.meta.url);

export async function measureSizes(): Promise<Sizes> {
  return {
    element: await loadedBy({
      configFile: fileURLToPath(new URL('vite.config.ts', project)),
      mode: 'cdn',
      build: { write: false },
    }),
    client: await loadedBy(bundleOf('src/client.ts')),
    official: await loadedBy(bundleOf('node_modules/@heygen/streaming-avatar/lib/index.esm.js')),
  };
}

function bundleOf(path: string): InlineConfig {
  return {
    configFile: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2022',
      reportCompressedSize: false,
      chunkSizeWarningLimit: 1000,
      lib: { entry: fileURLToPath(new URL(path, project)), formats: ['es'] },
      rolldownOptions: { output: { minify: true } },
    },
  };
}

async function loadedBy(config: InlineConfig): Promise<Loaded> {
  const outputs = await build({
    root: fileURLToPath(project),
    publicDir: false,
    logLevel: 'error',
    ...config,
  });
  const [{ output }] = outputs as [Rolldown.RolldownOutput];
  const chunks = output.filter((file) => file.type === 'chunk');
  const atOnce = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
  // A set's iteration goes on into what is added on the way.
  for (const name of atOnce) {
    for (const next of chunks.find(({ fileName }) => fileName === name)?.imports ?? []) atOnce.add(next);
  }
  const size = (files: typeof chunks): number =>
    files.reduce((sum, { code }) => sum + brotliCompressSync(code).length, 0);
  return { beforeStart: size(chunks.filter(({ fileName }) => atOnce.has(fileName))), live: size(chunks) };
}
