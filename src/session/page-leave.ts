/**
 * Ends every session and every waiting start with `page_hidden` when the page is left: closed, reloaded, navigated away
 * from, put aside for the back button, or frozen. Stops that the service hasn't confirmed are sent again, each by its
 * `stop-order.ts`.
 */

import type { EndReason } from '../api/state.js';

const listeners = new Set<() => void>();

/** Calls `end` with `page_hidden` when the page is left. Returns a function that removes it. */
export function endWithPage(end: (reason: EndReason) => unknown): () => void {
  return watchPageLeave(() => void end('page_hidden'));
}

/**
 * Calls `onLeave` at `pagehide`, which every way of leaving fires, and at `freeze`, after which a background tab can't do
 * anything. Not at `beforeunload`, which the visitor may cancel, and not when the tab is only hidden. Returns a function
 * that removes it.
 */
export function watchPageLeave(onLeave: () => void): () => void {
  if (listeners.size === 0) listen('add');
  // A new function, so that the same `onLeave` can be added twice.
  const listener = (): void => onLeave();
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) listen('remove');
  };
}

// Not removed by a `signal`: with zone.js 0.14.2 and older, aborting it removes the page's own listeners too.
function listen(how: 'add' | 'remove'): void {
  globalThis[`${how}EventListener`]?.('pagehide', leave);
  globalThis.document?.[`${how}EventListener`]('freeze', leave);
}

function leave(): void {
  // A copy: stops that are ordered by these listeners add their own, and have already been sent.
  for (const listener of [...listeners]) listener();
}
