/** Owns the wait for something to come true, looked at again at every change and at no other time. */
import { EventEmitter } from 'node:events';

export class Changes {
  readonly #events = new EventEmitter().setMaxListeners(0);

  happened(): void {
    this.#events.emit('change');
  }

  /** The value as soon as there is one. */
  until<T>(what: string, look: () => T | undefined | false, deadlineMs = 15_000): Promise<T> {
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        this.#events.off('change', again);
        reject(new Error(`waited ${deadlineMs} ms in vain for ${what}`));
      }, deadlineMs);
      const again = (): void => {
        const value = look();
        if (value === undefined || value === false) return;
        clearTimeout(deadline);
        this.#events.off('change', again);
        resolve(value);
      };
      this.#events.on('change', again);
      again();
    });
  }
}
