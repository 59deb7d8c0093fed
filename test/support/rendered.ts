// Waits for what an element renders by itself, without a time.
import type { ReactiveElement } from 'lit';

/** Resolves once `isThere` is true, asked after each change of what the element renders. */
export async function untilRendered(element: ReactiveElement, isThere: () => unknown): Promise<void> {
  const root = element.shadowRoot;
  if (!isThere() && root) {
    await new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        if (!isThere()) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    });
  }
  await element.updateComplete;
}

/** The rendered part of that name, if it is seen. */
export function seenPart(element: ReactiveElement, name: string): HTMLElement | undefined {
  const part = element.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`);
  return part?.checkVisibility() ? part : undefined;
}

/** Resolves once the part is seen, and returns it. */
export async function untilSeen(element: ReactiveElement, name: string): Promise<HTMLElement> {
  await untilRendered(element, () => seenPart(element, name));
  return seenPart(element, name)!;
}

/** Resolves once the part isn't seen any more. */
export async function untilGone(element: ReactiveElement, name: string): Promise<void> {
  await untilRendered(element, () => !seenPart(element, name));
}
