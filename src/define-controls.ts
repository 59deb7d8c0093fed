/** Defines the small elements. Loaded when one of them is found or a session starts. */

import { HeygenAvatarBarElement } from './elements/bar.js';
import {
  HeygenAvatarCaptionsButtonElement,
  HeygenAvatarEndButtonElement,
  HeygenAvatarInterruptButtonElement,
  HeygenAvatarMicrophoneButtonElement,
  HeygenAvatarStatusElement,
  HeygenAvatarTextInputElement,
  HeygenAvatarVolumeElement,
} from './elements/controls.js';

type Tag = keyof HTMLElementTagNameMap & `heygen-avatar-${string}`;
type ClassOf<T extends Tag> = new () => HTMLElementTagNameMap[T];

/** What only some pages use: a chunk for each. */
const later = {
  'heygen-avatar-captions': () =>
    import('./elements/captions.js').then((module) => module.HeygenAvatarCaptionsElement),
  'heygen-avatar-disclosure': () =>
    import('./elements/disclosure.js').then((module) => module.HeygenAvatarDisclosureElement),
  'heygen-avatar-language-menu': () =>
    import('./elements/language-menu.js').then((module) => module.HeygenAvatarLanguageMenuElement),
  'heygen-avatar-push-to-talk-button': () =>
    import('./elements/push-to-talk-button.js').then((module) => module.HeygenAvatarPushToTalkButtonElement),
  'heygen-avatar-suggestions': () =>
    import('./elements/suggestions.js').then((module) => module.HeygenAvatarSuggestionsElement),
  'heygen-avatar-time-left': () =>
    import('./elements/time-left.js').then((module) => module.HeygenAvatarTimeLeftElement),
  'heygen-avatar-transcript': () =>
    import('./elements/transcript.js').then((module) => module.HeygenAvatarTranscriptElement),
  'heygen-avatar-transcript-button': () =>
    import('./elements/transcript-button.js').then(({ HeygenAvatarTranscriptButtonElement: button }) => {
      button.onTranscriptNeeded = () => define(['heygen-avatar-transcript']);
      return button;
    }),
} satisfies { readonly [T in Tag]?: () => Promise<ClassOf<T>> };

/** What every session needs: all the others. A tag that is in neither table does not compile. */
const atOnce: {
  readonly [T in Exclude<Tag, keyof typeof later | 'heygen-avatar-start-button'>]: ClassOf<T>;
} = {
  'heygen-avatar-captions-button': HeygenAvatarCaptionsButtonElement,
  'heygen-avatar-end-button': HeygenAvatarEndButtonElement,
  'heygen-avatar-interrupt-button': HeygenAvatarInterruptButtonElement,
  'heygen-avatar-microphone-button': HeygenAvatarMicrophoneButtonElement,
  'heygen-avatar-status': HeygenAvatarStatusElement,
  'heygen-avatar-text-input': HeygenAvatarTextInputElement,
  'heygen-avatar-volume': HeygenAvatarVolumeElement,
};

/** Defines what every session needs, and of the rest what is in `tags`. */
export async function define(tags: readonly string[]): Promise<void> {
  defineMissing('heygen-avatar-bar', HeygenAvatarBarElement);
  for (const [tag, element] of Object.entries(atOnce)) defineMissing(tag, element);
  const loaders: Readonly<Record<string, () => Promise<CustomElementConstructor>>> = later;
  await Promise.all(
    tags.flatMap((tag) => loaders[tag]?.().then((element) => defineMissing(tag, element)) ?? []),
  );
}

/** Another version of this package may have defined some of the tags, and not know the others. */
function defineMissing(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
