// The server of a socket, in the page: `WebSocket` is replaced by it while a test runs.

export class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  static readonly opened: FakeSocket[] = [];
  static readonly #real = globalThis.WebSocket;

  readonly url: URL;
  readyState = 0;
  closed = false;
  /** What the page sent. */
  readonly sent: string[] = [];
  onmessage: ((event: MessageEvent) => void) | null = null;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onclose: (() => void) | null = null;

  constructor(url: string | URL) {
    super();
    this.url = new URL(url);
    this.addEventListener('message', (event) => this.onmessage?.(event as MessageEvent));
    FakeSocket.opened.push(this);
  }

  static install(): void {
    FakeSocket.opened.length = 0;
    Object.assign(globalThis, { WebSocket: FakeSocket });
  }

  static restore(): void {
    Object.assign(globalThis, { WebSocket: FakeSocket.#real });
  }

  /** The socket opened last. */
  static get last(): FakeSocket {
    const socket = FakeSocket.opened.at(-1);
    if (!socket) throw new Error('No socket was opened.');
    return socket;
  }

  send(text: string): void {
    if (this.readyState !== FakeSocket.OPEN) throw new Error('The socket is not open.');
    this.sent.push(text);
  }

  close(): void {
    this.readyState = 2;
    this.closed = true;
  }

  /** The server takes the connection. */
  accept(): void {
    this.readyState = FakeSocket.OPEN;
    this.onopen?.();
  }

  /** The server or the network begins to close it: nothing can be sent any more, and nobody was told so yet. */
  closing(): void {
    this.readyState = 2;
  }

  /** Something is wrong with it. */
  fail(): void {
    this.onerror?.();
  }

  /** The connection is lost, or was never had. */
  lose(): void {
    this.readyState = 3;
    this.onclose?.();
  }

  /** A message from the server. */
  receive(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}
