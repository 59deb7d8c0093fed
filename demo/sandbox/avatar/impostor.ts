/**
 * Owns `mallory`, a participant who is not the avatar and sends what only the avatar sends (the trouble
 * `spoofed-messages`): on the data channel anybody in the room can.
 */
import { Room } from '@livekit/rtc-node';
import { setTimeout as delay } from 'node:timers/promises';
import { leaveRoom } from './leave-room.js';

const PACE_MS = 50;

export class Impostor {
  readonly #room = new Room();
  #leaving = false;

  /** Resolves with how many were sent. It stays in the room afterwards, as somebody who listens in would. */
  async pretend(
    url: string,
    token: string,
    payloads: readonly string[],
    topic: string | undefined,
  ): Promise<number> {
    await this.#room.connect(url, token, { autoSubscribe: false, dynacast: false });
    const options = { reliable: true, ...(topic === undefined ? {} : { topic }) };
    let sent = 0;
    for (const payload of payloads) {
      if (this.#leaving) break;
      await this.#room.localParticipant?.publishData(new TextEncoder().encode(payload), options);
      sent++;
      await delay(PACE_MS);
    }
    if (this.#leaving) await leaveRoom(this.#room);
    return sent;
  }

  async leave(): Promise<void> {
    this.#leaving = true;
    await leaveRoom(this.#room);
  }
}
