/** Tells when the page is left: closed, reloaded, navigated away from, put aside for the back button, or frozen. */

/**
 * Calls `onLeave` at `pagehide`, the one event that every way of leaving fires, and at `freeze`, after which a tab in
 * the background does nothing more, and so would not end what nobody watches. Not at `beforeunload`, which the visitor
 * may cancel, and not when the tab is merely hidden.
 */
export function watchPageLeave(onLeave: () => void, signal: AbortSignal): void {
  globalThis.addEventListener?.('pagehide', onLeave, { signal });
  globalThis.document?.addEventListener('freeze', onLeave, { signal });
}
