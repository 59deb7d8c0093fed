/**
 * What a room is to a session: the port between `session/` and the ways to carry picture, sound and messages.
 * A room knows who the avatar is in it, and nothing of the service that opened it.
 */

import type { Clock } from '../api/clock.js';
import type { ConnectionQuality } from '../api/enums.js';
import type { EndReason } from '../api/state.js';

export interface Room {
  /** Looks the server up and shakes hands with it, ahead of `connect`. */
  prepare(address: RoomAddress): void;
  /** Resolves once the room is joined. Rejects with `room_failed`, with the signal's reason, or `aborted` if it is left. */
  connect(address: RoomAddress, signal: AbortSignal): Promise<void>;
  /** The library's own object, for pages that reach past the session; `null` where there is none. */
  readonly native: unknown;
  /** Resolves once a picture and a sound track of the avatar are in the stream, and its agent, if it has one, is there. */
  readonly media: Promise<void>;
  /**
   * Sends a message to everybody in the room, reliably and in order. Rejects with `invalid_option` if it is too long,
   * `not_connected` outside a joined room, `network` while the connection is interrupted, `aborted` once the room is
   * left, else with `room_failed`.
   */
  publish(topic: string | undefined, bytes: Uint8Array): Promise<void>;
  /**
   * Sends the microphone's sound to the avatar. It is muted, if it should be, before anybody can hear it. Rejects as
   * `publish` does.
   */
  publishMicrophone(track: MediaStreamTrack, muted: boolean): Promise<PublishedMicrophone>;
  /** Turns the avatar's sound off and on at its source, whatever plays it. */
  setAudible(audible: boolean): void;
  /**
   * Leaves, and takes the avatar's tracks out of the stream. Works in every state; a room that was left cannot be
   * joined any more.
   */
  disconnect(): Promise<void>;
}

export interface RoomAddress {
  readonly url: string;
  readonly token: string;
  /** The avatar's identity. Tracks and messages of others are ignored. */
  readonly avatar: string;
  /** Who leads the conversation for it, if that is somebody else. */
  readonly agent?: string | undefined;
}

export interface RoomOptions {
  /** Where the avatar's tracks are put, those that come after a reconnect included. */
  readonly stream: MediaStream;
  readonly clock: Clock;
  /** Not called after `disconnect()`. */
  readonly emit: (event: RoomEvent) => void;
}

/** The microphone as the room has it. Whoever published it takes it back. */
export interface PublishedMicrophone {
  readonly muted: boolean;
  /** Also where the track itself came disabled: its `enabled` follows. */
  setMuted(muted: boolean): Promise<void>;
  /** Goes on with another microphone, muted as the one before. */
  replace(track: MediaStreamTrack): Promise<void>;
  /** Takes it out of the room. The track itself is left to whoever opened it. */
  unpublish(): Promise<void>;
}

export type RoomEvent =
  | { readonly type: 'data'; readonly topic: string | undefined; readonly bytes: Uint8Array }
  /** No picture comes, whatever the connection says of itself. */
  | { readonly type: 'reconnecting' }
  /** The picture moves again. */
  | { readonly type: 'reconnected' }
  | { readonly type: 'quality'; readonly quality: `${ConnectionQuality}` }
  /** The room is left for good. `code` is LiveKit's reason number. */
  | { readonly type: 'disconnected'; readonly code: number; readonly reason: EndReason };
