/** Connects a small element to its avatar: finds the host by the context, and updates the element when it changes. */

import { ContextConsumer } from '@lit/context';
import type { LitElement, ReactiveController } from 'lit';
import { avatarHostContext, type AvatarHost } from './avatar-host.js';

export class HostController implements ReactiveController {
  /** Undefined while the element isn't in a `<heygen-avatar>`. */
  avatarHost: AvatarHost | undefined;
  readonly #element: LitElement;
  #unsubscribe: (() => void) | undefined;

  constructor(element: LitElement) {
    this.#element = element;
    new ContextConsumer(element, {
      context: avatarHostContext,
      callback: this.#onHost,
      // Asks again each time it is connected, or it would keep the avatar it was in first.
      subscribe: true,
    });
    element.addController(this);
  }

  hostDisconnected(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.avatarHost = undefined;
    this.#element.requestUpdate();
  }

  readonly #onHost = (host: AvatarHost): void => {
    this.#unsubscribe?.();
    this.avatarHost = host;
    this.#unsubscribe = host.subscribe(() => this.#element.requestUpdate());
    this.#element.requestUpdate();
  };
}
