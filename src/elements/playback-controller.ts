/** The avatar's `<video>`: plays it within the browser's autoplay rules, and controls its sound. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { PlaybackBlock } from '../api/events.js';

type Listener = (type: 'playback_blocked' | 'playback_started' | 'volumechange') => void;

export class PlaybackController implements ReactiveController {
  /** Why the avatar can't be heard or seen until the visitor acts. */
  blocked: PlaybackBlock | undefined;
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
    this.video.muted = muted;
    if (!muted && this.blocked) void this.#play();
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
    this.blocked = undefined;
    this.#unmute();
    this.video.srcObject = null;
  }

  /** Plays picture and sound. Call it in a visitor's gesture. */
  unblock(): void {
    // A paused picture keeps the sound as the visitor has set it.
    if (this.blocked === 'autoplay') this.video.muted = false;
    this.#unmute();
    void this.#play();
  }

  /** Notes why it doesn't play, and tells the page. */
  block(reason: PlaybackBlock): void {
    if (this.blocked === reason) return;
    this.blocked = reason;
    this.#tell('playback_blocked');
  }

  /** Notes that the picture plays. */
  played(): void {
    if (!this.blocked) return;
    // Without its sound, until the visitor acts.
    if (this.#mutedByBrowser) return this.block('autoplay');
    if (this.blocked === 'autoplay' && this.video.muted) return;
    this.blocked = undefined;
    this.#tell('playback_started');
  }

  #unmute(): void {
    if (this.#mutedByBrowser) this.video.muted = false;
    this.#mutedByBrowser = false;
  }

  async #play(): Promise<void> {
    const { video } = this;
    try {
      await video.play();
      this.played();
    } catch (error) {
      // Any other error, for example AbortError, means that the stream was changed and played again. Checked by name:
      // the video may be in another window by now, which has its own DOMException.
      if ((error as Partial<DOMException> | null)?.name !== 'NotAllowedError') return;
      // The picture has been paused, and the sound was never refused.
      if (this.blocked === 'paused') return;
      this.block('autoplay');
      if (video.muted) return;
      this.#mutedByBrowser = true;
      video.muted = true;
      // The picture may play without sound. If not even that is allowed, the visitor's tap starts both.
      await video.play().catch(() => undefined);
    }
  }
}
