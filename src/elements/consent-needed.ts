/** Whether a start has to ask for the visitor's consent first. The question itself is loaded on demand (`consent.ts`). */

export interface AskingElement extends HTMLElement {
  readonly consentKey: unknown;
}

/** What `consent-key` stores: nothing else that a page may have under its key counts. */
export const accepted = 'accepted';

/** By content in the slot `consent`: shown, of the page's own, and not accepted on an earlier visit. */
export function needsConsent(element: AskingElement): boolean {
  return hasConsentContent(element) && !isRemembered(element.consentKey);
}

/** A slot that a component of the page passes on counts with what is in it. */
export function hasConsentContent({ children }: AskingElement): boolean {
  return [...children].some(
    (child) =>
      child.slot === 'consent' &&
      !(child as HTMLElement).hidden &&
      (child as Partial<HTMLSlotElement>).assignedElements?.({ flatten: true }).length !== 0,
  );
}

function isRemembered(key: unknown): boolean {
  try {
    return Boolean(key) && localStorage.getItem(String(key)) === accepted;
  } catch {
    // A page without storage, or whose visitor refuses it, asks each time.
    return false;
  }
}
