/**
 * Parses what the avatar and the chat socket send (protocol.md, "Messages"): `unknown` in, an event or nothing out.
 * Both names of the type are read on both channels.
 */

import type { ConversationEvent, EventData } from '../../api/events.js';
import { isRecord, parseJson } from '../../api/unknown.js';
import { canBePassedOn } from '../other-events.js';
import type { ServiceEvent } from '../service.js';

/** In characters or bytes. No real message comes near this; longer ones are not parsed. */
const longestMessage = 65_536;

const decoder = new TextDecoder();

export function parseMessage(raw: unknown): ServiceEvent | undefined {
  const text = raw instanceof Uint8Array && raw.byteLength <= longestMessage ? decoder.decode(raw) : raw;
  if (typeof text !== 'string' || text.length > longestMessage) return undefined;
  const json = parseJson(text);
  if (!isRecord(json)) return undefined;
  const event = toEvent(json);
  if (event) return { type: 'conversation', event };
  const name = json.type ?? json.event_type;
  return canBePassedOn(name) ? { type: 'other', name, detail: json } : undefined;
}

/** Keeps every field, except known ones that have the wrong type. */
function toEvent(json: Record<string, unknown>): ConversationEvent | undefined {
  const type = json.type ?? json.event_type;
  const { task_id = '', message, duration_ms, silence_times, count_down, ...rest } = json;
  if (typeof task_id !== 'string' && task_id !== null) return undefined;
  const turn: EventData = { ...rest, task_id: typeof task_id === 'string' ? task_id : '' };
  const withMessage: EventData = typeof message === 'string' ? { ...turn, message } : turn;
  switch (type) {
    case 'avatar_start_talking':
    case 'avatar_end_message':
    case 'user_end_message':
      return { ...withMessage, type };
    case 'avatar_stop_talking':
      return isAmount(duration_ms) ? { ...withMessage, type, duration_ms } : { ...withMessage, type };
    case 'avatar_talking_message':
    case 'user_talking_message':
      return typeof message === 'string' ? { ...turn, type, message } : undefined;
    case 'user_start':
    case 'user_stop': {
      const { task_id: id, ...untold } = withMessage;
      return id ? { ...withMessage, type } : { ...untold, type };
    }
    case 'user_silence':
      return isAmount(silence_times) && isAmount(count_down)
        ? { ...rest, type, silence_times, count_down }
        : undefined;
    default:
      return undefined;
  }
}

/** A number that can be a time or a count. */
export function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
