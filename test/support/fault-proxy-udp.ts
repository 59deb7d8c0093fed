// The UDP port of the fault proxy: a socket of its own towards LiveKit for each of the page's.
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { DelayLine, type Fault, type FaultLink } from './fault-proxy-delay.js';

const host = '127.0.0.1';
/** A key frame must fit in. */
const bufferBytes = 1 << 20;

interface Route {
  readonly upstream: Socket;
  readonly there: DelayLine;
  readonly back: DelayLine;
}

export class UdpLink implements FaultLink {
  seen = 0;
  readonly port: number;
  /** LiveKit's port, known once its candidates have come by. */
  target = 0;
  readonly #socket: Socket;
  /** By the page's address and port: it may use any of the machine's addresses. */
  readonly #routes = new Map<string, Route>();
  #fault: Fault = { mode: 'pass' };

  static async start(): Promise<UdpLink> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: bufferBytes });
    socket.bind(0, host);
    await once(socket, 'listening');
    return new UdpLink(socket);
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.port = socket.address().port;
    socket.on('message', (bytes, page) => {
      if (this.#lost || this.target === 0) return;
      const { upstream, there } = this.#route(page);
      there.push(() => this.#send(upstream, bytes, { address: host, port: this.target }));
    });
    socket.on('error', () => undefined);
  }

  async set(fault: Fault): Promise<void> {
    this.#fault = fault;
    for (const { there, back } of this.#routes.values()) {
      for (const line of [there, back]) {
        if (this.#lost) line.drop();
        else line.set(fault);
      }
    }
  }

  async close(): Promise<void> {
    const routes = [...this.#routes.values()];
    for (const line of routes.flatMap(({ there, back }) => [there, back])) line.drop();
    await Promise.all(
      [this.#socket, ...routes.map(({ upstream }) => upstream)].map(
        (socket) => new Promise<void>((resolve) => void socket.close(resolve)),
      ),
    );
  }

  get #lost(): boolean {
    return this.#fault.mode !== 'pass' && this.#fault.mode !== 'delay';
  }

  #route(page: RemoteInfo): Route {
    const key = `${page.address} ${page.port}`;
    const known = this.#routes.get(key);
    if (known) return known;
    const upstream = createSocket({ type: 'udp4', recvBufferSize: bufferBytes });
    const route: Route = { upstream, there: new DelayLine(), back: new DelayLine() };
    for (const line of [route.there, route.back]) line.set(this.#fault);
    upstream.on('message', (bytes) => {
      if (!this.#lost) route.back.push(() => this.#send(this.#socket, bytes, page));
    });
    // A page that is gone answers with "port unreachable".
    upstream.on('error', () => undefined);
    this.#routes.set(key, route);
    return route;
  }

  #send(socket: Socket, bytes: Uint8Array, { address, port }: Pick<RemoteInfo, 'address' | 'port'>): void {
    this.seen += bytes.length;
    socket.send(bytes, port, address, () => undefined);
  }
}
