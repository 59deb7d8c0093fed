// The chat server in the page: `WebSocket` is replaced by it while a test runs.

export class FakeSocket extends EventTarget {
  static readonly opened: FakeSocket[] = [];
  static readonly #real = globalThis.WebSocket;

  readonly url: URL;
  closed = false;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onopen: (() => void) | null = null;
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

  close(): void {
    this.closed = true;
  }

  /** The server takes the connection. */
  accept(): void {
    this.onopen?.();
  }

  /** The connection is lost, or was never had. */
  lose(): void {
    this.onclose?.();
  }

  /** A message from the server. */
  receive(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}
