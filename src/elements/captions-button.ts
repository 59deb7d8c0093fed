/** `<heygen-avatar-captions-button>`: shows and hides captions. */

import { html, type TemplateResult } from 'lit';
import { captionsIcon } from './control-icons.js';
import { controlStyles } from './control-styles.js';
import { HostController } from './host-controller.js';
import { pressedStyles } from './pressed-styles.js';
import { TemplateElement } from './template-element.js';
import { en } from './strings/en.js';

/**
 * Shows and hides the avatar's captions: sets its `captions`, and follows it.
 *
 * @slot - The button's label. Default: an icon, named by the avatar's string for "Captions".
 * @csspart button - The native button.
 */
export class HeygenAvatarCaptionsButtonElement extends TemplateElement {
  static override styles = [controlStyles, pressedStyles];

  readonly #host = new HostController(this);

  protected override render(): TemplateResult {
    const host = this.#host.avatarHost;
    const label = (host?.strings ?? en).captions;
    return html`<button
      part="button"
      class="icon"
      type="button"
      title=${label}
      aria-pressed=${String(host?.captions ?? false)}
      @click=${this.#onClick}
    >
      <slot>${captionsIcon}<span class="spoken">${label}</span></slot>
    </button>`;
  }

  readonly #onClick = (): void => {
    const host = this.#host.avatarHost;
    if (host) host.captions = !host.captions;
  };
}
