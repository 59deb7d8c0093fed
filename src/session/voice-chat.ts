/**
 * The conversation by voice: one microphone, opened when it is asked for, muted before anybody can hear it if it
 * should be, heard with push-to-talk only while pressed, and let go of however it ends.
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
  /** The session's: what aborts it ends the voice chat too. */
  readonly signal: AbortSignal;
  /** The user is heard only while push-to-talk is pressed. */
  readonly pushToTalk: boolean;
  readonly change: (event: StateEvent) => void;
  readonly onWarning: (warning: WarningDetail) => void;
  readonly onDeviceChange: (deviceId: string) => void;
  /** Tells the service of a press or a release. */
  readonly tellPress: (pressed: boolean) => Promise<unknown>;
}

const noVoiceChat = 'There is no voice chat. Call startVoiceChat() and wait for it first.';

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
  #muted = true;
  /** Counts presses and what ends them: what comes late of an earlier one changes nothing. */
  #presses = 0;
  /** The service was told of a press, and not of its release. */
  #pressed = false;

  constructor(options: VoiceChatOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', () => this.#letGo());
  }

  /** Whether there is a microphone, or one is being opened. */
  get wanted(): boolean {
    return this.#starting !== undefined;
  }

  /** The microphone's track while it is open. */
  get track(): MediaStreamTrack | undefined {
    return this.#track;
  }

  /** Whether nobody can hear the user: the microphone is muted, or there is none. */
  get muted(): boolean {
    return !this.wanted || this.#muted;
  }

  /**
   * Opens the microphone and sends it. While one is being opened, or is open, the same promise, and `muted` applies to
   * it if it is given.
   */
  start(muted: boolean | undefined, deviceId: string | undefined): Promise<void> {
    if (this.#starting) {
      if (muted !== undefined) this.setMuted(muted);
      return this.#starting;
    }
    this.#muted = this.#options.pushToTalk || muted === true;
    this.#deviceId = deviceId;
    return (this.#starting = this.#start());
  }

  /** Works in every state, and leaves no microphone open. A press is over with it. */
  async close(): Promise<void> {
    const published = this.#published;
    this.#endPress();
    this.#letGo();
    // A room that is gone has nothing to take out of it.
    await published?.unpublish().catch(() => undefined);
  }

  /** Silences the track, or lets it be heard, before it returns. With push-to-talk only a press lets it be heard. */
  setMuted(muted: boolean): void {
    if (muted) this.#endPress();
    if (muted || !this.#options.pushToTalk) this.#mute(muted);
  }

  /** The user is heard from here on, once the service has taken the press. */
  async press(): Promise<void> {
    if (!this.#published) throw sessionError('not_connected', { phase: 'voice', message: noVoiceChat });
    const press = (this.#presses += 1);
    this.#pressed = true;
    await this.#options.tellPress(true);
    if (press === this.#presses) this.#mute(false);
  }

  /** The microphone is muted first, whatever the service says. */
  async release(): Promise<void> {
    this.#presses += 1;
    this.#pressed = false;
    this.#mute(true);
    await this.#options.tellPress(false);
  }

  /** Goes on with another microphone, if one is open or being opened. */
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
      // It may have been closed since the visitor's answer.
      either.throwIfAborted();
      this.#hold(track);
      const published = await room.publishMicrophone(track, this.#muted);
      if (either.aborted) await published.unpublish().catch(() => undefined);
      either.throwIfAborted();
      this.#published = published;
      // What was asked for while it was being published.
      await this.#tellRoom();
      either.throwIfAborted();
      // First that it is muted, then that it is on: nobody is told of a microphone that hears when it does not.
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
    // The last choice counts, whichever is granted first.
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

  /** Silent from the first sample on if it should be, and not only once the room has been told. */
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

  /** The room follows the track; where it cannot be told, a microphone that should be heard is muted again. */
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
    // Another microphone may have come in between, or the library have set it otherwise.
    if (published === this.#published && this.#track) this.#track.enabled = !this.#muted;
  }

  /** A press is over with what ends it, also one that the service has yet to answer. */
  #endPress(): void {
    this.#presses += 1;
    if (!this.#pressed) return;
    this.#pressed = false;
    // The microphone is muted whatever comes of it.
    this.#options.tellPress(false).catch(() => undefined);
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

/** The visitor's answer is not waited for once nobody wants it any more. A microphone that is granted late is let go. */
async function askForMicrophone(
  deviceId: string | undefined,
  signal: AbortSignal,
): Promise<MediaStreamTrack> {
  const opening = openMicrophone(deviceId, signal);
  try {
    return await orAbort(opening, signal);
  } catch (error) {
    // It may have been granted a moment before the abort.
    opening.then(
      (track) => track.stop(),
      () => undefined,
    );
    throw error;
  }
}
