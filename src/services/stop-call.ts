/** Telling a service that a session is over, which is tried again: one that is left open costs money. */

import { StreamingAvatarError } from '../api/errors.js';

/** Waits before the second and third try, in milliseconds. */
const retries = [500, 2000];
/** The longest that one try takes, in milliseconds. */
const deadline = 5000;

/** The first try is on its way when this returns. Never rejects. */
export async function stopCall(call: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  for (const wait of [0, ...retries]) {
    try {
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      await call(AbortSignal.timeout(deadline));
      return;
    } catch (error) {
      if (!worthRetrying(error)) return;
    }
  }
}

/** A session that is over need not be stopped; what may have failed on the way, or overtaken the start, is tried again. */
function worthRetrying(error: unknown): boolean {
  return !(error instanceof StreamingAvatarError) || (error.retryable && error.code !== 'not_connected');
}
