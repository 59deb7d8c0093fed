/**
 * Owns HTTP as such: cross-origin rules, bodies and their limits, finding the handler, writing its answer, and
 * noticing a client that hung up before it. What is answered is the routes' matter.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { Refusal, type Answer } from './answer.js';
import { BadRequest } from './bad-request.js';
import { isFields, type Fields } from './fields.js';

export interface Exchange {
  headers: IncomingHttpHeaders;
  query: URLSearchParams;
  /** What stands in the path where the route has `:id`; empty in a route without. */
  id: string;
  /** The JSON object that was sent; empty when nothing was. */
  body: Fields;
  /** How the caller reaches this server, `http://host:port`. */
  origin: string;
  /** Aborts when the client closes the connection before the answer is written. */
  hungUp: AbortSignal;
}

export type Handler = (exchange: Exchange) => Promise<Answer> | Answer;

/** What one service serves, by `METHOD /path`; one part of the path may be `:id`. */
export interface Routes {
  handlers: Record<string, Handler>;
  /** A bad request in the service's own words. */
  refuse(error: BadRequest): Answer;
}

/** Says for a handshake whether it is served, and by what; `id` as in an exchange. */
export type SocketHandler = (request: IncomingMessage, id: string) => ((socket: WebSocket) => void) | Refusal;

export interface HttpServer {
  url: string;
  close(): Promise<void>;
}

const BODY_LIMIT = 256 * 1024;
/** Twice what LiveAvatar allows for one message, so that it can be told what was wrong. */
const FRAME_LIMIT = 2 * 1024 * 1024;
const PREFLIGHT_AGE_S = 600;

export async function listen(
  address: { host: string; port: number },
  services: readonly Routes[],
  sockets: Record<string, SocketHandler>,
): Promise<HttpServer> {
  const server = createServer((request, response) => {
    void serve(request, response, services);
  });
  const webSockets = new WebSocketServer({ noServer: true, maxPayload: FRAME_LIMIT });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const path = new URL(request.url ?? '/', 'http://sandbox').pathname;
    const found = find(sockets, path);
    const handled = found?.entry(request, found.id) ?? notFound(path);
    if (handled instanceof Refusal) {
      refuseHandshake(socket, handled);
      return;
    }
    webSockets.handleUpgrade(request, socket, head, handled);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address.host.includes(':') ? `[${address.host}]` : address.host}:${port}`,
    async close() {
      for (const socket of webSockets.clients) socket.terminate();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  services: readonly Routes[],
): Promise<void> {
  const hungUp = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) hungUp.abort();
  });
  // A client that goes away mid-answer is no event of ours.
  response.on('error', () => {});
  allowOrigin(request, response);
  if (request.method === 'OPTIONS') {
    response.writeHead(204).end();
    return;
  }
  const origin = `http://${request.headers.host ?? 'localhost'}`;
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const wanted = `${request.method} ${url.pathname}`;
  const service = services.find(({ handlers }) => find(handlers, wanted));
  let answer: Answer;
  try {
    const found = service && find(service.handlers, wanted);
    if (!found) throw notFound(wanted);
    const body = await readBody(request);
    answer = await found.entry({
      headers: request.headers,
      query: url.searchParams,
      id: found.id,
      body,
      origin,
      hungUp: hungUp.signal,
    });
  } catch (error) {
    if (error instanceof Refusal) answer = error.answer;
    else if (service && error instanceof BadRequest) answer = service.refuse(error);
    else answer = { status: 500, body: { code: 500, message: String(error) } };
  }
  write(response, answer);
}

/** By the whole path, else by one whose `:id` stands for some part of it. */
function find<T>(table: Record<string, T>, path: string): { entry: T; id: string } | undefined {
  const exact = table[path];
  if (exact !== undefined) return { entry: exact, id: '' };
  const parts = path.split('/');
  for (const [pattern, entry] of Object.entries(table)) {
    const wanted = pattern.split('/');
    const at = wanted.indexOf(':id');
    if (at < 0 || wanted.length !== parts.length) continue;
    if (wanted.every((part, index) => index === at || part === parts[index])) {
      return { entry, id: parts[at] ?? '' };
    }
  }
  return undefined;
}

/** Any page may call: the sandbox is on this machine and guards nothing. Also pages from outside it. */
function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
  response.setHeader('Vary', 'Origin');
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  response.setHeader('Access-Control-Expose-Headers', 'Retry-After, X-RateLimit-Reset');
  if (request.method !== 'OPTIONS') return;
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, PATCH, DELETE, OPTIONS');
  response.setHeader(
    'Access-Control-Allow-Headers',
    'authorization, content-type, x-api-key, x-sandbox-trouble',
  );
  response.setHeader('Access-Control-Allow-Private-Network', 'true');
  response.setHeader('Access-Control-Max-Age', String(PREFLIGHT_AGE_S));
}

const notFound = (what: string): Refusal =>
  new Refusal(404, { code: 404, message: `${what} is not served here` });

async function readBody(request: IncomingMessage): Promise<Fields> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // What exceeds the limit is still read, or the client would see a reset instead of the answer.
    if (size <= BODY_LIMIT) chunks.push(chunk);
  }
  if (size > BODY_LIMIT) throw new BadRequest(undefined, `the body is larger than ${BODY_LIMIT} bytes`, 413);
  const json = Buffer.concat(chunks).toString('utf8');
  if (json.trim() === '') return {};
  let body: unknown;
  try {
    body = JSON.parse(json);
  } catch {
    throw new BadRequest(undefined, 'the body is not JSON');
  }
  if (body === null) return {};
  if (!isFields(body)) throw new BadRequest(undefined, 'the body is not a JSON object');
  return body;
}

function write(response: ServerResponse, { status, body, headers }: Answer): void {
  if (response.destroyed) return;
  const bytes = Buffer.isBuffer(body)
    ? body
    : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  response
    .writeHead(status, {
      'Content-Type': typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json',
      'Content-Length': bytes.length,
      'Cache-Control': 'no-store',
      ...headers,
    })
    .end(bytes);
}

function refuseHandshake(socket: Duplex, refusal: Refusal): void {
  const body = JSON.stringify(refusal.answer.body);
  socket.end(
    `HTTP/1.1 ${refusal.answer.status} Refused\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
