/**
 * `heygen-avatar/elements`: the element classes, not defined. A subclass under another tag renders the small elements by
 * their own tags, `heygen-avatar-start-button` and so on: import `heygen-avatar` too, which defines them.
 */

export { HeygenAvatarElement, type HeygenAvatarEventMap } from './elements/heygen-avatar.js';
export { HeygenAvatarStartButtonElement } from './elements/start-button.js';
export * from './elements/controls.js';
export { avatarHostContext, type AvatarHost } from './elements/avatar-host.js';
export { en, type Strings } from './elements/strings/en.js';
