/** The state of a session, and the reasons why it ends. */

import type { StreamingAvatarError } from './errors.js';
import type { StartPhase, Timings } from './phases.js';

/** Why a session ended. */
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
  | 'unauthorized'
  | 'agent';

/** What only a connected session has. */
export interface LiveState {
  /** Whether the avatar is speaking. Short pauses within an answer count as speaking. */
  readonly talking: boolean;
  /** Whether an answer is awaited: from the user's last word, or a TALK, to the avatar's first word. */
  readonly thinking: boolean;
  /** Whether the user is speaking, as the service hears it. */
  readonly userTalking: boolean;
  /** Whether the avatar is in its listening pose. */
  readonly listening: boolean;
  /** Whether the microphone is connected to the avatar. */
  readonly voiceChat: 'off' | 'starting' | 'on';
  /** Whether the avatar can't hear the user: the microphone is muted, or there is none. Same as `isInputAudioMuted`. */
  readonly microphoneMuted: boolean;
  readonly timings: Timings;
}

/** A session's state: a union discriminated by `status`. Replaced at each change, never changed in place. */
export type SessionState =
  | { readonly status: 'idle' }
  | { readonly status: 'connecting'; readonly phase: StartPhase; readonly timings: Timings }
  | ({ readonly status: 'live' } & LiveState)
  | ({ readonly status: 'reconnecting' } & LiveState)
  | { readonly status: 'stopping'; readonly reason: EndReason; readonly timings: Timings }
  | { readonly status: 'ended'; readonly reason: EndReason; readonly timings: Timings }
  | { readonly status: 'failed'; readonly error: StreamingAvatarError; readonly timings: Timings };
