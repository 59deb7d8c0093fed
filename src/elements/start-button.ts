/** `<heygen-avatar-start-button>`: starts the session, and warms it up at hover and focus. */

import { html, type TemplateResult } from 'lit';
import { buttonStyles } from './button-styles.js';
import { HostController } from './host-controller.js';
import { SmallElement } from './small-element.js';
import { startIcon } from './icons.js';
import { startWords } from './strings/start-words.js';

/**
 * Starts the avatar's session. Shown over the poster by default; a page may place it itself inside `<heygen-avatar>`.
 *
 * @slot - The button's label. Default: the avatar's string for "Start", "Start again" or "Try again".
 * @csspart button - The native button.
 */
export class HeygenAvatarStartButtonElement extends SmallElement {
  static override styles = buttonStyles;

  readonly #host = new HostController(this);

  override render(): TemplateResult {
    const host = this.#host.avatarHost;
    const { status } = host?.state ?? { status: 'idle' };
    const { start, startAgain, retry } = host?.strings ?? startWords;
    const label = status === 'failed' ? retry : status === 'ended' ? startAgain : start;
    return html`<button
      part="button"
      class="primary"
      type="button"
      ?disabled=${!host?.canStart}
      @click=${this.#onClick}
      @pointerenter=${this.#onIntent}
      @focus=${this.#onIntent}
    >
      ${startIcon}<slot>${label}</slot>
    </button>`;
  }

  readonly #onClick = (): void => {
    // The avatar shows a failure and fires session_error.
    this.#host.avatarHost?.start().catch(() => undefined);
  };

  readonly #onIntent = (): void => this.#host.avatarHost?.warmUp();
}
