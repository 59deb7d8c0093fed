/** A turn of a conversation, as in `transcript`. */

export interface TranscriptTurn {
  /** The turn's `task_id`; an id of its own for a text that `speak()` asked the avatar to answer. */
  readonly id: string;
  readonly role: 'avatar' | 'user';
  readonly text: string;
  /** Whether the text is complete. */
  readonly final: boolean;
  /** Whether it was cut short, by `interrupt()` or because the user started to speak. */
  readonly interrupted: boolean;
  /** When its first words arrived, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds from the user's last word to the avatar's first. Missing if the turn answers nothing. */
  readonly answerMs?: number;
}
