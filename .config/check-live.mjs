// `HEYGEN_API_KEY=… npm run check:live`: the behaviour suite against LiveAvatar itself, in its free sandbox mode, and
// at the end what differed from our own sandbox. The key stays in this process: pages get their tokens from it as from
// a site's own server, by `createTokenHandler()`.
//   LIVEAVATAR_BASE_PATH    another address than https://api.liveavatar.com, such as the one that `npm run sandbox` prints
//   LIVEAVATAR_CONTEXT_ID   a context of that account, which answers; default: the one of HeyGen's own demo
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { tsImport } from 'tsx/esm/api';
import { projectRoot, runTool } from './run.mjs';

/** @typedef {{ name: string, message: string | undefined }} Outcome `message` where it failed */

const { HEYGEN_API_KEY: apiKey = '', LIVEAVATAR_CONTEXT_ID } = process.env;
const basePath = process.env.LIVEAVATAR_BASE_PATH || 'https://api.liveavatar.com';
const knowledgeId = LIVEAVATAR_CONTEXT_ID || '5b9dba8a-aa31-11f0-a6ee-066a7fa2e369';
const resultsFile = join(projectRoot, '.cache/check-live.json');

if (apiKey.trim() === '') {
  console.error(
    'HEYGEN_API_KEY is missing: an API key of LiveAvatar, from app.liveavatar.com/developers. Keys of HeyGen itself do not work there.',
  );
  process.exit(2);
}

/** @type {typeof import('../src/server.js')} */
const { createTokenHandler, listSessions } = await tsImport('../src/server.ts', import.meta.url);
/** @type {typeof import('../test/behaviour/live-service.js')} */
const { notToBeHad } = await tsImport('../test/behaviour/live-service.ts', import.meta.url);

const pagePort = await freePort();
const tokens = createTokenHandler({
  apiKey,
  basePath,
  allowedOrigins: [`http://localhost:${pagePort}`],
  request: { knowledgeId, liveAvatar: { sandbox: true } },
  rateLimit: false,
  onError: ({ code, message, serverMessage = '' }) => console.error(`[token] ${code}: ${serverMessage || message}`),
});
/** @type {Set<string>} */
const minted = new Set();

const server = createServer((incoming, outgoing) => {
  answer(incoming).then(
    async (response) => outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text()),
    () => outgoing.writeHead(500).end(),
  );
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));

rmSync(resultsFile, { force: true });
const code = await runTool('@web/test-runner', ['--config', '.config/check-live.wtr.mjs'], {
  command: 'wtr',
  env: {
    HEYGEN_API_KEY: undefined,
    TEST_FILES: 'test/behaviour/',
    CHECK_LIVE: JSON.stringify({
      port: pagePort,
      resultsFile,
      service: { basePath, tokenUrl: `http://127.0.0.1:${portOf(server)}/token` },
    }),
  },
});
server.close();
server.closeAllConnections();
process.exitCode = report(code);

/** @param {import('node:http').IncomingMessage} incoming */
async function answer({ method = 'GET', url, headers, ...incoming }) {
  void incoming;
  return new Response(null, { status: 404 });
}

/** @param {import('node:http').Server} server */
function portOf(server) {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
