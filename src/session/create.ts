/** Makes a session client whose code is loaded only then, so that a page pays for it when it is needed. */

import type { StreamingAvatarOptions } from '../api/requests.js';
import type { StreamingAvatar } from './streaming-avatar.js';

/** Loads the session client and makes one. Rejects only if its code can't be loaded. */
export async function createStreamingAvatar(config: StreamingAvatarOptions): Promise<StreamingAvatar> {
  const module = await import('./streaming-avatar.js');
  return new module.StreamingAvatar(config);
}
