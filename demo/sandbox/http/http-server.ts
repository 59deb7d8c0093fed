/**
 * Owns HTTP as such: cross-origin rules, bodies and their limits, finding the handler, writing its answer, and
 * noticing a client that hung up before it. What is answered is the routes' matter.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { Refusal, type Answer } from './answer.js';

export interface Exchange {
  headers: IncomingHttpHeaders;
  query: URLSearchParams;
  /** The JSON object that was sent; empty when nothing was. */
  body: Readonly<Record<string, unknown>>;
  /** How the caller reaches this server, `http://host:port`. */
  origin: string;
  /** Aborts when the client closes the connection before the answer is written. */
  hungUp: AbortSignal;
}

export type Handler = (exchange: Exchange) => Promise<Answer> | Answer;

/** Says for a handshake whether it is served, and by what. */
export type SocketHandler = (request: IncomingMessage) => ((socket: WebSocket) => void) | Refusal;

export interface HttpServer {
  url: string;
  close(): Promise<void>;
}

const BODY_LIMIT = 256 * 1024;
const FRAME_LIMIT = 256 * 1024;
const PREFLIGHT_AGE_S = 600;

export async function listen(
  address: { host: string; port: number },
  routes: Record<string, Handler>,
  sockets: Record<string, SocketHandler>,
): Promise<HttpServer> {
  const server = createServer((request, response) => {
    void serve(request, response, routes);
  });
  const webSockets = new WebSocketServer({ noServer: true, maxPayload: FRAME_LIMIT });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const path = new URL(request.url ?? '/', 'http://sandbox').pathname;
    const handled = sockets[path]?.(request) ?? notFound(path);
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
  routes: Record<string, Handler>,
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
  let answer: Answer;
  try {
    const handler = routes[`${request.method} ${url.pathname}`];
    if (!handler) throw notFound(`${request.method} ${url.pathname}`);
    const body = await readBody(request);
    answer = await handler({
      headers: request.headers,
      query: url.searchParams,
      body,
      origin,
      hungUp: hungUp.signal,
    });
  } catch (error) {
    answer =
      error instanceof Refusal ? error.answer : { status: 500, body: { code: 500, message: String(error) } };
  }
  write(response, answer);
}

/** Any page may call: the sandbox is on this machine and guards nothing. Also pages from outside it. */
function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
  response.setHeader('Vary', 'Origin');
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  response.setHeader('Access-Control-Expose-Headers', 'Retry-After');
  if (request.method !== 'OPTIONS') return;
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, DELETE, OPTIONS');
  response.setHeader(
    'Access-Control-Allow-Headers',
    'authorization, content-type, x-api-key, x-sandbox-trouble',
  );
  response.setHeader('Access-Control-Allow-Private-Network', 'true');
  response.setHeader('Access-Control-Max-Age', String(PREFLIGHT_AGE_S));
}

const notFound = (what: string): Refusal =>
  new Refusal(404, { code: 404, message: `${what} is not served here` });

/** The code that HeyGen's services have for a bad parameter (protocol.md A.4). */
const badBody = (status: number, message: string): Refusal => new Refusal(status, { code: 400175, message });

async function readBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // What exceeds the limit is still read, or the client would see a reset instead of the answer.
    if (size <= BODY_LIMIT) chunks.push(chunk);
  }
  if (size > BODY_LIMIT) throw badBody(413, `the body is larger than ${BODY_LIMIT} bytes`);
  const json = Buffer.concat(chunks).toString('utf8');
  if (json.trim() === '') return {};
  let body: unknown;
  try {
    body = JSON.parse(json);
  } catch {
    throw badBody(400, 'the body is not JSON');
  }
  if (body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body)) {
    throw badBody(400, 'the body is not a JSON object');
  }
  return body as Record<string, unknown>;
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
