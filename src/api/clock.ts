/** Time, which whoever waits for it is given, so that a test can move it. */

export interface Clock {
  /** Seconds since some moment. */
  now(): number;
  /** Calls `work` after so many seconds, never after `Infinity`; returns the way to stop that. */
  after(seconds: number, work: () => void): () => void;
}

/** The longest that a timer of the browser takes, in milliseconds: it takes anything above for nothing at all. */
const longestTimer = 2 ** 31 - 1;

/** The page's own time. */
export const systemClock: Clock = {
  now: () => performance.now() / 1000,
  after(seconds, work) {
    if (seconds === Infinity) return () => undefined;
    const timer = setTimeout(work, Math.min(seconds * 1000, longestTimer));
    return () => clearTimeout(timer);
  },
};
