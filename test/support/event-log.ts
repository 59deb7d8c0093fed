/** Keeps what an event target dispatches, and waits for what is to come. */

import { SessionEvents, StreamingEvents } from '../../src/api/events.js';

export interface LoggedEvent {
  type: string;
  detail: unknown;
}

export class EventLog {
  readonly events: LoggedEvent[] = [];
  readonly #target: EventTarget;

  constructor(target: EventTarget) {
    this.#target = target;
    for (const type of [...Object.values(StreamingEvents), ...Object.values(SessionEvents)]) {
      target.addEventListener(type, (event) => {
        this.events.push({ type, detail: (event as CustomEvent<unknown>).detail });
      });
    }
  }

  of(type: string): unknown[] {
    return this.events.filter((event) => event.type === type).map(({ detail }) => detail);
  }

  /** The detail of the next event of that type, or of one that has been dispatched already. */
  async first(type: string): Promise<unknown> {
    const [detail] = this.of(type);
    return detail ?? this.next(type);
  }

  next(type: string): Promise<unknown> {
    return new Promise((resolve) => {
      this.#target.addEventListener(type, (event) => resolve((event as CustomEvent<unknown>).detail), {
        once: true,
      });
    });
  }
}
