/**
 * Owns the sandbox's own time: idle, duration and never-started limits and the troubles' delays run `speed`
 * times faster (SANDBOX_CLOCK). Speech and pictures keep real time.
 */
export class ServiceClock {
  readonly #speed: number;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(speed: number) {
    this.#speed = speed;
  }

  /** Runs `action` once, later; call what is returned to prevent it. */
  after(delayMs: number, action: () => void): () => void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, delayMs / this.#speed);
    this.#timers.add(timer);
    return () => {
      clearTimeout(timer);
      this.#timers.delete(timer);
    };
  }

  /** Resolves after the delay, or at once when the signal aborts. */
  delay(delayMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = (): void => {
        cancel();
        signal.removeEventListener('abort', finish);
        resolve();
      };
      const cancel = this.after(delayMs, finish);
      signal.addEventListener('abort', finish);
    });
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
