/** The numbers of a start request, checked before a token is asked for: the same on every service. */

import { within, wholeNumber } from './option-checks.js';
import type { StartAvatarOptions } from './requests.js';

/**
 * Returns the request with its numbers checked, and rounded down where whole ones are meant. Throws `invalid_option` for
 * what isn't a finite number in range: a limit of NaN would never end a session.
 */
export function checkNumbers(request: StartAvatarOptions): StartAvatarOptions {
  const { voice, sttSettings, liveAvatar } = request;
  within('voice.rate', voice?.rate, 0.5, 1.5);
  within('sttSettings.confidence', sttSettings?.confidence, 0, 1);
  const tuning = voice?.elevenlabsSettings;
  within('voice.elevenlabsSettings.stability', tuning?.stability, 0, 1);
  within('voice.elevenlabsSettings.similarity_boost', tuning?.similarity_boost, 0, 1);
  within('voice.elevenlabsSettings.style', tuning?.style, 0, 1);
  const activityIdleTimeout = wholeNumber('activityIdleTimeout', request.activityIdleTimeout, 30, 3600);
  const maxSessionDuration = wholeNumber(
    'liveAvatar.maxSessionDuration',
    liveAvatar?.maxSessionDuration,
    1,
    Number.MAX_SAFE_INTEGER,
  );
  return {
    ...request,
    ...(activityIdleTimeout === undefined ? {} : { activityIdleTimeout }),
    ...(liveAvatar && maxSessionDuration !== undefined
      ? { liveAvatar: { ...liveAvatar, maxSessionDuration } }
      : {}),
  };
}
