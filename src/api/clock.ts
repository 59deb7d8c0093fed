/** Time, passed to everything that waits, so that a test can move it. */

export interface Clock {
  /** Seconds since a fixed moment. */
  now(): number;
  /** Calls `work` after `seconds`, or never if that is `Infinity`. Returns a function that cancels it. */
  after(seconds: number, work: () => void): () => void;
}

/** Longest delay of a browser's timer, in milliseconds. Longer ones fire at once. */
const longestTimer = 2 ** 31 - 1;

/**
 * The browser's own timers and observers, where zone.js keeps them. Those that it puts in their place make Angular check its whole page
 * at each call, also for a level meter that nobody but the meter looks at.
 */
export function unpatched<Name extends Patched>(name: Name): (typeof globalThis)[Name] {
  const own = globalThis as unknown as Record<string, unknown>;
  return (own[`__zone_symbol__${name}`] ?? own[name]) as (typeof globalThis)[Name];
}

type Patched =
  | `${'set' | 'clear'}${'Timeout' | 'Interval'}`
  | `${'request' | 'cancel'}AnimationFrame`
  | 'MutationObserver';

/** The page's own clock. */
export const systemClock: Clock = {
  now: () => performance.now() / 1000,
  after(seconds, work) {
    if (seconds === Infinity) return () => undefined;
    const timer = unpatched('setTimeout')(work, Math.min(seconds * 1000, longestTimer));
    return () => unpatched('clearTimeout')(timer);
  },
};
