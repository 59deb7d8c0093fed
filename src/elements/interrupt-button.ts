/** `<heygen-avatar-interrupt-button>`: makes the avatar stop talking. */

import { html, LitElement, type TemplateResult } from 'lit';
import { controlStyles } from './control-styles.js';
import { HostController } from './host-controller.js';
import { interruptIcon } from './icons.js';

/**
 * Ends what the avatar is saying. Enabled while it talks.
 *
 * @slot - The button's label. Default: an icon, named by the avatar's string for "Interrupt".
 * @csspart button - The native button.
 */
export class HeygenAvatarInterruptButtonElement extends LitElement {
  static override styles = controlStyles;

  readonly #host = new HostController(this);

  override render(): TemplateResult {
    const host = this.#host.avatarHost;
    const label = host?.strings.interrupt ?? '';
    return html`<button
      part="button"
      class="icon"
      type="button"
      aria-label=${label}
      title=${label}
      ?disabled=${host?.state.status !== 'live' || !host.state.talking}
      @click=${this.#onClick}
    >
      <slot>${interruptIcon}</slot>
    </button>`;
  }

  readonly #onClick = (): void => {
    // It fails only where there is nothing left to interrupt: the session is over.
    this.#host.avatarHost?.avatar?.interrupt().catch(() => undefined);
  };
}
