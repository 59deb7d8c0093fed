/**
 * `stop-when-hidden`: ends a session that nobody has seen for so many seconds, because its page is hidden or the element
 * is hidden or scrolled away in its page. Warns at half time. Loaded only with the attribute.
 */

import type { ReactiveElement } from 'lit';
import { systemClock } from '../api/clock.js';
import type { SessionState } from '../api/state.js';
import { isOver } from '../session/store.js';
import type { StreamingAvatar } from '../session/streaming-avatar.js';
import { boxOf, isRendered } from './rendered.js';

export interface WatchedElement extends ReactiveElement {
  readonly state: SessionState;
  readonly avatar: StreamingAvatar | undefined;
  readonly stopWhenHidden: unknown;
}

/** Longest time between two looks, in seconds. */
const longestPause = 1;

/** Watches this session of the element, and all that come, whoever starts them. */
export function watchSessions(element: WatchedElement): void {
  let running = false;
  const watch = async (): Promise<void> => {
    if (running || isOver(element.state) || !(secondsOf(element) >= 1)) return;
    running = true;
    try {
      await watchSession(element);
    } finally {
      running = false;
    }
  };
  void watch();
  // Not an event, which would be heard in Angular's zone too.
  element.addController({ hostUpdated: () => void watch() });
}

/** Not 1 or more if the session isn't to be ended. The element's own start refuses a wrong number. */
function secondsOf({ stopWhenHidden }: WatchedElement): number {
  return Math.floor(Number(stopWhenHidden));
}

/** Watches the element, whichever client it has, until its session has ended. */
async function watchSession(element: WatchedElement): Promise<void> {
  let wake = (): void => undefined;
  const sight = new Sight(element, () => wake());
  const controller = { hostUpdated: () => wake() };
  element.addController(controller);
  let hiddenSince: number | undefined;
  let client = element.avatar;
  let warned = false;
  while (!isOver(element.state)) {
    const seconds = secondsOf(element);
    if (!(seconds >= 1)) break;
    const now = systemClock.now();
    const isHidden = !sight.isSeen();
    if (client !== element.avatar) hiddenSince = undefined;
    client = element.avatar;
    hiddenSince = isHidden ? (hiddenSince ?? now) : undefined;
    warned &&= hiddenSince !== undefined && hiddenSince !== now;
    const left = hiddenSince === undefined ? Infinity : hiddenSince + seconds - now;
    if (left <= 0 && client) {
      await client.stopAvatar('idle').catch(() => undefined);
      break;
    }
    if (left <= seconds / 2 && !warned) {
      warned = true;
      const detail = { seconds: Math.max(Math.round(left), 0), reason: 'hidden' };
      client?.dispatchEvent(new CustomEvent('idle_warning', { detail }));
    }
    const pause = Math.min(longestPause, Math.max(warned ? left : left - seconds / 2, 0.01));
    await new Promise<void>((resolve) => {
      const cancel = systemClock.after(pause, resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });
  }
  element.removeController(controller);
  sight.end();
}

/** Whether some of the element is in sight. */
class Sight {
  readonly #element: HTMLElement;
  readonly #onChange: () => void;
  #observer: IntersectionObserver | undefined;
  #box: Element | undefined;
  #window: Window | undefined;
  /** Until the browser tells. In a page that isn't rendered it tells nothing. */
  #isIntersecting = true;

  constructor(element: HTMLElement, onChange: () => void) {
    this.#element = element;
    this.#onChange = onChange;
  }

  isSeen(): boolean {
    const { ownerDocument } = this.#element;
    const { defaultView } = ownerDocument;
    if (!defaultView || ownerDocument.hidden || !isRendered(this.#element)) return false;
    const box = boxOf(this.#element);
    if (box !== this.#box || defaultView !== this.#window) this.#observe(box, defaultView);
    return this.#isIntersecting;
  }

  end(): void {
    this.#observer?.disconnect();
  }

  /** By the observer of the window that the element is in: another one's doesn't see it. */
  #observe(box: Element, window: Window & typeof globalThis): void {
    this.end();
    this.#box = box;
    this.#window = window;
    this.#isIntersecting = true;
    // The browser's own: zone.js makes Angular check its page at each call of the one that it puts in its place.
    const { __zone_symbol__IntersectionObserver: own } = window as Patched;
    try {
      this.#observer = new (own ?? window.IntersectionObserver)((entries) => {
        this.#isIntersecting = entries.at(-1)?.isIntersecting ?? true;
        this.#onChange();
      });
      this.#observer.observe(box);
    } catch {
      // Missing, or replaced by a page's own that fails. Everything but scrolling is seen without it.
    }
  }
}

type Patched = Window & { __zone_symbol__IntersectionObserver?: typeof IntersectionObserver };
