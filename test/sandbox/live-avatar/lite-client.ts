/** Owns the client's end of LITE's socket: what it is told, and the sound that it sends. */
import { WebSocket } from 'ws';
import { Changes } from '../changes.js';

export interface LiteMessage {
  type: string;
  event_id?: string;
  source_event_id?: string | null;
  state?: string;
  task?: { id: string };
  error?: { type: string; message: string; event_id: string | null };
  previous_state?: string;
  new_state?: string;
}

export const LITE_RATE = 24_000;

export class LiteClient {
  readonly told: LiteMessage[] = [];
  /** What was no JSON object. */
  garbage = 0;
  closed: number | undefined;
  failure: string | undefined;
  readonly #socket: WebSocket;
  readonly #changes = new Changes();

  constructor(url: string) {
    this.#socket = new WebSocket(url);
    this.#socket.on('message', (data: Buffer, isBinary) => {
      this.#keep(isBinary ? '' : data.toString());
      this.#changes.happened();
    });
    this.#socket.on('close', (code) => {
      this.closed = code;
      this.#changes.happened();
    });
    this.#socket.on('error', ({ message }) => {
      this.failure = message;
      this.#changes.happened();
    });
    this.#socket.on('open', () => this.#changes.happened());
  }

  /** Its address was right; whether commands are heeded is another matter. */
  opened(): Promise<boolean> {
    return this.until('an open socket', () => this.#socket.readyState === WebSocket.OPEN);
  }

  async connected(): Promise<this> {
    await this.until('connected', () => this.told.some(({ state }) => state === 'connected'));
    return this;
  }

  until<T>(what: string, look: () => T | undefined | false, deadlineMs?: number): Promise<T> {
    return this.#changes.until(what, look, deadlineMs);
  }

  untilTold(type: string, id?: string): Promise<LiteMessage> {
    return this.until(type, () =>
      this.told.find((message) => message.type === type && (id === undefined || message.event_id === id)),
    );
  }

  types(): string[] {
    return this.told.map(({ type }) => type);
  }

  send(type: string, more: object = {}): void {
    this.#socket.send(JSON.stringify({ type, ...more }));
  }

  sendText(text: string): void {
    this.#socket.send(text);
  }

  /** One utterance; cut as LA018 cuts it, in the base64 text: 300 ms, then 750 ms each. */
  speak(samples: Int16Array, id: string): void {
    this.beginToSpeak(samples, id);
    this.send('agent.speak_end', { event_id: id });
  }

  ping(): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.once('pong', () => resolve());
      this.#socket.ping();
    });
  }

  /** Without a closing handshake. */
  drop(): void {
    this.#socket.terminate();
  }

  close(): void {
    this.#socket.close();
  }

  /** An utterance without its end. */
  beginToSpeak(samples: Int16Array, id: string): void {
    const text = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString('base64');
    for (let at = 0, length = 19_200; at < text.length; at += length, length = 48_000) {
      this.send('agent.speak', { event_id: id, audio: text.slice(at, at + length) });
    }
  }

  #keep(text: string): void {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      // Some troubles send what is no JSON.
    }
    if (typeof message !== 'object' || message === null) this.garbage++;
    else this.told.push(message as LiteMessage);
  }
}
