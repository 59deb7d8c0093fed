/** `<heygen-avatar-status>`: the state of the session in words. */

import { css, html, type TemplateResult } from 'lit';
import { describe } from './describe.js';
import { HostController } from './host-controller.js';
import { MovableElement } from './movable-element.js';

/**
 * Shows the state of the session in words, and announces it politely to screen readers: connecting and its phase,
 * connected, reconnecting, ended and why.
 *
 * @csspart text - The words.
 */
export class HeygenAvatarStatusElement extends MovableElement {
  static override styles = css`
    :host {
      display: inline-block;
      font: inherit;
      color: inherit;
    }
    :host([hidden]) {
      display: none;
    }
  `;

  readonly #host = new HostController(this);

  override render(): TemplateResult {
    const host = this.#host.avatarHost;
    return html`<span part="text" role="status">${host ? describe(host.state, host.strings) : ''}</span>`;
  }
}
