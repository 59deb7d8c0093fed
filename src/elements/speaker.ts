/** Plays an avatar's sound on a chosen speaker. Loaded only when the page asks for it. */

import { StreamingAvatarError, type ErrorCode } from '../api/errors.js';
import { shown } from '../api/unknown.js';

/**
 * Tells it by `device_changed` on `element`. Rejects with `not_supported` if the browser can't choose speakers, else with
 * `invalid_option` or `blocked_by_policy`.
 */
export async function setSpeaker(
  element: HTMLElement,
  video: HTMLVideoElement,
  deviceId: string,
): Promise<void> {
  if (!('setSinkId' in video)) {
    throw new StreamingAvatarError('not_supported', "This browser can't play sound on a chosen speaker.");
  }
  try {
    // `null` is the default, as everywhere.
    await video.setSinkId(deviceId ?? '');
  } catch (cause) {
    const { name = '' } = cause as Partial<Error>;
    const [code, message] = refusals[name] ?? ['invalid_option', unknownSpeaker];
    throw new StreamingAvatarError(code, message.replace('{id}', shown(deviceId)), { phase: 'live', cause });
  }
  const detail = { kind: 'audiooutput', deviceId };
  element.dispatchEvent(new CustomEvent('device_changed', { detail, bubbles: true, composed: true }));
}

const unknownSpeaker = 'There is no speaker with the deviceId “{id}”.';
const forbidden =
  'This page is not allowed to choose a speaker. In an iframe, add allow="speaker-selection".';

/** Codes and messages by the names of `setSinkId`'s errors. */
const refusals: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  NotAllowedError: ['blocked_by_policy', forbidden],
  SecurityError: ['blocked_by_policy', forbidden],
  AbortError: ['invalid_option', 'The speaker with the deviceId “{id}” can’t be used right now.'],
  NotSupportedError: ['not_supported', "This browser can't play sound on a chosen speaker."],
};
