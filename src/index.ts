/** `heygen-avatar`: defines the tags, and exports what a page needs with them. The client is loaded on demand. */

import type { StreamingAvatarOptions } from './api/requests.js';
import type { StreamingAvatar } from './session/streaming-avatar.js';
import './define.js';

/** Loads the session client and makes one. Rejects only if its code can't be loaded. */
export async function createStreamingAvatar(config: StreamingAvatarOptions): Promise<StreamingAvatar> {
  const module = await import('./session/streaming-avatar.js');
  return new module.StreamingAvatar(config);
}

export * from './api/exports.js';
export type { StreamingAvatar };
export type { HeygenAvatarElement, HeygenAvatarEventMap } from './elements/heygen-avatar.js';
export type { AvatarHost } from './elements/avatar-host.js';
export type { Strings } from './elements/strings/en.js';
