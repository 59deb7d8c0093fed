/** What LiveAvatar says in the room, parsed (protocol.md, "Events"): `unknown` in, an event or nothing out. */

import type { EndReason } from '../../api/state.js';
import { isRecord, parseJson } from '../../api/unknown.js';
import { canBePassedOn } from '../other-events.js';

export const controlTopic = 'agent-control';
export const responseTopic = 'agent-response';

/** In bytes. No message of the service comes near this; a longer one is not worth parsing. */
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

/** Spellings that the service's documents have beside those that it sends. */
const spellings = new Map<unknown, AgentEvent['type']>([
  ['user.transcription_chunk', 'user.transcription.chunk'],
  ['avatar.transcription_chunk', 'avatar.transcription.chunk'],
  ['session_stopped', 'session.stopped'],
]);

export interface AgentEvent {
  readonly type: (typeof types)[number];
  /** The `event_id` of the command that it answers, or what tells its turn from others, where it says so. */
  readonly source: string | undefined;
  /** Empty where it carries none. */
  readonly text: string;
  /** Why the session has stopped, under either of the names in use. */
  readonly reason: string | undefined;
  /** All of the message as it came. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** An event whose name is none of those above. */
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
    // What else concerns the session as a whole is for its own client.
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
]);

/** Why a session was stopped, in our words. */
export function endReasonOf({ reason }: AgentEvent): EndReason {
  return endReasons.get(reason) ?? 'server';
}

/** A command, as it goes out. `eventId` is what its answer may name as its source. */
export function controlMessage(event_type: string, event_id: string, fields: object = {}): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ event_id, event_type, ...fields }));
}
