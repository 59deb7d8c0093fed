/** One deadline for all that is waited for on a request, which also ends when whoever asked has gone. */

import { sessionError } from '../api/error-table.js';

/** Rejects with `timeout` after so many milliseconds and with `aborted` with the request, whether `work` listens or not. */
export async function withDeadline<T>(
  milliseconds: number,
  request: Request | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const leave = (): void => controller.abort(sessionError('aborted'));
  const timer = setTimeout(() => controller.abort(sessionError('timeout')), milliseconds);
  request?.signal.addEventListener('abort', leave, { once: true });
  if (request?.signal.aborted) leave();
  try {
    const over = new Promise<never>((_resolve, reject) => {
      const end = (): void => reject(signal.reason as Error);
      if (signal.aborted) end();
      signal.addEventListener('abort', end, { once: true });
    });
    return await Promise.race([work(signal), over]);
  } finally {
    clearTimeout(timer);
    request?.signal.removeEventListener('abort', leave);
  }
}
