/** Owns the messages of LITE's socket as they are read: JSON text, told apart by `type`. */
import { isFields } from '../http/fields.js';

export type LiteCommand =
  | { type: 'agent.speak'; id: string | null; audio: Buffer }
  | {
      type:
        | 'agent.speak_end'
        | 'agent.interrupt'
        | 'agent.start_listening'
        | 'agent.stop_listening'
        | 'session.keep_alive'
        /** Sent by some before they speak; it says what the sound is, which is always the same. */
        | 'start';
      id: string | null;
    };

export interface LiteError {
  why: string;
  id: string | null;
}

const LARGEST_MESSAGE = 1024 * 1024;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

export function readLiteMessage(payload: string): LiteCommand | LiteError {
  if (payload.length > LARGEST_MESSAGE) return { why: 'the message is larger than 1 MB', id: null };
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return { why: 'the message is not JSON', id: null };
  }
  if (!isFields(value)) return { why: 'the message is not an object', id: null };
  const { type, event_id: eventId, audio } = value;
  const id = typeof eventId === 'string' ? eventId : null;
  switch (type) {
    case 'agent.speak':
      if (typeof audio !== 'string' || audio === '' || !BASE64.test(audio)) {
        return { why: 'audio is not base64', id };
      }
      return { type, id, audio: Buffer.from(audio, 'base64') };
    case 'agent.speak_end':
    case 'agent.interrupt':
    case 'agent.start_listening':
    case 'agent.stop_listening':
    case 'session.keep_alive':
    case 'start':
      return { type, id };
    default:
      return { why: `unknown type ${String(type).slice(0, 64)}`, id };
  }
}
