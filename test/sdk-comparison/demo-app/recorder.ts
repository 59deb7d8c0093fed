/** Writes down what an avatar's client does: how each call ends, and every event of the SDK, in the order they come. */

import type StreamingAvatar from '@heygen/streaming-avatar';
import { StreamingEvents } from '@heygen/streaming-avatar';
import { errorShape, shape } from './shape';

export interface Entry {
  readonly kind: 'call' | 'event' | 'unhandled';
  /** The method's name, or the event's type. */
  readonly name: string;
  /** How the call ended, or the event's class and the shape of its detail. */
  readonly text: string;
  readonly detail?: unknown;
}

/** A client that does nothing for this long will not do it any more, in milliseconds. */
const patience = 20_000;

export class Recorder {
  readonly entries: Entry[] = [];
  /** Every client of the page. What is called on them here is not written down. */
  readonly clients: StreamingAvatar[] = [];
  readonly #waiting = new Set<() => void>();

  constructor() {
    addEventListener('unhandledrejection', (event) => {
      event.preventDefault();
      this.#add({ kind: 'unhandled', name: 'unhandled rejection', text: errorShape(event.reason) });
    });
  }

  /** The same client, with its events and the calls from outside written down. */
  watch(avatar: StreamingAvatar): StreamingAvatar {
    this.clients.push(avatar);
    for (const name of Object.values(StreamingEvents)) {
      avatar.on(name, (event: CustomEvent<unknown>) => {
        const text = `${event.constructor.name} ${shape(event.detail)}`;
        this.#add({ kind: 'event', name, text, detail: event.detail });
      });
    }
    return new Proxy(avatar, { get: (target, key) => this.#member(target, key) });
  }

  /** Resolves once the entries show what is waited for, now or later. */
  until(what: string, shown: (entries: readonly Entry[]) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        const seen = this.entries.map(({ name, text }) => `${name}: ${text}`).join('\n  ');
        reject(new Error(`Waited in vain for ${what}. What came:\n  ${seen}`));
      }, patience);
      const look = (): void => {
        if (!shown(this.entries)) return;
        clearTimeout(late);
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  #member(avatar: StreamingAvatar, key: string | symbol): unknown {
    const member: unknown = Reflect.get(avatar, key, avatar);
    if (typeof member !== 'function') return member;
    const name = `${String(key)}()`;
    return (...given: unknown[]): unknown => {
      let result: unknown;
      try {
        result = Reflect.apply(member, avatar, given);
      } catch (error) {
        this.#add({ kind: 'call', name, text: `throws ${errorShape(error)}` });
        throw error;
      }
      if (result instanceof Promise) {
        result.then(
          (value) => this.#add({ kind: 'call', name, text: `resolves: ${shape(value)}` }),
          (error) => this.#add({ kind: 'call', name, text: `rejects: ${errorShape(error)}` }),
        );
      } else if (result !== avatar) {
        this.#add({ kind: 'call', name, text: `returns ${shape(result)}` });
      }
      return result;
    };
  }

  #add(entry: Entry): void {
    this.entries.push(entry);
    for (const look of this.#waiting) look();
  }
}
