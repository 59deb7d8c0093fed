/** Owns how a participant of ours leaves a room without leaving anything of itself in memory. */
import type { Room } from '@livekit/rtc-node';

export async function leaveRoom(room: Room): Promise<void> {
  await room.disconnect().catch(() => {});
  // rtc-node 1.1.0 takes its listener back only when it was the one to disconnect; after the server deleted the
  // room the listener would stay, be called for every event of every other room, and hold this one in memory.
  room.removeAllListeners();
  const listener = room['onFfiEvent'] as () => void;
  globalThis['_ffiClientInstance']?.off('ffi_event', listener);
}
