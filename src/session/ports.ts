/** What a session joins: the services, each with the rooms its sessions take place in. Tests put others in their place. */

import type { Clock } from '../api/clock.js';
import { sessionError } from '../api/error-table.js';
import type { ServiceName } from '../api/requests.js';
import { createLiveKitRoom, loadLiveKit } from '../media/livekit-room.js';
import type { Room, RoomOptions } from '../media/room.js';
import { startSessionData } from '../services/live-avatar/token-payload.js';
import type { Service } from '../services/service.js';
import { systemClock } from './limits.js';

/** A service and the kind of room that goes with it, each in a chunk of its own. */
export interface Backend {
  /** Whether a session is opened with a token. */
  readonly takesToken: boolean;
  /** Rejects with `network` where its code cannot be loaded. */
  loadService(): Promise<Service>;
  /** Begins to load what rooms are made of, before one is needed. Never rejects. */
  warmUp(): Promise<void>;
  createRoom(options: RoomOptions): Promise<Room>;
}

export interface Ports {
  /** What `auto` stands for the token tells. Throws `invalid_option` for a name that is no service's. */
  backend(name: ServiceName, token?: string): Backend;
  readonly clock: Clock;
}

/** HeyGen's services: a token, and rooms of a LiveKit server. */
const liveKit: Omit<Backend, 'loadService'> = {
  takesToken: true,
  async warmUp() {
    // A failure is met again, and reported, when the room is made.
    await loadLiveKit().catch(() => undefined);
  },
  createRoom: createLiveKitRoom,
};

const backends: Readonly<Record<Exclude<ServiceName, 'auto'>, Backend>> = {
  'interactive-avatar': {
    loadService: () =>
      import('../services/interactive-avatar/interactive-avatar.js').then(
        ({ interactiveAvatar }) => interactiveAvatar,
        notLoaded,
      ),
    ...liveKit,
  },
  liveavatar: {
    loadService: () =>
      import('../services/live-avatar/live-avatar.js').then(({ liveAvatar }) => liveAvatar, notLoaded),
    ...liveKit,
  },
  simulated: {
    takesToken: false,
    loadService: () =>
      import('../services/simulated/simulated.js').then(({ simulated }) => simulated, notLoaded),
    async warmUp() {
      await import('../media/simulated-room.js').catch(() => undefined);
    },
    async createRoom(options) {
      const { createSimulatedRoom } = await import('../media/simulated-room.js').catch(notLoaded);
      return createSimulatedRoom(options);
    },
  },
};

export const ports: Ports = {
  backend(name, token = '') {
    const byToken = startSessionData(token) ? 'liveavatar' : 'interactive-avatar';
    const chosen = name === 'auto' ? byToken : name;
    if (Object.hasOwn(backends, chosen)) return backends[chosen];
    throw sessionError('invalid_option', {
      message: `service is “${name as string}”; allowed are auto, ${Object.keys(backends).join(', ')}.`,
    });
  },
  clock: systemClock,
};

function notLoaded(cause: unknown): never {
  throw sessionError('network', { message: 'The avatar’s code could not be loaded.', cause });
}
