/** Stops a session at its service. Tries again after a failure, because an open session costs money. */

import type { Clock } from '../api/clock.js';
import { sessionError } from '../api/error-table.js';
import { isStreamingAvatarError, type ErrorCode } from '../api/errors.js';
import { noAbort, pause, withDeadline } from '../api/wait.js';
import type { StopSession } from '../services/service.js';
import { watchPageLeave } from './page-leave.js';

/**
 * Waits before each further try, in seconds. After the last one only leaving the page tries again; otherwise the service's
 * own idle limit ends the session.
 */
const waits = [0.5, 2, 5, 15, 30];
/** Number of tries that the next start waits for. */
const triesToWaitFor = 3;
/** Longest duration of a try, in milliseconds. */
const tryDeadline = 5_000;

/** Codes that say that there is nothing to stop, or that this token can't stop it. */
const settled = new Set<ErrorCode | undefined>(['not_connected', 'unauthorized', 'forbidden']);

export interface StopOrder {
  /** Resolves when the first try has succeeded or failed. Never rejects. */
  readonly firstTry: Promise<void>;
  /** Resolves when the session is stopped, or `triesToWaitFor` tries have failed. Never rejects. */
  readonly cleared: Promise<void>;
}

/**
 * Sends the first try before it returns. Until the stop is confirmed, each leaving of the page sends it again. `answered`
 * is the response to the opening call, if the stop doesn't wait for it. Until it arrives, an error that there is no such
 * session proves nothing, because the stop may have overtaken the start. If it is lost, the session may have started
 * after the stop.
 */
export function orderStop(clock: Clock, stop: StopSession, answered?: Promise<unknown>): StopOrder {
  let clear = (): void => undefined;
  const cleared = new Promise<void>((resolve) => (clear = resolve));
  let isAnswered = answered === undefined;
  let done = false;

  const tryOnce = async (): Promise<void> => {
    try {
      const late = (): Error => sessionError('timeout');
      await withDeadline(clock, tryDeadline, noAbort, late, stop);
      done = true;
    } catch (error) {
      done ||= isAnswered && isSettled(error);
    }
    if (done && isAnswered) unwatch();
  };
  const tryUntilDone = async (firstTry: Promise<void>): Promise<void> => {
    await firstTry;
    for (const [index, wait] of waits.entries()) {
      if (done) break;
      if (index + 1 === triesToWaitFor) clear();
      await pause(clock, wait, noAbort);
      if (!done) await tryOnce();
    }
    clear();
  };

  // Also during a try: it may still fail, and nothing would follow.
  const unwatch = watchPageLeave(() => void tryOnce());
  const firstTry = tryOnce();
  void tryUntilDone(firstTry);
  answered?.then(
    () => {
      isAnswered = true;
      if (done) unwatch();
    },
    () => {
      isAnswered = true;
      if (!done) return;
      done = false;
      void tryUntilDone(tryOnce());
    },
  );
  return { firstTry, cleared };
}

function isSettled(error: unknown): boolean {
  if (!isStreamingAvatarError(error)) return false;
  return settled.has(error.code) || error.status === 404 || error.status === 410;
}
