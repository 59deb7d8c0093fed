/** What can be measured of a session: its state, each phase of its start, the picture as it is really shown. */

import type { Phase, SessionState } from '../../src/index.js';
import { make, part, type Tone } from './page-elements.js';

const startPhases = ['token', 'open', 'start', 'room', 'media'] as const satisfies readonly Phase[];
const measureEvery = 1000;

/** What the panel needs of the element. */
export interface Measured {
  readonly avatar: { readonly sessionId: string | null } | undefined;
  readonly shadowRoot: ShadowRoot | null;
}

export class Facts {
  readonly #lamp = part('fact-lamp', HTMLElement);
  readonly #state = part('fact-state', HTMLElement);
  readonly #video = part('fact-video', HTMLElement);
  readonly #session = part('fact-session', HTMLElement);
  readonly #total = part('fact-total', HTMLElement);
  readonly #steps = new Map(startPhases.map((phase) => [phase, make('b', '', '–')] as const));
  readonly #element: Measured;
  #startedAt = 0;
  #frames = { at: 0, shown: 0 };
  #timer = 0;

  constructor(element: Measured) {
    this.#element = element;
    const rows = Array.from(this.#steps, ([phase, value]) => make('li', '', phase, value));
    part('timings', HTMLElement).append(...rows);
  }

  show(state: SessionState): void {
    this.#lamp.dataset.tone = toneOf(state);
    this.#state.textContent = wordsFor(state);
    this.#showTotal(state);
    this.#showSteps(state);
    this.#showSession(state);
    if (state.status === 'live' || state.status === 'reconnecting') this.#measure();
    else this.#stopMeasuring(state);
  }

  #showTotal(state: SessionState): void {
    const connecting = state.status === 'connecting';
    if (connecting && this.#startedAt === 0) {
      this.#startedAt = performance.now();
      this.#total.textContent = '…';
    } else if (state.status === 'live' && this.#startedAt > 0) {
      this.#total.textContent = milliseconds(performance.now() - this.#startedAt);
    } else if (state.status === 'failed') this.#total.textContent = '–';
    if (!connecting) this.#startedAt = 0;
  }

  #showSteps(state: SessionState): void {
    const timings = 'timings' in state ? state.timings : {};
    for (const [phase, value] of this.#steps) {
      const took = timings[phase];
      value.textContent = took === undefined ? '–' : milliseconds(took);
      const now = state.status === 'connecting' && state.phase === phase;
      const failed = state.status === 'failed' && state.error.phase === phase;
      const step = failed ? 'failed' : took !== undefined ? 'done' : now ? 'now' : 'open';
      value.parentElement?.setAttribute('data-step', step);
    }
  }

  #showSession(state: SessionState): void {
    if (state.status === 'idle') return;
    const id = this.#element.avatar?.sessionId;
    if (!id) return;
    const digits = id.replace(/^simulated-/, '');
    this.#session.textContent = digits.length > 12 ? `${digits.slice(0, 8)}…` : digits;
    this.#session.title = id;
  }

  #measure(): void {
    if (this.#timer) return;
    this.#frames = this.#countFrames();
    this.#timer = window.setInterval(() => this.#showVideo(), measureEvery);
  }

  #stopMeasuring(state: SessionState): void {
    clearInterval(this.#timer);
    this.#timer = 0;
    if (state.status === 'ended' || state.status === 'failed') this.#video.textContent = '–';
  }

  #showVideo(): void {
    const before = this.#frames;
    this.#frames = this.#countFrames();
    const { shown, at } = this.#frames;
    const size = this.#shownSize();
    const rate = Math.round(((shown - before.shown) * 1000) / (at - before.at));
    this.#video.textContent = size ? `${size} · ${Math.max(0, rate)} fps` : '–';
  }

  #countFrames(): { at: number; shown: number } {
    const quality = this.#videoElement()?.getVideoPlaybackQuality();
    return {
      at: performance.now(),
      shown: quality ? quality.totalVideoFrames - quality.droppedVideoFrames : 0,
    };
  }

  #shownSize(): string {
    const video = this.#videoElement();
    return video && video.videoWidth > 0 ? `${video.videoWidth}×${video.videoHeight}` : '';
  }

  /** The one that is on the page, for a second one of ours would measure something else. */
  #videoElement(): HTMLVideoElement | null {
    return this.#element.shadowRoot?.querySelector('video') ?? null;
  }
}

function wordsFor(state: SessionState): string {
  switch (state.status) {
    case 'connecting':
      return `connecting: ${state.phase}`;
    case 'live':
      return state.talking ? 'live, talking' : 'live';
    case 'ended':
      return `ended: ${state.reason}`;
    case 'failed':
      return `failed: ${state.error.code}`;
    case 'idle':
    case 'reconnecting':
    case 'stopping':
      return state.status;
  }
}

function toneOf(state: SessionState): Tone {
  switch (state.status) {
    case 'live':
      return 'good';
    case 'connecting':
    case 'reconnecting':
    case 'stopping':
      return 'busy';
    case 'failed':
      return 'bad';
    case 'idle':
    case 'ended':
      return 'quiet';
  }
}

function milliseconds(value: number): string {
  return `${Math.round(value).toLocaleString('en')} ms`;
}
