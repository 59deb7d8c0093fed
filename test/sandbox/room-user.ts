/**
 * Owns the user in the room, by rtc-node: what of the avatar arrives there as picture, sound and messages, and the
 * microphone, into which a test plays its sound.
 */
import {
  AudioFrame,
  AudioSource,
  AudioStream,
  LocalAudioTrack,
  Room,
  RoomEvent,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
  VideoStream,
  type DisconnectReason,
  type RemoteTrack,
} from '@livekit/rtc-node';
import { SAMPLE_RATE } from '../../demo/sandbox/speech/flite.js';
import { Changes } from './changes.js';

export interface Heard {
  at: number;
  /** Root mean square of 10 ms, 0 to 1. */
  level: number;
}

export interface Message {
  at: number;
  type: string;
  task_id: string;
  message?: string;
  duration_ms?: number;
  /** Unset where LiveKit has not announced the sender yet. */
  sender?: string | undefined;
  topic?: string | undefined;
}

/** A message as LiveAvatar sends it. */
export interface LiveAvatarEvent extends Omit<Message, 'type' | 'task_id'> {
  event_id: string;
  event_type: string;
  session_id: string;
  source_event_id: string | null;
  text?: string;
  stop_reason?: string;
  end_reason?: string;
}

/** Speech is far above, silence (with what Opus adds) far below. */
export const AUDIBLE = 0.01;

const MICROPHONE_QUEUE_MS = 200;

export class RoomUser {
  readonly messages: Message[] = [];
  readonly heard: Heard[] = [];
  frames = 0;
  frameSize: { width: number; height: number } | undefined;
  avatarIdentity: string | undefined;
  ended: DisconnectReason | undefined;
  /** Data messages that are no JSON object. */
  garbage = 0;
  readonly kinds = new Set<string>();
  reconnections = 0;
  #microphone: AudioSource | undefined;
  readonly #room = new Room();
  readonly #changes = new Changes();

  async join(url: string, token: string): Promise<void> {
    this.#room
      .on(RoomEvent.TrackSubscribed, (track, _publication, participant) => {
        this.avatarIdentity = participant.identity;
        this.kinds.add(track.kind === TrackKind.KIND_VIDEO ? 'video' : 'audio');
        void this.#receive(track);
      })
      .on(RoomEvent.DataReceived, (payload, participant, _kind, topic) => {
        this.#keep(payload, participant?.identity, topic);
        this.#changes.happened();
      })
      .on(RoomEvent.ParticipantConnected, () => this.#changes.happened())
      .on(RoomEvent.ParticipantDisconnected, () => this.#changes.happened())
      .on(RoomEvent.Reconnected, () => {
        this.reconnections++;
        this.#changes.happened();
      })
      .on(RoomEvent.Disconnected, (reason) => {
        this.ended = reason;
        this.#changes.happened();
      });
    await this.#room.connect(url, token, { autoSubscribe: true, dynacast: false });
  }

  /** Everybody else who is in the room, as far as LiveKit has told. */
  get others(): string[] {
    return [...this.#room.remoteParticipants.values()].map(({ identity }) => identity);
  }

  async say(payload: string, topic?: string): Promise<void> {
    const options = { reliable: true, ...(topic === undefined ? {} : { topic }) };
    await this.#room.localParticipant?.publishData(new TextEncoder().encode(payload), options);
  }

  /** An open microphone: silence, but for what is played into it. */
  async openMicrophone(): Promise<{ close(): Promise<void> }> {
    const source = new AudioSource(SAMPLE_RATE, 1, MICROPHONE_QUEUE_MS);
    const track = LocalAudioTrack.createAudioTrack('', source);
    const user = this.#room.localParticipant;
    const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE });
    const publication = await user?.publishTrack(track, options);
    this.#microphone = source;
    return {
      close: async () => {
        await user?.unpublishTrack(publication?.sid ?? '');
        await source.close();
      },
    };
  }

  /** Plays into the newest microphone; resolves when the last of it has been sent. */
  async play(samples: Int16Array): Promise<void> {
    const frame = SAMPLE_RATE / 50;
    for (let at = 0; at < samples.length; at += frame) {
      const piece = new Int16Array(frame);
      piece.set(samples.subarray(at, at + frame));
      await this.#microphone?.captureFrame(new AudioFrame(piece, SAMPLE_RATE, 1, frame));
    }
    await this.#microphone?.waitForPlayout();
  }

  async leave(): Promise<void> {
    await this.#microphone?.close();
    await this.#room.disconnect().catch(() => {});
  }

  /** The value as soon as there is one; every frame, sound and message is a reason to look again. */
  until<T>(what: string, look: () => T | undefined | false, deadlineMs?: number): Promise<T> {
    return this.#changes.until(what, look, deadlineMs);
  }

  untilMessage(type: string, taskId?: string): Promise<Message> {
    return this.until(type, () =>
      this.messages.find((message) => message.type === type && (!taskId || message.task_id === taskId)),
    );
  }

  loudest(from: number, to: number): number {
    return Math.max(0, ...this.heard.filter(({ at }) => at >= from && at <= to).map(({ level }) => level));
  }

  #keep(payload: Uint8Array, sender: string | undefined, topic: string | undefined): void {
    let message: unknown;
    try {
      message = JSON.parse(new TextDecoder().decode(payload));
    } catch {
      // Some troubles send what is no JSON.
    }
    if (typeof message !== 'object' || message === null) this.garbage++;
    else this.messages.push({ ...(message as Message), at: performance.now(), sender, topic });
  }

  async #receive(track: RemoteTrack): Promise<void> {
    if (track.kind === TrackKind.KIND_VIDEO) {
      for await (const { frame } of new VideoStream(track)) {
        this.frames++;
        this.frameSize = { width: frame.width, height: frame.height };
        this.#changes.happened();
      }
      return;
    }
    for await (const { data } of new AudioStream(track, 48_000, 1)) {
      const power = data.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / data.length;
      this.heard.push({ at: performance.now(), level: Math.sqrt(power) });
      this.#changes.happened();
    }
  }
}
