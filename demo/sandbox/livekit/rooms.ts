/** Owns the rooms on the LiveKit server and the passes into them. */
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk';
import type { LiveKitServer } from './livekit-server.js';

/** The lifetime that the real tokens have. */
const TOKEN_TTL = '24h';
/** Longer than a session may stay unstarted, so that the sandbox and not LiveKit decides when it ends. */
const EMPTY_TIMEOUT_S = 900;

export class Rooms {
  readonly url: string;
  readonly #server: LiveKitServer;
  readonly #service: RoomServiceClient;
  readonly #open = new Set<string>();

  constructor(server: LiveKitServer) {
    this.url = server.url;
    this.#server = server;
    this.#service = new RoomServiceClient(server.url.replace(/^ws/, 'http'), server.apiKey, server.apiSecret);
  }

  async create(name: string): Promise<void> {
    this.#open.add(name);
    await this.#service.createRoom({
      name,
      emptyTimeout: EMPTY_TIMEOUT_S,
      departureTimeout: EMPTY_TIMEOUT_S,
    });
  }

  /** Everybody in it is told ROOM_DELETED. A room that is gone already is no error. */
  async delete(name: string): Promise<void> {
    this.#open.delete(name);
    await this.#service.deleteRoom(name).catch(() => {});
  }

  async contains(room: string, identity: string): Promise<boolean> {
    return this.#service.getParticipant(room, identity).then(
      () => true,
      () => false,
    );
  }

  /** The participant is told PARTICIPANT_REMOVED; the room and everybody else in it stay. */
  async remove(room: string, identity: string): Promise<void> {
    await this.#service.removeParticipant(room, identity).catch(() => {});
  }

  /** Kills the LiveKit server and starts it again; false for one that is not ours to kill. */
  async restartServer(downMs: number): Promise<boolean> {
    if (!this.#server.restart) return false;
    await this.#server.restart(downMs);
    await Promise.all([...this.#open].map((room) => this.create(room).catch(() => {})));
    return true;
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
