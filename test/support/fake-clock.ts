/** Time that stands still until a test moves it. */

import type { Clock } from '../../src/api/clock.js';

export class FakeClock implements Clock {
  #now = 0;
  #due: { at: number; seconds: number; work: () => void }[] = [];
  #onWait: () => void = () => undefined;

  now(): number {
    return this.#now;
  }

  after(seconds: number, work: () => void): () => void {
    if (seconds === Infinity) return () => undefined;
    const entry = { at: this.#now + seconds, seconds, work };
    this.#due.push(entry);
    this.#onWait();
    return () => {
      this.#due = this.#due.filter((other) => other !== entry);
    };
  }

  /** How many are still waited for. */
  get pending(): number {
    return this.#due.length;
  }

  /** The waits that have not ended, in seconds. */
  get waits(): number[] {
    return this.#due.map(({ seconds }) => seconds);
  }

  /** Resolves once as many as that wait for so many seconds. */
  async waitedFor(seconds: number, count = 1): Promise<void> {
    const isWaited = (): boolean => this.waits.filter((wait) => wait === seconds).length >= count;
    if (isWaited()) return;
    await new Promise<void>((resolve) => {
      this.#onWait = () => {
        if (isWaited()) resolve();
      };
    });
    this.#onWait = () => undefined;
  }

  /** Moves the time on, and does what becomes due on the way, in its order. */
  advance(seconds: number): void {
    // To the microsecond: tenths of a second do not add up exactly.
    const until = Math.round((this.#now + seconds) * 1e6) / 1e6;
    for (;;) {
      const next = this.#due.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#now = next.at;
      this.#due = this.#due.filter((entry) => entry !== next);
      next.work();
    }
    this.#now = until;
  }
}
