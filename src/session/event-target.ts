/** Typed events: `on` and `off` as the SDK has them, over the platform's `EventTarget`. */

import type { StreamingAvatarEventMap } from '../api/events.js';

type Names = keyof StreamingAvatarEventMap;

/** A listener of any shape: pages annotate what they like, and events that never were are heard by nobody. */
// oxlint-disable-next-line typescript/no-explicit-any -- the SDK's own type; see sdk-usage.md, "listeners"
export type AnyListener = (event: any) => unknown;

export interface ListenOptions {
  /** Removes the listener when aborted. */
  signal?: AbortSignal;
}

export interface AvatarEventTarget {
  addEventListener<K extends keyof StreamingAvatarEventMap>(
    type: K,
    listener: (event: StreamingAvatarEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof StreamingAvatarEventMap>(
    type: K,
    listener: (event: StreamingAvatarEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

// oxlint-disable-next-line no-redeclare, typescript/no-unsafe-declaration-merging -- types EventTarget's own methods, adds none
export class AvatarEventTarget extends EventTarget {
  /** Calls `listener` with a `CustomEvent` each time; the data is in its `detail`. */
  on<K extends Names>(
    type: K,
    listener: (event: StreamingAvatarEventMap[K]) => unknown,
    options?: ListenOptions,
  ): this;
  on(type: string, listener: AnyListener, options?: ListenOptions): this;
  on(type: string, listener: AnyListener, options?: ListenOptions): this {
    this.addEventListener(type, listener, options);
    return this;
  }

  /** Takes a listener away again. Harmless if it is not there. */
  off<K extends Names>(type: K, listener: (event: StreamingAvatarEventMap[K]) => unknown): this;
  off(type: string, listener: AnyListener): this;
  off(type: string, listener: AnyListener): this {
    this.removeEventListener(type, listener);
    return this;
  }

  /** Dispatches an event; `false` if it is cancelable and a listener has cancelled it. */
  protected emit<K extends Names>(type: K, detail: StreamingAvatarEventMap[K]['detail']): boolean {
    return this.dispatchEvent(new CustomEvent(type, { detail, cancelable: type === 'session_error' }));
  }
}
