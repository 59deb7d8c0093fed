/** Listens to what an element shares with the page: its window, its document. */

/**
 * Adds a listener and returns a function that removes it. Not by a `signal`: with zone.js 0.14.2 and older, aborting one
 * removes the page's own listeners too.
 */
export function listen(
  target: EventTarget | null | undefined,
  type: string,
  listener: (event: Event) => void,
  capture = false,
): () => void {
  target?.addEventListener(type, listener, capture);
  return () => {
    try {
      target?.removeEventListener(type, listener, capture);
    } catch {
      // The window of a pop-up that shows another site by now, without our listeners.
    }
  };
}
