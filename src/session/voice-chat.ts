/**
 * The conversation by voice: one microphone, opened when it is asked for, muted before anybody can hear it if it
 * should be, and let go of however it ends.
 */

import { sessionError } from '../api/error-table.js';
import type { WarningDetail } from '../api/events.js';
import { openMicrophone } from '../media/microphone.js';
import type { PublishedMicrophone, Room } from '../media/room.js';
import { orAbort } from './deadline.js';
import { inPhase } from './in-phase.js';
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
  /** The last choice of another microphone. */
  #choice: AbortController | undefined;
  #track: MediaStreamTrack | undefined;
  #published: PublishedMicrophone | undefined;
  #deviceId: string | undefined;
  #wantsMuted = false;

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
  start(muted: boolean, deviceId: string | undefined): Promise<void> {
    if (this.#starting) return this.#starting;
    this.#wantsMuted = muted;
    this.#deviceId = deviceId;
    return (this.#starting = this.#start());
  }

  /** Works in every state, and leaves no microphone open. */
  async close(): Promise<void> {
    const published = this.#published;
    this.#letGo();
    // A room that is gone has nothing to take out of it.
    await published?.unpublish().catch(() => undefined);
  }

  /** One that is being opened begins so. */
  async setMuted(muted: boolean): Promise<void> {
    this.#wantsMuted = muted;
    await this.#published?.setMuted(muted);
    this.#tell();
  }

  /** Goes on with another microphone, where one is open or being opened. */
  async setMicrophone(deviceId: string): Promise<void> {
    this.#deviceId = deviceId;
    await this.#starting;
    if (this.#published && this.#deviceId === deviceId) await this.#replace(deviceId);
  }

  async #start(): Promise<void> {
    const { room, signal, change } = this.#options;
    const current = new AbortController();
    this.#current = current;
    const either = AbortSignal.any([signal, current.signal]);
    change({ type: 'voice', voiceChat: 'starting' });
    let track: MediaStreamTrack | undefined;
    try {
      // The visitor's answer is not waited for once nobody wants it any more; a microphone that is granted late is
      // let go by `openMicrophone`.
      track = await orAbort(openMicrophone(this.#deviceId, either), either);
      const muted = this.#wantsMuted;
      // Silent from the first sample on, and not only once the room has been told.
      track.enabled = !muted;
      const published = await room.publishMicrophone(track, muted);
      if (either.aborted) await published.unpublish().catch(() => undefined);
      either.throwIfAborted();
      this.#hold(track);
      this.#published = published;
      // What was asked for while it was being published, and while that is being done.
      while (published.muted !== this.#wantsMuted) await published.setMuted(this.#wantsMuted);
      either.throwIfAborted();
      // First that it is muted, then that it is on: nobody is to be told of a microphone that hears.
      this.#tell();
      change({ type: 'voice', voiceChat: 'on' });
    } catch (error) {
      track?.stop();
      if (this.#current === current) await this.close();
      throw inPhase(error, 'voice');
    }
  }

  async #replace(deviceId: string | undefined): Promise<void> {
    const { signal, onDeviceChange } = this.#options;
    const published = this.#published;
    if (!published || !this.#current) return;
    // The last choice counts, whichever is granted first.
    this.#choice?.abort(sessionError('aborted', { phase: 'voice' }));
    const choice = (this.#choice = new AbortController());
    const any = AbortSignal.any([signal, this.#current.signal, choice.signal]);
    let track: MediaStreamTrack | undefined;
    try {
      track = await orAbort(openMicrophone(deviceId, any), any);
      track.enabled = !this.muted;
      await published.replace(track);
      any.throwIfAborted();
    } catch (error) {
      track?.stop();
      throw inPhase(error, 'voice');
    }
    this.#dropTrack();
    this.#hold(track);
    onDeviceChange(track.getSettings().deviceId ?? '');
  }

  #hold(track: MediaStreamTrack): void {
    this.#track = track;
    track.onended = () => void this.#onUnplugged();
  }

  #dropTrack(): void {
    if (!this.#track) return;
    this.#track.onended = null;
    this.#track.stop();
    this.#track = undefined;
  }

  /** The device went away in mid-call: the default one takes its place, and where there is none the call goes silent. */
  async #onUnplugged(): Promise<void> {
    const current = this.#current;
    try {
      this.#deviceId = undefined;
      await this.#replace(undefined);
    } catch {
      // Closed meanwhile, or started anew: that microphone is not this one.
      if (!current || this.#current !== current) return;
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
    this.#dropTrack();
    this.#options.change({ type: 'voice', voiceChat: 'off' });
  }

  #tell(): void {
    this.#options.change({ type: 'microphone', muted: this.muted });
  }
}
