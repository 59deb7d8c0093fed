/** Opening the user's microphone, and what can stand in the way, each with its own code. */

import { sessionError } from '../api/error-table.js';
import type { ErrorCode } from '../api/errors.js';
import { policyAllows } from './microphone-policy.js';

/** What `getUserMedia` rejects with, and what that means here. */
const refusals: Readonly<Record<string, ErrorCode>> = {
  NotAllowedError: 'microphone_denied',
  SecurityError: 'blocked_by_policy',
  NotFoundError: 'microphone_missing',
  OverconstrainedError: 'microphone_missing',
  NotReadableError: 'microphone_busy',
  AbortError: 'microphone_busy',
};

/**
 * Asks for a microphone, the default one unless `deviceId` names another. Only a person can answer the browser's
 * question, so there is no deadline; when `signal` is aborted meanwhile, what is granted late is let go at once.
 */
export async function openMicrophone(
  deviceId: string | undefined,
  signal: AbortSignal,
): Promise<MediaStreamTrack> {
  signal.throwIfAborted();
  const { mediaDevices } = navigator;
  if (!isSecureContext || !mediaDevices) throw sessionError('insecure_context', { phase: 'voice' });
  if (!policyAllows()) throw sessionError('blocked_by_policy', { phase: 'voice' });
  let stream: MediaStream;
  try {
    stream = await mediaDevices.getUserMedia({
      audio: {
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
        ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
      },
    });
  } catch (cause) {
    signal.throwIfAborted();
    const { name = '' } = cause as Partial<Error>;
    const error = sessionError(refusals[name] ?? 'microphone_missing', { phase: 'voice', cause });
    // Pages that were written for the SDK look at the browser's own name.
    if (Object.hasOwn(refusals, name)) error.name = name;
    throw error;
  }
  const [track, ...others] = stream.getAudioTracks();
  for (const other of others) other.stop();
  if (signal.aborted) track?.stop();
  signal.throwIfAborted();
  if (!track) throw sessionError('microphone_missing', { phase: 'voice' });
  return track;
}
