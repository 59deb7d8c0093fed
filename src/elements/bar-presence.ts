/**
 * When the bar of a narrow avatar may go: while nobody points at the avatar, has touched it lately, or moves in it by
 * keyboard; never while an error or a question shows, which bring it back. Sets the bar's attribute `away`, which only has
 * a look where the avatar is narrow.
 */

import type { ReactiveElement, ReactiveController } from 'lit';
import { systemClock, unpatched } from '../api/clock.js';
import { isLive } from '../session/store.js';
import type { HostController } from './host-controller.js';

/** How long the bar stays after the start, a touch, or what it waited for, in seconds. */
const stay = 4;

const types = ['pointerenter', 'pointerleave', 'pointercancel', 'click', 'focusin', 'focusout', 'keydown'];

/** What the visitor has to see: an error, a question, an open field, a menu. An empty region waits for its text. */
const shown = '[role=alert]:not(:empty),[part=idle-question],[aria-expanded=true]';

export class BarPresence implements ReactiveController, EventListenerObject {
  readonly #bar: ReactiveElement;
  readonly #host: HostController;
  #avatar: Element | undefined;
  #isPointed = false;
  #isTyped = false;
  #isRunning = false;
  #cancel = (): void => undefined;
  /** Sees what the avatar shows while the bar is away. */
  readonly #watch = new (unpatched('MutationObserver'))(() => {
    if (this.#isNeeded) this.wake();
  });

  constructor(bar: ReactiveElement, host: HostController) {
    this.#bar = bar;
    this.#host = host;
    bar.addController(this);
  }

  hostConnected(): void {
    this.#avatar = (this.#bar.getRootNode() as ShadowRoot).host;
    for (const type of types) this.#avatar?.addEventListener(type, this);
    this.wake();
  }

  hostDisconnected(): void {
    this.#cancel();
    this.#watch.disconnect();
    for (const type of types) this.#avatar?.removeEventListener(type, this);
  }

  hostUpdated(): void {
    const state = this.#host.avatarHost?.state;
    const isRunning = Boolean(state && isLive(state));
    if (isRunning === this.#isRunning) return;
    this.#isRunning = isRunning;
    this.wake();
  }

  handleEvent(event: Event): void {
    const isTouch = (event as Partial<PointerEvent>).pointerType === 'touch';
    switch (event.type) {
      case 'pointerenter':
        // A touch shows the bar when it is over, or it would press what nobody saw.
        if (isTouch) return;
        this.#isPointed = true;
        break;
      case 'pointerleave':
        if (isTouch) return;
        this.#isPointed = false;
        return this.#leave();
      case 'focusin':
      case 'keydown':
        this.#isTyped = (event.composedPath()[0] as Element).matches(':focus-visible');
        break;
      case 'focusout':
        this.#isTyped = false;
        return this.#leave();
    }
    this.wake();
  }

  /** Shows the bar for a while; without a session for good. */
  wake(): void {
    this.#bar.removeAttribute('away');
    this.#watch.disconnect();
    this.#cancel();
    if (this.#isRunning) this.#cancel = systemClock.after(stay, () => this.#leave());
  }

  #leave(): void {
    // The end of each is an event, or never comes.
    if (!this.#isRunning || this.#isPointed || this.#isTyped || this.#holds) return;
    // Nothing tells when that is over.
    if (this.#isNeeded) return this.wake();
    this.#bar.setAttribute('away', '');
    for (const root of this.#roots) this.#watch.observe(root, { childList: true, subtree: true });
  }

  /** Of the avatar, of what is in it, and of the page's own controls. */
  get #roots(): ShadowRoot[] {
    const avatar = this.#avatar;
    const inner = [
      ...(avatar?.shadowRoot?.querySelectorAll('*') ?? []),
      ...(avatar?.querySelectorAll('[slot=controls],[slot=controls] *') ?? []),
    ];
    return [avatar, ...inner].flatMap((element) => element?.shadowRoot ?? []);
  }

  get #isNeeded(): boolean {
    return this.#roots.some((root) => root.querySelector(shown));
  }

  /** Whether it shows push-to-talk, which nobody can hold unseen. */
  get #holds(): boolean {
    return this.#bar.querySelector('heygen-avatar-push-to-talk-button:not(.folded)') !== null;
  }
}
