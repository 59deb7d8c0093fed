/**
 * Defines the tags: two at once, the others when one of them is found or a session starts. Fills what is marked with
 * `data-heygen-avatar` with a tag. Twice is harmless.
 */

import { HeygenAvatarElement } from './elements/heygen-avatar.js';
import { HeygenAvatarStartButtonElement } from './elements/start-button.js';
import type * as DefineControls from './define-controls.js';
import type * as Controls from './elements/controls.js';
import type { HeygenAvatarCaptionsElement } from './elements/captions.js';
import type { HeygenAvatarDisclosureElement } from './elements/disclosure.js';
import type { HeygenAvatarLanguageMenuElement } from './elements/language-menu.js';
import type { HeygenAvatarPushToTalkButtonElement } from './elements/push-to-talk-button.js';
import type { HeygenAvatarSuggestionsElement } from './elements/suggestions.js';
import type { HeygenAvatarTranscriptElement } from './elements/transcript.js';
import type { HeygenAvatarTranscriptButtonElement } from './elements/transcript-button.js';
import type { HeygenAvatarTimeLeftElement } from './elements/time-left.js';

let controls: Promise<typeof DefineControls> | undefined;

/**
 * Defines the small elements: of those that only some pages use, the ones in `tags`. Rejects if their code can't be
 * loaded; the next call tries again.
 */
export async function defineControls(tags: readonly string[] = []): Promise<void> {
  controls ??= import('./define-controls.js').catch((cause: unknown) => {
    controls = undefined;
    throw cause;
  });
  await (await controls).define(tags);
}

HeygenAvatarElement.onControlsNeeded = (tags) => {
  // Without its controls the avatar still plays, and the next change tries again.
  defineControls(tags).catch(() => undefined);
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

function loadDataMarkup(): void {
  // If the code can't be loaded, the next insertion tries again. In a page whose markup hides `document.querySelector`
  // nothing is filled, for nobody knows then what the page allows.
  import('./elements/data-markup.js').then(({ fillMarked }) => fillMarked(document)).catch(() => undefined);
}

// In plain Node there is no document, and where pages are rendered on a server perhaps a part of one.
if (globalThis.document?.documentElement) {
  if (document.documentElement.querySelector(marked)) loadDataMarkup();
  // Looks only at what is inserted, and never again at the rest of the page.
  new MutationObserver((records) => {
    const isMarked = (node: Node): unknown =>
      (node as Element).matches?.(marked) || (node as Element).querySelector?.(marked);
    if (records.some(({ addedNodes }) => [...addedNodes].some(isMarked))) loadDataMarkup();
  }).observe(document, { childList: true, subtree: true });
}

declare global {
  interface HTMLElementTagNameMap {
    'heygen-avatar': HeygenAvatarElement;
    'heygen-avatar-start-button': HeygenAvatarStartButtonElement;
    'heygen-avatar-captions': HeygenAvatarCaptionsElement;
    'heygen-avatar-captions-button': Controls.HeygenAvatarCaptionsButtonElement;
    'heygen-avatar-disclosure': HeygenAvatarDisclosureElement;
    'heygen-avatar-end-button': Controls.HeygenAvatarEndButtonElement;
    'heygen-avatar-interrupt-button': Controls.HeygenAvatarInterruptButtonElement;
    'heygen-avatar-language-menu': HeygenAvatarLanguageMenuElement;
    'heygen-avatar-microphone-button': Controls.HeygenAvatarMicrophoneButtonElement;
    'heygen-avatar-push-to-talk-button': HeygenAvatarPushToTalkButtonElement;
    'heygen-avatar-status': Controls.HeygenAvatarStatusElement;
    'heygen-avatar-suggestions': HeygenAvatarSuggestionsElement;
    'heygen-avatar-text-input': Controls.HeygenAvatarTextInputElement;
    'heygen-avatar-transcript': HeygenAvatarTranscriptElement;
    'heygen-avatar-transcript-button': HeygenAvatarTranscriptButtonElement;
    'heygen-avatar-time-left': HeygenAvatarTimeLeftElement;
    'heygen-avatar-volume': Controls.HeygenAvatarVolumeElement;
  }
}
