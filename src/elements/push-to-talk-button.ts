/** `<heygen-avatar-push-to-talk-button>`: lets the avatar hear the user while it is held. */

import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { isStreamingAvatarError } from '../api/errors.js';
import { controlStyles } from './control-styles.js';
import { HostController } from './host-controller.js';
import { MovableElement } from './movable-element.js';
import { problemStyles } from './problem-styles.js';
import { microphoneIcon } from './control-icons.js';
import { en } from './strings/en.js';

/**
 * Lets the avatar hear the user while it is held by the pointer, Space or Enter. For sessions with `push-to-talk`. The
 * first press opens the microphone.
 *
 * @slot - The button's label. Default: the avatar's string for "Hold to talk".
 * @csspart button - The native button.
 * @csspart error - Why there is no microphone.
 */
export class HeygenAvatarPushToTalkButtonElement extends MovableElement {
  static override styles = [
    controlStyles,
    problemStyles,
    css`
      button {
        touch-action: none;
        user-select: none;
      }
      button[aria-pressed='true'] {
        background: var(--heygen-avatar-accent, #4c5fe8);
      }
    `,
  ];

  @state() private pressed = false;
  @state() private error = '';
  readonly #host = new HostController(this);
  #presses = 0;
  /** Ends the listening to the window it is in, which may be a pop-up, and show another site by the end. */
  #listening = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    const { signal } = (this.#listening = new AbortController());
    this.ownerDocument.addEventListener('visibilitychange', this.#release, { signal });
    this.ownerDocument.defaultView?.addEventListener('blur', this.#release, { signal });
  }

  override disconnectedCallback(): void {
    // First, while the avatar is still known.
    this.#release();
    super.disconnectedCallback();
    this.#listening.abort();
  }

  override render(): TemplateResult {
    const host = this.#host.avatarHost;
    return html`${this.error ? html`<p part="error" class="error" role="alert">${this.error}</p>` : nothing}<button
        part="button"
        type="button"
        aria-pressed=${String(this.pressed)}
        aria-disabled=${String(host?.state.status !== 'live')}
        @pointerdown=${this.#onPointerDown}
        @pointerup=${this.#release}
        @pointercancel=${this.#release}
        @lostpointercapture=${this.#release}
        @keydown=${this.#onKeyDown}
        @keyup=${this.#release}
        @blur=${this.#release}
        @contextmenu=${(event: Event) => event.preventDefault()}
      >
        ${microphoneIcon}<slot>${(host?.strings ?? en).pushToTalk}</slot>
      </button>`;
  }

  readonly #onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    try {
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
    } catch {
      // A pointer that is gone, or that a script made up. The press counts all the same.
    }
    void this.#press();
  };

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== ' ' && event.key !== 'Enter') return;
    event.preventDefault();
    if (!event.repeat) void this.#press();
  };

  async #press(): Promise<void> {
    const host = this.#host.avatarHost;
    if (this.pressed || host?.state.status !== 'live' || !host.avatar) return;
    this.pressed = true;
    this.error = '';
    const press = (this.#presses += 1);
    try {
      if (host.state.voiceChat !== 'on') await host.avatar.startVoiceChat();
      // The button may have been released while the browser asked for the microphone.
      if (this.pressed && press === this.#presses) await host.avatar.pushToTalkStart();
    } catch (error) {
      // An error of an earlier press: the button may be held again.
      if (press !== this.#presses) return;
      this.#release();
      if (!isStreamingAvatarError(error) || error.code === 'aborted') return;
      this.error = host.strings.errors[error.code] ?? error.message;
    }
  }

  readonly #release = (): void => {
    if (!this.pressed) return;
    this.pressed = false;
    // The client mutes the microphone before anything can fail.
    this.#host.avatarHost?.avatar?.pushToTalkStop().catch(() => undefined);
  };
}
