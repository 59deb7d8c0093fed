/** `<heygen-avatar-text-input>`: a text field for the avatar to answer. */

import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { isStreamingAvatarError } from '../api/errors.js';
import { controlStyles } from './control-styles.js';
import { HostController } from './host-controller.js';
import { MovableElement } from './movable-element.js';
import { sendIcon } from './control-icons.js';
import { en } from './strings/en.js';

/**
 * Sends a text for the avatar to answer. If that fails, the text stays in the field and the reason is shown.
 *
 * @csspart form - The form around field and button.
 * @csspart input - The native text field.
 * @csspart button - The send button.
 * @csspart error - Why a text was not sent.
 */
export class HeygenAvatarTextInputElement extends MovableElement {
  static override styles = [
    controlStyles,
    css`
      :host {
        display: flex;
        flex: 1 1 11rem;
        min-width: 0;
      }
      form {
        position: relative;
        display: flex;
        flex: 1;
        gap: 0.5rem;
        min-width: 0;
      }
      input {
        flex: 1;
        box-sizing: border-box;
        min-width: 0;
        height: var(--heygen-avatar-control-size, 2.5rem);
        padding: 0 1em;
        border: 1px solid rgb(255 255 255 / 35%);
        border-radius: var(--heygen-avatar-control-radius, 999px);
        background: var(--heygen-avatar-control-background, rgb(15 18 26 / 72%));
        color: var(--heygen-avatar-control-color, #fff);
      }
      input::placeholder {
        color: inherit;
        opacity: 0.75;
      }
      @container (width < 15rem) {
        :host {
          display: none;
        }
      }
      .error {
        position: absolute;
        inset: auto 0 calc(100% + 0.25rem);
        margin: 0;
        padding: 0.25em 0.75em;
        border-radius: 0.5rem;
        background: var(--heygen-avatar-control-background, rgb(15 18 26 / 90%));
        color: var(--heygen-avatar-control-color, #fff);
        font-size: 0.875em;
      }
    `,
  ];

  @state() private error = '';
  readonly #host = new HostController(this);

  override render(): TemplateResult {
    const host = this.#host.avatarHost;
    const status = host?.state.status;
    const strings = host?.strings ?? en;
    return html`<form part="form" @submit=${this.#onSubmit}>
      <input
        part="input"
        type="text"
        autocomplete="off"
        enterkeyhint="send"
        aria-label=${strings.textLabel}
        placeholder=${strings.textPlaceholder}
        ?disabled=${status !== 'live' && status !== 'reconnecting'}
        @input=${() => (this.error = '')}
      />
      <button
        part="button"
        class="icon"
        aria-label=${strings.send}
        title=${strings.send}
        aria-disabled=${String(status !== 'live')}
      >
        ${sendIcon}
      </button>
      ${this.error ? html`<p part="error" class="error" role="alert">${this.error}</p>` : nothing}
    </form>`;
  }

  readonly #onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const host = this.#host.avatarHost;
    const input = this.renderRoot.querySelector('input');
    const text = input?.value.trim();
    if (host?.state.status !== 'live' || !host.avatar || !input || !text) return;
    input.value = '';
    this.error = '';
    try {
      await host.avatar.speak({ text });
    } catch (error) {
      // Keeps what was typed meanwhile.
      input.value = [text, input.value].filter(Boolean).join(' ');
      this.error = `${host.strings.sendFailed}: ${isStreamingAvatarError(error) ? (host.strings.errors[error.code] ?? error.message) : ''}`;
    }
  };
}
