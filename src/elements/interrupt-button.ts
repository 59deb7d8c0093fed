/** `<heygen-avatar-interrupt-button>`: makes the avatar stop talking. */

import { html, type TemplateResult } from 'lit';
import { controlStyles } from './control-styles.js';
import { HostController } from './host-controller.js';
import { TemplateElement } from './template-element.js';
import { interruptIcon } from './control-icons.js';
import { en } from './strings/en.js';

/**
 * Stops what the avatar is saying. Enabled while it talks.
 *
 * @slot - The button's label. Default: an icon, named by the avatar's string for "Interrupt".
 * @csspart button - The native button.
 */
export class HeygenAvatarInterruptButtonElement extends TemplateElement {
  static override styles = controlStyles;

  readonly #host = new HostController(this);

  protected override render(): TemplateResult {
    const host = this.#host.avatarHost;
    const label = (host?.strings ?? en).interrupt;
    return html`<button
      part="button"
      class="icon"
      type="button"
      title=${label}
      aria-disabled=${String(!this.#talking)}
      @click=${this.#onClick}
    >
      <slot>${interruptIcon}<span class="spoken">${label}</span></slot>
    </button>`;
  }

  /** Not `disabled`, which would drop the focus each time the avatar stops talking. */
  get #talking(): boolean {
    const state = this.#host.avatarHost?.state;
    return state?.status === 'live' && state.talking;
  }

  readonly #onClick = (): void => {
    if (!this.#talking) return;
    // Fails only if the session is over.
    this.#host.avatarHost?.avatar?.interrupt().catch(() => undefined);
  };
}
