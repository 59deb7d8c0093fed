/**
 * Voice chat: one microphone, opened on request, muted before it can be heard if it should start muted, heard with
 * push-to-talk only while pressed, and released however it ends.
 */

import { sessionError } from '../api/error-table.js';
import type { WarningDetail } from '../api/events.js';
import { orAbort } from '../api/wait.js';
import { openMicrophone } from '../media/microphone.js';
import type { PublishedMicrophone, Room } from '../media/room.js';
import { toPhaseError } from './phase-runner.js';
import type { StateEvent } from './store.js';

export interface VoiceChatOptions {
  readonly room: Room;
  /** The session's signal. Aborting it ends the voice chat. */
  readonly signal: AbortSignal;
  /** The user is heard only while push-to-talk is pressed. */
  readonly pushToTalk: boolean;
  readonly change: (event: StateEvent) => void;
  readonly onWarning: (warning: WarningDetail) => void;
  readonly onDeviceChange: (deviceId: string) => void;
  /** Reports a press or a release to the service. */
  readonly tellPress: (pressed: boolean) => Promise<unknown>;
}

const noVoiceChat = 'There is no voice chat. Call startVoiceChat() and wait for it first.';

export class VoiceChat {
  readonly #options: VoiceChatOptions;
  /** Aborted when the microphone is closed. Each start has its own. */
  #current: AbortController | undefined;
  #starting: Promise<void> | undefined;
  /** Aborts the last switch to another microphone. */
  #choice: AbortController | undefined;
  #track: MediaStreamTrack | undefined;
  #published: PublishedMicrophone | undefined;
  #deviceId: string | undefined;
  #muted = true;
  /** Counts presses and their ends, so that a late response to an earlier press changes nothing. */
  #presses = 0;
  /** Whether the service knows of a press and not of its release. */
  #pressed = false;

  constructor(options: VoiceChatOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', () => this.#letGo());
  }

  /** Whether a microphone is open or being opened. */
  get wanted(): boolean {
    return this.#starting !== undefined;
  }

  /** The microphone's track while it is open. */
  get track(): MediaStreamTrack | undefined {
    return this.#track;
  }

  /** Whether the avatar can't hear the user: the microphone is muted, or there is none. */
  get muted(): boolean {
    return !this.wanted || this.#muted;
  }

  /**
   * Opens the microphone and publishes it: muted with push-to-talk, else as `muted` says, else as it was muted ahead of
   * voice chat. If one is open or being opened, returns the same promise and applies `muted` to it.
   */
  start(
    { muted, mutedAhead }: { readonly muted: boolean | undefined; readonly mutedAhead: boolean },
    deviceId: string | undefined,
  ): Promise<void> {
    if (this.#starting) {
      if (muted !== undefined) this.setMuted(muted);
      return this.#starting;
    }
    this.#muted = this.#options.pushToTalk || (muted ?? mutedAhead);
    this.#deviceId = deviceId;
    return (this.#starting = this.#start());
  }

  /** Closes the microphone and ends a press. Works in every state. */
  async close(): Promise<void> {
    const published = this.#published;
    this.#endPress();
    this.#letGo();
    // Fails if the room is gone, which is fine.
    await published?.unpublish().catch(() => undefined);
  }

  /** Mutes or unmutes the track before it returns. With push-to-talk only a press unmutes. */
  setMuted(muted: boolean): void {
    if (muted) this.#endPress();
    if (muted || !this.#options.pushToTalk) this.#mute(muted);
  }

  /** Unmutes the microphone once the service has taken the press. */
  async press(): Promise<void> {
    if (!this.#published) throw sessionError('not_connected', { phase: 'voice', message: noVoiceChat });
    const press = (this.#presses += 1);
    this.#pressed = true;
    await this.#options.tellPress(true);
    if (press === this.#presses) this.#mute(false);
  }

  /** Mutes the microphone first, then reports the release. */
  async release(): Promise<void> {
    this.#presses += 1;
    this.#pressed = false;
    this.#mute(true);
    await this.#options.tellPress(false);
  }

  /** Switches to another microphone, if one is open or being opened. */
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
      track = await askForMicrophone(this.#deviceId, either);
      // Voice chat may have been closed since the visitor allowed the microphone.
      either.throwIfAborted();
      this.#hold(track);
      const published = await room.publishMicrophone(track, this.#muted);
      if (either.aborted) await published.unpublish().catch(() => undefined);
      either.throwIfAborted();
      this.#published = published;
      // Applies a mute that was made while the track was being published.
      await this.#tellRoom();
      either.throwIfAborted();
      // `microphoneMuted` first: no state may say that a muted microphone is on and heard.
      change({ type: 'microphone', muted: this.#muted });
      change({ type: 'voice', voiceChat: 'on' });
    } catch (error) {
      track?.stop();
      if (this.#current === current) await this.close();
      throw toPhaseError(error, 'voice');
    }
  }

  async #replace(deviceId: string | undefined): Promise<void> {
    const { signal, onDeviceChange } = this.#options;
    const published = this.#published;
    if (!published || !this.#current) return;
    // The last choice wins, whichever is granted first.
    this.#choice?.abort(sessionError('aborted', { phase: 'voice' }));
    const choice = (this.#choice = new AbortController());
    const any = AbortSignal.any([signal, this.#current.signal, choice.signal]);
    let track: MediaStreamTrack | undefined;
    try {
      track = await askForMicrophone(deviceId, any);
      track.enabled = !this.#muted;
      await published.replace(track);
      any.throwIfAborted();
    } catch (error) {
      track?.stop();
      throw toPhaseError(error, 'voice');
    }
    this.#dropTrack();
    this.#hold(track);
    onDeviceChange(track.getSettings().deviceId ?? '');
  }

  /** Takes over a track, muted from its first sample if it should be. */
  #hold(track: MediaStreamTrack): void {
    track.enabled = !this.#muted;
    this.#track = track;
    track.onended = () => void this.#onUnplugged();
  }

  #dropTrack(): void {
    if (!this.#track) return;
    this.#track.onended = null;
    this.#track.stop();
    this.#track = undefined;
  }

  #mute(muted: boolean): void {
    this.#muted = muted;
    if (this.#track) this.#track.enabled = !muted;
    if (!this.#published) return;
    this.#options.change({ type: 'microphone', muted });
    void this.#tellRoom();
  }

  /** Makes the room's mute follow the track's. If that fails for an unmute, mutes the microphone again. */
  async #tellRoom(): Promise<void> {
    const published = this.#published;
    try {
      while (published && published === this.#published && published.muted !== this.#muted)
        await published.setMuted(this.#muted);
    } catch {
      if (!published || published !== this.#published || this.#muted) return;
      this.#mute(true);
      const message = "Couldn't unmute the microphone: the connection to the avatar refused it. Try again.";
      this.#options.onWarning({ code: 'unmute_failed', message });
    }
    // By now the track may have been replaced, or LiveKit may have changed `enabled`.
    if (published === this.#published && this.#track) this.#track.enabled = !this.#muted;
  }

  /** Ends a press, also one that the service hasn't responded to. */
  #endPress(): void {
    this.#presses += 1;
    if (!this.#pressed) return;
    this.#pressed = false;
    // The microphone is muted even if this fails.
    this.#options.tellPress(false).catch(() => undefined);
  }

  /** The device was unplugged during voice chat: switches to the default one, or closes voice chat if there is none. */
  async #onUnplugged(): Promise<void> {
    const current = this.#current;
    try {
      this.#deviceId = undefined;
      await this.#replace(undefined);
    } catch {
      // Closed or started again meanwhile: this isn't its microphone.
      if (!current || this.#current !== current) return;
      await this.close();
      const message = 'The microphone was unplugged, and there is no other. Voice chat is closed.';
      this.#options.onWarning({ code: 'microphone_lost', message });
    }
  }

  #letGo(): void {
    this.#presses += 1;
    this.#pressed = false;
    this.#current?.abort(sessionError('aborted', { phase: 'voice' }));
    this.#current = undefined;
    this.#starting = undefined;
    this.#published = undefined;
    this.#dropTrack();
    this.#options.change({ type: 'voice', voiceChat: 'off' });
  }
}

/** Opens the microphone. Stops waiting for the visitor when `signal` aborts; a microphone granted later is released. */
async function askForMicrophone(
  deviceId: string | undefined,
  signal: AbortSignal,
): Promise<MediaStreamTrack> {
  const opening = openMicrophone(deviceId, signal);
  try {
    return await orAbort(opening, signal);
  } catch (error) {
    // It may have been granted just before the abort.
    opening.then(
      (track) => track.stop(),
      () => undefined,
    );
    throw error;
  }
}
