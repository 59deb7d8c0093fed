/** One step of a start: done within its deadline, its time kept, its errors told by their phase. */

import { sessionError } from '../api/error-table.js';
import type { Deadlines } from '../api/phases.js';
import { withDeadline } from './deadline.js';
import { inPhase } from './in-phase.js';
import type { RunOptions } from './run-options.js';

export type Step = <T>(phase: keyof Deadlines, work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** The steps of one run, which `signal` ends. */
export function stepsOf(
  { deadlines, change }: Pick<RunOptions, 'deadlines' | 'change'>,
  signal: AbortSignal,
): Step {
  return async (phase, work) => {
    const begun = performance.now();
    change({ type: 'phase', phase });
    const late = (): Error => sessionError(phase === 'media' ? 'media_missing' : 'timeout', { phase });
    try {
      const result = await withDeadline(deadlines[phase], signal, late, work);
      change({ type: 'timed', phase, milliseconds: Math.round(performance.now() - begun) });
      return result;
    } catch (error) {
      throw inPhase(error, phase);
    }
  };
}
