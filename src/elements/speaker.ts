/** Plays an avatar's sound on a chosen speaker. Loaded only when the page asks for it. */

import { StreamingAvatarError } from '../api/errors.js';

/** Rejects with `not_supported` if the browser can't choose speakers, else with `invalid_option` or `blocked_by_policy`. */
export async function setSpeaker(video: HTMLVideoElement, deviceId: string): Promise<void> {
  if (!('setSinkId' in video)) {
    throw new StreamingAvatarError('not_supported', "This browser can't play sound on a chosen speaker.");
  }
  await video.setSinkId(deviceId).catch((cause: unknown) => {
    const refused = (cause as Partial<Error>).name === 'NotAllowedError';
    throw new StreamingAvatarError(
      refused ? 'blocked_by_policy' : 'invalid_option',
      refused
        ? 'This page is not allowed to choose a speaker. In an iframe, add allow="speaker-selection".'
        : `There is no speaker with the deviceId “${deviceId}”.`,
      { phase: 'live', cause },
    );
  });
}
