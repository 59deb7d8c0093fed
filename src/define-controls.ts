/** Defines the small elements. Loaded when one of them is found or a session starts. */

import {
  HeygenAvatarEndButtonElement,
  HeygenAvatarInterruptButtonElement,
  HeygenAvatarMicrophoneButtonElement,
  HeygenAvatarPushToTalkButtonElement,
  HeygenAvatarStatusElement,
  HeygenAvatarTextInputElement,
  HeygenAvatarVolumeElement,
} from './elements/controls.js';

/** Checks each tag separately: another version of this package may have defined some of them, and not know the others. */
export function defineAll(): void {
  const isMissing = (name: string): boolean => !customElements.get(name);
  // Each is written out for the manifest's analyzer.
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
  if (isMissing('heygen-avatar-volume'))
    customElements.define('heygen-avatar-volume', HeygenAvatarVolumeElement);
}
