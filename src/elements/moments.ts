/** What happens in some sessions only, and then late: loads its code at the first of these moments. Loaded with a session. */

import { isLive } from '../session/store.js';
import type { GreetingElement } from './greeting.js';
import type { PlaybackController } from './playback-controller.js';
import type { MomentsElement, SessionMoments } from './session-moments.js';

interface SessionElement extends GreetingElement, MomentsElement {
  readonly voiceChat: boolean;
  startVoiceChat(): Promise<void>;
}

export class Moments {
  /** Undefined until it is loaded. */
  now: SessionMoments | undefined;
  readonly #element: SessionElement;
  readonly #playback: PlaybackController;
  #loading: Promise<SessionMoments> | undefined;

  constructor(element: SessionElement, playback: PlaybackController) {
    this.#element = element;
    this.#playback = playback;
    element.addEventListener('idle_warning', (event) => {
      // Out of sight there is nobody to ask.
      if (!(event as CustomEvent<{ reason?: unknown }>).detail.reason) this.#at((moments) => moments.ask());
    });
    playback.video.addEventListener('pause', () => {
      if (isLive(element.state)) this.#at((moments) => moments.playAgain());
    });
    element.addController({
      hostUpdated: () => {
        if (element.autostart && !this.now) this.#at(() => undefined);
      },
    });
  }

  /** Whether the last minute has begun. */
  get isLastMinute(): boolean {
    return isLive(this.#element.state) && this.#element.avatar?.timeLeft !== undefined;
  }

  #at(work: (moments: SessionMoments) => unknown): void {
    this.#loading ??= import('./session-moments.js').then(({ SessionMoments }) => {
      this.now = new SessionMoments(this.#element, this.#playback);
      this.#element.requestUpdate();
      return this.now;
    });
    // Without its code, the session goes on without. The next moment tries again.
    this.#loading.then(work, () => (this.#loading = undefined));
  }
}

/** What an element does when a session has just been connected. */
export function begin(element: SessionElement, playback: PlaybackController): void {
  // A refused microphone is a warning, and the session goes on.
  if (element.voiceChat) element.startVoiceChat().catch(() => undefined);
  // Without its code, the session goes on without a greeting.
  if (element.greeting)
    import('./greeting.js').then(
      ({ greet }) => greet(element, playback),
      () => undefined,
    );
}
