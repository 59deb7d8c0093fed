/** What was said, turn by turn: a pure reduce of the conversation's events. */

import type { ConversationEvent } from '../api/events.js';
import type { TranscriptTurn } from '../api/transcript.js';

export type TranscriptEvent = ConversationEvent | { readonly type: 'interrupted' };

/** The turns after `event`; the same array where nothing changes. `now` is in milliseconds since 1970. */
export function reduceTranscript(
  turns: readonly TranscriptTurn[],
  event: TranscriptEvent,
  now: number,
): readonly TranscriptTurn[] {
  switch (event.type) {
    case 'avatar_talking_message':
      return append(turns, 'avatar', event.task_id, event.message, now);
    case 'user_talking_message':
      return append(turns, 'user', event.task_id, event.message, now);
    case 'avatar_end_message':
    case 'avatar_stop_talking':
      return close(turns, 'avatar', event.task_id);
    case 'user_end_message':
      return close(turns, 'user', event.task_id);
    case 'user_start':
    case 'interrupted':
      return turns.some(isOpenOf('avatar'))
        ? turns.map((turn) => (isOpenOf('avatar')(turn) ? cut(turn) : turn))
        : turns;
    default:
      return turns;
  }
}

const isOpenOf =
  (role: TranscriptTurn['role'], id?: string) =>
  (turn: TranscriptTurn): boolean =>
    turn.role === role && !turn.final && (id === undefined || turn.id === id);

function cut(turn: TranscriptTurn): TranscriptTurn {
  return { ...turn, final: true, interrupted: true };
}

function append(
  turns: readonly TranscriptTurn[],
  role: TranscriptTurn['role'],
  id: string,
  text: string,
  now: number,
): readonly TranscriptTurn[] {
  const known = turns.findIndex((turn) => turn.role === role && turn.id === id);
  const turn = turns[known];
  // What comes after an interruption was not said.
  if (turn?.final) return turns;
  if (turn) return turns.with(known, { ...turn, text: turn.text + text });
  return [...turns, { id, role, text, final: false, interrupted: false, startedAt: now }];
}

function close(
  turns: readonly TranscriptTurn[],
  role: TranscriptTurn['role'],
  id: string,
): readonly TranscriptTurn[] {
  const open = turns.findIndex(isOpenOf(role, id));
  const turn = turns[open];
  return turn ? turns.with(open, { ...turn, final: true }) : turns;
}
