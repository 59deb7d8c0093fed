/**
 * Owns the chat WebSocket `/v1/ws/streaming.chat` (protocol.md A.6): binary pipecat frames in, JSON out. It is
 * accepted before streaming.start, after it, or never opened at all.
 */
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { InteractiveAvatar } from './interactive-avatar.js';
import type { Refusal } from '../http/answer.js';
import { sessionNotFound, unauthorized, wrongState } from './answers.js';
import { readPipecatFrame } from './pipecat-frames.js';
import type { Session } from './session.js';

export const CHAT_PATH = '/v1/ws/streaming.chat';
const NORMAL_CLOSURE = 1000;

/** The session that a handshake is for, or why it is refused. */
export function admitToChat(service: InteractiveAvatar, request: IncomingMessage): Session | Refusal {
  const query = new URL(request.url ?? '/', 'http://sandbox').searchParams;
  const token = service.tokens.find(query.get('session_token') ?? '');
  const session = service.books.find(query.get('session_id') ?? '');
  if (!session) return token ? sessionNotFound() : unauthorized();
  // A session opened with an API key has no token; knowing its id is enough.
  if (session.token !== token) return unauthorized();
  if (session.ended.aborted) return wrongState('closed');
  if (token?.trouble?.chatRefused) {
    session.record.chat = 'refused';
    return unauthorized();
  }
  return session;
}

export function serveChat(socket: WebSocket, session: Session): void {
  const { record } = session;
  record.chat = 'open';
  const end = (): void => socket.close(NORMAL_CLOSURE);
  session.ended.addEventListener('abort', end, { once: true });
  socket.on('message', (data, isBinary) => {
    if (!isBinary || !Buffer.isBuffer(data)) return;
    const frame = readPipecatFrame(data);
    switch (frame?.type) {
      case 'text':
        record.chat_text_frames++;
        session.talk(frame.text);
        break;
      case 'audio':
        // Counted only: the SDK also sends zeros while muted, so frames alone are no activity.
        record.chat_audio_frames++;
        break;
      default:
        break;
    }
  });
  socket.on('close', () => {
    session.ended.removeEventListener('abort', end);
    record.chat = 'closed';
  });
  socket.on('error', () => socket.terminate());
}
