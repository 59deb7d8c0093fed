/** What a session joins: the services, each in a chunk of its own, and the rooms. Tests put others in their place. */

import { sessionError } from '../api/error-table.js';
import type { ServiceName } from '../api/requests.js';
import { createLiveKitRoom, loadLiveKit } from '../media/livekit-room.js';
import type { Room, RoomOptions } from '../media/room.js';
import type { Service } from '../services/service.js';
import { systemClock, type Clock } from './limits.js';

export interface Ports {
  /** Rejects with `invalid_option` for a name that is no service's. */
  loadService(name: ServiceName): Promise<Service>;
  /** Begins to load what rooms are made of, before one is needed. Never rejects. */
  warmUp(): Promise<void>;
  createRoom(options: RoomOptions): Promise<Room>;
  readonly clock: Clock;
}

const services: Readonly<Record<Exclude<ServiceName, 'auto'>, () => Promise<Service>>> = {
  'interactive-avatar': async () =>
    (await import('../services/interactive-avatar/interactive-avatar.js')).interactiveAvatar,
};

export const ports: Ports = {
  async loadService(name) {
    const chosen = name === 'auto' ? 'interactive-avatar' : name;
    if (Object.hasOwn(services, chosen)) {
      return services[chosen]().catch((cause: unknown) => {
        throw sessionError('network', { message: 'The avatar’s code could not be loaded.', cause });
      });
    }
    throw sessionError('invalid_option', {
      message: `service is “${name as string}”; allowed are auto, ${Object.keys(services).join(', ')}.`,
    });
  },
  async warmUp() {
    // A failure is met again, and reported, when the room is made.
    await loadLiveKit().catch(() => undefined);
  },
  createRoom: createLiveKitRoom,
  clock: systemClock,
};
