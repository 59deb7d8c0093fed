/** The state of a session in words. */

import type { SessionState } from '../api/state.js';
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
