/**
 * `heygen-avatar/elements`: the element classes, not defined. A subclass under another tag renders the small elements by
 * their own tags, `heygen-avatar-start-button` and so on: import `heygen-avatar` too, which defines them.
 */

export { HeygenAvatarElement, type HeygenAvatarEventMap } from './elements/heygen-avatar.js';
export { HeygenAvatarStartButtonElement } from './elements/start-button.js';
export * from './elements/controls.js';
export { HeygenAvatarCaptionsElement } from './elements/captions.js';
export { HeygenAvatarDisclosureElement } from './elements/disclosure.js';
export { HeygenAvatarLanguageMenuElement } from './elements/language-menu.js';
export { HeygenAvatarPushToTalkButtonElement } from './elements/push-to-talk-button.js';
export { HeygenAvatarSuggestionsElement } from './elements/suggestions.js';
export { HeygenAvatarTranscriptElement } from './elements/transcript.js';
export { HeygenAvatarTranscriptButtonElement } from './elements/transcript-button.js';
export { HeygenAvatarTimeLeftElement } from './elements/time-left.js';
export { avatarHostContext, type AvatarHost } from './elements/avatar-host.js';
export { en, type PartialStrings, type Strings } from './elements/strings/en.js';
export { setStrings } from './elements/words.js';
