/** Whether an element is rendered. What is scrolled out of sight is. */

/** What is rendered of the element: the host itself may have no box (`display: contents`). */
export function boxOf(element: HTMLElement): Element {
  return element.shadowRoot?.querySelector('[part~=stage]') ?? element;
}

export function isRendered(element: HTMLElement): boolean {
  const box = boxOf(element);
  // Safari before 17.4 doesn't have it.
  return box.checkVisibility?.({ visibilityProperty: true }) ?? box.getClientRects().length > 0;
}
