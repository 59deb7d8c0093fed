/** `<heygen-avatar-disclosure>`: says that the avatar is an AI, where the page wants it. */

import { css, html, type TemplateResult } from 'lit';
import { resetStyles } from './button-styles.js';
import { HostController } from './host-controller.js';
import { TemplateElement } from './template-element.js';
import { en } from './strings/en.js';

/**
 * Says that visitors talk to an AI, in every state of the session. For a place of the page's own; set `disclosure="none"`
 * on the avatar then.
 *
 * @slot - The sentence. Default: the avatar's string for it.
 * @csspart label - The label "AI".
 * @csspart text - The sentence.
 */
export class HeygenAvatarDisclosureElement extends TemplateElement {
  static override styles = [
    resetStyles,
    css`
      :host {
        display: inline-block;
        padding: 0.25em 0.75em;
        border-radius: 0.75em;
        background: var(--heygen-avatar-disclosure-background, rgb(15 18 26 / 85%));
        color: var(--heygen-avatar-disclosure-color, #fff);
        font: inherit;
      }
      :host([hidden]) {
        display: none;
      }
      b {
        margin-inline-end: 0.4em;
      }
    `,
  ];

  readonly #host = new HostController(this);

  protected override render(): TemplateResult {
    const { ai, disclosure } = this.#host.avatarHost?.strings ?? en;
    return html`<b part="label">${ai}</b><slot part="text">${disclosure}</slot>`;
  }
}
