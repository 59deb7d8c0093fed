/** One deadline for all that is waited for on a request, which also ends when whoever asked has gone. */

import { systemClock } from '../api/clock.js';
import { sessionError } from '../api/error-table.js';
import { noAbort, withDeadline as waitWithDeadline } from '../api/wait.js';

/** Rejects with `timeout` after so many milliseconds and with `aborted` with the request, whether `work` listens or not. */
export async function withDeadline<T>(
  milliseconds: number,
  request: Request | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const signal = request?.signal ?? noAbort;
  const late = (): Error => sessionError('timeout');
  try {
    return await waitWithDeadline(systemClock, milliseconds, signal, late, work);
  } catch (error) {
    throw signal.aborted ? sessionError('aborted') : error;
  }
}
