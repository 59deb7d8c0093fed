/** Owns a stand-in for HeyGen's API that answers what a test tells it to, and keeps what it was sent. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SentCall {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** LiveAvatar's answer to a mint. */
export const minted = {
  code: 1000,
  data: { session_id: '0b8b2a3c-7a51-4f6b-9a3e-0c3f5d1e2f4a', session_token: 'head.body.sign' },
  message: 'Success',
};

export class Upstream {
  readonly calls: SentCall[] = [];
  url = '';
  /** What it does with a call; by default it mints. */
  answer: (response: ServerResponse, call: SentCall) => void = json(200, minted);
  readonly #server = createServer((request, response) => {
    // A connection that is kept could just be closing when the next call takes it.
    response.setHeader('Connection', 'close');
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => (text += part));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const call = { method, url, headers, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
      this.calls.push(call);
      this.answer(response, call);
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** As it was in the beginning, for the next test. */
  reset(): void {
    this.calls.length = 0;
    this.answer = json(200, minted);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}) {
  return (response: ServerResponse): void => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

export function page(status: number): (response: ServerResponse) => void {
  return (response) =>
    void response.writeHead(status, { 'Content-Type': 'text/html' }).end('<h1>Welcome</h1>');
}
