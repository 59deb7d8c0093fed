/** Every event of a session: the SDK's (`StreamingEvents`), our own (`SessionEvents`), and what each carries in `detail`. */

import type { ConnectionQuality } from './enums.js';
import type { StreamingAvatarError } from './errors.js';
import type { EndReason, SessionState } from './state.js';
import type { TranscriptTurn } from './transcript.js';

/** The SDK's events, in its order. */
export enum StreamingEvents {
  AVATAR_START_TALKING = 'avatar_start_talking',
  AVATAR_STOP_TALKING = 'avatar_stop_talking',
  AVATAR_TALKING_MESSAGE = 'avatar_talking_message',
  AVATAR_END_MESSAGE = 'avatar_end_message',
  USER_TALKING_MESSAGE = 'user_talking_message',
  USER_END_MESSAGE = 'user_end_message',
  USER_START = 'user_start',
  USER_STOP = 'user_stop',
  USER_SILENCE = 'user_silence',
  STREAM_READY = 'stream_ready',
  STREAM_DISCONNECTED = 'stream_disconnected',
  CONNECTION_QUALITY_CHANGED = 'connection_quality_changed',
}

/** Our own events, beside the SDK's. */
export enum SessionEvents {
  STATE_CHANGED = 'state_changed',
  SESSION_ERROR = 'session_error',
  SESSION_ENDED = 'session_ended',
  BEFORE_START = 'before_start',
  PLAYBACK_BLOCKED = 'playback_blocked',
  PLAYBACK_STARTED = 'playback_started',
  RECONNECTING = 'reconnecting',
  RECONNECTED = 'reconnected',
  WARNING = 'warning',
  TIME_REMAINING = 'time_remaining',
  IDLE_WARNING = 'idle_warning',
  DEVICE_CHANGED = 'device_changed',
  TRANSCRIPT_CHANGED = 'transcript_changed',
}

/** What every message of a spoken turn carries: `task_id` is the same in all of a turn's events. */
export interface EventData {
  task_id: string;
  [key: string]: unknown;
}

/** The avatar begins to speak. */
export interface StreamingStartTalkingEvent extends EventData {
  type: 'avatar_start_talking';
}
/** The avatar has spoken. */
export interface StreamingStopTalkingEvent extends EventData {
  type: 'avatar_stop_talking';
  /** How long it spoke, in milliseconds, where the service says so. */
  duration_ms?: number;
}
/** A fragment of what the avatar says. Fragments carry their own spaces: append them as they are. */
export interface StreamingTalkingMessageEvent extends EventData {
  type: 'avatar_talking_message';
  message: string;
}
/** The last fragment of the avatar's text has been sent. */
export interface StreamingTalkingEndEvent extends EventData {
  type: 'avatar_end_message';
}
/** A fragment of what the user says, to be appended as it is. */
export interface UserTalkingMessageEvent extends EventData {
  type: 'user_talking_message';
  message: string;
}
/** The user's text is complete. */
export interface UserTalkingEndEvent extends EventData {
  type: 'user_end_message';
  /** The whole text, with earlier words corrected, where the service says so (LiveAvatar). */
  message?: string;
}
/** The user begins to speak. */
export interface UserStartEvent {
  type: 'user_start';
  /** The turn's id, where the service tells turns apart by then (LiveAvatar). */
  task_id?: string;
  [key: string]: unknown;
}
/** The user has stopped speaking. */
export interface UserStopEvent {
  type: 'user_stop';
  /** The turn's id, where the service tells turns apart by then (LiveAvatar). */
  task_id?: string;
  [key: string]: unknown;
}
/** The user has been silent for a while, and the avatar may speak up. */
export interface UserSilenceEvent {
  type: 'user_silence';
  /** How many silences there were so far (protocol.md A.6, inferred). */
  silence_times: number;
  /** Seconds until the avatar speaks up (protocol.md A.6, inferred). */
  count_down: number;
  [key: string]: unknown;
}

/** What the avatar's service tells of the conversation. */
export type ConversationEvent =
  | StreamingStartTalkingEvent
  | StreamingStopTalkingEvent
  | StreamingTalkingMessageEvent
  | StreamingTalkingEndEvent
  | UserTalkingMessageEvent
  | UserTalkingEndEvent
  | UserStartEvent
  | UserStopEvent
  | UserSilenceEvent;

/** What a `warning` says: something the page asked for has no effect, or something needs its author's eye. */
export interface WarningDetail {
  readonly code: string;
  /** The start option it is about. */
  readonly option?: string;
  readonly message: string;
}

/** The event each name stands for; `detail` is typed. */
export interface StreamingAvatarEventMap {
  /** The avatar begins to speak. */
  avatar_start_talking: CustomEvent<StreamingStartTalkingEvent>;
  /** The avatar has spoken. */
  avatar_stop_talking: CustomEvent<StreamingStopTalkingEvent>;
  /** A fragment of what the avatar says. */
  avatar_talking_message: CustomEvent<StreamingTalkingMessageEvent>;
  /** The avatar's text is complete. */
  avatar_end_message: CustomEvent<StreamingTalkingEndEvent>;
  /** A fragment of what the user says. */
  user_talking_message: CustomEvent<UserTalkingMessageEvent>;
  /** The user's text is complete. */
  user_end_message: CustomEvent<UserTalkingEndEvent>;
  /** The user begins to speak. */
  user_start: CustomEvent<UserStartEvent>;
  /** The user has stopped speaking. */
  user_stop: CustomEvent<UserStopEvent>;
  /** The user has been silent for a while. */
  user_silence: CustomEvent<UserSilenceEvent>;
  /** Picture and sound are there, in the `MediaStream` of `detail`. Once per session. */
  stream_ready: CustomEvent<MediaStream>;
  /** A session that was connected is so no longer. `detail` is LiveKit's reason number. Once per session. */
  stream_disconnected: CustomEvent<number>;
  /** The connection became better or worse. */
  connection_quality_changed: CustomEvent<ConnectionQuality>;
  /** `state` is another value. */
  state_changed: CustomEvent<{ readonly state: SessionState; readonly previous: SessionState }>;
  /** A start failed or a session broke. Cancelable: `preventDefault()` keeps the element's own message away. */
  session_error: CustomEvent<StreamingAvatarError>;
  /** A session is over, with the reason. */
  session_ended: CustomEvent<{ readonly reason: EndReason }>;
  /** The element is about to start. Cancelable: `preventDefault()` keeps it from starting. */
  before_start: CustomEvent<null>;
  /** The browser refuses sound until the visitor acts; the picture plays without. */
  playback_blocked: CustomEvent<null>;
  /** Sound plays, after it had been blocked. */
  playback_started: CustomEvent<null>;
  /** The connection is interrupted and is being restored. */
  reconnecting: CustomEvent<null>;
  /** The connection is back. */
  reconnected: CustomEvent<null>;
  /** Something the page asked for has no effect. */
  warning: CustomEvent<WarningDetail>;
  /** The session's duration limit is so many seconds away. */
  time_remaining: CustomEvent<{ readonly seconds: number }>;
  /** The session ends in so many seconds unless somebody does something. */
  idle_warning: CustomEvent<{ readonly seconds: number }>;
  /** Another microphone or speaker is in use. */
  device_changed: CustomEvent<{ readonly kind: MediaDeviceKind; readonly deviceId: string }>;
  /** Something was added to `transcript`, or it was begun anew. */
  transcript_changed: CustomEvent<{ readonly transcript: readonly TranscriptTurn[] }>;
}
