// What a page has to load: ours before a start and for a live session of either service, and HeyGen's SDKs bundled the
// same way. Minified for production and compressed by brotli, as a server sends it.
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build, type InlineConfig, type Rolldown } from 'vite';
import type { Service } from './pages/bench-page.js';

export interface Loaded {
  /** Bytes that are there before anyone presses start. */
  readonly beforeStart: number;
  /** Bytes in all for a live session. */
  readonly live: Readonly<Record<Service, number>>;
}

export interface Sizes {
  /** The script for a page without a bundler: elements, Lit, client, livekit-client. */
  readonly element: Loaded;
  /** `heygen-avatar/client` alone, which takes the place of the SDK. */
  readonly client: Loaded;
  /** Each service's own SDK, all of it at once. */
  readonly official: Readonly<Record<Service, number>>;
}

interface Chunk {
  readonly name: string;
  readonly file: string;
  readonly imports: string[];
  readonly isEntry: boolean;
  readonly isImportedLater: boolean;
  readonly size: number;
}

/** JavaScript, which the tests' own type check does not read. */
const { loadedBeforeStart, loadedBySession } = (await import(
  new URL('../../.config/chunks.mjs', import.meta.url).href
)) as {
  loadedBeforeStart: (chunks: readonly Chunk[]) => Set<Chunk>;
  loadedBySession: (chunks: readonly Chunk[], service: Service) => Set<Chunk>;
};

const project = new URL('../../', import.meta.url);

export async function measureSizes(): Promise<Sizes> {
  return {
    element: await loadedBy({
      configFile: fileURLToPath(new URL('vite.config.ts', project)),
      mode: 'cdn',
      build: { write: false },
    }),
    client: await loadedBy(bundleOf('src/client.ts')),
    official: {
      'interactive-avatar': await wholeOf('node_modules/@heygen/streaming-avatar/lib/index.esm.js'),
      liveavatar: await wholeOf('node_modules/@heygen/liveavatar-web-sdk/lib/index.esm.js'),
    },
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
  const chunks = await chunksOf(config);
  return {
    beforeStart: total(loadedBeforeStart(chunks)),
    live: {
      'interactive-avatar': total(loadedBySession(chunks, 'interactive-avatar')),
      liveavatar: total(loadedBySession(chunks, 'liveavatar')),
    },
  };
}

async function wholeOf(path: string): Promise<number> {
  return total(await chunksOf(bundleOf(path)));
}

async function chunksOf(config: InlineConfig): Promise<Chunk[]> {
  const outputs = await build({
    root: fileURLToPath(project),
    publicDir: false,
    logLevel: 'error',
    ...config,
  });
  const [{ output }] = outputs as [Rolldown.RolldownOutput];
  const chunks = output.filter((file) => file.type === 'chunk');
  const later = new Set(chunks.flatMap(({ dynamicImports }) => dynamicImports));
  return chunks.map(({ name, fileName, imports, isEntry, code }) => ({
    name,
    file: fileName,
    imports,
    isEntry,
    isImportedLater: later.has(fileName),
    size: brotliCompressSync(code).length,
  }));
}

function total(chunks: Iterable<Chunk>): number {
  return [...chunks].reduce((sum, { size }) => sum + size, 0);
}
