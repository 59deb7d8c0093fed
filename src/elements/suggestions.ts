/** `<heygen-avatar-suggestions>`: texts that the visitor can send by a press. */

import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { AvatarHost } from './avatar-host.js';
import { controlStyles } from './control-styles.js';
import { errorText } from './describe.js';
import { HostController } from './host-controller.js';
import { TemplateElement } from './template-element.js';
import { en } from './strings/en.js';

/** Number of suggestions that are shown. More would cover the picture. */
const most = 6;

/** What each client's page was told, each once. */
const told = new WeakMap<object, Set<string>>();

/**
 * Offers the avatar's `suggestions` as buttons: a press sends the text for the avatar to answer. Shown while nobody talks
 * and the text field is empty.
 *
 * @csspart list - The group of buttons.
 * @csspart button - Each button.
 * @csspart error - Why a text was not sent.
 */
export class HeygenAvatarSuggestionsElement extends TemplateElement {
  static override styles = [
    controlStyles,
    css`
      :host {
        display: block;
        max-width: 100%;
        pointer-events: auto;
      }
      div {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: 0.5em;
        /* For the focus ring. */
        padding: 5px;
        outline: none;
      }
      div:empty {
        padding: 0;
      }
      button {
        flex: none;
        max-width: 100%;
        min-height: var(--heygen-avatar-control-size, max(40px, min(1.75em, 25cqi)));
        padding: 0.25em 1em;
        line-height: 1.3;
        overflow-wrap: anywhere;
        white-space: normal;
      }
      /* One row that scrolls: the face stays visible. */
      @container (width < 60em) {
        div {
          flex-wrap: nowrap;
          justify-content: safe center;
          overflow-x: auto;
          overscroll-behavior-x: contain;
          scrollbar-width: thin;
        }
      }
      /* As low as a finger allows. */
      @container (width < 30em) {
        div {
          padding: 0;
          scrollbar-width: none;
        }
        button {
          max-width: 75%;
          min-height: 24px;
          padding: 0 0.75em;
          font-size: 0.875em;
        }
        button:focus-visible {
          outline-offset: -2px;
          box-shadow: none;
        }
        span {
          overflow: hidden;
          text-overflow: ellipsis;
          white-space: nowrap;
        }
      }
      /* In a thumbnail nobody types either. */
      @container (width < 15em) {
        :host {
          display: none;
        }
      }
      p {
        width: fit-content;
        margin: 0 auto;
        padding: 0.25em 0.75em;
        border-radius: 0.5em;
        background: var(--heygen-avatar-control-background-hover, rgb(15 18 26 / 90%));
        color: var(--heygen-avatar-control-color, #fff);
        font-size: 0.875em;
      }
    `,
  ];

  @state() private error = '';
  readonly #host = new HostController(this);
  #hadFocus = false;

  protected override willUpdate(): void {
    const host = this.#host.avatarHost;
    this.#hadFocus = Boolean(this.shadowRoot?.activeElement);
    if (host?.state.status !== 'live' || host.typing) this.error = '';
    if (host) this.#check(host);
  }

  protected override render(): TemplateResult {
    const host = this.#host.avatarHost;
    const texts = isFree(host) ? textsOf(host.suggestions).slice(0, most) : [];
    // The group stays, also empty: a press that hides the buttons must not lose the keyboard's place.
    return html`<div part="list" role="group" aria-label=${(host?.strings ?? en).suggestions} tabindex="-1">
        ${texts.map(
          (text) =>
            html`<button part="button" type="button" dir="auto" @click=${() => this.#onClick(text)}>
              <span>${text}</span>
            </button>`,
        )}
      </div>
      ${this.error ? html`<p part="error" role="alert">${this.error}</p>` : nothing}`;
  }

  protected override updated(): void {
    if (this.#hadFocus && !this.shadowRoot?.activeElement)
      this.renderRoot.querySelector('div')?.focus({ preventScroll: true });
  }

  /** Tells the page's author what isn't shown. */
  #check({ suggestions, avatar }: AvatarHost): void {
    if (!avatar || suggestions === null || suggestions === undefined) return;
    const texts = textsOf(suggestions);
    const isList = Array.isArray(suggestions);
    if (isList && texts.length === suggestions.length && texts.length <= most) return;
    const message = !isList
      ? 'suggestions must be an array of texts. It counts as empty.'
      : texts.length < suggestions.length
        ? 'suggestions must be texts that are not empty. Others are not shown.'
        : `suggestions has ${texts.length} texts. The first ${most} are shown.`;
    const before = told.get(avatar) ?? new Set();
    told.set(avatar, before);
    if (before.has(message)) return;
    before.add(message);
    const detail = { code: 'invalid_suggestions', option: 'suggestions', message };
    // Outside of this element's own update.
    queueMicrotask(() => avatar.dispatchEvent(new CustomEvent('warning', { detail, cancelable: true })));
  }

  async #onClick(text: string): Promise<void> {
    const host = this.#host.avatarHost;
    this.error = '';
    try {
      await host?.avatar?.speak({ text });
    } catch (error) {
      if (!host) return;
      this.error = `${host.strings.sendFailed}: ${errorText(error, host)}`;
    }
  }
}

/** Whether the visitor may want to say something: nobody talks, and nothing is typed. */
function isFree(host: AvatarHost | undefined): host is AvatarHost {
  const state = host?.state;
  if (!host || state?.status !== 'live' || host.typing) return false;
  return !state.talking && !state.thinking && !state.userTalking;
}

function textsOf(suggestions: unknown): readonly string[] {
  const list: unknown[] = Array.isArray(suggestions) ? suggestions : [];
  return list.filter((text): text is string => typeof text === 'string' && text.trim() !== '');
}
