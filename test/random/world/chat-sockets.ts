/** The chat socket of Interactive Avatar: `WebSocket` is replaced for the services' addresses. */

import { between, chance, weighted } from './chance.js';
import type { VirtualTime } from './virtual-time.js';

export class ChatSockets {
  readonly all: ChatSocket[] = [];
  readonly #seed: number;
  readonly #time: VirtualTime;
  readonly #real = globalThis.WebSocket;

  constructor(seed: number, time: VirtualTime) {
    this.#seed = seed;
    this.#time = time;
  }

  install(): void {
    const make = (url: string | URL): ChatSocket => {
      const random = chance(this.#seed, `socket ${this.all.length}`);
      const fate = weighted(random, { opens: 12, 'is refused': 1, 'never opens': 1, 'is lost soon': 1 });
      const socket = new ChatSocket(new URL(url), this.#time, fate, between(random, 5, 80));
      this.all.push(socket);
      return socket;
    };
    const { real } = { real: this.#real };
    globalThis.WebSocket = new Proxy(real, {
      construct: (target, [url, protocols]: [string, string[]?]) =>
        new URL(url).host.endsWith('.test') ? make(url) : new target(url, protocols),
    });
  }

  restore(): void {
    globalThis.WebSocket = this.#real;
  }

  of(sessionId: string): ChatSocket | undefined {
    return this.all.findLast(
      ({ url, readyState }) => readyState === 1 && url.searchParams.get('session_id') === sessionId,
    );
  }
}

export class ChatSocket extends EventTarget {
  readonly url: URL;
  /** As the platform's: connecting, open, closing, closed. */
  readyState = 0;
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  onclose: ((event: Event) => void) | null = null;
  readonly #time: VirtualTime;

  constructor(url: URL, time: VirtualTime, fate: string, milliseconds: number) {
    super();
    this.url = url;
    this.#time = time;
    if (fate === 'never opens') return;
    this.#later(milliseconds, () => {
      if (this.readyState !== 0) return;
      if (fate === 'is refused') return this.lose();
      this.readyState = 1;
      this.#tell(new Event('open'));
      if (fate === 'is lost soon') this.#later(700, () => this.lose());
    });
  }

  send(): void {
    // Nothing of what the page says here is needed.
  }

  close(): void {
    if (this.readyState >= 2) return;
    this.readyState = 2;
    this.#later(10, () => {
      this.readyState = 3;
      this.#tell(new CloseEvent('close', { code: 1005 }));
    });
  }

  receive(message: object): void {
    this.#later(0, () => {
      if (this.readyState === 1) this.#tell(new MessageEvent('message', { data: JSON.stringify(message) }));
    });
  }

  /** The server closes it, or the network. */
  lose(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.#tell(new Event('error'));
    this.#tell(new CloseEvent('close', { code: 1006 }));
  }

  #tell(event: Event): void {
    this.dispatchEvent(event);
    const handler = { open: this.onopen, message: this.onmessage, error: this.onerror, close: this.onclose };
    (handler[event.type as keyof typeof handler] as ((event: Event) => void) | null)?.(event);
  }

  #later(milliseconds: number, work: () => void): void {
    this.#time.schedule('page', milliseconds, 'chat socket', work);
  }
}
