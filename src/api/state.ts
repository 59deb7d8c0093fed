/** What a session is doing: the one value a page reads, and the words for how it ends. */

import type { StreamingAvatarError } from './errors.js';
import type { StartPhase, Timings } from './phases.js';

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
  | 'unauthorized'
  | 'agent';

/** What only a connected session has. */
export interface LiveState {
  /** Whether the avatar is speaking. Short pauses within an answer count as speaking. */
  readonly talking: boolean;
  /** Whether an answer is awaited: from the user's last word, or a TALK, to the avatar's first word. */
  readonly thinking: boolean;
  /** The user is speaking, as the service hears it. */
  readonly userTalking: boolean;
  /** The avatar is in its listening pose. */
  readonly listening: boolean;
  /** Whether the microphone is connected to the avatar. */
  readonly voiceChat: 'off' | 'starting' | 'on';
  /** The user cannot be heard: the microphone's track is muted, or there is none. As `isInputAudioMuted`. */
  readonly microphoneMuted: boolean;
  readonly timings: Timings;
}

/** One value of a closed union; `status` tells which. It is replaced, never changed in place. */
export type SessionState =
  | { readonly status: 'idle' }
  | { readonly status: 'connecting'; readonly phase: StartPhase; readonly timings: Timings }
  | ({ readonly status: 'live' } & LiveState)
  | ({ readonly status: 'reconnecting' } & LiveState)
  | { readonly status: 'stopping'; readonly reason: EndReason; readonly timings: Timings }
  | { readonly status: 'ended'; readonly reason: EndReason; readonly timings: Timings }
  | { readonly status: 'failed'; readonly error: StreamingAvatarError; readonly timings: Timings };
