// Brings the LiveKit server before the tests, for building it takes longer than any test may.
// Where it comes from is the sandbox's own knowledge.
import { tsImport } from 'tsx/esm/api';

/** @typedef {typeof import('../demo/sandbox/livekit/find-livekit-server.js')} Finder */

export async function bringLiveKitServer() {
  /** @type {Finder} */
  const { findLiveKitServer, buildLiveKitServer } = await tsImport(
    '../demo/sandbox/livekit/find-livekit-server.ts',
    import.meta.url,
  );
  const source = await findLiveKitServer();
  if (source.kind === 'missing') throw new Error(source.message);
  if (source.kind === 'buildable') await buildLiveKitServer((line) => console.log(`LiveKit server: ${line}`));
}
