/** What the simulated service offers, which nobody has to be asked for: figures, voices, and what can go wrong. */

import type { SimulatedTrouble } from '../../src/index.js';
import type { Choice, Trouble } from './offer.js';

/** Any name is somebody, and always the same one; these four are all the figures there are. */
export const simulatedAvatars: readonly Choice[] = [
  { value: 'default', label: 'Default' },
  ...['Ruby', 'Mira', 'Lena'].map((name) => ({ value: name, label: name })),
];

/** Any id is a voice too; these are far from each other, from the highest to the lowest. */
export const simulatedVoices: readonly Choice[] = ['high', 'soft', 'alto', 'calm'].map((id) => ({
  value: id,
  label: id,
}));

const troubles: Readonly<Record<SimulatedTrouble, readonly [about: string, code: string, phase: string]>> = {
  'slow-open': ['opening the session takes 3 s longer, and succeeds', '', ''],
  'slow-start': ['starting the session takes 3 s longer, and succeeds', '', ''],
  'expired-token': ['opening is refused: the token is not taken', 'unauthorized', 'open'],
  'concurrency-limit': ['opening is refused: too many sessions are open', 'concurrency_limit', 'open'],
  'endpoint-sunset': ['opening is refused: the service has been switched off', 'endpoint_sunset', 'open'],
  'html-answer': ['opening is answered with a web page', 'bad_answer', 'open'],
  'empty-answer': ['opening is answered with nothing', 'bad_answer', 'open'],
  forbidden: ['opening is forbidden', 'forbidden', 'open'],
  'rate-limited': ['opening is refused: too many requests', 'rate_limited', 'open'],
  'server-error': ['opening fails within the service', 'server_error', 'open'],
  'hanging-open': ['opening is never answered', 'timeout', 'open'],
  'hanging-start': ['starting is never answered', 'timeout', 'start'],
  'start-refused': ['starting fails within the service', 'server_error', 'start'],
  'no-room': ['nothing listens at the room’s address', 'room_failed', 'room'],
  'hanging-room': ['the room takes the connection and never says a word', 'room_failed', 'room'],
  'no-avatar': ['nobody joins the room: neither picture nor sound comes', 'media_missing', 'media'],
  'half-a-session': ['the picture comes, and no sound', 'media_missing', 'media'],
  'server-ends-session': ['the room is deleted 2 s after the avatar is there', 'room_deleted', 'live'],
  'drops-after-2s': ['the user is removed from the room after 2 s', 'server', 'live'],
  'livekit-restart': ['the connection is interrupted after 2 s, for 3 s', '', ''],
};

export const simulatedTroubles: readonly Trouble[] = Object.entries(troubles).map(
  ([name, [about, code, phase]]) => ({ name, about, code, phase }),
);

export function isSimulatedTrouble(name: string): name is SimulatedTrouble {
  return Object.hasOwn(troubles, name);
}
