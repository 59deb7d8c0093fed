/** Tells when the page is left: closed, reloaded, navigated away from, or put aside for the back button. */

/**
 * Calls `onLeave` at `pagehide`, the one event that every way of leaving fires. Not at `beforeunload`, which the
 * visitor may cancel, and not when the tab is merely hidden.
 */
export function watchPageLeave(onLeave: () => void, signal: AbortSignal): void {
  globalThis.addEventListener?.('pagehide', onLeave, { signal });
}
