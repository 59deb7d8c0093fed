/** Owns the WebSocket of LITE at `ws_url`: who is let in, and what comes and goes over it. */
import type { WebSocket } from 'ws';
import type { Refusal } from '../http/answer.js';
import { sessionNotFound } from './answers.js';
import type { LiveAvatar } from './live-avatar.js';
import type { LiteLine } from './lite-conversation.js';
import type { LiveAvatarSession } from './session.js';

const NORMAL_CLOSURE = 1000;

/** No header and no subprotocol: knowing the address is enough. */
export function admitToLite(service: LiveAvatar, id: string): LiveAvatarSession | Refusal {
  const session = service.books.find(id);
  if (!session || session.ended.aborted || session.request.mode !== 'LITE') return sessionNotFound();
  return session.token.trouble?.socketRefused ? sessionNotFound() : session;
}

export function serveLite(socket: WebSocket, session: LiveAvatarSession): void {
  const line: LiteLine = {
    send: (message) => socket.send(message),
    backlog: () => socket.bufferedAmount,
    close: () => socket.close(NORMAL_CLOSURE),
    drop: () => socket.terminate(),
  };
  socket.on('message', (data, isBinary) => {
    if (!isBinary && Buffer.isBuffer(data)) session.lite?.receive(line, data.toString());
  });
  socket.on('close', () => session.lite?.closed(line));
  socket.on('error', () => socket.terminate());
  session.socketOpened(line);
}
