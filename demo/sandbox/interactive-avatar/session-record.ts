/** Owns what the books tell of a session of Interactive Avatar beyond its own state. */
import type { Fields } from '../http/fields.js';
import type { HostedRecord } from '../sessions/hosted-session.js';

export interface SessionRecord extends HostedRecord {
  request: Fields;
  tasks: Fields[];
  stop_calls: number;
  keep_alive_calls: number;
  interrupt_calls: number;
  listening: boolean;
  push_to_talk: ('start' | 'stop')[];
  chat: 'none' | 'open' | 'closed' | 'refused';
  /** Handshakes that were accepted. */
  chat_sockets: number;
  chat_text_frames: number;
  chat_audio_frames: number;
  stt_language: string | null;
  opening_text_spoken: boolean;
  silence_prompts: number;
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
