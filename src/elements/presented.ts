/**
 * Measures when picture and sound are really presented, for `firstFrame` and `firstSound` in `state.timings`: the first
 * frame that the element's video shows, and the first sample that can be heard from it. Loaded with a session.
 */

import type { ReactiveElement, ReactiveController } from 'lit';
import { systemClock } from '../api/clock.js';
import type { SessionState } from '../api/state.js';
import { LevelMeter } from '../media/level-meter.js';
import { isLive, isOver } from '../session/store.js';
import type { StreamingAvatar } from '../session/streaming-avatar.js';

/** Time between two looks at the sound, in seconds. Only while the avatar talks, and until its first sample. */
const lookEvery = 0.02;
/** Level of the softest sound that counts: about −46 dB. */
const audible = 0.025;

export interface PresentingElement extends ReactiveElement {
  readonly state: SessionState;
  readonly avatar: StreamingAvatar | undefined;
}

/** One session, from its start. */
interface Run {
  /** When its start was asked for, in milliseconds on the page's clock. */
  readonly since: number;
  isFrameAsked: boolean;
  isHeard: boolean;
}

export class PresentedTimes implements ReactiveController {
  readonly #element: PresentingElement;
  readonly #video: HTMLVideoElement;
  /** When the last start was asked for. */
  readonly #since: () => number;
  #run: Run | undefined;
  #stopListening: (() => void) | undefined;

  constructor(element: PresentingElement, video: HTMLVideoElement, since: () => number) {
    this.#element = element;
    this.#video = video;
    this.#since = since;
    // Not events, which Angular's zone would hear.
    element.addController(this);
  }

  hostUpdated(): void {
    const { state } = this.#element;
    if (isOver(state)) this.#run = undefined;
    // A client that was live when the page assigned it began at another time.
    else if (state.status === 'connecting' && this.#run?.since !== this.#since())
      this.#run = { since: this.#since(), isFrameAsked: false, isHeard: false };
    const run = this.#run;
    if (run && isLive(state) && !run.isFrameAsked) {
      run.isFrameAsked = true;
      this.#askForFrame(run);
    }
    if (run && !run.isHeard && this.#canBeHeard) this.#listen(run);
    else this.#stopListening?.();
  }

  #askForFrame(run: Run): void {
    // Old browsers don't tell when a frame is presented, and have no such time.
    this.#video.requestVideoFrameCallback?.((_now, { presentationTime }) => {
      if (run === this.#run) this.#report('firstFrame', run, presentationTime);
    });
  }

  get #canBeHeard(): boolean {
    const { state } = this.#element;
    const { muted, volume, paused } = this.#video;
    return state.status === 'live' && state.talking && !muted && volume > 0 && !paused;
  }

  #listen(run: Run): void {
    const [track] = (this.#video.srcObject as MediaStream | null)?.getAudioTracks() ?? [];
    if (!track || this.#stopListening) return;
    let meter: LevelMeter;
    try {
      meter = new LevelMeter(track);
    } catch {
      // The page has as many audio contexts as the browser allows.
      return;
    }
    let cancel = (): void => undefined;
    this.#stopListening = () => {
      this.#stopListening = undefined;
      cancel();
      meter.close();
    };
    const look = (): void => {
      if (meter.level < audible) {
        cancel = systemClock.after(lookEvery, look);
        return;
      }
      run.isHeard = true;
      this.#stopListening?.();
      this.#report('firstSound', run, performance.now());
    };
    look();
  }

  #report(phase: 'firstFrame' | 'firstSound', { since }: Run, at: number): void {
    // A client of another copy of this package may have no such store.
    const { store } = this.#element.avatar ?? {};
    store?.dispatch?.({ type: 'timed', phase, milliseconds: Math.max(0, Math.round(at - since)) });
  }
}
