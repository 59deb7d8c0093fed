/** What a session is doing: the one value a page reads, and the words for phases and endings in it. */

import type { StreamingAvatarError } from './errors.js';

/** The steps of a start, in order, then where later errors belong. Their deadlines: {@link Deadlines}. */
export type Phase = 'token' | 'open' | 'start' | 'room' | 'media' | 'voice' | 'live';

/** Longest wait for each phase of a start, in milliseconds; what passes it rejects with `timeout` or `media_missing`. */
export interface Deadlines {
  /** The token source's answer. Default 15000. */
  token: number;
  /** The service's answer to opening a session. Default 20000. */
  open: number;
  /** The service's answer to starting it. Default 20000. */
  start: number;
  /** Joining the LiveKit room. Default 15000. */
  room: number;
  /** Both tracks of the avatar, counted from when the room is joined and the session started. Default 30000. */
  media: number;
}

/** Why a session that was connected, or asked to stop, is over. */
export type EndReason =
  | 'stopped'
  | 'server'
  | 'idle'
  | 'duration'
  | 'network'
  | 'room_deleted'
  | 'replaced'
  | 'page_hidden'
  | 'removed'
  | 'unauthorized';

/** How long each finished phase took, in milliseconds. */
export type Timings = Readonly<Partial<Record<Phase, number>>>;

/** What only a connected session has. */
export interface LiveState {
  /** The avatar is speaking. */
  readonly talking: boolean;
  /** The user is speaking, as the service hears it. */
  readonly userTalking: boolean;
  /** The avatar is in its listening pose. */
  readonly listening: boolean;
  /** Whether the microphone is connected to the avatar. */
  readonly voiceChat: 'off' | 'starting' | 'on';
  /** The microphone's track is muted. */
  readonly microphoneMuted: boolean;
  readonly timings: Timings;
}

/** One value of a closed union; `status` tells which. It is replaced, never changed in place. */
export type SessionState =
  | { readonly status: 'idle' }
  | { readonly status: 'connecting'; readonly phase: Phase; readonly timings: Timings }
  | ({ readonly status: 'live' } & LiveState)
  | ({ readonly status: 'reconnecting' } & LiveState)
  | { readonly status: 'stopping'; readonly reason: EndReason; readonly timings: Timings }
  | { readonly status: 'ended'; readonly reason: EndReason; readonly timings: Timings }
  | { readonly status: 'failed'; readonly error: StreamingAvatarError; readonly timings: Timings };
