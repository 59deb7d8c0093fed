// What can be wrong with a link of the fault proxy, and one direction of one connection: what is sent goes out in
// order, later, or not yet.

export type Fault =
  | { mode: 'pass' }
  | { mode: 'delay'; milliseconds: number }
  | { mode: 'black-hole' }
  | { mode: 'reset' }
  | { mode: 'refuse' };

/** One kind of traffic. */
export interface FaultLink {
  /** Bytes forwarded, both ways. */
  readonly seen: number;
  set(fault: Fault): Promise<void>;
}

export class DelayLine {
  #waiting: { readonly due: number; readonly send: () => void }[] = [];
  #delay = 0;
  #held = false;
  #timer: NodeJS.Timeout | undefined;

  set(fault: Fault): void {
    this.#held = fault.mode === 'black-hole';
    this.#delay = fault.mode === 'delay' ? fault.milliseconds : 0;
    this.#run();
  }

  push(send: () => void): void {
    this.#waiting.push({ due: performance.now() + this.#delay, send });
    if (!this.#timer) this.#run();
  }

  /** Forgets what has not been sent. */
  drop(): void {
    this.#waiting = [];
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #run(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#held) return;
    for (;;) {
      const [next] = this.#waiting;
      if (!next) return;
      const wait = next.due - performance.now();
      // A timer may fire a fraction of a millisecond early.
      if (wait >= 1) {
        this.#timer = setTimeout(() => this.#run(), wait);
        return;
      }
      this.#waiting.shift();
      next.send();
    }
  }
}
