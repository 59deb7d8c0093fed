/** Waiting that always ends: by success, failure, abort or deadline. */

/**
 * Runs `work` and ends with it, or with the first of `signal`'s reason and, after `milliseconds`, `late()`.
 * The signal that `work` gets is aborted by either.
 */
export async function withDeadline<T>(
  milliseconds: number,
  signal: AbortSignal,
  late: () => Error,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  // A timer takes no more than this, and anything above it for nothing at all.
  const timer = setTimeout(() => deadline.abort(late()), Math.min(milliseconds, 2 ** 31 - 1));
  const either = AbortSignal.any([signal, deadline.signal]);
  try {
    either.throwIfAborted();
    return await orAbort(work(either), either);
  } finally {
    clearTimeout(timer);
  }
}

/** The promise's outcome, or the signal's reason if that comes first. What comes later is dropped. */
export function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
