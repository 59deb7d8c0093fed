/** A WebSocket that reconnects by itself until it is closed. */

/** Waits before each attempt to reconnect, in milliseconds. The last one repeats. */
const waits = [500, 1000, 2000, 4000, 8000, 15_000];

export interface SocketHooks {
  onMessage(data: unknown): void;
  /** Called when the connection is lost or could not be opened. It is tried again unless it is forbidden. */
  onLost(): void;
}

export class ReconnectingWebSocket {
  readonly #hooks: SocketHooks;
  #url: string;
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #losses = 0;

  constructor(url: string, hooks: SocketHooks) {
    this.#url = url;
    this.#hooks = hooks;
  }

  open(): void {
    let socket: WebSocket;
    try {
      socket = new WebSocket(this.#url);
    } catch {
      // A Content-Security-Policy can make the constructor throw, and always would.
      return this.#hooks.onLost();
    }
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      // Not reset on open: a server that accepts and then drops the connection should not be hammered.
      this.#losses = 0;
      this.#hooks.onMessage(data);
    };
    // If a Content-Security-Policy forbids it, Chromium fires error and no close.
    socket.onerror = socket.onclose = () => this.#onLost(socket);
  }

  /** Reconnects at another address, if it differs. */
  move(url: string): void {
    if (url === this.#url) return;
    this.#url = url;
    const wanted = this.#socket !== undefined || this.#timer !== undefined;
    this.close();
    if (wanted) this.open();
  }

  /** Returns false if the socket is not open. */
  send(text: string): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(text);
    return true;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    socket.onmessage = socket.onerror = socket.onclose = null;
    socket.close();
  }

  #onLost(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    const wait = waits[Math.min(this.#losses, waits.length - 1)];
    this.#losses += 1;
    this.#timer = setTimeout(() => this.open(), wait);
    this.#hooks.onLost();
  }
}
