/** Keeps the keyboard's place: when a change hides the focused element, focuses the stage. */

import type { ReactiveElement, ReactiveController } from 'lit';

export class FocusKeeper implements ReactiveController {
  readonly #element: ReactiveElement;
  #before: Element | null = null;

  constructor(element: ReactiveElement) {
    this.#element = element;
    element.addController(this);
  }

  hostUpdate(): void {
    const { shadowRoot } = this.#element;
    const outside = (this.#element.getRootNode() as Document | ShadowRoot).activeElement ?? null;
    this.#before = shadowRoot?.activeElement ?? (this.#element.contains(outside) ? outside : null);
  }

  hostUpdated(): void {
    const before = this.#before;
    if (!before || before === this.#element || (before.isConnected && before.checkVisibility())) return;
    this.#element.shadowRoot?.querySelector<HTMLElement>('.stage')?.focus({ preventScroll: true });
  }
}
