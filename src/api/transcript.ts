/** One turn of a conversation, as `transcript` keeps it. */

export interface TranscriptTurn {
  /** The turn's `task_id`. */
  readonly id: string;
  readonly role: 'avatar' | 'user';
  readonly text: string;
  /** Nothing is added any more. */
  readonly final: boolean;
  /** It was cut short, by `interrupt()` or by the user beginning to speak. */
  readonly interrupted: boolean;
  /** When its first words came, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds from the user's last word to the first of the avatar's answer. Missing where nothing was asked. */
  readonly answerMs?: number;
}
