/** Defines the time that is left. Loaded when it is found, listed in `controls`, or shown in the last minute. */

import { HeygenAvatarTimeLeftElement } from './elements/time-left.js';

export function defineTimeLeft(): void {
  if (!customElements.get('heygen-avatar-time-left'))
    customElements.define('heygen-avatar-time-left', HeygenAvatarTimeLeftElement);
}
