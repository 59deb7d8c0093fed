/**
 * Defines the tags: two at once, the others when one of them is found or a session starts. Fills what is marked with
 * `data-heygen-avatar` with a tag. Twice is harmless.
 */

import { HeygenAvatarElement } from './elements/heygen-avatar.js';
import { HeygenAvatarStartButtonElement } from './elements/start-button.js';
import type * as Controls from './elements/controls.js';

let controls: Promise<void> | undefined;

/** Defines the small elements. Rejects if their code can't be loaded; the next call tries again. */
export function defineControls(): Promise<void> {
  controls ??= import('./define-controls.js').then(
    ({ defineAll }) => defineAll(),
    (cause: unknown) => {
      controls = undefined;
      throw cause;
    },
  );
  return controls;
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

/** `<div data-heygen-avatar>`, for systems that strip unknown tags. */
const marked = '[data-heygen-avatar]';

function fillMarked(): void {
  // If the code can't be loaded, the next insertion tries again. In a page whose markup hides `document.querySelector`
  // nothing is filled, for nobody knows then what the page allows.
  import('./elements/data-markup.js').then(({ fillMarked }) => fillMarked(document)).catch(() => undefined);
}

// In plain Node there is no document, and where pages are rendered on a server perhaps a part of one.
if (globalThis.document?.documentElement) {
  if (document.documentElement.querySelector(marked)) fillMarked();
  // Looks only at what is inserted, and never again at the rest of the page.
  new MutationObserver((records) => {
    const isMarked = (node: Node): unknown =>
      (node as Element).matches?.(marked) || (node as Element).querySelector?.(marked);
    if (records.some(({ addedNodes }) => [...addedNodes].some(isMarked))) fillMarked();
  }).observe(document, { childList: true, subtree: true });
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
