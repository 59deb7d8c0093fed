/** Owns the data messages of one participant of ours: what is sent keeps its order, what comes in is handed on. */
import { RoomEvent, type Room } from '@livekit/rtc-node';
import type { AvatarEvent } from './avatar-messages.js';

export class DataLine {
  readonly #room: Room;
  #sending: Promise<void> = Promise.resolve();

  constructor(room: Room, emit: (event: AvatarEvent) => void) {
    this.#room = room;
    // No look at the sender: a user who publishes nothing is announced up to 3 s after its first message
    // (protocol.md, "Seen by running the official SDKs", LiveKit).
    room.on(RoomEvent.DataReceived, (payload, _participant, _kind, topic) =>
      emit({ type: 'data', payload: new TextDecoder().decode(payload), topic: topic ?? '' }),
    );
  }

  /** One after another, since their order is the meaning. */
  publish(payload: string | Uint8Array, topic: string | undefined): void {
    const bytes = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
    const options = { reliable: true, ...(topic === undefined ? {} : { topic }) };
    this.#sending = this.#sending
      .then(() => this.#room.localParticipant?.publishData(bytes, options))
      .catch(() => {
        // The room is going; what cannot be sent any more has nobody to read it.
      });
  }

  /** Resolves when what was given to it so far has been sent. */
  sent(): Promise<void> {
    return this.#sending;
  }
}
