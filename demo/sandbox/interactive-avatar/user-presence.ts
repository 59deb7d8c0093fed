/**
 * Owns whether the user has come into the room. LiveKit is asked where the avatar has not noticed: it hears of a
 * user who publishes nothing up to 3 s late (protocol.md, "Seen by running the official SDKs").
 */
import type { Rooms } from '../livekit/rooms.js';

/** The identity that the user's pass gives (protocol.md A.9). */
export const USER = 'client';

export class UserPresence {
  readonly #rooms: Rooms;
  readonly #room: string;
  #seen = false;

  constructor(rooms: Rooms, room: string) {
    this.#rooms = rooms;
    this.#room = room;
  }

  noticed(identity: string): void {
    this.#seen ||= identity === USER;
  }

  /** Is in the room, or has been. */
  async everCame(): Promise<boolean> {
    if (!this.#seen && (await this.#rooms.contains(this.#room, USER))) this.#seen = true;
    return this.#seen;
  }
}
