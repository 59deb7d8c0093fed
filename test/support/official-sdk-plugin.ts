// Owns how the browser tests get HeyGen's own SDKs, unmodified: each bundled with the dependencies it pins, since some
// of them (protobufjs, events) are CommonJS, which no browser loads. Nothing of ours is in it.
import { fileURLToPath } from 'node:url';
import type { TestRunnerPlugin } from '@web/test-runner';
import type { Rolldown } from 'vite';

/** By its package, what an application's bundler takes. */
const entries = new Map([
  // By the package's `module` field; its `main` is CommonJS named `.js`.
  ['@heygen/streaming-avatar', new URL('index.esm.js', import.meta.resolve('@heygen/streaming-avatar'))],
  ['@heygen/liveavatar-web-sdk', new URL(import.meta.resolve('@heygen/liveavatar-web-sdk'))],
]);

const servedPath = (packageName: string): string => `/official-sdk-bundle/${packageName}.js`;

/** What its livekit-client writes to the console, by the context that it adds; ours keeps LiveKit quiet. */
export function isLiveKitLog([, context]: readonly unknown[]): boolean {
  return typeof context === 'object' && context !== null && 'room' in context && 'pID' in context;
}

export function officialSdkPlugin(): TestRunnerPlugin {
  const bundles = new Map<string, Promise<string>>();

  function bundled(packageName: string, entry: URL): Promise<string> {
    const bundle = bundles.get(packageName) ?? bundleOf(entry);
    bundles.set(packageName, bundle);
    return bundle;
  }

  return {
    name: 'official-sdk',
    resolveImport: ({ source }) => (entries.has(source) ? servedPath(source) : undefined),
    async serve({ path }) {
      for (const [packageName, entry] of entries) {
        if (path === servedPath(packageName)) return { body: await bundled(packageName, entry), type: 'js' };
      }
      return undefined;
    },
  };
}

async function bundleOf(entry: URL): Promise<string> {
  // Only where it is needed: it takes a moment to load.
  const { build } = await import('vite');
  const outputs = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      lib: { entry: fileURLToPath(entry), formats: ['es'] },
      reportCompressedSize: false,
    },
  });
  const [{ output }] = outputs as [Rolldown.RolldownOutput];
  return output[0].code;
}
