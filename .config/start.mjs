// `npm start`: brings what is missing, starts the sandbox and the demo's dev server, and ends both on Ctrl-C.
import { existsSync } from 'node:fs';
import { bringPackages } from './packages.mjs';
import { projectRoot } from './run.mjs';

const defaultPort = 5173;
const noSandbox = `not running, for the reason above. The page uses the simulated service instead: an avatar
           drawn and spoken in the browser, without a server, an account or the network. Once there is a
           LiveKit server, \`npm start\` has the sandbox again, and with it HeyGen's two services.`;
/** For the pages that use the built files, as on any file server. */
const builtFiles = '/dist/cdn/';
const entry = 'dist/cdn/heygen-avatar.js';
const rootPath = new URL('..', import.meta.url).pathname;

try {
  await bringPackages();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

/** @type {(() => Promise<void>)[]} */
const running = [];
let ending = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end());

const sandboxUrl = await startSandboxOrSayWhyNot();
const pageUrl = await startPage(sandboxUrl);
console.log(
  `\n  demo     ${pageUrl}\n  sandbox  ${sandboxUrl || noSandbox}\n\n  Ctrl-C ends ${sandboxUrl ? 'both' : 'it'}.`,
);

async function startSandboxOrSayWhyNot() {
  const { tsImport } = await import('tsx/esm/api');
  /** @type {typeof import('./sandbox-process.js')} */
  const { startSandbox } = await tsImport('./sandbox-process.ts', import.meta.url);
  const aborted = new AbortController();
  running.push(async () => aborted.abort());
  try {
    const sandbox = await startSandbox({
      onLine: (line) => console.log(`[sandbox] ${line}`),
      signal: aborted.signal,
    });
    running.push(() => sandbox.stop());
    return sandbox.url;
  } catch (error) {
    if (!ending) console.error(error instanceof Error ? error.message : error);
    return '';
  }
}

/** @param {string} sandbox */
async function startPage(sandbox) {
  process.env.VITE_SANDBOX_URL = sandbox;
  const { createServer } = await import('vite');
  const server = await createServer({
    configFile: false,
    root: `${projectRoot}/demo`,
    cacheDir: `${projectRoot}/.cache/vite`,
    clearScreen: false,
    logLevel: 'warn',
    server: {
      host: '127.0.0.1',
      port: Number(process.env.PORT ?? defaultPort),
      fs: { allow: [projectRoot] },
    },
    plugins: [
      {
        name: 'built-files',
        configureServer({ middlewares }) {
          middlewares.use((request, _response, next) => {
            if (request.url?.startsWith(builtFiles))
              request.url = `/@fs${rootPath}${builtOrSource(request.url)}`;
            next();
          });
        },
      },
    ],
    // Known beforehand, or the page would reload in the middle of the first session.
    optimizeDeps: { entries: ['*.html', '../src/*.ts'] },
  });
  running.push(() => server.close());
  await server.listen();
  return server.resolvedUrls?.local[0] ?? '';
}

/**
 * The file of the build; before a build its entry is the source, so that the pages work on a bare clone.
 * @param {string} url
 */
function builtOrSource(url) {
  const path = url.slice(1);
  const isEntry = path.split('?')[0] === entry;
  return isEntry && !existsSync(`${projectRoot}/${entry}`) ? 'src/index.ts' : path;
}

async function end() {
  if (ending) return;
  ending = true;
  await Promise.allSettled(running.toReversed().map((stop) => stop()));
  process.exit(0);
}
