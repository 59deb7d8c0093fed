/**
 * Draws how loud a microphone is, at the cost of a few style changes a second: by scale and opacity, which the browser
 * draws without the page's main thread, only if the level has changed, and not in a hidden page. Nothing of it reaches
 * Angular's zone.
 */

import { unpatched } from '../api/clock.js';
import { LevelMeter } from '../media/level-meter.js';
import { listen } from './listen.js';

/** Milliseconds between two looks at the level. */
const pause = 80;
/** As many levels are told apart. */
const steps = 12;

export class LevelRing {
  readonly track: MediaStreamTrack;
  readonly #ring: HTMLElement;
  readonly #meter: LevelMeter;
  readonly #unlisten: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #shown = 0;

  /** Undefined where a level can't be measured, and for visitors who want less motion. */
  static of(track: MediaStreamTrack, ring: HTMLElement): LevelRing | undefined {
    try {
      if (ring.ownerDocument.defaultView?.matchMedia('(prefers-reduced-motion: reduce)').matches)
        return undefined;
      return new LevelRing(track, ring);
    } catch {
      // Only decoration.
      return undefined;
    }
  }

  private constructor(track: MediaStreamTrack, ring: HTMLElement) {
    this.track = track;
    this.#ring = ring;
    this.#meter = new LevelMeter(track);
    this.#unlisten = listen(ring.ownerDocument, 'visibilitychange', this.#run);
    this.#run();
  }

  stop(): void {
    this.#unlisten();
    this.#rest();
    this.#meter.close();
  }

  readonly #run = (): void => {
    this.#rest();
    if (this.#ring.ownerDocument.hidden) return this.#meter.pause();
    this.#meter.resume();
    this.#timer = unpatched('setInterval')(() => this.#show(this.#meter.level), pause);
  };

  #rest(): void {
    unpatched('clearInterval')(this.#timer);
    this.#show(0);
  }

  #show(level: number): void {
    const shown = Math.round(level * steps) / steps;
    if (shown === this.#shown) return;
    this.#shown = shown;
    const { style } = this.#ring;
    style.opacity = shown === 0 ? '' : '1';
    style.scale = shown === 0 ? '' : String(1 + shown / 2);
  }
}
