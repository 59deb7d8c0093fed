/** Defines the small elements. Loaded when one of them is found or a session starts. */

import { HeygenAvatarBarElement } from './elements/bar.js';
import {
  HeygenAvatarCaptionsButtonElement,
  HeygenAvatarCaptionsElement,
  HeygenAvatarEndButtonElement,
  HeygenAvatarInterruptButtonElement,
  HeygenAvatarMicrophoneButtonElement,
  HeygenAvatarPushToTalkButtonElement,
  HeygenAvatarStatusElement,
  HeygenAvatarTextInputElement,
  HeygenAvatarTranscriptButtonElement,
  HeygenAvatarVolumeElement,
} from './elements/controls.js';

/** What only some pages use: a chunk for each. */
const later: Readonly<Record<string, () => Promise<void>>> = {
  'heygen-avatar-disclosure': async () => (await import('./define-disclosure.js')).defineDisclosure(),
  'heygen-avatar-language-menu': async () => (await import('./define-language-menu.js')).defineLanguageMenu(),
  'heygen-avatar-suggestions': async () => (await import('./define-suggestions.js')).defineSuggestions(),
  'heygen-avatar-transcript': async () => (await import('./define-transcript.js')).defineTranscript(),
  'heygen-avatar-time-left': async () => (await import('./define-time-left.js')).defineTimeLeft(),
};

HeygenAvatarTranscriptButtonElement.onTranscriptNeeded = later['heygen-avatar-transcript'];

/** Defines what every session needs, and of the rest what is in `tags`. */
export async function define(tags: readonly string[]): Promise<void> {
  defineAll();
  await Promise.all(tags.flatMap((tag) => later[tag]?.() ?? []));
}

/** Checks each tag separately: another version of this package may have defined some of them, and not know the others. */
function defineAll(): void {
  const isMissing = (name: string): boolean => !customElements.get(name);
  // Each is written out for the manifest's analyzer.
  if (isMissing('heygen-avatar-bar')) customElements.define('heygen-avatar-bar', HeygenAvatarBarElement);
  if (isMissing('heygen-avatar-captions'))
    customElements.define('heygen-avatar-captions', HeygenAvatarCaptionsElement);
  if (isMissing('heygen-avatar-captions-button'))
    customElements.define('heygen-avatar-captions-button', HeygenAvatarCaptionsButtonElement);
  if (isMissing('heygen-avatar-end-button'))
    customElements.define('heygen-avatar-end-button', HeygenAvatarEndButtonElement);
  if (isMissing('heygen-avatar-interrupt-button'))
    customElements.define('heygen-avatar-interrupt-button', HeygenAvatarInterruptButtonElement);
  if (isMissing('heygen-avatar-microphone-button'))
    customElements.define('heygen-avatar-microphone-button', HeygenAvatarMicrophoneButtonElement);
  if (isMissing('heygen-avatar-push-to-talk-button'))
    customElements.define('heygen-avatar-push-to-talk-button', HeygenAvatarPushToTalkButtonElement);
  if (isMissing('heygen-avatar-status'))
    customElements.define('heygen-avatar-status', HeygenAvatarStatusElement);
  if (isMissing('heygen-avatar-text-input'))
    customElements.define('heygen-avatar-text-input', HeygenAvatarTextInputElement);
  if (isMissing('heygen-avatar-transcript-button'))
    customElements.define('heygen-avatar-transcript-button', HeygenAvatarTranscriptButtonElement);
  if (isMissing('heygen-avatar-volume'))
    customElements.define('heygen-avatar-volume', HeygenAvatarVolumeElement);
}
