/** Tells when a spoken turn is over, for `TaskMode.SYNC`. */

import type { ConversationEvent } from '../api/events.js';

/** How many finished turns are remembered: an answer to `speak` can come after its turn has ended. */
const remembered = 50;

export class Turns {
  /** Turns whose text is complete, so that the next stop is their end and not a pause in a long answer. */
  readonly #complete = new Set<string>();
  readonly #over = new Set<string>();
  readonly #waiting = new Map<string, Set<() => void>>();
  #talking = '';

  observe(event: ConversationEvent): void {
    if (event.type === 'avatar_start_talking') this.#talking = event.task_id;
    if (event.type === 'avatar_end_message') this.#complete.add(event.task_id);
    if (event.type === 'avatar_stop_talking' && this.#complete.delete(event.task_id))
      this.#end(event.task_id);
    // Barge-in: the avatar falls silent when the user begins to speak.
    if (event.type === 'user_start') this.interrupt();
  }

  /** What is being said now ends here, and no `avatar_end_message` need come. */
  interrupt(): void {
    if (this.#talking) this.#end(this.#talking);
    for (const id of [...this.#waiting.keys()]) this.#end(id);
  }

  /** Resolves at the turn's end or interruption, or when `signal` is aborted. */
  async over(taskId: string, signal: AbortSignal): Promise<void> {
    if (this.#over.has(taskId) || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const waiting = this.#waiting.get(taskId) ?? new Set();
      this.#waiting.set(taskId, waiting.add(resolve));
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    this.#waiting.delete(taskId);
  }

  #end(taskId: string): void {
    this.#talking = '';
    this.#over.add(taskId);
    const [oldest] = this.#over;
    if (this.#over.size > remembered && oldest !== undefined) this.#over.delete(oldest);
    for (const resolve of this.#waiting.get(taskId) ?? []) resolve();
  }
}
