/** `<heygen-avatar-bar>`: the bar of the default layout. Folds the controls that have no room behind one button. */

import { css, html, type PropertyValues, type ReactiveElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { systemClock } from '../api/clock.js';
import { BarPresence } from './bar-presence.js';
import { moreIcon } from './control-icons.js';
import { controlStyles } from './control-styles.js';
import { HostController } from './host-controller.js';
import { TemplateElement } from './template-element.js';
import { en } from './strings/en.js';

/** What keeps its place longest, when not everything has room. Whatever is not here goes first. */
const importance = [
  'end-button',
  'volume',
  'microphone-button',
  'push-to-talk-button',
  'text-input',
  'interrupt-button',
  'captions-button',
];

/** The controls of a thumbnail's corners, beside the button for the rest. */
const corners = 2;

/**
 * The bar of `<heygen-avatar>`, in its shadow root: lays out the small elements, and folds what has no room. The text field
 * becomes a button first; then the least important controls go behind a button of the bar's own.
 *
 * @ignore
 */
export class HeygenAvatarBarElement extends TemplateElement {
  static override styles = [
    controlStyles,
    css`
      :host {
        position: relative;
        grid-area: controls;
        display: flex;
        align-items: center;
        justify-content: end;
        gap: var(--heygen-avatar-gap, 8px);
        box-sizing: border-box;
        min-width: 0;
        padding: 12px;
        pointer-events: auto;
        transition: opacity 0.2s;
      }
      button {
        display: none;
      }
      :host([folds]) button {
        display: inline-flex;
      }
      @container (width < 30em) {
        :host {
          gap: min(var(--heygen-avatar-gap, 8px), 6px);
          padding: 4px 8px;
        }
        :host([away]) {
          position: absolute;
          grid-area: auto;
          inset: auto 0 0;
          opacity: 0;
          pointer-events: none;
        }
      }
      /* A thumbnail, whose controls are in its corners, beside the face. */
      @container (width < 15em) {
        :host {
          position: absolute;
          grid-area: auto;
          inset: 0;
          display: grid;
          grid-template: auto 1fr auto / auto 1fr auto;
          justify-items: start;
          gap: 0;
          padding: 4px;
          pointer-events: none;
        }
        :host(:not([away])) button,
        :host(:not([away])) ::slotted(*) {
          pointer-events: auto;
        }
        button {
          grid-area: 1 / 3;
        }
      }
      :host([open]) {
        position: absolute;
        grid-area: auto;
        inset: auto 0 0;
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        max-height: 100%;
        gap: 4px;
        padding: 3px 8px;
        overflow: auto;
        background: var(--heygen-avatar-panel-background, rgb(15 18 26 / 92%));
        pointer-events: auto;
      }
      @media (prefers-reduced-motion: reduce) {
        :host {
          transition: none;
        }
      }
    `,
  ];

  /** Whether the folded controls are shown. */
  @property({ type: Boolean, reflect: true }) open = false;

  readonly #host = new HostController(this);
  readonly #presence = new BarPresence(this, this.#host);
  #observer: ResizeObserver | undefined;
  #width = 0;
  /** Tags of controls whose code is on its way. */
  readonly #expected = new Set<string>();

  constructor() {
    super();
    this.addEventListener('keydown', this.#onKeyDown);
    this.addEventListener('focusout', this.#onFocusOut);
    this.addEventListener('slotchange', () => void this.#fitRendered());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // The window's that it is in: another one's would complain there. Missing where nothing has a size, as in jsdom.
    const view = this.ownerDocument.defaultView;
    if (!view?.ResizeObserver) return;
    this.#observer = new view.ResizeObserver(this.#onResize);
    // The avatar, whose size does not follow what is folded.
    this.#observer.observe((this.getRootNode() as Partial<ShadowRoot>).host ?? this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
  }

  protected override render(): TemplateResult {
    const label = (this.#host.avatarHost?.strings ?? en).more;
    return html`<button
        part="button more-button"
        class="icon"
        type="button"
        aria-label=${label}
        title=${label}
        aria-expanded=${String(this.open)}
        @click=${() => (this.open = !this.open)}
      >
        ${moreIcon}
      </button>
      <slot></slot>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('open')) this.#presence.wake();
    void this.#fitRendered();
  }

  /** The small elements that `controls` lists; none if the page has put its own in their place. */
  get #items(): HTMLElement[] {
    const slot = this.querySelector('slot');
    return slot && slot.assignedNodes().length === 0 ? ([...slot.children] as HTMLElement[]) : [];
  }

  /** What the controls show has a size once they are rendered. */
  async #fitRendered(): Promise<void> {
    for (const item of this.#items) {
      if (item.matches(':not(:defined)')) this.#expect(item.localName);
      await (item as Partial<ReactiveElement>).updateComplete;
    }
    this.#fit();
  }

  #expect(tag: string): void {
    if (this.#expected.has(tag)) return;
    this.#expected.add(tag);
    void customElements.whenDefined(tag).then(() => this.#fitRendered());
  }

  #fit(): void {
    const items = this.#items;
    if (this.open || !this.isConnected) return;
    this.removeAttribute('folds');
    for (const item of items) {
      item.removeAttribute('compact');
      item.classList.remove('folded');
    }
    const { display, columnGap, paddingInlineStart, paddingInlineEnd } = getComputedStyle(this);
    const gap = Number.parseFloat(columnGap) || 0;
    let room = this.clientWidth - Number.parseFloat(paddingInlineStart) - Number.parseFloat(paddingInlineEnd);
    const isThumbnail = display === 'grid';
    const needed = (): number => items.reduce((sum, { offsetWidth }) => sum + offsetWidth + gap, -gap);
    if (!isThumbnail && needed() <= room) return;
    // Only the text field has another shape.
    for (const item of items) item.setAttribute('compact', '');
    const isConnecting = this.#host.avatarHost?.state.status === 'connecting';
    if (isThumbnail ? items.length <= corners && !isConnecting : needed() <= room) return;
    // In the corners of a thumbnail, what is of no use yet would be in the way of the words.
    if (!isThumbnail || !isConnecting) this.setAttribute('folds', '');
    const size = this.renderRoot.querySelector('button')?.offsetWidth ?? 0;
    room -= size;
    let kept = 0;
    for (const item of items.toSorted((one, other) => rank(one) - rank(other))) {
      const width = item.offsetWidth + gap;
      const fits = isThumbnail ? kept < corners && !isConnecting && width < size * 1.5 : width <= room;
      // The first one is what ends the session.
      if (kept > 0 && !fits) item.classList.add('folded');
      else {
        kept += 1;
        room -= width;
      }
    }
  }

  readonly #onResize = (): void => {
    const width = this.offsetWidth;
    if (width !== this.#width) this.open = false;
    this.#width = width;
    // Not within the observer's own round, or what it changes could be an error of the page.
    systemClock.after(0, () => this.#fit());
  };

  /** A control that has used the key itself has prevented its default. */
  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.open || event.defaultPrevented) return;
    // A dialog that the avatar is in stays open.
    event.preventDefault();
    this.open = false;
    this.renderRoot.querySelector('button')?.focus();
  };

  readonly #onFocusOut = ({ relatedTarget }: FocusEvent): void => {
    // Without one the window has lost the focus, or what had it is gone.
    if (relatedTarget && !this.contains(relatedTarget as Node)) this.open = false;
  };
}

function rank({ localName }: Element): number {
  const index = importance.indexOf(localName.replace('heygen-avatar-', ''));
  return index < 0 ? importance.length : index;
}
