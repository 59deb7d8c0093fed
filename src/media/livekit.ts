/** livekit-client, loaded on demand. Only this file and livekit-parts.ts import it, types included. */

import type * as LiveKit from 'livekit-client';
import type * as Parts from './livekit-parts.js';

export type { LiveKit };
export type LiveKitParts = typeof Parts;

let library: Promise<LiveKitParts> | undefined;

/** Loads livekit-client, once. If that fails, the next call tries again. */
export function importLiveKit(): Promise<LiveKitParts> {
  library ??= import('./livekit-parts.js').catch((cause: unknown) => {
    library = undefined;
    throw cause;
  });
  return library;
}
