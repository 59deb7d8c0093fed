/** Where a control's error message has room. Loaded when a control is first used. */

import { systemClock } from '../api/clock.js';

/** Between the message and the edge it stays away from, in pixels. */
const distance = 4;

export class BubblePlace {
  #observer: ResizeObserver | undefined;
  #bubble: HTMLElement | null = null;

  /** Keeps this message in place from now on, instead of the one before. */
  keep(bubble: HTMLElement | null): void {
    if (bubble !== this.#bubble) {
      this.#observer?.disconnect();
      const view = bubble?.ownerDocument.defaultView;
      if (bubble && view?.ResizeObserver) {
        // Not within the observer's own round, or what it changes could be an error of the page.
        this.#observer = new view.ResizeObserver(() => systemClock.after(0, () => this.#place()));
        for (const clipper of clippersOf(bubble)) this.#observer.observe(clipper);
      }
    }
    this.#bubble = bubble;
    this.#place();
  }

  #place(): void {
    const { style } = this.#bubble ?? {};
    if (!this.#bubble || !style) return;
    const { clientWidth, clientHeight } = this.#bubble.ownerDocument.documentElement;
    const frame = { left: 0, top: 0, right: clientWidth, bottom: clientHeight };
    for (const clipper of clippersOf(this.#bubble)) {
      const { left, top, right, bottom } = clipper.getBoundingClientRect();
      frame.left = Math.max(frame.left, left);
      frame.top = Math.max(frame.top, top);
      frame.right = Math.min(frame.right, right);
      frame.bottom = Math.min(frame.bottom, bottom);
    }
    style.translate = 'none';
    style.setProperty('--_room', `${frame.right - frame.left - 2 * distance}px`);
    style.maxHeight = `${frame.bottom - frame.top - 2 * distance}px`;
    const { left, top, right, bottom } = this.#bubble.getBoundingClientRect();
    const x = into(left, right, frame.left, frame.right);
    const y = into(top, bottom, frame.top, frame.bottom);
    style.translate = `${x}px ${y}px`;
    // What scrolls is scrolled by keyboard, too.
    if (this.#bubble.scrollHeight > this.#bubble.clientHeight) this.#bubble.tabIndex = 0;
    else this.#bubble.removeAttribute('tabindex');
  }
}

/** How far from `start` to `end` has to move to lie within a frame. */
function into(start: number, end: number, from: number, to: number): number {
  return Math.max(from + distance - start, Math.min(0, to - distance - end));
}

/** The elements around it, in the tree that is seen, that cut off what sticks out. */
function clippersOf(element: Element): Element[] {
  const parent =
    element.assignedSlot ?? element.parentElement ?? (element.getRootNode() as Partial<ShadowRoot>).host;
  if (!parent || parent === element.ownerDocument.body) return [];
  const { overflowX, overflowY } = getComputedStyle(parent);
  return [...(overflowX === 'visible' && overflowY === 'visible' ? [] : [parent]), ...clippersOf(parent)];
}
