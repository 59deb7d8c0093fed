/**
 * The chat WebSocket (protocol.md A.6). It tells when the user speaks or is silent; the avatar works without
 * it, so nothing about it ever fails a start.
 */

import type { ConversationEvent } from '../../api/events.js';
import type { StartAvatarRequest } from '../../api/requests.js';
import { parseMessage } from './messages.js';

export class ChatSocket {
  readonly #url: string;
  readonly #onEvent: (event: ConversationEvent) => void;
  #socket: WebSocket | undefined;

  constructor(url: string, onEvent: (event: ConversationEvent) => void) {
    this.#url = url;
    this.#onEvent = onEvent;
  }

  open(): void {
    let socket: WebSocket;
    try {
      socket = new WebSocket(this.#url);
    } catch {
      // A Content-Security-Policy can make the constructor throw.
      return;
    }
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      const event = parseMessage(data);
      if (event) this.#onEvent(event);
    };
  }

  close(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    socket.onmessage = null;
    socket.close();
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
