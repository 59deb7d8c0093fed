/**
 * The conversation by voice: one microphone, opened when it is asked for, muted before anybody can hear it if it
 * should be, and let go of however it ends.
 */

import { sessionError } from '../api/error-table.js';
import type { WarningDetail } from '../api/events.js';
import { openMicrophone } from '../media/microphone.js';
import type { PublishedMicrophone, Room } from '../media/room.js';
import type { StateEvent } from './state.js';

export interface VoiceChatOptions {
  readonly room: Room;
  /** The session's: what aborts it ends the voice chat too. */
  readonly signal: AbortSignal;
  readonly change: (event: StateEvent) => void;
  readonly onWarning: (warning: WarningDetail) => void;
  readonly onDeviceChange: (deviceId: string) => void;
}

export class VoiceChat {
  readonly #options: VoiceChatOptions;
  /** Aborted when this start of the microphone is over; each start has its own. */
  #current: AbortController | undefined;
  #starting: Promise<void> | undefined;
  #track: MediaStreamTrack | undefined;
  #published: PublishedMicrophone | undefined;
  #deviceId: string | undefined;

  constructor(options: VoiceChatOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', () => this.#letGo(), { once: true });
  }

  get active(): boolean {
    return this.#published !== undefined;
  }

  /** The microphone's track while it is open. */
  get track(): MediaStreamTrack | undefined {
    return this.#track;
  }

  get muted(): boolean {
    return this.#published?.muted ?? true;
  }

  /** Opens the microphone and sends it. While one is being opened, or is open, the same promise. */
  start(muted: boolean): Promise<void> {
    return (this.#starting ??= this.#start(muted));
  }

  /** Works in every state, and leaves no microphone open. */
  async close(): Promise<void> {
    const published = this.#published;
    this.#letGo();
    await published?.unpublish();
  }

  async setMuted(muted: boolean): Promise<void> {
    await this.#published?.setMuted(muted);
    this.#tell();
  }

  /** Takes another microphone, now or at the next start. */
  async setMicrophone(deviceId: string): Promise<void> {
    this.#deviceId = deviceId;
    if (this.#published) await this.#replace(deviceId);
  }

  async #start(muted: boolean): Promise<void> {
    const { room, signal, change } = this.#options;
    const current = new AbortController();
    this.#current = current;
    const either = AbortSignal.any([signal, current.signal]);
    change({ type: 'voice', voiceChat: 'starting' });
    let track: MediaStreamTrack | undefined;
    try {
      track = await openMicrophone(this.#deviceId, either);
      // Silent from the first sample on, and not only once the room has been told.
      track.enabled = !muted;
      const published = await room.publishMicrophone(track, muted);
      if (either.aborted) await published.unpublish();
      either.throwIfAborted();
      this.#hold(track);
      this.#published = published;
      change({ type: 'voice', voiceChat: 'on' });
      this.#tell();
    } catch (error) {
      track?.stop();
      if (this.#current === current) this.#letGo();
      throw error;
    }
  }

  async #replace(deviceId: string | undefined): Promise<void> {
    const { signal, onDeviceChange } = this.#options;
    const published = this.#published;
    const track = await openMicrophone(deviceId, AbortSignal.any([signal, this.#current?.signal ?? signal]));
    track.enabled = !this.muted;
    if (!published || published !== this.#published) return track.stop();
    await published.replace(track);
    this.#track?.stop();
    this.#hold(track);
    onDeviceChange(track.getSettings().deviceId ?? '');
  }

  #hold(track: MediaStreamTrack): void {
    this.#track = track;
    track.onended = () => void this.#onUnplugged();
  }

  /** The device went away in mid-call: the default one takes its place, and where there is none the call goes silent. */
  async #onUnplugged(): Promise<void> {
    try {
      this.#deviceId = undefined;
      await this.#replace(undefined);
    } catch {
      await this.close().catch(() => undefined);
      const message = 'The microphone was taken away, and there is no other. Voice chat is closed.';
      this.#options.onWarning({ code: 'microphone_lost', message });
    }
  }

  #letGo(): void {
    this.#current?.abort(sessionError('aborted', { phase: 'voice' }));
    this.#current = undefined;
    this.#starting = undefined;
    this.#published = undefined;
    if (this.#track) {
      this.#track.onended = null;
      this.#track.stop();
    }
    this.#track = undefined;
    this.#options.change({ type: 'voice', voiceChat: 'off' });
  }

  #tell(): void {
    this.#options.change({ type: 'microphone', muted: this.muted });
  }
}
