/** The state of a session, and its errors, in words for visitors. */

import { isStreamingAvatarError } from '../api/errors.js';
import type { SessionState } from '../api/state.js';
import type { AvatarHost } from './avatar-host.js';
import type { Strings } from './strings/en.js';

export function describe(state: SessionState, strings: Strings): string {
  switch (state.status) {
    case 'idle':
    case 'failed':
      // Nothing has happened yet, or the error speaks for itself.
      return '';
    case 'connecting':
      return strings.connecting[state.phase];
    case 'live':
      return strings.live;
    case 'reconnecting':
      return strings.reconnecting;
    case 'stopping':
      return strings.stopping;
    case 'ended':
      return strings.ended[state.reason];
  }
}

/** What visitors read of an error. Under `debug`, its own message, which is for the page's author. */
export function errorText(error: unknown, { strings, debug }: Pick<AvatarHost, 'strings' | 'debug'>): string {
  if (!isStreamingAvatarError(error)) return strings.errors.internal_error;
  // The error may be of another version of this package, with codes of its own.
  return debug ? error.message : (strings.errors[error.code] ?? strings.errors.internal_error);
}
