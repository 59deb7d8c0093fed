/** `heygen-avatar`: defines the tags, and gives what a page needs beside them. The client is loaded when it is wanted. */

import type { StreamingAvatarOptions } from './api/requests.js';
import type { StreamingAvatar } from './session/streaming-avatar.js';
import './define.js';

/** Loads the session client and makes one. Rejects only where its code cannot be loaded. */
export async function createStreamingAvatar(config: StreamingAvatarOptions): Promise<StreamingAvatar> {
  const module = await import('./session/streaming-avatar.js');
  return new module.StreamingAvatar(config);
}

export type * from './api/diagnosis.js';
export type * from './api/clock.js';
export * from './api/enums.js';
export * from './api/errors.js';
export * from './api/events.js';
export type * from './api/phases.js';
export type * from './api/requests.js';
export type * from './api/simulated-script.js';
export type * from './api/state.js';
export type * from './api/transcript.js';
export type { StreamingAvatar };
export type { HeygenAvatarElement, HeygenAvatarEventMap } from './elements/heygen-avatar.js';
export type { AvatarHost } from './elements/avatar-host.js';
export type { Strings } from './elements/strings/en.js';
