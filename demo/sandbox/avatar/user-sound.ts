/**
 * Owns the sound of the user's tracks as the avatar hears it: each one decoded from its subscription to its end
 * and handed on as PCM. The official SDK publishes one more at each start of voice chat and ends none of them, so
 * all are listened to.
 */
import { AudioStream, TrackKind, type AudioFrame, type RemoteTrack } from '@livekit/rtc-node';
import { HEARD_RATE } from '../hearing/voice-detector.js';
import type { AvatarEvent } from './avatar-messages.js';

/** Deliveries of a length that costs little and delays little. */
const DELIVERY_MS = 40;
/** The identity that the user's pass gives. */
const USER = 'client';

export class UserSound {
  readonly #emit: (event: AvatarEvent) => void;
  readonly #readers = new Map<string, ReadableStreamDefaultReader<AudioFrame>>();

  constructor(emit: (event: AvatarEvent) => void) {
    this.#emit = emit;
  }

  async listenTo(track: RemoteTrack, identity: string): Promise<void> {
    const { sid } = track;
    if (track.kind !== TrackKind.KIND_AUDIO || identity !== USER || !sid || this.#readers.has(sid)) return;
    const stream = new AudioStream(track, {
      sampleRate: HEARD_RATE,
      numChannels: 1,
      frameSizeMs: DELIVERY_MS,
    });
    const reader = stream.getReader();
    this.#readers.set(sid, reader);
    this.#emit({ type: 'track_opened', track: sid });
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        this.#emit({ type: 'sound', track: sid, samples: value.data });
      }
    } catch {
      // The room went away under it: the end of the track, as any other.
    }
    this.#readers.delete(sid);
    this.#emit({ type: 'track_closed', track: sid });
  }

  /** Unsubscribed, since the user unpublished it or left: what was decoded already is still handed on. */
  end(track: RemoteTrack): void {
    void this.#readers
      .get(track.sid ?? '')
      ?.cancel()
      .catch(() => {});
  }

  close(): void {
    for (const reader of this.#readers.values()) void reader.cancel().catch(() => {});
  }
}
