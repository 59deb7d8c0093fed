/** The events of a session: the SDK's (`StreamingEvents`), our own (`SessionEvents`), and the `detail` of each. */

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

/** Data of every event of a turn, with all fields that the service sent. `task_id` is the same in all events of a turn. */
export interface EventData {
  task_id: string;
  [key: string]: unknown;
}

/** The avatar starts speaking. */
export interface StreamingStartTalkingEvent extends EventData {
  type: StreamingEvents.AVATAR_START_TALKING;
}
/** The avatar has stopped speaking. */
export interface StreamingStopTalkingEvent extends EventData {
  type: StreamingEvents.AVATAR_STOP_TALKING;
  /** How long it spoke, in milliseconds. */
  duration_ms?: number;
}
/** A fragment of what the avatar says, spaces included: append it unchanged. */
export interface StreamingTalkingMessageEvent extends EventData {
  type: StreamingEvents.AVATAR_TALKING_MESSAGE;
  message: string;
}
/** The avatar's text is complete. */
export interface StreamingTalkingEndEvent extends EventData {
  type: StreamingEvents.AVATAR_END_MESSAGE;
  /** The whole text, if the service sends it. */
  message?: string;
}
/** A fragment of what the user says, spaces included: append it unchanged. */
export interface UserTalkingMessageEvent extends EventData {
  type: StreamingEvents.USER_TALKING_MESSAGE;
  message: string;
}
/** The user's text is complete. */
export interface UserTalkingEndEvent extends EventData {
  type: StreamingEvents.USER_END_MESSAGE;
  /** The whole text, with earlier words corrected, if the service sends it (LiveAvatar). */
  message?: string;
}
/** The user starts speaking. */
export interface UserStartEvent {
  type: StreamingEvents.USER_START;
  /** Id of the turn, if the service knows it by then (LiveAvatar). */
  task_id?: string;
  [key: string]: unknown;
}
/** The user has stopped speaking. */
export interface UserStopEvent {
  type: StreamingEvents.USER_STOP;
  /** Id of the turn, if the service knows it by then (LiveAvatar). */
  task_id?: string;
  [key: string]: unknown;
}
/** The user has been silent for a while. The avatar may speak up. */
export interface UserSilenceEvent {
  type: StreamingEvents.USER_SILENCE;
  /** Number of silences so far. */
  silence_times: number;
  /** Seconds until the avatar speaks up. */
  count_down: number;
  [key: string]: unknown;
}

/** A detail as written in code: its `type` is a plain string, not an enum's member. */
type Written<Detail> = Detail extends { type: infer Type extends StreamingEvents }
  ? { [Key in keyof Detail]: Key extends 'type' ? `${Type}` : Detail[Key] }
  : Detail extends ConnectionQuality
    ? `${Detail}`
    : Detail;

/** An event of the conversation, as a service reports it. */
export type ConversationEvent = Written<
  | StreamingStartTalkingEvent
  | StreamingStopTalkingEvent
  | StreamingTalkingMessageEvent
  | StreamingTalkingEndEvent
  | UserTalkingMessageEvent
  | UserTalkingEndEvent
  | UserStartEvent
  | UserStopEvent
  | UserSilenceEvent
>;

/** A mistake in an option or the integration, or a microphone that was refused. */
export interface WarningDetail {
  readonly code: string;
  /** The option that has the mistake, if it is in one. */
  readonly option?: string;
  readonly message: string;
}

/** The client's events by name. Their data is in `detail`. */
export interface StreamingAvatarEventMap {
  /** Fired when the avatar starts speaking. */
  avatar_start_talking: CustomEvent<StreamingStartTalkingEvent>;
  /** Fired when the avatar has stopped speaking. */
  avatar_stop_talking: CustomEvent<StreamingStopTalkingEvent>;
  /** Fired for each fragment of what the avatar says. */
  avatar_talking_message: CustomEvent<StreamingTalkingMessageEvent>;
  /** Fired when the avatar's text is complete. */
  avatar_end_message: CustomEvent<StreamingTalkingEndEvent>;
  /** Fired for each fragment of what the user says. */
  user_talking_message: CustomEvent<UserTalkingMessageEvent>;
  /** Fired when the user's text is complete. */
  user_end_message: CustomEvent<UserTalkingEndEvent>;
  /** Fired when the user starts speaking. */
  user_start: CustomEvent<UserStartEvent>;
  /** Fired when the user has stopped speaking. */
  user_stop: CustomEvent<UserStopEvent>;
  /** Fired when the user has been silent for a while. */
  user_silence: CustomEvent<UserSilenceEvent>;
  /** Fired once per session when picture and sound are there, just before the start resolves. `detail` is their `MediaStream`. */
  stream_ready: CustomEvent<MediaStream>;
  /** Fired once when a connected session ends. `detail` is LiveKit's reason number. */
  stream_disconnected: CustomEvent<number>;
  /** Fired when the connection gets better or worse. */
  connection_quality_changed: CustomEvent<ConnectionQuality>;
  /** Fired when `state` changes. */
  state_changed: CustomEvent<{ readonly state: SessionState; readonly previous: SessionState }>;
  /** Fired when a start fails. Cancelable: `preventDefault()` suppresses the element's message and the line on the console. */
  session_error: CustomEvent<StreamingAvatarError>;
  /** Fired once when a connected session ends: the reason, the seconds it was connected, the turns of its transcript. */
  session_ended: CustomEvent<{
    readonly reason: EndReason;
    readonly seconds: number;
    readonly turns: number;
  }>;
  /** Fired when the connection is interrupted and is being restored. */
  reconnecting: CustomEvent<null>;
  /** Fired when the connection is back. */
  reconnected: CustomEvent<null>;
  /** Fired once per session for each mistake in options and integration, and when the microphone is refused. Cancelable: `preventDefault()` suppresses the line on the console. */
  warning: CustomEvent<WarningDetail>;
  /** Fired when the session's longest duration ends in `seconds`. */
  time_remaining: CustomEvent<{ readonly seconds: number }>;
  /** Fired when the session ends in `seconds` unless there is activity. With `reason: 'hidden'`, unless the element becomes visible again. */
  idle_warning: CustomEvent<{ readonly seconds: number; readonly reason?: 'hidden' }>;
  /** Fired when another microphone or speaker is in use. */
  device_changed: CustomEvent<{ readonly kind: MediaDeviceKind; readonly deviceId: string }>;
  /** Fired when `transcript` changes. */
  transcript_changed: CustomEvent<{ readonly transcript: readonly TranscriptTurn[] }>;
}

/** Why the avatar can't be heard or seen until the visitor acts. */
export type PlaybackBlock = 'autoplay' | 'paused';

/** The events that only the element fires. */
export interface ElementOnlyEventMap {
  /** Fired before the element starts. Cancelable: `preventDefault()` keeps it from starting. */
  before_start: CustomEvent<null>;
  /** Fired when the avatar needs the visitor to press a button: with `autoplay`, the browser blocks sound, and the picture plays without; with `paused`, something outside has paused the picture, and it can't be played again without. */
  playback_blocked: CustomEvent<{ readonly reason: PlaybackBlock }>;
  /** Fired when picture and sound play after `playback_blocked`. */
  playback_started: CustomEvent<null>;
}

/** The `detail` that `emit` takes for an event. */
export type DetailOf<Type extends keyof StreamingAvatarEventMap> = Written<
  StreamingAvatarEventMap[Type]['detail']
>;
