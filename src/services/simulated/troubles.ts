/** What each trouble does to the service's own part of a session. What is not here happens in the room. */

import type { ErrorCode } from '../../api/errors.js';
import type { SimulatedTrouble } from '../../api/simulated-script.js';

export interface Trouble {
  readonly phase: 'open' | 'start' | 'room';
  /** Seconds more. */
  readonly slower?: number;
  readonly hangs?: true;
  readonly fails?: ErrorCode;
}

const inRoom: Trouble = { phase: 'room' };

export const troubles: Readonly<Record<SimulatedTrouble, Trouble>> = {
  'slow-open': { phase: 'open', slower: 3 },
  'slow-start': { phase: 'start', slower: 3 },
  'expired-token': { phase: 'open', fails: 'unauthorized' },
  'concurrency-limit': { phase: 'open', fails: 'concurrency_limit' },
  'endpoint-sunset': { phase: 'open', fails: 'endpoint_sunset' },
  'html-answer': { phase: 'open', fails: 'bad_answer' },
  'empty-answer': { phase: 'open', fails: 'bad_answer' },
  forbidden: { phase: 'open', fails: 'forbidden' },
  'rate-limited': { phase: 'open', fails: 'rate_limited' },
  'server-error': { phase: 'open', fails: 'server_error' },
  'hanging-open': { phase: 'open', hangs: true },
  'hanging-start': { phase: 'start', hangs: true },
  'start-refused': { phase: 'start', fails: 'server_error' },
  'no-room': inRoom,
  'hanging-room': inRoom,
  'no-avatar': inRoom,
  'half-a-session': inRoom,
  'server-ends-session': inRoom,
  'drops-after-2s': inRoom,
  'livekit-restart': inRoom,
};
