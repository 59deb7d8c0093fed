/**
 * Owns one avatar in one room: the participant `heygen` with one video and one audio track,
 * the loop that feeds both, and what it hears by data message and by microphone. Where the conversation has an
 * agent (B.4), that is a second participant, through whom the data messages go.
 */
import {
  AudioSource,
  LocalAudioTrack,
  LocalVideoTrack,
  Room,
  RoomEvent,
  TrackPublishOptions,
  TrackSource,
  VideoBufferType,
  VideoCodec,
  VideoFrame,
  VideoSource,
} from '@livekit/rtc-node';
import { SAMPLE_RATE } from '../speech/flite.js';
import type { Speech } from '../speech/speech.js';
import type { AvatarEvent, Figure } from './avatar-messages.js';
import { DataLine } from './data-line.js';
import { Impostor } from './impostor.js';
import { leaveRoom } from './leave-room.js';
import { Portrait } from './portrait/portrait.js';
import { Turns } from './turns.js';
import { UserSound } from './user-sound.js';

const FRAMES_PER_SECOND = 25;
const FRAME_MS = 1000 / FRAMES_PER_SECOND;
const AUDIO_QUEUE_MS = 1_000;

export class Avatar {
  readonly #picture: Figure['picture'];
  readonly #withoutSound: boolean;
  readonly #emit: (event: AvatarEvent) => void;
  readonly #room = new Room();
  readonly #audio: AudioSource;
  readonly #video: VideoSource;
  readonly #portrait: Portrait;
  readonly #turns: Turns;
  readonly #userSound: UserSound;
  readonly #tracks: (LocalAudioTrack | LocalVideoTrack)[] = [];
  #listening = false;
  #agent: Room | undefined;
  #data: DataLine | undefined;
  #timer: NodeJS.Timeout | undefined;
  #impostor: Impostor | undefined;
  #leaving = false;

  constructor(figure: Figure, speech: Speech, emit: (event: AvatarEvent) => void) {
    const { look, voice, picture, withoutSound = false, soundRate = SAMPLE_RATE } = figure;
    this.#picture = picture;
    this.#withoutSound = withoutSound;
    this.#emit = emit;
    this.#audio = new AudioSource(soundRate, 1, AUDIO_QUEUE_MS);
    this.#video = new VideoSource(picture.width, picture.height);
    this.#portrait = new Portrait(look, picture);
    this.#turns = new Turns(speech, voice, this.#audio, emit);
    this.#userSound = new UserSound(emit);
  }

  /** Resolves once in the room; the tracks follow, and `published` tells when. */
  async join(url: string, token: string, agentToken?: string): Promise<void> {
    this.#listenToRoom();
    if (agentToken !== undefined) {
      this.#agent = new Room();
      // Nobody can be spoken to any more: as good as no avatar at all.
      this.#agent.on(RoomEvent.Disconnected, () => this.#lost());
    }
    this.#data = new DataLine(this.#agent ?? this.#room, this.#emit);
    await Promise.all([
      this.#room.connect(url, token, { autoSubscribe: true, dynacast: false }),
      this.#agent?.connect(url, agentToken ?? '', { autoSubscribe: false, dynacast: false }),
    ]);
    if (this.#leaving) {
      // `leave` came while the connection was being made, and found nothing to leave.
      await Promise.all([this.#room.disconnect(), this.#agent?.disconnect()]);
      throw new Error('it was sent away while it joined');
    }
    this.#publishTracks().catch((error: unknown) => {
      if (!this.#leaving) this.#emit({ type: 'join_failed', reason: String(error) });
    });
    // The loop starts at once: a frame is waiting when the first subscriber arrives.
    this.#feed();
  }

  speak(turn: string, text: string): void {
    void this.#turns.speak(turn, text);
  }

  sound(turn: string, samples: Int16Array): void {
    this.#turns.append(turn, samples);
  }

  soundEnd(turn: string): void {
    this.#turns.finish(turn);
  }

  interrupt(): void {
    this.#turns.interrupt(performance.now());
  }

  listen(listening: boolean): void {
    this.#listening = listening;
  }

  publish(payload: string | Uint8Array, topic?: string): void {
    this.#data?.publish(payload, topic);
  }

  async impersonate(
    url: string,
    token: string,
    payloads: readonly string[],
    topic: string | undefined,
  ): Promise<void> {
    this.#impostor = new Impostor();
    const messages = await this.#impostor.pretend(url, token, payloads, topic);
    this.#emit({ type: 'impersonated', messages });
  }

  async leave(): Promise<void> {
    this.#leaving = true;
    clearTimeout(this.#timer);
    this.#turns.interrupt(performance.now());
    this.#userSound.close();
    await this.#impostor?.leave();
    // What was said of the end is still sent, where there is a room to send it to.
    await this.#data?.sent();
    if (this.#agent) await leaveRoom(this.#agent);
    // Out of the room before the sources go: a track still being published reads from them.
    await leaveRoom(this.#room);
    for (const track of this.#tracks) await track.close(false);
    await this.#audio.close();
    await this.#video.close();
  }

  #listenToRoom(): void {
    this.#room
      .on(RoomEvent.ParticipantConnected, ({ identity }) =>
        this.#emit({ type: 'participant_joined', identity }),
      )
      .on(RoomEvent.ParticipantDisconnected, ({ identity }) =>
        this.#emit({ type: 'participant_left', identity }),
      )
      .on(RoomEvent.TrackSubscribed, (track, _publication, { identity }) => {
        void this.#userSound.listenTo(track, identity);
      })
      .on(RoomEvent.TrackUnsubscribed, (track) => this.#userSound.end(track))
      .on(RoomEvent.Disconnected, () => this.#lost());
  }

  #lost(): void {
    clearTimeout(this.#timer);
    if (!this.#leaving) this.#emit({ type: 'room_lost' });
  }

  async #publishTracks(): Promise<void> {
    const me = this.#room.localParticipant;
    if (!me) throw new Error('not in the room');
    const { codec, maxBitrate } = this.#picture;
    const video = LocalVideoTrack.createVideoTrack('video', this.#video);
    const audio = LocalAudioTrack.createAudioTrack('audio', this.#audio);
    this.#tracks.push(video, audio);
    const publishing = [
      me.publishTrack(
        video,
        new TrackPublishOptions({
          source: TrackSource.SOURCE_CAMERA,
          videoCodec: codec === 'VP8' ? VideoCodec.VP8 : VideoCodec.H264,
          videoEncoding: { maxBitrate: BigInt(maxBitrate), maxFramerate: FRAMES_PER_SECOND },
          simulcast: false,
        }),
      ),
    ];
    if (!this.#withoutSound) {
      const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE, dtx: false });
      publishing.push(me.publishTrack(audio, options));
    }
    await Promise.all(publishing);
    this.#emit({ type: 'published' });
    for (const { identity } of this.#room.remoteParticipants.values()) {
      this.#emit({ type: 'participant_joined', identity });
    }
  }

  /** One beat: sound first, since it is what must not run dry, then a picture that fits it. */
  #feed(dueAt = performance.now()): void {
    if (this.#leaving) return;
    const now = performance.now();
    const mouth = this.#turns.advance(now);
    const { width, height } = this.#portrait;
    const pixels = this.#portrait.draw(now, { mouth, listening: this.#listening });
    this.#video.captureFrame(new VideoFrame(pixels, width, height, VideoBufferType.RGBA));
    // The next beat by the clock, not by this one's end; a machine that cannot keep up skips beats.
    const next = Math.max(dueAt + FRAME_MS, performance.now());
    this.#timer = setTimeout(() => this.#feed(next), next - performance.now());
  }
}
