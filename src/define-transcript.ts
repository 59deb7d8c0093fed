/** Defines `<heygen-avatar-transcript>`. Loaded when one is found, or opened for the first time. */

import { HeygenAvatarTranscriptElement } from './elements/transcript.js';

export function defineTranscript(): void {
  if (!customElements.get('heygen-avatar-transcript'))
    customElements.define('heygen-avatar-transcript', HeygenAvatarTranscriptElement);
}
