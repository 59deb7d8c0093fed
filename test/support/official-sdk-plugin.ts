// Owns how the browser tests get HeyGen's own SDK, unmodified: bundled with the dependencies it pins, since one of
// them (protobufjs) is CommonJS, which no browser loads. Nothing of ours is in it.
import { fileURLToPath } from 'node:url';
import type { TestRunnerPlugin } from '@web/test-runner';
import type { Rolldown } from 'vite';

const packageName = '@heygen/streaming-avatar';
const servedPath = '/official-sdk-bundle.js';

/** What an application's bundler takes, by the package's `module` field; its `main` is CommonJS named `.js`. */
const entry = fileURLToPath(new URL('index.esm.js', import.meta.resolve(packageName)));

/** What its livekit-client writes to the console, by the context that it adds; ours keeps LiveKit quiet. */
export function isLiveKitLog([, context]: readonly unknown[]): boolean {
  return typeof context === 'object' && context !== null && 'room' in context && 'pID' in context;
}

export function officialSdkPlugin(): TestRunnerPlugin {
  let bundle: Promise<string> | undefined;
  return {
    name: 'official-sdk',
    resolveImport: ({ source }) => (source === packageName ? servedPath : undefined),
    async serve({ path }) {
      if (path !== servedPath) return undefined;
      return { body: await (bundle ??= bundleOfficialSdk()), type: 'js' };
    },
  };
}

async function bundleOfficialSdk(): Promise<string> {
  // Only where it is needed: it takes a moment to load.
  const { build } = await import('vite');
  const outputs = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: { write: false, minify: false, lib: { entry, formats: ['es'] }, reportCompressedSize: false },
  });
  const [{ output }] = outputs as [Rolldown.RolldownOutput];
  return output[0].code;
}
