/** Events that a service sends and we have no name for: pages get them as they came. */

import { SessionEvents, StreamingEvents } from '../api/events.js';

const ours: ReadonlySet<unknown> = new Set([
  // Pages take one that bubbles up to the window for a fault of their own script.
  'error',
  ...Object.values(StreamingEvents),
  ...Object.values(SessionEvents),
]);

/** Whether a page may get an event of this name. Our own names are for events that we have checked. */
export function canBePassedOn(name: unknown): name is string {
  return typeof name === 'string' && /^[a-z][\w.:-]{0,99}$/i.test(name) && !ours.has(name) && !(name in {});
}
