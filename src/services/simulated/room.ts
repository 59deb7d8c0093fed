/** A room without a server: a drawn picture, a synthesised voice, and an ear for the user's microphone. */

import { unpatched } from '../../api/clock.js';
import { sessionError } from '../../api/error-table.js';
import type { EndReason } from '../../api/state.js';
import type { SimulatedCue, SimulatedNotice, SimulatedStage } from './cues.js';
import type { PublishedMicrophone, Room, RoomAddress, RoomOptions } from '../../media/room.js';
import { SimulatedHearing } from './hearing.js';
import { framesPerSecond, SimulatedPicture } from './picture.js';
import { SimulatedVoice } from './voice.js';

/** When a trouble of the room begins, how long an interruption lasts, and how long an answer is waited for; in seconds. */
const untilTrouble = 2;
const interruption = 3;
const noAnswer = 5;

/** What a visitor does that lets a page make sound. */
const gestures = ['pointerup', 'keydown', 'click'];

/** How each trouble ends the room, with LiveKit's number and our reason. */
const ends: Readonly<Record<string, readonly [code: number, reason: EndReason]>> = {
  'server-ends-session': [5, 'room_deleted'],
  'drops-after-2s': [4, 'server'],
};

export async function createSimulatedRoom(options: RoomOptions): Promise<Room> {
  return new SimulatedRoom(options);
}

class SimulatedRoom implements Room {
  readonly native = null;
  readonly media: Promise<void>;
  readonly #options: RoomOptions;
  readonly #left = new AbortController();
  #mediaComplete!: () => void;
  #picture: SimulatedPicture | undefined;
  #voice: SimulatedVoice | undefined;
  #hearing: SimulatedHearing | undefined;
  #listens = false;
  #audible = true;
  #leaving: Promise<void> | undefined;

  constructor(options: RoomOptions) {
    this.#options = options;
    this.media = new Promise((resolve) => (this.#mediaComplete = resolve));
  }

  prepare(): void {
    // There is no server to look up.
  }

  async connect({ token }: RoomAddress, signal: AbortSignal): Promise<void> {
    try {
      const stage = JSON.parse(token) as SimulatedStage;
      const { trouble } = stage;
      await this.#wait(trouble === 'hanging-room' ? noAnswer : stage.joining, signal);
      if (trouble === 'no-room' || trouble === 'hanging-room') throw new Error('It is not there.');
      this.#picture = new SimulatedPicture(stage);
      this.#voice = new SimulatedVoice(this.#options.clock);
      this.#appear(stage);
    } catch (cause) {
      if (signal.aborted) throw signal.reason;
      throw sessionError('room_failed', { cause });
    }
  }

  async publish(_topic: string | undefined, bytes: Uint8Array): Promise<void> {
    const cue = JSON.parse(new TextDecoder().decode(bytes)) as SimulatedCue;
    if (cue.type === 'say') this.#voice?.say(cue.sounds, cue.voice);
    else if (cue.type === 'quiet') this.#voice?.quiet();
    else this.#listens = cue.listening;
  }

  async publishMicrophone(track: MediaStreamTrack, muted: boolean): Promise<PublishedMicrophone> {
    const voice = this.#voice;
    if (!voice || this.#left.signal.aborted) throw sessionError('room_failed');
    this.#hearing?.close();
    const hearing = new SimulatedHearing(voice.context, track, muted, (type) => this.#notify({ type }));
    this.#hearing = hearing;
    // Whoever lets a page listen lets it be heard too.
    this.#resume();
    this.#notify({ type: 'microphone', open: true });
    return {
      get muted() {
        return hearing.muted;
      },
      setMuted: async (wanted) => void (hearing.muted = wanted),
      replace: async (other) => hearing.listenTo(other),
      unpublish: async () => {
        hearing.close();
        if (this.#hearing !== hearing) return;
        this.#hearing = undefined;
        this.#notify({ type: 'microphone', open: false });
      },
    };
  }

  setAudible(audible: boolean): void {
    this.#audible = audible;
    if (this.#voice) this.#voice.track.enabled = audible;
  }

  disconnect(): Promise<void> {
    return (this.#leaving ??= this.#leave());
  }

  async #leave(): Promise<void> {
    this.#left.abort();
    for (const type of gestures) removeEventListener(type, this.#resume, { capture: true });
    const { stream } = this.#options;
    for (const track of [this.#picture?.track, this.#voice?.track]) if (track) stream.removeTrack(track);
    this.#hearing?.close();
    this.#picture?.stop();
    await this.#voice?.close();
  }

  /** Shows itself after a while, complete or not, and lives from then on. */
  #appear({ appearing, trouble }: SimulatedStage): void {
    const { stream, emit } = this.#options;
    this.#after(appearing, () => {
      const picture = this.#picture;
      const voice = this.#voice;
      if (!picture || !voice || trouble === 'no-avatar') return;
      const draw = (): void => this.#draw(picture, voice);
      draw();
      const timer = unpatched('setInterval')(draw, 1000 / framesPerSecond);
      this.#left.signal.addEventListener('abort', () => unpatched('clearInterval')(timer));
      stream.addTrack(picture.track);
      if (trouble === 'half-a-session') return;
      voice.track.enabled = this.#audible;
      stream.addTrack(voice.track);
      // Taken away by hand in #leave(): where old zone.js patches the window, aborting a signal takes more away.
      for (const type of gestures) addEventListener(type, this.#resume, { capture: true });
      this.#resume();
      emit({ type: 'quality', quality: 'GOOD' });
      this.#mediaComplete();
      if (trouble) this.#after(untilTrouble, () => this.#makeTrouble(trouble));
    });
  }

  #makeTrouble(trouble: string): void {
    const { emit } = this.#options;
    const [code, reason] = ends[trouble] ?? [];
    if (code !== undefined && reason !== undefined) emit({ type: 'disconnected', code, reason });
    if (trouble !== 'livekit-restart') return;
    emit({ type: 'reconnecting' });
    this.#after(interruption, () => emit({ type: 'reconnected' }));
  }

  #draw(picture: SimulatedPicture, voice: SimulatedVoice): void {
    this.#hearing?.look();
    const { mouth, speaking } = voice;
    const listening = this.#listens || (this.#hearing?.speaking ?? false);
    picture.draw({ seconds: this.#options.clock.now(), mouth, speaking, listening });
  }

  /** Where the browser wants a visitor's act first, this waits for it without anybody waiting for this. */
  readonly #resume = (): void => {
    void this.#voice?.context.resume().catch(() => undefined);
  };

  #notify(notice: SimulatedNotice): void {
    if (this.#left.signal.aborted) return;
    const bytes = new TextEncoder().encode(JSON.stringify(notice));
    this.#options.emit({ type: 'data', topic: undefined, bytes });
  }

  /** Does it after so many seconds, unless the room is left before. */
  #after(seconds: number, work: () => void): void {
    const { signal } = this.#left;
    if (signal.aborted) return;
    if (seconds === 0) return work();
    const cancel = this.#options.clock.after(seconds, work);
    signal.addEventListener('abort', cancel, { once: true });
  }

  /** Resolves after so many seconds; rejects with the signal's reason, and when the room is left. */
  #wait(seconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const either = AbortSignal.any([signal, this.#left.signal]);
      const onAbort = (): void => reject(either.reason as Error);
      if (either.aborted) return onAbort();
      either.addEventListener('abort', onAbort, { once: true });
      this.#after(seconds, resolve);
    });
  }
}
