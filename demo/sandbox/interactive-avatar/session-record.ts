/** Owns what the books tell of a session beyond its own state, and the words for who ended it. */
import type { Fields } from './open-request.js';

/**
 * `stop`: the client called streaming.stop. `idle`, `duration`, `never_joined`: the limits of protocol.md A.11.
 * `never_started`: no streaming.start in time. `undelivered`: the client hung up before it was told the session's
 * id. `server`: a trouble, or a test, ends it. `room_lost`: the LiveKit server dropped the room, or the avatar's
 * process died. `sandbox_closed`: it was running when the sandbox was closed.
 */
export const ENDED_BY = [
  'stop',
  'idle',
  'duration',
  'never_started',
  'never_joined',
  'undelivered',
  'server',
  'room_lost',
  'sandbox_closed',
] as const;
export type EndedBy = (typeof ENDED_BY)[number];

export interface SessionRecord {
  request: Fields;
  tasks: Fields[];
  stop_calls: number;
  keep_alive_calls: number;
  interrupt_calls: number;
  listening: boolean;
  push_to_talk: ('start' | 'stop')[];
  participants: string[];
  chat: 'none' | 'open' | 'closed' | 'refused';
  /** Handshakes that were accepted. */
  chat_sockets: number;
  chat_text_frames: number;
  chat_audio_frames: number;
  stt_language: string | null;
  opening_text_spoken: boolean;
  silence_prompts: number;
  garbage_messages: number;
  spoofed_messages: number;
}

export function newRecord(request: Fields): SessionRecord {
  return {
    request,
    tasks: [],
    stop_calls: 0,
    keep_alive_calls: 0,
    interrupt_calls: 0,
    listening: false,
    push_to_talk: [],
    participants: [],
    chat: 'none',
    chat_sockets: 0,
    chat_text_frames: 0,
    chat_audio_frames: 0,
    stt_language: null,
    opening_text_spoken: false,
    silence_prompts: 0,
    garbage_messages: 0,
    spoofed_messages: 0,
  };
}
