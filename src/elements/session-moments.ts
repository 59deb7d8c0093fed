/**
 * What a session does only at certain moments: plays a paused picture again, says that the avatar is an AI, in the first
 * seconds of a session that the visitor didn't start, and asks whether somebody is still there, before inactivity ends
 * it. Loaded at the first of them.
 */

import type { ReactiveElement, ReactiveController } from 'lit';
import { systemClock } from '../api/clock.js';
import type { SessionState } from '../api/state.js';
import { ports } from '../session/ports.js';
import { isLive } from '../session/store.js';
import type { StreamingAvatar } from '../session/streaming-avatar.js';
import { watchPicture } from './picture-watch.js';
import type { PlaybackController } from './playback-controller.js';

/** How long the disclosure is shown, in seconds. */
const introduction = 10;
/** How long the question stays after it has been answered, in seconds: long enough for the click that a press begins. */
const farewell = 0.5;

export interface MomentsElement extends ReactiveElement {
  readonly state: SessionState;
  readonly avatar: StreamingAvatar | undefined;
  readonly autostart: boolean;
}

export class SessionMoments implements ReactiveController {
  /** Whether to ask if somebody is still there. */
  asks = false;
  /** Whether a session that started by itself has just begun. */
  introduces = false;
  /** Plays a picture again that was paused from outside. */
  readonly playAgain: () => Promise<void>;
  readonly #element: MomentsElement;
  #wasLive = false;
  #cancelIntroduction = (): void => undefined;
  #withdraw = (): void => undefined;

  constructor(element: MomentsElement, playback: PlaybackController) {
    this.#element = element;
    this.playAgain = watchPicture(playback);
    element.addController(this);
    // The session may have begun before this was loaded.
    this.hostUpdate();
  }

  hostUpdate(): void {
    const live = isLive(this.#element.state);
    if (live && !this.#wasLive && this.#element.autostart) this.#introduce();
    if (!live) {
      this.#withdraw();
      this.#cancelIntroduction();
      this.introduces = false;
    }
    this.#wasLive = live;
  }

  /** Asks whether somebody is still there. Any activity is an answer. */
  ask(): void {
    // The session may have ended while this was being loaded.
    if (!isLive(this.#element.state)) return;
    const client = this.#element.avatar;
    let cancel = (): void => undefined;
    const onActivity = (): void => {
      cancel();
      cancel = systemClock.after(farewell, () => {
        this.#withdraw();
        this.#element.requestUpdate();
      });
    };
    this.#withdraw();
    this.#withdraw = () => {
      this.asks = false;
      cancel();
      client?.off('idle_over', onActivity);
      this.#withdraw = () => undefined;
    };
    this.asks = true;
    client?.on('idle_over', onActivity);
    this.#element.requestUpdate();
  }

  /** Answers the question. */
  readonly stay = (): void => {
    // The session may have ended meanwhile.
    this.#element.avatar?.keepAlive().catch(() => undefined);
    this.#withdraw();
    this.#element.requestUpdate();
  };

  #introduce(): void {
    this.introduces = true;
    this.#cancelIntroduction = ports.clock.after(introduction, () => {
      this.introduces = false;
      this.#element.requestUpdate();
    });
  }
}
