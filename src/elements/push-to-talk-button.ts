/** `<heygen-avatar-push-to-talk-button>`: lets the avatar hear the user while it is held, or from one press to the next. */

import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { isStreamingAvatarError } from '../api/errors.js';
import { isLive } from '../session/store.js';
import { controlStyles } from './control-styles.js';
import { errorText } from './describe.js';
import { HostController } from './host-controller.js';
import { ProblemBubble, problemStyles } from './problem-bubble.js';
import { listen } from './listen.js';
import { TemplateElement } from './template-element.js';
import { microphoneIcon } from './control-icons.js';
import { en } from './strings/en.js';

const holds = (event: KeyboardEvent): boolean => event.key === ' ' || event.key === 'Enter';

/**
 * Lets the avatar hear the user while it is held by the pointer, Space or Enter. For sessions with `push-to-talk`. The
 * first press opens the microphone. A click without a pointer or a key, as screen readers, voice control and switches
 * make it, turns it on until the next one. Leaving the button, the window or the page turns it off.
 *
 * @slot - The button's label. Default: the avatar's string for "Hold to talk", or for "Press to stop".
 * @csspart button - The native button. `aria-pressed` tells whether the avatar hears the user.
 * @csspart error - Why there is no microphone.
 */
export class HeygenAvatarPushToTalkButtonElement extends TemplateElement {
  static override styles = [
    controlStyles,
    problemStyles,
    css`
      button {
        touch-action: none;
        -webkit-touch-callout: none;
        -webkit-user-select: none;
        user-select: none;
        -webkit-tap-highlight-color: transparent;
      }
      button[aria-pressed='true'] {
        background: var(--heygen-avatar-accent, #4c5fe8);
        border-color: currentcolor;
        box-shadow: inset 0 0 0 2px currentcolor;
      }
      @media (forced-colors: active) {
        button[aria-pressed='true'] {
          forced-color-adjust: none;
          border-color: HighlightText;
          background: Highlight;
          color: HighlightText;
        }
      }
    `,
  ];

  @state() private pressed: 'no' | 'held' | 'on' = 'no';
  @state() private error = '';
  readonly #host = new HostController(this);
  #presses = 0;
  /** Whether the avatar has heard the user in this press. */
  #wasHeard = false;
  /** Whether the last pointer was made up by assistive technology: it has no size, and its click counts. */
  #isVirtual = false;
  #unlisten: readonly (() => void)[] = [];

  constructor() {
    super();
    new ProblemBubble(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unlisten = [
      listen(this.ownerDocument, 'visibilitychange', this.#release),
      listen(this.ownerDocument.defaultView, 'blur', this.#release),
    ];
  }

  override disconnectedCallback(): void {
    // First, while the avatar is still known.
    this.#release();
    super.disconnectedCallback();
    for (const unlisten of this.#unlisten) unlisten();
  }

  protected override willUpdate(): void {
    const session = this.#host.avatarHost?.state;
    const isHeard = session?.status === 'live' && session.voiceChat === 'on' && !session.microphoneMuted;
    // The session is over, or the page has muted or closed the microphone.
    const isOver = !session || !isLive(session) || (session.status === 'live' && this.#wasHeard && !isHeard);
    if (isOver) this.pressed = 'no';
    this.#wasHeard ||= isHeard;
  }

  protected override render(): TemplateResult {
    const host = this.#host.avatarHost;
    const strings = host?.strings ?? en;
    return html`${this.error ? html`<p part="error" class="error" role="alert">${this.error}</p>` : nothing}<button
        part="button"
        type="button"
        aria-pressed=${String(this.#isPressed)}
        aria-disabled=${String(host?.state.status !== 'live')}
        aria-describedby="help"
        @pointerdown=${this.#onPointerDown}
        @pointerup=${this.#onPointerUp}
        @pointercancel=${this.#release}
        @lostpointercapture=${this.#release}
        @keydown=${this.#onKeyDown}
        @keyup=${this.#onKeyUp}
        @click=${this.#onClick}
        @blur=${this.#release}
        @contextmenu=${(event: Event) => event.preventDefault()}
      >
        ${microphoneIcon}<slot
          >${this.pressed === 'on' ? strings.pushToTalkStop : strings.pushToTalk}</slot
        ></button
      ><span id="help" hidden>${strings.pushToTalkHelp}</span>`;
  }

  readonly #onPointerDown = (event: PointerEvent): void => {
    this.#isVirtual = event.width === 0 && event.height === 0;
    if (event.button !== 0 || this.#isVirtual) return;
    try {
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
    } catch {
      // A pointer that is gone, or that a script made up. The press counts all the same.
    }
    void this.#press('held');
  };

  readonly #onPointerUp = (): void => {
    if (!this.#isVirtual) this.#release();
  };

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (!holds(event)) return;
    event.preventDefault();
    if (!event.repeat) void this.#press('held');
  };

  readonly #onKeyUp = (event: KeyboardEvent): void => {
    if (!holds(event)) return;
    // Firefox would make it a click.
    event.preventDefault();
    this.#release();
  };

  /** Toggles, unless it is the end of a pointer's press, which has a number. */
  readonly #onClick = (event: MouseEvent): void => {
    if (event.detail > 0 && !this.#isVirtual) return;
    this.#isVirtual = false;
    if (this.#isPressed) this.#release();
    else void this.#press('on');
  };

  async #press(how: 'held' | 'on'): Promise<void> {
    const host = this.#host.avatarHost;
    if (this.#isPressed || host?.state.status !== 'live' || !host.avatar) return;
    this.pressed = how;
    this.#wasHeard = false;
    this.error = '';
    const press = (this.#presses += 1);
    try {
      if (host.state.voiceChat !== 'on') await host.avatar.startVoiceChat();
      // The button may have been released while the browser asked for the microphone.
      if (this.#isPressed && press === this.#presses) await host.avatar.pushToTalkStart();
    } catch (error) {
      // An error of an earlier press: the button may be held again.
      if (press !== this.#presses) return;
      this.#release();
      if (!isStreamingAvatarError(error) || error.code === 'aborted') return;
      this.error = errorText(error, host);
    }
  }

  get #isPressed(): boolean {
    return this.pressed !== 'no';
  }

  readonly #release = (): void => {
    if (!this.#isPressed) return;
    this.pressed = 'no';
    // The client mutes the microphone before anything can fail.
    this.#host.avatarHost?.avatar?.pushToTalkStop().catch(() => undefined);
  };
}
