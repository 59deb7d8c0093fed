/** Time that moves only when a run moves it: every timer, deadline and clock of the page, and what the services do. */

/** A timer of the page stops with it; what happens at a service or on the network goes on. */
type Whose = 'page' | 'world';

interface Entry {
  readonly id: number;
  readonly at: number;
  readonly whose: Whose;
  readonly what: string;
  readonly work: () => void;
}

/** Any moment will do; a fixed one makes the same seed give the same log. */
const epoch = Date.UTC(2026, 0, 1);
/** More timers than any limit, retry or countdown needs: what exceeds it sets one after another. */
const mostTimersPerSecond = 5;
const timerAllowance = 400;
/** The clock is not moved further in one go, in milliseconds, so that timers that never end are found soon. */
const longestMove = 60_000;

const names = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'Date',
] as const;

export class VirtualTime {
  /** Milliseconds since the run began. */
  now = 0;
  /** More timers fired in one move of the clock than a page can need. */
  spun = false;
  readonly #settle: (loads: boolean) => Promise<void>;
  readonly #entries = new Map<number, Entry>();
  readonly #restore: (() => void)[] = [];
  #lastId = 0;
  #frozen = false;

  /** `settle` lets everything run that needs no time, with `loads` also what is being loaded. */
  constructor(settle: (loads: boolean) => Promise<void>) {
    this.#settle = settle;
  }

  /** Takes the place of the page's time until it is restored. */
  install(): void {
    const { AbortSignal, performance } = globalThis;
    const before = Object.fromEntries(names.map((name) => [name, globalThis[name]]));
    const { timeout } = AbortSignal;
    this.#restore.push(
      () => Object.assign(globalThis, before),
      () => Object.assign(AbortSignal, { timeout }),
      () => Reflect.deleteProperty(performance, 'now'),
    );
    const { now: virtualNow, RealDate } = { now: () => this.now, RealDate: Date };
    class VirtualDate extends RealDate {
      constructor(...given: unknown[]) {
        super(...((given.length > 0 ? given : [epoch + virtualNow()]) as [number]));
      }
      static override now = (): number => epoch + virtualNow();
    }
    const set = (work: unknown, milliseconds: number | undefined, again: boolean, args: unknown[]): number =>
      this.#setTimer(work, milliseconds, again, args);
    const clear = (id?: number): void => this.cancel(id);
    Object.assign(globalThis, {
      setTimeout: (work: unknown, milliseconds?: number, ...args: unknown[]) =>
        set(work, milliseconds, false, args),
      setInterval: (work: unknown, milliseconds?: number, ...args: unknown[]) =>
        set(work, milliseconds, true, args),
      clearTimeout: clear,
      clearInterval: clear,
      requestAnimationFrame: (work: (now: number) => void) => set(() => work(this.now), 16, false, []),
      cancelAnimationFrame: clear,
      Date: VirtualDate,
    });
    Object.defineProperty(performance, 'now', { configurable: true, value: virtualNow });
    Object.assign(AbortSignal, {
      timeout: (milliseconds: number) => {
        const controller = new AbortController();
        const late = (): void => controller.abort(new DOMException('signal timed out', 'TimeoutError'));
        this.schedule('page', milliseconds, 'AbortSignal.timeout', late);
        return controller.signal;
      },
    });
  }

  restore(): void {
    for (const restore of this.#restore.splice(0)) restore();
  }

  schedule(whose: Whose, milliseconds: number, what: string, work: () => void): number {
    const id = (this.#lastId += 1);
    this.#entries.set(id, { id, at: this.now + Math.max(0, milliseconds), whose, what, work });
    return id;
  }

  cancel(id: number | undefined): void {
    if (id !== undefined) this.#entries.delete(id);
  }

  /** Moves the time on by that many milliseconds, and does what becomes due on the way, in its order. */
  async advance(milliseconds: number): Promise<void> {
    await this.#settle(true);
    let left = milliseconds;
    do {
      await this.#move(Math.min(left, longestMove));
      left -= longestMove;
    } while (left > 0 && !this.spun);
  }

  async #move(milliseconds: number): Promise<void> {
    const until = this.now + milliseconds;
    let allowed = timerAllowance + (mostTimersPerSecond * milliseconds) / 1000;
    for (let next = this.#next(until); next; next = this.#next(until)) {
      this.now = Math.max(this.now, next.at);
      this.#entries.delete(next.id);
      if (next.whose === 'page' && (allowed -= 1) < 0) {
        this.spun = true;
        break;
      }
      next.work();
      // Answers and messages begin no load; a page's own timer may.
      await this.#settle(next.what.startsWith('set'));
    }
    this.now = Math.max(this.now, until);
  }

  /** The page is frozen: its timers wait, and run when it goes on. */
  freeze(): void {
    this.#frozen = true;
  }

  thaw(): void {
    this.#frozen = false;
  }

  /** The page's timers still to come, as their waits from now; a deadline that nobody can clear is not one. */
  get pageTimers(): string[] {
    return [...this.#entries.values()]
      .filter(({ whose, what }) => whose === 'page' && what !== 'AbortSignal.timeout')
      .map(({ what, at }) => `${what} in ${Math.round(at - this.now)} ms`);
  }

  #next(until: number): Entry | undefined {
    let first: Entry | undefined;
    for (const entry of this.#entries.values()) {
      if (entry.at > until || (this.#frozen && entry.whose === 'page')) continue;
      if (!first || entry.at < first.at || (entry.at === first.at && entry.id < first.id)) first = entry;
    }
    return first;
  }

  #setTimer(work: unknown, milliseconds = 0, again: boolean, args: unknown[]): number {
    // As browsers have it: what is not a number is 0, and so is what does not fit.
    const wait = Number.isFinite(milliseconds) && milliseconds < 2 ** 31 ? Math.max(0, milliseconds) : 0;
    const name = again ? 'setInterval' : 'setTimeout';
    const run = (): void => {
      if (again)
        this.#entries.set(id, { id, at: this.now + Math.max(wait, 1), whose: 'page', what: name, work: run });
      if (typeof work === 'function') (work as (...given: unknown[]) => void)(...args);
    };
    const id = this.schedule('page', wait, `${name}(${wait})`, run);
    return id;
  }
}
