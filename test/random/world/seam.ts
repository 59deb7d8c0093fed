/** The one place that knows how the code under test is given other rooms, and how its chunks are loaded beforehand. */

import type { Room, RoomOptions } from '../../../src/media/room.js';
import { ports } from '../../../src/session/ports.js';

/** Puts rooms of the run behind every client made from now on. Returns how to undo it. */
export function replaceRooms(create: (options: RoomOptions) => Room): () => void {
  const real = { ...ports };
  ports.backend = (name, token) => ({
    ...real.backend(name, token),
    warmUp: async () => undefined,
    createRoom: async (options) => create(options),
  });
  return () => Object.assign(ports, real);
}

/** Everything that a session loads when it needs it: afterwards no load takes longer than another. */
export async function loadAll(): Promise<void> {
  await Promise.all([
    import('../../../src/index.js'),
    import('../../../src/define.js').then(({ defineControls }) => defineControls()),
    import('../../../src/session/streaming-avatar.js'),
    import('../../../src/services/interactive-avatar/interactive-avatar.js'),
    import('../../../src/services/live-avatar/live-avatar.js'),
    import('../../../src/session/debug-log.js'),
  ]);
}

/** A load of what is loaded already: it resolves after those that were asked for before it. */
export async function loadAgain(): Promise<void> {
  await import('../../../src/session/streaming-avatar.js');
}
