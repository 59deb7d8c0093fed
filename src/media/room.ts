/**
 * A room, as a session sees it: carries picture, sound and messages. It knows which participant is the avatar, and
 * nothing about the service that opened it.
 */

import type { Clock } from '../api/clock.js';
import type { ConnectionQuality } from '../api/enums.js';
import type { EndReason } from '../api/state.js';

export interface Room {
  /** Prepares the connection to the server, ahead of `connect`. */
  prepare(address: RoomAddress): void;
  /** Joins the room. Rejects with `room_failed`, with the signal's reason, or with `aborted` if the room is left. */
  connect(address: RoomAddress, signal: AbortSignal): Promise<void>;
  /** The library's own object, for pages that use it directly; `null` if there is none. */
  readonly native: unknown;
  /** Resolves when a video and an audio track of the avatar are in the stream and its agent, if it has one, has joined. */
  readonly media: Promise<void>;
  /**
   * Sends a message to everybody in the room, reliably and in order. Rejects with `invalid_option` if it is too long,
   * `not_connected` outside a joined room, `network` while the connection is interrupted, `aborted` after leaving,
   * otherwise with `room_failed`.
   */
  publish(topic: string | undefined, bytes: Uint8Array): Promise<void>;
  /**
   * Publishes the microphone. If `muted`, it is muted before anybody can hear it. Rejects like `publish`.
   */
  publishMicrophone(track: MediaStreamTrack, muted: boolean): Promise<PublishedMicrophone>;
  /** Mutes and unmutes the avatar's sound at its source, for every player. */
  setAudible(audible: boolean): void;
  /**
   * Leaves the room and removes the avatar's tracks from the stream. Works in every state. A room that was left can't be
   * joined again.
   */
  disconnect(): Promise<void>;
}

export interface RoomAddress {
  readonly url: string;
  readonly token: string;
  /** The avatar's identity. Tracks and messages of others are ignored. */
  readonly avatar: string;
  /** Identity of the agent that leads the conversation, if it isn't the avatar. */
  readonly agent?: string | undefined;
}

export interface RoomOptions {
  /** Gets the avatar's tracks, including those after a reconnect. */
  readonly stream: MediaStream;
  readonly clock: Clock;
  /** Not called after `disconnect()`. */
  readonly emit: (event: RoomEvent) => void;
}

/** A published microphone. Whoever published it unpublishes it. */
export interface PublishedMicrophone {
  readonly muted: boolean;
  /** Mutes or unmutes it, and sets the track's `enabled`. */
  setMuted(muted: boolean): Promise<void>;
  /** Switches to another track, keeping the mute. */
  replace(track: MediaStreamTrack): Promise<void>;
  /** Removes it from the room. Doesn't stop the track. */
  unpublish(): Promise<void>;
}

export type RoomEvent =
  | { readonly type: 'data'; readonly topic: string | undefined; readonly bytes: Uint8Array }
  /** No picture arrives, whatever the state of the connection. */
  | { readonly type: 'reconnecting' }
  /** The picture moves again. */
  | { readonly type: 'reconnected' }
  | { readonly type: 'quality'; readonly quality: `${ConnectionQuality}` }
  /** The room was left for good. `code` is LiveKit's reason number. */
  | { readonly type: 'disconnected'; readonly code: number; readonly reason: EndReason };
