// Takes the place of the page's console while a test runs, and waits for what is written to it.

const methods = ['log', 'info', 'debug', 'warn', 'error'] as const;

export class ConsoleSpy {
  readonly calls: { readonly method: (typeof methods)[number]; readonly args: readonly unknown[] }[] = [];
  readonly #originals = { ...console };
  #onCall: () => void = () => undefined;

  constructor() {
    for (const method of methods) {
      console[method] = (...args: unknown[]) => {
        this.calls.push({ method, args });
        this.#onCall();
      };
    }
  }

  /** The first argument of each call. */
  get texts(): string[] {
    return this.calls.map(({ args }) => String(args[0]));
  }

  /** Waits until something with this in it has been written. */
  async until(part: string): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#onCall = () => {
        if (this.texts.some((text) => text.includes(part))) resolve();
      };
      this.#onCall();
    });
  }

  restore(): void {
    Object.assign(console, this.#originals);
  }
}
