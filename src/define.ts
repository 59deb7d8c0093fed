/** Defines the tags: two at once, the others when one of them is found or a session starts. Twice is harmless. */

import { HeygenAvatarElement } from './elements/heygen-avatar.js';
import { HeygenAvatarStartButtonElement } from './elements/start-button.js';
import type * as Controls from './elements/controls.js';

let controls: Promise<void> | undefined;

/** Defines the small elements. Rejects where their code cannot be loaded, and tries anew at the next call. */
export function defineControls(): Promise<void> {
  controls ??= import('./elements/controls.js').then(defineAll, (cause: unknown) => {
    controls = undefined;
    throw cause;
  });
  return controls;
}

function defineAll({
  HeygenAvatarEndButtonElement,
  HeygenAvatarInterruptButtonElement,
  HeygenAvatarMicrophoneButtonElement,
  HeygenAvatarPushToTalkButtonElement,
  HeygenAvatarStatusElement,
  HeygenAvatarTextInputElement,
  HeygenAvatarVolumeElement,
}: typeof Controls): void {
  if (customElements.get('heygen-avatar-end-button')) return;
  customElements.define('heygen-avatar-end-button', HeygenAvatarEndButtonElement);
  customElements.define('heygen-avatar-interrupt-button', HeygenAvatarInterruptButtonElement);
  customElements.define('heygen-avatar-microphone-button', HeygenAvatarMicrophoneButtonElement);
  customElements.define('heygen-avatar-push-to-talk-button', HeygenAvatarPushToTalkButtonElement);
  customElements.define('heygen-avatar-status', HeygenAvatarStatusElement);
  customElements.define('heygen-avatar-text-input', HeygenAvatarTextInputElement);
  customElements.define('heygen-avatar-volume', HeygenAvatarVolumeElement);
}

HeygenAvatarElement.onControlsNeeded = () => {
  // Without its controls the avatar still plays, and the next change tries again.
  defineControls().catch(() => undefined);
};

// The provider first: the small elements ask it for their context as soon as they are upgraded.
if (!customElements.get('heygen-avatar')) {
  customElements.define('heygen-avatar', HeygenAvatarElement);
}
if (!customElements.get('heygen-avatar-start-button')) {
  customElements.define('heygen-avatar-start-button', HeygenAvatarStartButtonElement);
}

declare global {
  interface HTMLElementTagNameMap {
    'heygen-avatar': HeygenAvatarElement;
    'heygen-avatar-start-button': HeygenAvatarStartButtonElement;
    'heygen-avatar-end-button': Controls.HeygenAvatarEndButtonElement;
    'heygen-avatar-interrupt-button': Controls.HeygenAvatarInterruptButtonElement;
    'heygen-avatar-microphone-button': Controls.HeygenAvatarMicrophoneButtonElement;
    'heygen-avatar-push-to-talk-button': Controls.HeygenAvatarPushToTalkButtonElement;
    'heygen-avatar-status': Controls.HeygenAvatarStatusElement;
    'heygen-avatar-text-input': Controls.HeygenAvatarTextInputElement;
    'heygen-avatar-volume': Controls.HeygenAvatarVolumeElement;
  }
}
