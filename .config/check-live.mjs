// `HEYGEN_API_KEY=… npm run check:live`: the behaviour suite against LiveAvatar itself, in its free sandbox mode, and
// at the end what differed from our own sandbox. The key stays in this process: pages get their tokens from it as from
// a site's own server, by `createTokenHandler()`.
//   LIVEAVATAR_BASE_PATH    another address than https://api.liveavatar.com, such as the one that `npm run sandbox` prints
//   LIVEAVATAR_CONTEXT_ID   a context of that account, which answers; default: the one of HeyGen's own demo
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { bringPackages } from './packages.mjs';
import { projectRoot, runTool } from './run.mjs';

/** @typedef {{ name: string, message: string | undefined }} Outcome `message` where it failed */

const { HEYGEN_API_KEY: apiKey = '', LIVEAVATAR_CONTEXT_ID } = process.env;
// No program that is started from here is to have it.
delete process.env.HEYGEN_API_KEY;
const basePath = process.env.LIVEAVATAR_BASE_PATH || 'https://api.liveavatar.com';
const knowledgeId = LIVEAVATAR_CONTEXT_ID || '5b9dba8a-aa31-11f0-a6ee-066a7fa2e369';
const resultsFile = join(projectRoot, '.cache/check-live.json');

if (apiKey.trim() === '') {
  console.error(
    'HEYGEN_API_KEY is missing: an API key of LiveAvatar, from app.liveavatar.com/developers. Keys of HeyGen itself do not work there.',
  );
  process.exit(2);
}

await bringPackages();
const { tsImport } = await import('tsx/esm/api');
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
  onError: ({ code, message, serverMessage = '' }) =>
    console.error(`[token] ${code}: ${serverMessage || message}`),
});
/** @type {Set<string>} */
const minted = new Set();

const server = createServer((request, response) => {
  answer(request).then(
    async (answered) => {
      response.writeHead(answered.status, Object.fromEntries(answered.headers));
      response.end(await answered.text());
    },
    () => response.writeHead(502).end(),
  );
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));

mkdirSync(dirname(resultsFile), { recursive: true });
rmSync(resultsFile, { force: true });
await runTool('@web/test-runner', ['--config', '.config/check-live.wtr.mjs'], {
  command: 'wtr',
  env: {
    TEST_STEP: 'end-to-end',
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
process.exitCode = report();

/**
 * What a site's own server does, and beside it how many of the sessions that came of it are still open.
 * @param {import('node:http').IncomingMessage} request
 */
async function answer(request) {
  const { method = 'GET', url, headers } = request;
  if (url === '/open') {
    const sessions = await listSessions({ apiKey, basePath });
    const open = sessions.filter(({ sessionId }) => minted.has(sessionId)).length;
    return Response.json({ open }, { headers: { 'Access-Control-Allow-Origin': '*' } });
  }
  let body = '';
  for await (const piece of request.setEncoding('utf8')) body += piece;
  const response = await tokens(
    new Request('http://localhost/token', {
      method,
      headers: Object.entries(headers).map(([name, value]) => [name, String(value)]),
      body: method === 'POST' ? body : null,
    }),
  );
  if (method === 'POST' && response.ok) minted.add((await response.clone().json()).sessionId);
  return response;
}

/** Says what differed; the exit code. */
function report() {
  if (!existsSync(resultsFile)) {
    console.error('The tests did not come to an end.');
    return 1;
  }
  /** @type {Outcome[]} */
  const outcomes = JSON.parse(readFileSync(resultsFile, 'utf8'));
  const failed = outcomes.filter(({ message }) => message !== undefined);
  const impossible = failed.filter(({ message }) => message?.includes(notToBeHad));
  const differed = failed.filter((outcome) => !impossible.includes(outcome));
  console.log(
    `\nLiveAvatar at ${basePath}: ${outcomes.length - failed.length} behaviours are as in our sandbox.`,
  );
  for (const [title, list] of /** @type {const} */ ([
    ['differed', differed],
    ['could not be tried', impossible],
  ])) {
    console.log(`${list.length} ${title}${list.length > 0 ? ':' : '.'}`);
    for (const { name, message } of list) console.log(`  ${name}\n    ${message}`);
  }
  return differed.length > 0 || outcomes.length === 0 ? 1 : 0;
}

/** @param {import('node:net').Server} listening */
function portOf(listening) {
  const address = listening.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Known beforehand, for the token handler names the origins that may ask. */
async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', () => resolve(undefined)));
  const port = portOf(probe);
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
