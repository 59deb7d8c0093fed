/** Parses what LiveAvatar sends in the room (protocol.md, "Events"): bytes in, an event or nothing out. */

import type { EndReason } from '../../api/state.js';
import { isRecord, parseJson } from '../../api/unknown.js';
import { canBePassedOn } from '../other-events.js';

export const controlTopic = 'agent-control';
export const responseTopic = 'agent-response';

/** In bytes. No real message comes near this; longer ones are not parsed. */
const longestMessage = 65_536;

const types = [
  'user.speak_started',
  'user.speak_ended',
  'user.transcription.chunk',
  'user.transcription',
  'user.push_to_talk_started',
  'user.push_to_talk_start_failed',
  'user.push_to_talk_stopped',
  'user.push_to_talk_stop_failed',
  'avatar.speak_started',
  'avatar.speak_ended',
  'avatar.transcription.chunk',
  'avatar.transcription',
  'session.stopped',
] as const;

/** Other spellings in the service's documents. */
const spellings = new Map<unknown, AgentEvent['type']>([
  ['user.transcription_chunk', 'user.transcription.chunk'],
  ['avatar.transcription_chunk', 'avatar.transcription.chunk'],
  ['session_stopped', 'session.stopped'],
]);

export interface AgentEvent {
  readonly type: (typeof types)[number];
  /** The `event_id` of the command it answers, or another id of its turn, if it has one. */
  readonly source: string | undefined;
  /** Empty if it carries none. */
  readonly text: string;
  /** Why the session has stopped, from either field name in use. */
  readonly reason: string | undefined;
  /** The whole message as received. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** An event with any other name. */
export interface OtherAgentEvent {
  readonly type: 'other';
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const decoder = new TextDecoder();

export function parseAgentEvent(bytes: Uint8Array): AgentEvent | OtherAgentEvent | undefined {
  if (bytes.byteLength > longestMessage) return undefined;
  const json = parseJson(decoder.decode(bytes));
  if (!isRecord(json)) return undefined;
  const { event_type: name, source_event_id, stop_reason, end_reason } = json;
  const type = types.find((known) => known === name) ?? spellings.get(name);
  if (!type) {
    // Other session events are not for pages.
    if (!canBePassedOn(name) || name.startsWith('session.')) return undefined;
    return { type: 'other', name, fields: json };
  }
  const text = json.text ?? '';
  if (typeof text !== 'string') return undefined;
  return {
    type,
    source: typeof source_event_id === 'string' && source_event_id !== '' ? source_event_id : undefined,
    text,
    reason: [stop_reason, end_reason].find((reason) => typeof reason === 'string'),
    fields: json,
  };
}

/** The service's reasons that have a name of their own here. */
const endReasons = new Map<string | undefined, EndReason>([
  ['IDLE_TIMEOUT', 'idle'],
  ['ZOMBIE_SESSION_REAP', 'idle'],
  ['MAX_DURATION_REACHED', 'duration'],
  ['AGENT_HANG_UP', 'agent'],
]);

/** Why a session was stopped, in our words. */
export function endReasonOf({ reason }: AgentEvent): EndReason {
  return endReasons.get(reason) ?? 'server';
}

/** A command as sent. Its answer may name `event_id` as its source. */
export function controlMessage(event_type: string, event_id: string, fields: object = {}): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ event_id, event_type, ...fields }));
}
