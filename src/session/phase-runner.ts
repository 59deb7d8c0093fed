/** Runs the phases of a start: each with its deadline, its duration, and its name in errors. */

import type { Clock } from '../api/clock.js';
import { errorTable, sessionError } from '../api/error-table.js';
import { isStreamingAvatarError, type StreamingAvatarError } from '../api/errors.js';
import type { Deadlines, Phase, StartPhase } from '../api/phases.js';
import { withDeadline } from '../api/wait.js';
import type { StateEvent } from './store.js';

export type RunPhase = <T>(phase: StartPhase, work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** Runs phases until `signal` aborts. */
export function createPhaseRunner(
  clock: Clock,
  deadlines: Deadlines,
  signal: AbortSignal,
  change: (event: StateEvent) => void,
): RunPhase {
  return async (phase, work) => {
    const begun = clock.now();
    change({ type: 'phase', phase });
    const late = (): Error => sessionError(phase === 'media' ? 'media_missing' : 'timeout', { phase });
    try {
      const result = await withDeadline(clock, deadlines[phase], signal, late, work);
      change({ type: 'timed', phase, milliseconds: Math.round((clock.now() - begun) * 1000) });
      return result;
    } catch (error) {
      throw toPhaseError(error, phase);
    }
  };
}

/** The error with its `phase` set. An error that isn't ours becomes `internal_error`: a fault of this package. */
export function toPhaseError(error: unknown, phase: Phase): StreamingAvatarError {
  if (isStreamingAvatarError(error)) {
    error.phase ??= phase;
    return error;
  }
  const why = error instanceof Error ? ` (${error.message})` : '';
  return sessionError('internal_error', {
    phase,
    message: errorTable.internal_error.message + why,
    cause: error,
  });
}
