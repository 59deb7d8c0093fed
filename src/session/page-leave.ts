/**
 * What happens when the page is left (closed, reloaded, navigated away from, put aside for the back button, frozen):
 * every session, and every start that waits, ends with `page_hidden`, and a stop that is still owed is sent again.
 */

import type { EndReason } from '../api/state.js';

const listeners = new Set<() => void>();

/** Ends a session, or a start that waits, when the page is left. Returns the way to stop that. */
export function endWithPage(end: (reason: EndReason) => unknown): () => void {
  return watchPageLeave(() => void end('page_hidden'));
}

/**
 * Calls `onLeave` at `pagehide`, which every way of leaving fires, and at `freeze`, after which a background tab can't do
 * anything. Not at `beforeunload`, which the visitor may cancel, and not when the tab is only hidden. Returns a function
 * that removes it.
 */
export function watchPageLeave(onLeave: () => void): () => void {
  if (listeners.size === 0) listen();
  // A new function, so that the same `onLeave` can be added twice.
  const listener = (): void => onLeave();
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) unlisten();
  };
}

// Not removed by a `signal`: with zone.js 0.14.2 and older, aborting it removes the page's own listeners too.
function listen(): void {
  globalThis.addEventListener?.('pagehide', leave);
  globalThis.document?.addEventListener('freeze', leave);
}

function unlisten(): void {
  globalThis.removeEventListener?.('pagehide', leave);
  globalThis.document?.removeEventListener('freeze', leave);
}

function leave(): void {
  // Those that are added meanwhile, by what ends now, have sent what they had to.
  for (const listener of [...listeners]) listener();
}
