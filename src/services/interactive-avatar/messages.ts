/**
 * What the avatar and the chat socket say, parsed (protocol.md A.6, A.7): `unknown` in, an event of a closed
 * list or nothing out. Either way of naming the type is read on either channel (protocol.md C 8).
 */

import type { ConversationEvent } from '../../api/events.js';
import { isRecord } from '../http.js';

/** No message of the service comes near this; a longer one is not worth parsing. */
const longestMessage = 65_536;

const decoder = new TextDecoder();

export function parseMessage(raw: unknown): ConversationEvent | undefined {
  const text = raw instanceof Uint8Array && raw.byteLength <= longestMessage ? decoder.decode(raw) : raw;
  if (typeof text !== 'string' || text.length > longestMessage) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isRecord(json) ? toEvent(json) : undefined;
}

function toEvent(json: Record<string, unknown>): ConversationEvent | undefined {
  const type = json.type ?? json.event_type;
  const task_id = json.task_id ?? '';
  const { message, duration_ms, silence_times, count_down } = json;
  if (typeof task_id !== 'string') return undefined;
  switch (type) {
    case 'avatar_start_talking':
    case 'user_end_message':
      return { type, task_id };
    case 'avatar_end_message':
      return typeof message === 'string' ? { type, task_id, message } : { type, task_id };
    case 'avatar_stop_talking':
      return isAmount(duration_ms) ? { type, task_id, duration_ms } : { type, task_id };
    case 'avatar_talking_message':
    case 'user_talking_message':
      return typeof message === 'string' ? { type, task_id, message } : undefined;
    case 'user_start':
    case 'user_stop':
      return { type };
    case 'user_silence':
      return isAmount(silence_times) && isAmount(count_down)
        ? { type, silence_times, count_down }
        : undefined;
    default:
      return undefined;
  }
}

/** A number that can be a time or a count. */
export function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
