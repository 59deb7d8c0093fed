/** Waits that always end: by success, failure, abort or deadline. On a clock, so that a test can move it. */

import type { Clock } from './clock.js';

export const noAbort: AbortSignal = new AbortController().signal;

/**
 * Runs `work` and ends with it, or with the first of `signal`'s reason and, after `milliseconds`, `late()`.
 * The signal that `work` gets is aborted by either. `Infinity` waits without a deadline.
 */
export async function withDeadline<T>(
  clock: Clock,
  milliseconds: number,
  signal: AbortSignal,
  late: () => Error,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const either = new AbortController();
  const onAbort = (): void => either.abort(signal.reason);
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  const cancel = clock.after(milliseconds / 1000, () => either.abort(late()));
  try {
    either.signal.throwIfAborted();
    return await orAbort(work(either.signal), either.signal);
  } finally {
    cancel();
    signal.removeEventListener('abort', onAbort);
  }
}

/** Settles like `promise`, or rejects with the signal's reason if that comes first. */
export function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Resolves after `seconds` on the clock, never after `Infinity`; rejects with the signal's reason if that comes first. */
export async function pause(clock: Clock, seconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let cancel = (): void => undefined;
  try {
    await orAbort(new Promise<void>((resolve) => (cancel = clock.after(seconds, resolve))), signal);
  } finally {
    cancel();
  }
}
