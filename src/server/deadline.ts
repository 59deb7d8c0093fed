/** One deadline for everything a request waits for. The wait also ends when the client has gone. */

import { systemClock } from '../api/clock.js';
import { sessionError } from '../api/error-table.js';
import { noAbort, withDeadline as waitWithDeadline } from '../api/wait.js';

/** Rejects with `timeout` after `milliseconds`, and with `aborted` when the request is aborted. */
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
