/** Owns the rooms on the LiveKit server and the passes into them. */
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk';
import type { LiveKitServer } from './livekit-server.js';

/** protocol.md A.9: the lifetime that the real tokens have. */
const TOKEN_TTL = '24h';
/** Longer than a session may stay unstarted, so that the sandbox and not LiveKit decides when it ends. */
const EMPTY_TIMEOUT_S = 900;

export class Rooms {
  readonly url: string;
  readonly #server: LiveKitServer;
  readonly #service: RoomServiceClient;

  constructor(server: LiveKitServer) {
    this.url = server.url;
    this.#server = server;
    this.#service = new RoomServiceClient(server.url.replace(/^ws/, 'http'), server.apiKey, server.apiSecret);
  }

  async create(name: string): Promise<void> {
    await this.#service.createRoom({
      name,
      emptyTimeout: EMPTY_TIMEOUT_S,
      departureTimeout: EMPTY_TIMEOUT_S,
    });
  }

  /** Everybody in it is told ROOM_DELETED. A room that is gone already is no error. */
  async delete(name: string): Promise<void> {
    await this.#service.deleteRoom(name).catch(() => {});
  }

  pass(room: string, identity: string): Promise<string> {
    const token = new AccessToken(this.#server.apiKey, this.#server.apiSecret, {
      identity,
      name: identity,
      ttl: TOKEN_TTL,
    });
    token.addGrant({ room, roomJoin: true, canPublish: true, canPublishData: true, canSubscribe: true });
    return token.toJwt();
  }
}
