/** What was said, turn by turn: a pure reduce of the conversation's events. */

import type { ConversationEvent } from '../api/events.js';
import type { TranscriptTurn } from '../api/transcript.js';

export type TranscriptEvent =
  ConversationEvent | { readonly type: 'interrupted' } | { readonly type: 'ended' };

export interface Transcript {
  readonly turns: readonly TranscriptTurn[];
  /** The avatar's turn that can be heard now: its text may be complete already. */
  readonly speaking: string | undefined;
  /** The avatar's turn that was cut short last: what still comes of its text was not said. */
  readonly cut: string | undefined;
}

export const nothingSaid: Transcript = { turns: [], speaking: undefined, cut: undefined };

type Role = TranscriptTurn['role'];

/** The transcript after `event`; with the same `turns` where they are the same. `now` is in milliseconds since 1970. */
export function reduceTranscript(transcript: Transcript, event: TranscriptEvent, now: number): Transcript {
  const { turns, speaking, cut } = transcript;
  switch (event.type) {
    case 'avatar_start_talking':
      return { ...transcript, speaking: event.task_id };
    case 'avatar_stop_talking':
      // No end of the turn: a long answer pauses, and its text may come after its sound (protocol.md C 18).
      return { ...transcript, speaking: undefined };
    case 'avatar_talking_message':
      if (event.task_id === cut) return transcript;
      return { ...transcript, turns: append(turns, 'avatar', event.task_id, event.message, now) };
    case 'user_talking_message':
      return { ...transcript, turns: append(turns, 'user', event.task_id, event.message, now) };
    case 'avatar_end_message':
      return { ...transcript, turns: close(turns, (turn) => isOpen(turn, 'avatar', event.task_id), false) };
    case 'user_end_message': {
      // Words that were heard otherwise at first are corrected here.
      const whole = correct(turns, 'user', event.task_id, event.message, now);
      return { ...transcript, turns: close(whole, (turn) => isOpen(turn, 'user', event.task_id), false) };
    }
    case 'user_start':
    case 'interrupted':
      return {
        turns: close(turns, (turn) => isOpen(turn, 'avatar') || isSpoken(turn, speaking), true),
        speaking: undefined,
        cut: speaking ?? turns.findLast((turn) => isOpen(turn, 'avatar'))?.id ?? cut,
      };
    case 'ended':
      // What was open stays as it is: nothing more comes of it.
      return { ...transcript, turns: close(turns, ({ final }) => !final, false), speaking: undefined };
    default:
      return transcript;
  }
}

const isOpen = (turn: TranscriptTurn, role: Role, id = turn.id): boolean =>
  turn.role === role && turn.id === id && !turn.final;

const isSpoken = ({ role, id, interrupted }: TranscriptTurn, speaking: string | undefined): boolean =>
  role === 'avatar' && id === speaking && !interrupted;

function append(
  turns: readonly TranscriptTurn[],
  role: Role,
  id: string,
  text: string,
  now: number,
): readonly TranscriptTurn[] {
  const known = turns.findIndex((turn) => turn.role === role && turn.id === id);
  const turn = turns[known];
  if (turn?.final) return turns;
  if (turn) return turns.with(known, { ...turn, text: turn.text + text });
  return [...turns, { id, role, text, final: false, interrupted: false, startedAt: now }];
}

/** The turn with that text, where there is one; a turn that is over keeps its own. */
function correct(
  turns: readonly TranscriptTurn[],
  role: Role,
  id: string,
  text: unknown,
  now: number,
): readonly TranscriptTurn[] {
  if (typeof text !== 'string' || text === '') return turns;
  const known = turns.findIndex((turn) => turn.role === role && turn.id === id);
  const turn = turns[known];
  if (!turn) return append(turns, role, id, text, now);
  return turn.final || turn.text === text ? turns : turns.with(known, { ...turn, text });
}

function close(
  turns: readonly TranscriptTurn[],
  ends: (turn: TranscriptTurn) => boolean,
  interrupted: boolean,
): readonly TranscriptTurn[] {
  if (!turns.some(ends)) return turns;
  return turns.map((turn) => (ends(turn) ? { ...turn, final: true, interrupted } : turn));
}
