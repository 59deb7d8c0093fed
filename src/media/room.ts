/**
 * What a room is to a session: the port between `session/` and the ways to carry picture, sound and messages.
 * A room knows who the avatar is in it, and nothing of the service that opened it.
 */

import type { EndReason } from '../api/state.js';

export interface Room {
  /** Resolves once the room is joined. Rejects with `room_failed`, or with the signal's reason. */
  connect(address: RoomAddress, signal: AbortSignal): Promise<void>;
  /** The library's own object, for pages that reach past the session; `null` where there is none. */
  readonly native: unknown;
  /** Resolves once a picture and a sound track of the avatar are in the stream. */
  readonly media: Promise<void>;
  /** Sends a message to everybody in the room, reliably and in order. */
  publish(topic: string | undefined, bytes: Uint8Array): Promise<void>;
  /** Leaves, and takes the avatar's tracks out of the stream. Works in every state. */
  disconnect(): Promise<void>;
}

export interface RoomAddress {
  readonly url: string;
  readonly token: string;
  /** The avatar's identity. Tracks and messages of others are ignored. */
  readonly avatar: string;
}

export interface RoomOptions {
  /** Where the avatar's tracks are put, those that come after a reconnect included. */
  readonly stream: MediaStream;
  /** Not called after `disconnect()`. */
  readonly emit: (event: RoomEvent) => void;
}

export type RoomEvent =
  | { readonly type: 'data'; readonly topic: string | undefined; readonly bytes: Uint8Array }
  | { readonly type: 'reconnecting' }
  | { readonly type: 'reconnected' }
  /** The room is left for good. `code` is LiveKit's reason number. */
  | { readonly type: 'disconnected'; readonly code: number; readonly reason: EndReason };
