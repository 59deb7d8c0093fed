/** The avatar's `<video>`: plays it within the browser's autoplay rules, and controls its sound. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';

type Listener = (type: 'playback_blocked' | 'playback_started' | 'volumechange') => void;

export class PlaybackController implements ReactiveController {
  /** Whether the browser blocks sound until the visitor acts. */
  blocked = false;
  /** Whether the sound is off because the browser demands it, and not by request. */
  #mutedByBrowser = false;
  readonly #tell: Listener;
  #video: HTMLVideoElement | undefined;

  constructor(host: ReactiveControllerHost, tell: Listener) {
    this.#tell = tell;
    host.addController(this);
  }

  /** The avatar's only video element. Made at first use, so that the class can be constructed without a DOM. */
  get video(): HTMLVideoElement {
    if (this.#video) return this.#video;
    const video = document.createElement('video');
    video.playsInline = true;
    // Firefox would stop at it on the way from button to button.
    video.tabIndex = -1;
    video.setAttribute('part', 'video');
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
    // Frameworks set numbers as text.
    const value = Number.parseFloat(String(volume));
    this.video.volume = Math.min(1, Math.max(0, Number.isFinite(value) ? value : 1));
  }

  hostConnected(): void {
    // Moving a video in the document pauses it.
    if (this.#video?.srcObject) void this.#play();
  }

  /** Plays `stream`, which may be empty. Called within a visitor's gesture, this uses the gesture for sound. */
  show(stream: MediaStream): void {
    if (this.video.srcObject !== stream) this.video.srcObject = stream;
    void this.#play();
  }

  /** Removes the stream, and with it the last frame. */
  clear(): void {
    this.blocked = false;
    if (this.#mutedByBrowser) this.video.muted = false;
    this.#mutedByBrowser = false;
    this.video.srcObject = null;
  }

  /** Turns the sound on. Call it in a visitor's gesture. */
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
      // Any other error, for example AbortError, means that the stream was changed and played again. Checked by name:
      // the video may be in another window by now, which has its own DOMException.
      if ((error as Partial<DOMException> | null)?.name !== 'NotAllowedError') return;
      const first = !this.blocked;
      this.blocked = true;
      if (first) this.#tell('playback_blocked');
      if (video.muted) return;
      this.#mutedByBrowser = true;
      video.muted = true;
      // The picture may play without sound. If not even that is allowed, the visitor's tap starts both.
      await video.play().catch(() => undefined);
    }
  }
}
