/** Events of a service that we do not know. Pages get them as they came. */

import { SessionEvents, StreamingEvents } from '../api/events.js';

const ours: ReadonlySet<unknown> = new Set([
  // A page would take it for an error of its own scripts once it bubbles to the window.
  'error',
  ...Object.values(StreamingEvents),
  ...Object.values(SessionEvents),
]);

/** Whether a page may get an event with this name. Our own names are reserved for events that were checked. */
export function canBePassedOn(name: unknown): name is string {
  return typeof name === 'string' && /^[a-z][\w.:-]{0,99}$/i.test(name) && !ours.has(name) && !(name in {});
}
