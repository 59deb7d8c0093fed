/** `<heygen-avatar-text-input>`: a text field for the avatar to answer. */

import { css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { isStreamingAvatarError } from '../api/errors.js';
import { isLive } from '../session/store.js';
import { controlStyles } from './control-styles.js';
import { errorText } from './describe.js';
import { HostController } from './host-controller.js';
import { closeIcon, keyboardIcon, sendIcon } from './control-icons.js';
import { ProblemBubble, problemStyles } from './problem-bubble.js';
import { en, type Strings } from './strings/en.js';
import { TemplateElement } from './template-element.js';

/**
 * Sends a text for the avatar to answer. If that fails, the text stays in the field and the reason is shown.
 *
 * @csspart form - The form around field and button.
 * @csspart input - The native text field.
 * @csspart button - Each of its buttons.
 * @csspart send-button - The send button.
 * @csspart text-button - With `compact`, the button that opens and closes the field.
 * @csspart error - Why a text was not sent.
 */
export class HeygenAvatarTextInputElement extends TemplateElement {
  static override styles = [
    controlStyles,
    problemStyles,
    css`
      :host {
        position: static;
        display: flex;
        flex: 1 1 11em;
        min-width: 0;
      }
      .box,
      form {
        position: relative;
        display: flex;
        flex: 1;
        align-items: center;
        gap: var(--heygen-avatar-gap, 8px);
        min-width: 0;
        /* Pages without a doctype give forms a margin. */
        margin: 0;
      }
      input {
        flex: 1;
        box-sizing: border-box;
        width: 0;
        min-width: 0;
        min-height: var(--heygen-avatar-control-size, max(40px, min(1.75em, 25cqi)));
        margin: 0;
        padding: 0 1em;
        border: 1px solid var(--heygen-avatar-field-border, rgb(255 255 255 / 45%));
        border-radius: var(--heygen-avatar-control-radius, 999px);
        background: var(--heygen-avatar-control-background, rgb(15 18 26 / 72%));
        color: var(--heygen-avatar-control-color, #fff);
      }
      input::placeholder {
        color: inherit;
        opacity: 0.8;
      }
      :host([compact]) {
        flex: none;
        min-width: var(--heygen-avatar-control-size, max(40px, min(1.75em, 25cqi)));
        min-height: var(--heygen-avatar-control-size, max(40px, min(1.75em, 25cqi)));
      }
      :host([compact]) .box:not(.open) form {
        display: none;
      }
      /* Over the bar: above it is the face. */
      :host([compact]) .box.open {
        position: absolute;
        z-index: 2;
        inset: 0;
        padding: 4px 8px;
        background: var(--heygen-avatar-panel-background, rgb(15 18 26 / 92%));
      }
    `,
  ];

  /** Shows a button instead, which opens the field over the nearest positioned element. Default: false. */
  @property({ type: Boolean, reflect: true }) compact = false;
  @state() private open = false;
  @state() private error = '';
  readonly #host = new HostController(this);

  constructor() {
    super();
    new ProblemBubble(this);
  }

  protected override render(): TemplateResult {
    const host = this.#host.avatarHost;
    const status = host?.state.status;
    const strings = host?.strings ?? en;
    return html`<div
      class="box ${this.open ? 'open' : ''}"
      @keydown=${this.#onKeyDown}
      @focusout=${this.#onFocusOut}
    >
      ${this.compact ? this.#renderToggle(strings) : nothing}
      <form part="form" @submit=${this.#onSubmit}>
        <input
          part="input"
          type="text"
          autocomplete="off"
          enterkeyhint="send"
          aria-label=${strings.textLabel}
          placeholder=${strings.textPlaceholder}
          ?disabled=${!this.#isRunning}
          @input=${this.#onInput}
        />
        <button
          part="button send-button"
          class="icon"
          aria-label=${strings.send}
          title=${strings.send}
          aria-disabled=${String(status !== 'live')}
        >
          ${sendIcon}
        </button>
        ${this.error ? html`<p part="error" class="error" role="alert">${this.error}</p>` : nothing}
      </form>
    </div>`;
  }

  #renderToggle({ textOpen }: Strings): TemplateResult {
    return html`<button
      part="button text-button"
      class="icon toggle"
      type="button"
      aria-label=${textOpen}
      title=${textOpen}
      aria-expanded=${String(this.open)}
      aria-disabled=${String(!this.#isRunning)}
      @click=${this.#onToggle}
    >
      ${this.open ? closeIcon : keyboardIcon}
    </button>`;
  }

  get #isRunning(): boolean {
    const state = this.#host.avatarHost?.state;
    return Boolean(state && isLive(state));
  }

  protected override willUpdate(): void {
    if (!this.compact || !this.#isRunning) this.open = false;
  }

  override disconnectedCallback(): void {
    this.#tellTyping('');
    super.disconnectedCallback();
  }

  readonly #onInput = (event: Event): void => {
    // What is typed here is no change of a field of the page.
    event.stopPropagation();
    this.error = '';
    this.#tellTyping((event.currentTarget as HTMLInputElement).value);
  };

  #tellTyping(text: string): void {
    const host = this.#host.avatarHost;
    if (host && host.typing !== (text !== '')) host.typing = text !== '';
  }

  readonly #onToggle = async (): Promise<void> => {
    if (!this.#isRunning) return;
    this.open = !this.open;
    await this.updateComplete;
    if (this.open) this.renderRoot.querySelector('input')?.focus();
  };

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.open) return;
    // A dialog that the avatar is in stays open.
    event.preventDefault();
    this.open = false;
    this.renderRoot.querySelector<HTMLElement>('.toggle')?.focus();
  };

  /** What lies under the open field would have the focus unseen. */
  readonly #onFocusOut = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget && !this.renderRoot.contains(relatedTarget as Node)) this.open = false;
  };

  readonly #onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const host = this.#host.avatarHost;
    const input = this.renderRoot.querySelector('input');
    const text = input?.value.trim();
    if (host?.state.status !== 'live' || !host.avatar || !input || !text) return;
    input.value = '';
    this.#tellTyping('');
    this.error = '';
    try {
      await host.avatar.speak({ text });
    } catch (error) {
      // Keeps what was typed meanwhile.
      input.value = [text, input.value].filter(Boolean).join(' ');
      this.#tellTyping(input.value);
      // The field has no other option that could be wrong.
      const isTooLong = isStreamingAvatarError(error) && error.code === 'invalid_option' && !host.debug;
      const { sendFailed, textTooLong } = host.strings;
      this.error = `${sendFailed}: ${isTooLong ? textTooLong : errorText(error, host)}`;
    }
  };
}
