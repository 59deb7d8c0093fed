/**
 * Owns the chat WebSocket `/v1/ws/streaming.chat`: binary pipecat frames in, JSON out. It is
 * accepted before streaming.start, after it, again after it was lost, or never opened at all.
 */
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { InteractiveAvatar } from './interactive-avatar.js';
import type { Refusal } from '../http/answer.js';
import { HEARD_RATE } from '../hearing/voice-detector.js';
import { sessionNotFound, unauthorized, wrongState } from './answers.js';
import type { ChatLine, ChatWishes } from './chat-line.js';
import { readPipecatFrame } from './pipecat-frames.js';
import type { Session } from './session.js';

export const CHAT_PATH = '/v1/ws/streaming.chat';
const NORMAL_CLOSURE = 1000;

/** The session that a handshake is for, or why it is refused. */
export function admitToChat(service: InteractiveAvatar, request: IncomingMessage): Session | Refusal {
  const query = queryOf(request);
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

export function readWishes(request: IncomingMessage): ChatWishes {
  const query = queryOf(request);
  // Old SDKs can send the literal `undefined`: anything but `true` is false.
  const flag = (name: string): boolean | undefined =>
    query.has(name) ? query.get(name) === 'true' : undefined;
  return {
    silenceResponse: flag('silence_response'),
    pushToTalk: flag('push_to_talk'),
    openingText: query.get('opening_text') ?? undefined,
    sttLanguage: query.get('stt_language') ?? undefined,
  };
}

export function serveChat(socket: WebSocket, session: Session, wishes: ChatWishes): void {
  const { record } = session;
  const line: ChatLine = {
    wishes,
    send: (message) => socket.send(message),
    backlog: () => socket.bufferedAmount,
    drop: () => socket.terminate(),
  };
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
        record.chat_audio_frames++;
        if (frame.sampleRate === HEARD_RATE && frame.numChannels === 1)
          session.hearSocket(samplesOf(frame.audio));
        break;
      default:
        break;
    }
  });
  socket.on('close', () => {
    session.ended.removeEventListener('abort', end);
    session.chatClosed(line);
  });
  socket.on('error', () => socket.terminate());
  session.chatOpened(line);
}

function queryOf(request: IncomingMessage): URLSearchParams {
  return new URL(request.url ?? '/', 'http://sandbox').searchParams;
}

/** s16le, copied: the bytes lie in the frame at any offset, also an odd one. */
function samplesOf(bytes: Uint8Array): Int16Array {
  return new Int16Array(new Uint8Array(bytes).buffer, 0, Math.floor(bytes.length / 2));
}
