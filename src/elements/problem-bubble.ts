/** Keeps a control's error message where all of it is seen: inside whatever would cut it off. */

import { css, type ReactiveElement, type ReactiveController } from 'lit';
import type { BubblePlace } from './bubble-place.js';

/** Of the message, which is rendered with the class `error`: above the control, from its first edge. */
export const problemStyles = css`
  :host {
    position: relative;
  }
  .error {
    /* Above the control, or where the bar puts it. */
    position: var(--_problem-position, absolute);
    z-index: 1;
    inset: auto auto var(--_problem-end, calc(100% + 4px));
    inset-inline-start: 0;
    box-sizing: border-box;
    width: max-content;
    max-width: min(20em, 100cqi - 16px, var(--_room, 100vw), var(--_problem-width, 100vw));
    margin: 0;
    padding: 0.25em 0.75em;
    overflow: auto;
    border: 1px solid transparent;
    border-radius: var(--heygen-avatar-panel-radius, 8px);
    background: var(--heygen-avatar-panel-background, rgb(15 18 26 / 92%));
    color: var(--heygen-avatar-control-color, #fff);
    font-size: max(14px, 0.875em);
    line-height: 1.3;
    text-align: start;
    overflow-wrap: anywhere;
  }
`;

export class ProblemBubble implements ReactiveController {
  readonly #element: ReactiveElement;
  #place: BubblePlace | undefined;
  #isAsked = false;

  constructor(element: ReactiveElement) {
    this.#element = element;
    element.addController(this);
    // Not only with the first message: what it tells of may be that the network is gone.
    for (const type of ['focusin', 'pointerdown']) element.addEventListener(type, this.#load);
  }

  hostUpdated(): void {
    const bubble = this.#element.renderRoot.querySelector<HTMLElement>('.error');
    if (this.#place) this.#place.keep(bubble);
    else if (bubble) this.#load();
  }

  hostDisconnected(): void {
    this.#place?.keep(null);
  }

  readonly #load = (): void => {
    if (this.#isAsked) return;
    this.#isAsked = true;
    import('./bubble-place.js').then(
      ({ BubblePlace }) => {
        this.#place = new BubblePlace();
        if (this.#element.isConnected) this.hostUpdated();
      },
      // Without its code the message stands where its styles put it. The next change tries again.
      () => (this.#isAsked = false),
    );
  };
}
