/** The services and their rooms, each loaded when it is needed. Tests replace them. */

import { type Clock, systemClock } from '../api/clock.js';
import { notLoaded, sessionError } from '../api/error-table.js';
import type { ServiceName } from '../api/requests.js';
import { createLiveKitRoom, loadLiveKit } from '../media/livekit-room.js';
import type { Room, RoomOptions } from '../media/room.js';
import type { Service } from '../services/service.js';

/** Every service by its name. */
export type KnownService = Exclude<ServiceName, 'auto'>;

/** A service and its kind of room, each in a chunk of its own. */
export interface Backend {
  /** Whether opening a session needs a token. */
  readonly takesToken: boolean;
  /** Rejects with `network` if its code can't be loaded. */
  loadService(): Promise<Service>;
  /** Loads the code of its rooms. Rejects with `network`, or with `not_supported` in a browser that can't play them. */
  loadPlayer(): Promise<unknown>;
  createRoom(options: RoomOptions): Promise<Room>;
}

export interface Ports {
  clock: Clock;
  backends: Record<KnownService, Backend>;
}

/** HeyGen's services need a token and have LiveKit rooms. */
const liveKit: Omit<Backend, 'loadService'> = {
  takesToken: true,
  async loadPlayer() {
    if (typeof RTCPeerConnection !== 'function') throw sessionError('not_supported', { message: noWebRtc });
    await loadLiveKit();
  },
  createRoom: createLiveKitRoom,
};

export const ports: Ports = {
  clock: systemClock,
  backends: {
    'interactive-avatar': {
      ...liveKit,
      loadService: async () => {
        const { interactiveAvatar } =
          await import('../services/interactive-avatar/interactive-avatar.js').catch(notLoaded);
        return interactiveAvatar;
      },
    },
    liveavatar: {
      ...liveKit,
      loadService: async () => {
        const { liveAvatar } = await import('../services/live-avatar/live-avatar.js').catch(notLoaded);
        return liveAvatar;
      },
    },
    simulated: {
      takesToken: false,
      loadService: async () => {
        const { simulated } = await import('../services/simulated/simulated.js').catch(notLoaded);
        return simulated;
      },
      loadPlayer: () => import('../services/simulated/room.js').catch(notLoaded),
      async createRoom(options) {
        const { createSimulatedRoom } = await import('../services/simulated/room.js').catch(notLoaded);
        return createSimulatedRoom(options);
      },
    },
  },
};

const noWebRtc =
  'This browser has no WebRTC (RTCPeerConnection), so it cannot play the avatar. A lockdown mode, a policy or an extension may have switched it off.';
