/** The one place that knows how the code under test is given other rooms, and how its chunks are loaded beforehand. */

import type { Room, RoomOptions } from '../../../src/media/room.js';
import { ports } from '../../../src/session/ports.js';
import type { Service } from '../../../src/services/service.js';
import type { ServiceUnderTest } from './books.js';

/** Puts rooms of the run behind every client. Returns how to undo it. */
export function replaceRooms(create: (options: RoomOptions) => Room): () => void {
  const { backends } = ports;
  const withRooms = (service: ServiceUnderTest): (typeof backends)[ServiceUnderTest] => ({
    ...backends[service],
    loadService: async () => loaded[service] ?? backends[service].loadService(),
    loadPlayer: async () => undefined,
    createRoom: async (options) => create(options),
  });
  ports.backends = {
    ...backends,
    'interactive-avatar': withRooms('interactive-avatar'),
    liveavatar: withRooms('liveavatar'),
  };
  return () => void (ports.backends = backends);
}

const loaded: Partial<Record<ServiceUnderTest, Service>> = {};

/** Loads everything that a session loads when it needs it, so that no load takes longer than another. */
export async function loadAll(): Promise<void> {
  const { defineControls } = await import('../../../src/define.js');
  await Promise.all([import('../../../src/index.js'), defineControls(), loadAgain()]);
  for (const service of ['interactive-avatar', 'liveavatar'] as const)
    loaded[service] = await ports.backends[service].loadService();
}

/** Loads again what is loaded already: resolves after the loads that were asked for before. */
export async function loadAgain(): Promise<void> {
  await import('../../../src/elements/start-code.js');
}
