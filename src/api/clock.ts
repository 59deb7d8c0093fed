/** Time, which whoever waits for it is given, so that a test can move it. */

export interface Clock {
  /** Seconds since some moment. */
  now(): number;
  /** Calls `work` after so many seconds; returns the way to stop that. */
  after(seconds: number, work: () => void): () => void;
}
