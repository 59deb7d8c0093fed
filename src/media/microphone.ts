/** Opens the user's microphone. Each way to fail has its own code. */

import { sessionError } from '../api/error-table.js';
import type { ErrorCode } from '../api/errors.js';
import { policyAllows } from './microphone-policy.js';

/** Error codes by the names of `getUserMedia`'s errors. */
const refusals: Readonly<Record<string, ErrorCode>> = {
  NotAllowedError: 'microphone_denied',
  SecurityError: 'blocked_by_policy',
  NotFoundError: 'microphone_missing',
  OverconstrainedError: 'microphone_missing',
  NotReadableError: 'microphone_busy',
  AbortError: 'microphone_busy',
};

/**
 * Asks for a microphone, the default one without `deviceId`. There is no deadline, because a person answers the browser's
 * question. If `signal` aborts meanwhile, a microphone that is granted later is released at once.
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
    // Pages written for the SDK check the browser's `name`.
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
