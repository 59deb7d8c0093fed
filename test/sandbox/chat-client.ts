/** Owns the user's end of the chat WebSocket: what it is told, and when, and the official SDK's audio frames. */
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { Changes } from './changes.js';
import type { Opened } from './sandbox-calls.js';

export interface ChatMessage {
  at: number;
  event_type: string;
  silence_times?: number;
  count_down?: number;
}

const FRAME_SAMPLES = 512;
const FRAME_MS = 32;

export class ChatClient {
  readonly told: ChatMessage[] = [];
  /** What was no JSON object. */
  garbage = 0;
  closed: number | undefined;
  readonly #socket: WebSocket;
  readonly #changes = new Changes();

  constructor(url: string, { session_id, token }: Opened, query: Record<string, string> = {}) {
    const search = new URLSearchParams({ session_id, session_token: token, ...query });
    this.#socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/ws/streaming.chat?${search}`);
    this.#socket.on('open', () => this.#changes.happened());
    this.#socket.on('message', (data: Buffer, isBinary) => {
      this.#keep(isBinary ? '' : data.toString());
      this.#changes.happened();
    });
    this.#socket.on('close', (code) => {
      this.closed = code;
      this.#changes.happened();
    });
    this.#socket.on('error', () => {});
  }

  async opened(): Promise<this> {
    await this.until('the chat socket', () => this.#socket.readyState === WebSocket.OPEN);
    return this;
  }

  /** As SDK 2.1.0: 512 samples each 32 ms. In real time, as a microphone records them: the service counts in them. */
  async play(samples: Int16Array): Promise<void> {
    const startedAt = performance.now();
    for (let at = 0, count = 1; at + FRAME_SAMPLES <= samples.length; at += FRAME_SAMPLES, count++) {
      const pcm = samples.subarray(at, at + FRAME_SAMPLES);
      const bytes = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
      this.#socket.send(
        Buffer.concat([Buffer.from('1288081a8008', 'hex'), bytes, Buffer.from('20807d2801', 'hex')]),
      );
      await delay(Math.max(0, startedAt + count * FRAME_MS - performance.now()));
    }
  }

  types(): string[] {
    return this.told.map(({ event_type }) => event_type);
  }

  until<T>(what: string, look: () => T | undefined | false, deadlineMs = 10_000): Promise<T> {
    return this.#changes.until(what, look, deadlineMs);
  }

  untilTold(type: string, count = 1): Promise<ChatMessage> {
    return this.until(type, () => this.told.filter(({ event_type }) => event_type === type)[count - 1]);
  }

  close(): void {
    this.#socket.close();
  }

  #keep(text: string): void {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      // Some troubles send what is no JSON.
    }
    if (typeof message !== 'object' || message === null) this.garbage++;
    else this.told.push({ ...(message as ChatMessage), at: performance.now() });
  }
}
