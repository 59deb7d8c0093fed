/** `<heygen-avatar-status>`: the state of the session in words. */

import { css, html, type TemplateResult } from 'lit';
import { resetStyles } from './button-styles.js';
import { describe } from './describe.js';
import { HostController } from './host-controller.js';
import { TemplateElement } from './template-element.js';

/**
 * Shows the state of the session in words: connecting and its phase, connected, reconnecting, ended and why. Screen
 * readers read it where it is; the avatar itself announces what changes.
 *
 * @csspart text - The words.
 */
export class HeygenAvatarStatusElement extends TemplateElement {
  static override styles = [
    resetStyles,
    css`
      :host {
        display: inline-block;
        font: inherit;
        color: inherit;
      }
      :host([hidden]) {
        display: none;
      }
    `,
  ];

  readonly #host = new HostController(this);

  protected override render(): TemplateResult {
    const host = this.#host.avatarHost;
    return html`<span part="text">${host ? describe(host.state, host.strings) : ''}</span>`;
  }
}
