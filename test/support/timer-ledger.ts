// Counts the timers that code under test has set and neither cleared nor let run. In a hurry it also makes them
// due at once, for waits that no option of the code makes shorter.

export class TimerLedger {
  /** The wait of every timer that was set, in milliseconds. */
  readonly waits: number[] = [];
  readonly #outstanding = new Map<number, number>();
  readonly #set = globalThis.setTimeout;
  readonly #clear = globalThis.clearTimeout;

  constructor({ hurry = false } = {}) {
    const { setTimeout, clearTimeout } = globalThis;
    const set = (work: () => void, milliseconds = 0): number => {
      const run = (): void => {
        this.#outstanding.delete(id);
        work();
      };
      const id = Number(setTimeout(run, hurry ? 0 : milliseconds));
      this.#outstanding.set(id, milliseconds);
      this.waits.push(milliseconds);
      return id;
    };
    const clear = (id?: number): void => {
      if (id !== undefined) this.#outstanding.delete(id);
      clearTimeout(id);
    };
    Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
  }

  /** The waits, in milliseconds, of the timers still to come. */
  get outstanding(): number[] {
    return [...this.#outstanding.values()];
  }

  restore(): void {
    Object.assign(globalThis, { setTimeout: this.#set, clearTimeout: this.#clear });
  }
}
