/** Owns a spoken turn's words on the data channel: one JSON object each, told apart by `type`. */
import type { AvatarEvent } from '../avatar/avatar-messages.js';

/** In the service's usual order; an interrupted turn has no last message, it only stops. */
export function turnMessages(event: AvatarEvent): object[] {
  switch (event.type) {
    case 'turn_started':
      return [{ type: 'avatar_start_talking', task_id: event.turn }];
    case 'turn_fragment':
      return [{ type: 'avatar_talking_message', task_id: event.turn, message: event.text }];
    case 'turn_ended': {
      const stop = {
        type: 'avatar_stop_talking',
        task_id: event.turn,
        duration_ms: Math.round(event.durationMs),
      };
      if (!event.interrupted) return [{ type: 'avatar_end_message', task_id: event.turn }, stop];
      // A turn that was still waiting has not begun, so nothing of it needs an end.
      return event.durationMs > 0 ? [stop] : [];
    }
    default:
      return [];
  }
}

/** What a user's data message asks for: talk text or push to talk. */
export function readUserMessage(
  payload: string,
): { talk: string } | { pushToTalk: 'start' | 'stop' } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return undefined;
  }
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  if (value === 'push_to_talk:start') return { pushToTalk: 'start' };
  if (value === 'push_to_talk:stop') return { pushToTalk: 'stop' };
  return { talk: value };
}
