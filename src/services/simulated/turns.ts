/** What the avatar says, turn after turn, as its events: a queue that is stepped through time. Pure; times in seconds. */

import type { ConversationEvent } from '../../api/events.js';
import type { SpeechPlan } from './speech-plan.js';

interface Turn {
  readonly task_id: string;
  readonly plan: SpeechPlan;
  /** It has been thought of by then. */
  readonly readyAt: number;
  startedAt?: number;
  told: number;
}

/** A timer may come this much early. */
const early = 0.002;

export class Turns {
  #queue: Turn[] = [];

  /** What is being said now. */
  get speaking(): { readonly id: string; readonly plan: SpeechPlan } | undefined {
    const [turn] = this.#queue;
    return turn?.startedAt === undefined ? undefined : { id: turn.task_id, plan: turn.plan };
  }

  /** When there is something to tell next. */
  get due(): number | undefined {
    const [turn] = this.#queue;
    if (!turn) return undefined;
    const { startedAt, plan, told, readyAt } = turn;
    return startedAt === undefined ? readyAt : startedAt + (plan.words[told]?.at ?? plan.seconds);
  }

  add(id: string, plan: SpeechPlan, readyAt: number): void {
    this.#queue.push({ task_id: id, plan, readyAt, told: 0 });
  }

  /** The next event that is due by then; undefined when there is none. */
  step(now: number): ConversationEvent | undefined {
    const [turn] = this.#queue;
    if (!turn || (this.due ?? 0) > now + early) return undefined;
    const { task_id, plan } = turn;
    if (turn.startedAt === undefined) {
      turn.startedAt = now;
      return { type: 'avatar_start_talking', task_id };
    }
    const word = plan.words[turn.told];
    turn.told += 1;
    if (word) return { type: 'avatar_talking_message', task_id, message: word.text };
    // Two events end a turn, the second of them with the step after.
    if (turn.told === plan.words.length + 1) {
      const message = plan.words.map(({ text }) => text).join('');
      return { type: 'avatar_end_message', task_id, message };
    }
    this.#queue.shift();
    return { type: 'avatar_stop_talking', task_id, duration_ms: Math.round(plan.seconds * 1000) };
  }

  /** Cuts what is being said and forgets what waits; an event where there was something to be heard. */
  interrupt(now: number): ConversationEvent | undefined {
    const [turn] = this.#queue;
    this.#queue = [];
    if (turn?.startedAt === undefined) return undefined;
    const heard = Math.min(turn.plan.seconds, now - turn.startedAt);
    return { type: 'avatar_stop_talking', task_id: turn.task_id, duration_ms: Math.round(heard * 1000) };
  }
}
