/** Keeps track of spoken turns: when each is over, for `TaskMode.SYNC`, and whose it is where the service does not say. */

import type { ConversationEvent } from '../api/events.js';

/** How many turns are remembered: an answer to `speak` can come after its turn has ended. */
const remembered = 50;

interface Turn {
  talking: boolean;
  /** All of its text has come. Until then a stop may be a pause in a long answer. */
  complete: boolean;
  over: boolean;
  readonly waiting: Set<() => void>;
}

export class Turns {
  readonly #turns = new Map<string, Turn>();
  /** Turns that were asked for and have no id of the service yet, oldest first. */
  readonly #claims: string[] = [];
  /** The service's id of a turn that was claimed, to ours. */
  readonly #ours = new Map<string, string>();

  /** An id for a turn that was asked for and not given one: the next turn that is nobody's belongs to it. */
  claim(): string {
    const id = crypto.randomUUID();
    this.#claims.push(id);
    return id;
  }

  /** Takes note of an event, and returns it with the id that `speak()` gave for its turn. */
  observe(event: ConversationEvent): ConversationEvent {
    switch (event.type) {
      case 'avatar_start_talking':
      case 'avatar_talking_message':
      case 'avatar_end_message':
      case 'avatar_stop_talking':
        break;
      case 'user_start':
        // Barge-in: the avatar falls silent when the user begins to speak.
        this.interrupt();
        return event;
      default:
        return event;
    }
    const task_id = this.#idOf(event.task_id);
    const turn = this.#turn(task_id);
    if (event.type === 'avatar_start_talking') turn.talking = true;
    if (event.type === 'avatar_stop_talking') turn.talking = false;
    if (event.type === 'avatar_end_message') turn.complete = true;
    // In either order (protocol.md C 18).
    if (turn.complete && !turn.talking) end(turn);
    return task_id === event.task_id ? event : { ...event, task_id };
  }

  /** What is being said or waits to be said ends here, and the rest of its text need not come. */
  interrupt(): void {
    for (const turn of this.#turns.values()) if (turn.talking || turn.waiting.size > 0) end(turn);
  }

  /** Resolves at the turn's end or interruption, or when `signal` is aborted. */
  async over(taskId: string, signal: AbortSignal): Promise<void> {
    const turn = this.#turn(taskId);
    if (turn.over || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        turn.waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      turn.waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  #idOf(id: string): string {
    const ours = this.#ours.get(id);
    if (ours !== undefined || this.#turns.has(id)) return ours ?? id;
    const claimed = this.#claims.shift();
    if (claimed !== undefined) this.#ours.set(id, claimed);
    return claimed ?? id;
  }

  #turn(id: string): Turn {
    const known = this.#turns.get(id);
    if (known) return known;
    const turn: Turn = { talking: false, complete: false, over: false, waiting: new Set() };
    this.#turns.set(id, turn);
    const [oldest] = this.#turns.keys();
    if (this.#turns.size > remembered && oldest !== undefined) this.#turns.delete(oldest);
    return turn;
  }
}

function end(turn: Turn): void {
  turn.over = true;
  for (const done of turn.waiting) done();
}
