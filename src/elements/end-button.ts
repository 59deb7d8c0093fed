/** `<heygen-avatar-end-button>`: ends the session. */

import { html, type TemplateResult } from 'lit';
import { controlStyles } from './control-styles.js';
import { HostController } from './host-controller.js';
import { TemplateElement } from './template-element.js';
import { endIcon } from './control-icons.js';
import { en } from './strings/en.js';

/**
 * Ends the avatar's session, also while it is connecting.
 *
 * @slot - The button's label. Default: an icon, named by the avatar's string for "End".
 * @csspart button - The native button.
 */
export class HeygenAvatarEndButtonElement extends TemplateElement {
  static override styles = controlStyles;

  readonly #host = new HostController(this);

  protected override render(): TemplateResult {
    const host = this.#host.avatarHost;
    const { status } = host?.state ?? { status: 'idle' };
    const running = status === 'connecting' || status === 'live' || status === 'reconnecting';
    const label = (host?.strings ?? en).end;
    return html`<button
      part="button"
      class="icon"
      type="button"
      title=${label}
      ?disabled=${!running}
      @click=${this.#onClick}
    >
      <slot>${endIcon}<span class="spoken">${label}</span></slot>
    </button>`;
  }

  readonly #onClick = (): void => void this.#host.avatarHost?.stop();
}
