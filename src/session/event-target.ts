/** Typed events: `on` and `off` as the SDK has them, over the platform's `EventTarget`. */

import type { AnyListener, HeardEvent, ListenerOf, ListenOptions } from '../api/event-listeners.js';
import type { DetailOf, StreamingAvatarEventMap } from '../api/events.js';

type Names = keyof StreamingAvatarEventMap;

export interface AvatarEventTarget {
  addEventListener<Type extends Names>(
    type: Type,
    listener: ListenerOf<StreamingAvatarEventMap[Type]> | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Type extends Names>(
    type: Type,
    listener: ListenerOf<StreamingAvatarEventMap[Type]> | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

// oxlint-disable-next-line no-redeclare, typescript/no-unsafe-declaration-merging -- types EventTarget's own methods, adds none
export class AvatarEventTarget extends EventTarget {
  /** Calls `listener` with a `CustomEvent` each time. The data is in its `detail`. Any name and any listener will do. */
  on<Type extends Names>(
    type: Type,
    listener: (event: HeardEvent<Type>) => unknown,
    options?: ListenOptions,
  ): this;
  on(type: string, listener: AnyListener, options?: ListenOptions): this;
  on(type: string, listener: AnyListener, options?: ListenOptions): this {
    super.addEventListener(type, listener, options);
    return this;
  }

  /** Removes a listener. Does nothing if it is not there. */
  off(type: Names | (string & {}), listener: AnyListener): this {
    super.removeEventListener(type, listener);
    return this;
  }

  /**
   * Dispatches an event; `false` if it is cancelable and a listener has cancelled it.
   * @internal
   */
  protected emit<Type extends Names>(type: Type, detail: DetailOf<Type>): boolean {
    return this.dispatchEvent(new CustomEvent(type, { detail, cancelable: type === 'session_error' }));
  }
}
