/** Owns the data messages of one participant of ours: what is sent keeps its order, what comes in is handed on. */
import { setTimeout as delay } from 'node:timers/promises';
import { RoomEvent, type Room } from '@livekit/rtc-node';
import type { AvatarEvent } from './avatar-messages.js';

/** How long a message needs to leave, on a machine that has other things to do. */
const ON_ITS_WAY_MS = 200;

export class DataLine {
  readonly #room: Room;
  #sending: Promise<void> = Promise.resolve();
  #lastSent = -ON_ITS_WAY_MS;

  constructor(room: Room, emit: (event: AvatarEvent) => void) {
    this.#room = room;
    // No look at the sender: a user who publishes nothing is announced up to 3 s after its first message.
    room.on(RoomEvent.DataReceived, (payload, _participant, _kind, topic) =>
      emit({ type: 'data', payload: new TextDecoder().decode(payload), topic: topic ?? '' }),
    );
  }

  /** One after another, since their order is the meaning. */
  publish(payload: string | Uint8Array, topic: string | undefined): void {
    const bytes = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
    const options = { reliable: true, ...(topic === undefined ? {} : { topic }) };
    this.#sending = this.#sending
      .then(async () => {
        await this.#room.localParticipant?.publishData(bytes, options);
        this.#lastSent = performance.now();
      })
      .catch(() => {
        // The room is going; what cannot be sent any more has nobody to read it.
      });
  }

  /** Resolves when what was given to it so far is on its way, and may be followed by a leave. */
  async sent(): Promise<void> {
    await this.#sending;
    // A message counts as sent once it is handed over, and a connection that is closed then takes it along.
    const left = this.#lastSent + ON_ITS_WAY_MS - performance.now();
    if (left > 0) await delay(left);
  }
}
