/** Owns what the books tell of a session of LiveAvatar beyond its own state, and its end in the wire's words. */
import type { Fields } from '../http/fields.js';
import type { EndedBy } from '../sessions/ended-by.js';
import type { HostedRecord } from '../sessions/hosted-session.js';

/** The reasons that `/v1/sessions/stop` takes. */
export const STOP_REASONS = [
  'UNKNOWN',
  'USER_DISCONNECTED',
  'SERVER_ERROR',
  'IDLE_TIMEOUT',
  'NO_CREDITS',
  'USER_CLOSED',
  'AVATAR_DELETED',
  'MAX_DURATION_REACHED',
  'ZOMBIE_SESSION_REAP',
  'AGENT_HANG_UP',
  'DISPATCH_FAILED',
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

const REASONS: Record<EndedBy, StopReason> = {
  stop: 'USER_CLOSED',
  idle: 'IDLE_TIMEOUT',
  duration: 'MAX_DURATION_REACHED',
  never_started: 'UNKNOWN',
  never_joined: 'ZOMBIE_SESSION_REAP',
  no_client: 'ZOMBIE_SESSION_REAP',
  undelivered: 'UNKNOWN',
  server: 'SERVER_ERROR',
  room_lost: 'SERVER_ERROR',
  sandbox_closed: 'UNKNOWN',
};

export const stopReason = (by: EndedBy): StopReason => REASONS[by];

export interface LiveAvatarRecord extends HostedRecord {
  mode: 'FULL' | 'LITE';
  request: Fields;
  /** The context that the session has; null: it answers nothing. */
  context: string | null;
  end_reason: StopReason | null;
  stop_calls: number;
  keep_alive_calls: number;
  /** FULL: every command, without its id. */
  commands: Fields[];
  interrupt_calls: number;
  listening: boolean;
  push_to_talk: ('start' | 'stop')[];
  opening_text_spoken: boolean;
  /** LITE: handshakes that were accepted, what came over them, and what came before `connected`. */
  sockets: number;
  utterances: number;
  audio_messages: number;
  audio_seconds: number;
  dropped_commands: number;
}

export function newRecord(first: Pick<LiveAvatarRecord, 'mode' | 'request' | 'context'>): LiveAvatarRecord {
  return {
    ...first,
    end_reason: null,
    stop_calls: 0,
    keep_alive_calls: 0,
    commands: [],
    interrupt_calls: 0,
    listening: false,
    push_to_talk: [],
    opening_text_spoken: false,
    sockets: 0,
    utterances: 0,
    audio_messages: 0,
    audio_seconds: 0,
    dropped_commands: 0,
    participants: [],
    garbage_messages: 0,
    spoofed_messages: 0,
  };
}
