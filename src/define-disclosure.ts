/** Defines the disclosure. Loaded when it is found. */

import { HeygenAvatarDisclosureElement } from './elements/disclosure.js';

export function defineDisclosure(): void {
  if (!customElements.get('heygen-avatar-disclosure'))
    customElements.define('heygen-avatar-disclosure', HeygenAvatarDisclosureElement);
}
