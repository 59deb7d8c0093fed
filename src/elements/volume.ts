/** `<heygen-avatar-volume>`: mute and volume of the avatar's sound. */

import { css, html, type TemplateResult } from 'lit';
import { controlStyles } from './control-styles.js';
import { HostController } from './host-controller.js';
import { TemplateElement } from './template-element.js';
import { mutedIcon, soundIcon } from './control-icons.js';
import { en } from './strings/en.js';

/**
 * Mutes and unmutes the avatar's sound, and sets its volume. The slider hides if there is no room for it.
 *
 * @csspart button - The mute button.
 * @csspart slider - The native range input.
 */
export class HeygenAvatarVolumeElement extends TemplateElement {
  static override styles = [
    controlStyles,
    css`
      :host {
        align-items: center;
        border-radius: var(--heygen-avatar-control-radius, 999px);
        background: var(--heygen-avatar-control-background, rgb(15 18 26 / 72%));
      }
      button {
        background: none;
      }
      input {
        width: 5em;
        margin: 0;
        margin-inline-end: 1em;
        accent-color: var(--heygen-avatar-control-color, #fff);
      }
      @container (width < 30em) {
        input {
          display: none;
        }
      }
      @media (forced-colors: active) {
        :host {
          background: ButtonFace;
        }
      }
    `,
  ];

  readonly #host = new HostController(this);

  protected override render(): TemplateResult {
    const host = this.#host.avatarHost;
    const muted = host?.muted ?? false;
    const strings = host?.strings ?? en;
    const label = muted ? strings.unmute : strings.mute;
    return html`<button
        part="button"
        class="icon"
        type="button"
        aria-label=${label}
        title=${label}
        @click=${this.#onToggle}
      >
        ${muted ? mutedIcon : soundIcon}
      </button>
      <input
        part="slider"
        type="range"
        min="0"
        max="1"
        step="0.05"
        aria-label=${strings.volume}
        .value=${String(muted ? 0 : (host?.volume ?? 1))}
        @input=${this.#onSlide}
      />`;
  }

  readonly #onToggle = (): void => {
    const host = this.#host.avatarHost;
    if (!host) return;
    host.muted = !host.muted;
    if (!host.muted && host.volume === 0) host.volume = 1;
  };

  readonly #onSlide = (event: Event): void => {
    // The page gets `volumechange`. An `input` event would look like one of its own fields.
    event.stopPropagation();
    const host = this.#host.avatarHost;
    if (!host) return;
    host.volume = (event.currentTarget as HTMLInputElement).valueAsNumber;
    host.muted = host.volume === 0;
  };
}
