/**
 * The chat WebSocket (protocol.md, "Chat socket"). It reports when the user speaks or is silent. The avatar
 * works without it, so it never fails a start or ends a session. It reconnects by itself.
 */

import type { StartAvatarOptions } from '../../api/requests.js';
import { ReconnectingWebSocket } from '../reconnecting-websocket.js';
import type { ServiceEvent } from '../service.js';
import { parseMessage } from './messages.js';

export function chatSocket(url: string, emit: (event: ServiceEvent) => void): ReconnectingWebSocket {
  let warned = false;
  return new ReconnectingWebSocket(url, {
    onMessage(data) {
      const event = parseMessage(data);
      if (event) emit(event);
    },
    onLost() {
      if (warned) return;
      warned = true;
      const message = 'The chat socket is lost. Until it is back, user_start and user_stop do not come.';
      emit({ type: 'warning', warning: { code: 'chat_socket_lost', message } });
    },
  });
}

/** The socket's address: scheme, port and path prefix of `basePath` are kept, and the token is escaped. */
export function chatSocketUrl(
  basePath: string,
  sessionId: string,
  token: string,
  request: StartAvatarOptions,
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
