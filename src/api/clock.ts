/** Time, passed to everything that waits, so that a test can move it. */

export interface Clock {
  /** Seconds since a fixed moment. */
  now(): number;
  /** Calls `work` after `seconds`, or never if that is `Infinity`. Returns a function that cancels it. */
  after(seconds: number, work: () => void): () => void;
}

/** Longest delay of a browser's timer, in milliseconds. Longer ones fire at once. */
const longestTimer = 2 ** 31 - 1;

/** The page's own clock. */
export const systemClock: Clock = {
  now: () => performance.now() / 1000,
  after(seconds, work) {
    if (seconds === Infinity) return () => undefined;
    const timer = setTimeout(work, Math.min(seconds * 1000, longestTimer));
    return () => clearTimeout(timer);
  },
};
