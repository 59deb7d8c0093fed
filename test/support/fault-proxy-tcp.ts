// One TCP port of the fault proxy: HTTP and WebSockets, with what the server says rewritten on its way.
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { DelayLine, type Fault, type FaultLink } from './fault-proxy-delay.js';

const compressionOffer = /^Sec-WebSocket-Extensions:.*\r\n/im;

/** Each side ends when the other has, not before. */
const socketOptions = { noDelay: true, allowHalfOpen: true } as const;

interface Pair {
  readonly sockets: readonly [Socket, Socket];
  readonly lines: readonly [DelayLine, DelayLine];
}

export class TcpLink implements FaultLink {
  seen = 0;
  readonly port: number;
  readonly #server: Server;
  readonly #target: URL;
  readonly #rewrite: (text: string) => string;
  readonly #pairs = new Set<Pair>();
  #fault: Fault = { mode: 'pass' };

  /** `rewrite` gets what the server sends, a character for each byte. */
  static async start(target: string, rewrite: (text: string) => string): Promise<TcpLink> {
    const server = createServer(socketOptions);
    await listen(server, 0);
    return new TcpLink(server, new URL(target), rewrite);
  }

  private constructor(server: Server, target: URL, rewrite: (text: string) => string) {
    this.#server = server;
    this.#target = target;
    this.#rewrite = rewrite;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (socket) => this.#accept(socket));
  }

  async set(fault: Fault): Promise<void> {
    this.#fault = fault;
    if (fault.mode === 'reset' || fault.mode === 'refuse') {
      for (const { sockets } of this.#pairs) for (const socket of sockets) socket.resetAndDestroy();
    } else {
      for (const { lines } of this.#pairs) for (const line of lines) line.set(fault);
    }
    if (fault.mode === 'refuse' && this.#server.listening) await closed(this.#server);
    if (fault.mode !== 'refuse' && !this.#server.listening) await listen(this.#server, this.port);
  }

  async close(): Promise<void> {
    await this.set({ mode: 'refuse' });
  }

  #accept(client: Socket): void {
    const fault = this.#fault;
    if (fault.mode === 'reset' || fault.mode === 'refuse') {
      client.resetAndDestroy();
      return;
    }
    const { hostname: host, port } = this.#target;
    const server = connect({ host, port: Number(port), ...socketOptions });
    let heads = true;
    const lines = [
      this.#join(client, server, (text) => {
        // Frames of a WebSocket follow its head, and only a head may be changed in length.
        if (!heads) return text;
        const changed = text.replace(compressionOffer, '');
        heads = changed === text;
        return changed;
      }),
      this.#join(server, client, this.#rewrite),
    ] as const;
    const pair: Pair = { sockets: [client, server], lines };
    this.#pairs.add(pair);
    for (const line of lines) line.set(fault);
    for (const socket of pair.sockets) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        if (pair.sockets.every(({ closed }) => closed)) this.#pairs.delete(pair);
      });
    }
  }

  #join(from: Socket, to: Socket, rewrite: (text: string) => string): DelayLine {
    const line = new DelayLine();
    from.on('data', (chunk: Buffer) => {
      const bytes = Buffer.from(rewrite(chunk.toString('latin1')), 'latin1');
      line.push(() => {
        this.seen += bytes.length;
        to.write(bytes);
      });
    });
    from.on('end', () => line.push(() => to.end()));
    from.on('error', () => line.push(() => to.resetAndDestroy()));
    // What is gone can neither send nor get anything more.
    from.on('close', () => line.push(() => to.destroySoon()));
    return line;
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
