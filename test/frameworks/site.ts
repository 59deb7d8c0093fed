// A built app on a server as a user would have one: the app itself, a token endpoint, and a proxy of the avatar service
// under /liveavatar. So the apps know nothing of tests.
import { spawn, type ChildProcess } from 'node:child_process';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { App, Serving } from './apps.js';
import { folderOf } from './builds.js';

type Answering = (incoming: IncomingMessage, response: ServerResponse) => void;

export interface Site {
  readonly url: string;
  /** The sessions that this site's tokens have opened. */
  books(): Promise<Books>;
  close(): Promise<void>;
}

export interface Books {
  readonly open: number;
  readonly sessions: readonly { status: string; ended_by: string | null }[];
}

const endWithUs = new URL('../../.config/end-with-parent.mjs', import.meta.url).href;
const startDeadline = 60_000;
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

let sites = 0;

export async function openSite(app: App, sandboxUrl: string): Promise<Site> {
  sites += 1;
  const label = `${app.folder}-${process.pid}-${sites}`;
  const own = await serve(app);
  const server = createServer((incoming, response) => {
    const { url = '/' } = incoming;
    if (url === '/avatar-token') {
      forward(incoming, response, new URL(`/sandbox/token?service=liveavatar&label=${label}`, sandboxUrl));
    } else if (url.startsWith('/liveavatar/')) {
      forward(incoming, response, new URL(url.slice('/liveavatar'.length), sandboxUrl));
    } else {
      own.answer(incoming, response);
    }
  });
  return {
    url: `http://127.0.0.1:${await listen(server)}`,
    books: async () =>
      (await fetch(new URL(`/sandbox/sessions?label=${label}`, sandboxUrl))).json() as Promise<Books>,
    async close() {
      server.close();
      server.closeAllConnections();
      await own.close();
    },
  };
}

async function serve(app: App): Promise<{ answer: Answering; close: () => Promise<void> }> {
  const { serving } = app;
  if ('folder' in serving) {
    return {
      answer: fileServer(join(folderOf(app), serving.folder), serving.fallback),
      close: async () => {},
    };
  }
  const { url, close } = await ownServer(app, serving);
  return {
    answer: (incoming, response) => forward(incoming, response, new URL(incoming.url ?? '/', url)),
    close,
  };
}

/** Serves files, `page.html` for `/page` too. */
function fileServer(folder: string, fallback?: string): Answering {
  return ({ url = '/' }, response) => {
    const path = normalize(decodeURIComponent(new URL(url, 'http://site').pathname));
    const candidates = [path, `${path}.html`, join(path, 'index.html'), ...(fallback ? [fallback] : [])];
    const file = candidates
      .map((name) => join(folder, name))
      .find((name) => existsSync(name) && statSync(name).isFile());
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  };
}

async function ownServer(
  app: App,
  { server, args = [], ready }: Extract<Serving, { server: string }>,
): Promise<{ url: string; close: () => Promise<void> }> {
  const folder = folderOf(app);
  const port = await freePort();
  const child = spawn(
    frameworksNode(),
    ['--import', endWithUs, createRequire(folder).resolve(server), ...args],
    {
      cwd: folder,
      env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '', HOST: '127.0.0.1', PORT: `${port}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const gone = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  const close = async (): Promise<void> => {
    child.kill('SIGTERM');
    await gone;
  };
  try {
    await untilItSays(child, ready);
  } catch (error) {
    await close();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, close };
}

/** The Node that the apps' tools run on too: npm puts it first on the PATH of their scripts. */
function frameworksNode(): string {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = fileURLToPath(new URL(`../../demo/frameworks/node_modules/node/bin/${name}`, import.meta.url));
  return existsSync(own) ? own : process.execPath;
}

function untilItSays(child: ChildProcess, ready: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string): void => reject(new Error(`The app's own server ${why}. It said:\n${said}`));
    const deadline = setTimeout(() => fail('was not ready in time'), startDeadline);
    const hear = (text: string): void => {
      said += text;
      if (!ready.test(said)) return;
      clearTimeout(deadline);
      resolve();
    };
    for (const output of [child.stdout, child.stderr]) output?.setEncoding('utf8').on('data', hear);
    child.once('close', () => {
      clearTimeout(deadline);
      fail('ended');
    });
  });
}

/** Passes a request on. One that the page has sent with its last breath arrives all the same. */
function forward(incoming: IncomingMessage, response: ServerResponse, url: URL): void {
  const { method = 'GET', headers } = incoming;
  const outgoing = request(url, { method, headers: { ...headers, host: url.host } }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  outgoing.on('error', () => response.headersSent || response.writeHead(502).end());
  incoming.pipe(outgoing);
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
