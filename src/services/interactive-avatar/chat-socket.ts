/**
 * The chat WebSocket (protocol.md A.6). It tells when the user speaks or is silent; the avatar works without it, so
 * nothing about it ever fails a start or ends a session. One that is lost comes back by itself.
 */

import type { StartAvatarRequest } from '../../api/requests.js';
import type { ServiceEvent } from '../service.js';
import { parseMessage } from './messages.js';

/** Waits before it is opened again, in milliseconds; the last one is kept to. */
const waits = [500, 1000, 2000, 4000, 8000, 15_000];

export class ChatSocket {
  readonly #emit: (event: ServiceEvent) => void;
  #url: string;
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #losses = 0;
  #warned = false;

  constructor(url: string, emit: (event: ServiceEvent) => void) {
    this.#url = url;
    this.#emit = emit;
  }

  open(): void {
    let socket: WebSocket;
    try {
      socket = new WebSocket(this.#url);
    } catch {
      // A Content-Security-Policy can make the constructor throw, and would do so again.
      return this.#warn();
    }
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      // Not when it opens: one that is taken and dropped at once is no better than one that is refused.
      this.#losses = 0;
      const event = parseMessage(data);
      if (event) this.#emit({ type: 'conversation', event });
    };
    socket.onclose = () => this.#onLost();
  }

  /** Goes on at another address, if it is another. */
  move(url: string): void {
    if (url === this.#url) return;
    this.#url = url;
    const wanted = this.#socket !== undefined || this.#timer !== undefined;
    this.close();
    if (wanted) this.open();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #onLost(): void {
    this.#socket = undefined;
    this.#warn();
    const wait = waits[Math.min(this.#losses, waits.length - 1)];
    this.#losses += 1;
    this.#timer = setTimeout(() => this.open(), wait);
  }

  #warn(): void {
    if (this.#warned) return;
    this.#warned = true;
    const message = 'The chat socket is lost: until it is back nobody tells when the user speaks.';
    this.#emit({ type: 'warning', warning: { code: 'chat_socket_lost', message } });
  }
}

/** The socket's address: scheme, port and path prefix of `basePath` are kept, and the token is escaped. */
export function chatSocketUrl(
  basePath: string,
  sessionId: string,
  token: string,
  request: StartAvatarRequest,
): string {
  const url = new URL(`${basePath}/v1/ws/streaming.chat`);
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  url.search = new URLSearchParams({
    session_id: sessionId,
    session_token: token,
    arch_version: 'v2',
    silence_response: String(request.useSilencePrompt === true),
    push_to_talk: String(request.enablePushToTalk === true),
    ...(request.language ? { stt_language: request.language } : {}),
  }).toString();
  return url.href;
}
