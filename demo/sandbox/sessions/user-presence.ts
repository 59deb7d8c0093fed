/**
 * Owns whether the user has come into the room. LiveKit is asked where the avatar has not noticed: it hears of a
 * user who publishes nothing up to 3 s late.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Rooms } from '../livekit/rooms.js';

/** The identity that the user's pass gives. */
export const USER = 'client';
const POLL_MS = 100;

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
    if (!this.#seen && (await this.isThere())) this.#seen = true;
    return this.#seen;
  }

  /** Is in the room now. */
  isThere(): Promise<boolean> {
    return this.#rooms.contains(this.#room, USER);
  }

  /** Resolves once the user is there or has been, or when the signal aborts. */
  async untilCame(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !(await this.everCame())) await delay(POLL_MS);
  }
}
