/** The avatar's `<video>`: playing it within the browser's autoplay rules, and its sound. */

import { StreamingAvatarError } from '../api/errors.js';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

type Listener = (type: 'playback_blocked' | 'playback_started' | 'volumechange') => void;

export class PlaybackController implements ReactiveController {
  /** The browser keeps the sound off until the visitor acts. */
  blocked = false;
  /** The sound is off for the browser's sake, and not because somebody wants it off. */
  #mutedByBrowser = false;
  readonly #tell: Listener;
  #video: HTMLVideoElement | undefined;

  constructor(host: ReactiveControllerHost, tell: Listener) {
    this.#tell = tell;
    host.addController(this);
  }

  /** The one video element of this avatar's life. Made when first asked for, so that a class can be made anywhere. */
  get video(): HTMLVideoElement {
    if (this.#video) return this.#video;
    const video = document.createElement('video');
    video.playsInline = true;
    video.disablePictureInPicture = false;
    video.part.add('video');
    video.onvolumechange = () => this.#tell('volumechange');
    return (this.#video = video);
  }

  get muted(): boolean {
    return this.video.muted;
  }

  set muted(muted: boolean) {
    this.#mutedByBrowser = false;
    if (!muted && this.blocked) this.unblock();
    else this.video.muted = muted;
  }

  get volume(): number {
    return this.video.volume;
  }

  set volume(volume: number) {
    // Frameworks set text where a number is meant.
    const value = Number.parseFloat(String(volume));
    this.video.volume = Math.min(1, Math.max(0, Number.isFinite(value) ? value : 1));
  }

  /** Rejects with `not_supported` if the browser has no choice of speakers, else with `invalid_option` or `blocked_by_policy`. */
  async setSpeaker(deviceId: string): Promise<void> {
    const { video } = this;
    if (!('setSinkId' in video)) {
      throw new StreamingAvatarError('not_supported', 'This browser has no choice of speakers.');
    }
    await video.setSinkId(deviceId).catch((cause: unknown) => {
      const refused = (cause as Partial<Error>).name === 'NotAllowedError';
      throw new StreamingAvatarError(
        refused ? 'blocked_by_policy' : 'invalid_option',
        refused
          ? 'The page may not choose a speaker.'
          : `There is no speaker with the deviceId “${deviceId}”.`,
        { phase: 'live', cause },
      );
    });
  }

  hostConnected(): void {
    // A video that is moved in the document is paused by the move.
    if (this.#video?.srcObject) void this.#play();
  }

  /** Shows `stream`, empty or not. Called within a visitor's gesture, this spends it on playing before it is gone. */
  show(stream: MediaStream): void {
    if (this.video.srcObject !== stream) this.video.srcObject = stream;
    void this.#play();
  }

  /** Takes the stream away again, and with it the last frame. */
  clear(): void {
    this.blocked = false;
    if (this.#mutedByBrowser) this.video.muted = false;
    this.#mutedByBrowser = false;
    this.video.srcObject = null;
  }

  /** Turns the sound on, in a visitor's gesture. */
  unblock(): void {
    this.#mutedByBrowser = false;
    this.video.muted = false;
    void this.#play();
  }

  async #play(): Promise<void> {
    const { video } = this;
    try {
      await video.play();
      if (!this.blocked || video.muted) return;
      this.blocked = false;
      this.#tell('playback_started');
    } catch (error) {
      // Anything else, such as AbortError, means that the stream was changed meanwhile and played anew. By its name,
      // since the video may live in another window by now, whose DOMException is not this one's.
      if ((error as Partial<DOMException> | null)?.name !== 'NotAllowedError') return;
      const first = !this.blocked;
      this.blocked = true;
      if (first) this.#tell('playback_blocked');
      if (video.muted) return;
      this.#mutedByBrowser = true;
      video.muted = true;
      // The picture may play without sound. Where not even that is allowed, the visitor's tap starts both.
      await video.play().catch(() => undefined);
    }
  }
}
