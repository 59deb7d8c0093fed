/** What goes wrong in a session, as a typed error with the phase it happened in. */

import { errorTable, sessionError } from '../api/error-table.js';
import { StreamingAvatarError } from '../api/errors.js';
import type { Phase } from '../api/phases.js';

/** The error with its phase filled in where it has none; what is no error of ours becomes one. */
export function inPhase(error: unknown, phase: Phase): StreamingAvatarError {
  if (error instanceof StreamingAvatarError) {
    error.phase ??= phase;
    return error;
  }
  // Calls give typed errors. What is left in a start comes from what the page asked for.
  const ofRoom = phase === 'room' || phase === 'media' || phase === 'voice';
  const code = ofRoom ? 'room_failed' : 'invalid_option';
  const why = error instanceof Error ? ` (${error.message})` : '';
  return sessionError(code, { phase, message: errorTable[code].message + why, cause: error });
}
