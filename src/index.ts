/** `heygen-avatar`: defines the tags, and gives what a page needs beside them. The client is loaded when it is wanted. */

import type { StreamingAvatarOptions } from './api/requests.js';
import type { StreamingAvatar } from './session/streaming-avatar.js';
import './define.js';

/** Loads the session client and makes one. Rejects only where its code cannot be loaded. */
export async function createStreamingAvatar(config: StreamingAvatarOptions): Promise<StreamingAvatar> {
  const module = await import('./session/streaming-avatar.js');
  return new module.StreamingAvatar(config);
}

export * from './api/exports.js';
export type { StreamingAvatar };
export type { HeygenAvatarElement, HeygenAvatarEventMap } from './elements/heygen-avatar.js';
export type { AvatarHost } from './elements/avatar-host.js';
export type { Strings } from './elements/strings/en.js';
