/**
 * What LiveAvatar says in the room, parsed (protocol.md B.5): `unknown` in, an event of a closed list or nothing out.
 */

import type { EndReason } from '../../api/state.js';
import { isRecord } from '../http.js';

export const controlTopic = 'agent-control';
export const responseTopic = 'agent-response';

/** No message of the service comes near this; a longer one is not worth parsing. */
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

export interface AgentEvent {
  readonly type: (typeof types)[number];
  /** The `event_id` of the command that it answers, where it says so. */
  readonly source: string | undefined;
  /** Empty where it carries none. */
  readonly text: string;
  /** Why the session has stopped, under either of the names in use (protocol.md C 9). */
  readonly reason: string | undefined;
}

const decoder = new TextDecoder();

export function parseAgentEvent(bytes: Uint8Array): AgentEvent | undefined {
  if (bytes.byteLength > longestMessage) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(decoder.decode(bytes));
  } catch {
    return undefined;
  }
  if (!isRecord(json)) return undefined;
  const type = types.find((known) => known === json.event_type);
  const { source_event_id, stop_reason, end_reason } = json;
  const text = json.text ?? '';
  if (!type || typeof text !== 'string') return undefined;
  return {
    type,
    source: typeof source_event_id === 'string' ? source_event_id : undefined,
    text,
    reason: [stop_reason, end_reason].find((reason) => typeof reason === 'string'),
  };
}

/** The service's reasons that have a name of their own here (protocol.md B.3). */
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
