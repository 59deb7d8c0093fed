/** `heygen-avatar`: defines the tags, and exports what a page needs with them. The client is loaded on demand. */

import './define.js';

export * from './api/exports.js';
export { createStreamingAvatar } from './session/create.js';
export type { StreamingAvatar } from './session/streaming-avatar.js';
export type { HeygenAvatarElement, HeygenAvatarEventMap } from './elements/heygen-avatar.js';
export type { AvatarHost } from './elements/avatar-host.js';
export type { PartialStrings, Strings } from './elements/strings/en.js';
export { setStrings } from './elements/words.js';
