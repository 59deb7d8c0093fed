/** livekit-client, loaded on demand. The only file that imports it, types included. */

import type * as LiveKit from 'livekit-client';

export type { LiveKit };

let library: Promise<typeof LiveKit> | undefined;

/** Loads livekit-client, once. If that fails, the next call tries again. */
export function importLiveKit(): Promise<typeof LiveKit> {
  library ??= import('livekit-client').catch((cause: unknown) => {
    library = undefined;
    throw cause;
  });
  return library;
}
