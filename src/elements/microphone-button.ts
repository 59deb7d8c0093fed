/** `<heygen-avatar-microphone-button>`: opens, mutes and unmutes the microphone. */

import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { isStreamingAvatarError } from '../api/errors.js';
import { controlStyles } from './control-styles.js';
import { errorText } from './describe.js';
import { HostController } from './host-controller.js';
import { ProblemBubble, problemStyles } from './problem-bubble.js';
import type { LevelRing } from './level-ring.js';
import { TemplateElement } from './template-element.js';
import { microphoneIcon, microphoneOffIcon } from './control-icons.js';
import { en } from './strings/en.js';

/**
 * Opens the microphone at its first press, when the browser asks for it. From then on mutes and unmutes it. A ring shows
 * the level of the user's voice, unless the visitor wants less motion.
 *
 * @csspart button - The native button.
 * @csspart level - The ring around the button. Scaled by the level, and transparent in silence.
 * @csspart error - Why there is no microphone.
 */
export class HeygenAvatarMicrophoneButtonElement extends TemplateElement {
  static override styles = [
    controlStyles,
    problemStyles,
    css`
      :host {
        isolation: isolate;
      }
      .level {
        position: absolute;
        z-index: -1;
        inset: 0;
        border: 3px solid var(--heygen-avatar-accent, #4c5fe8);
        border-radius: var(--heygen-avatar-control-radius, 999px);
        opacity: 0;
        pointer-events: none;
        will-change: scale, opacity;
      }
    `,
  ];

  @state() private error = '';
  readonly #host = new HostController(this);
  #ring: LevelRing | undefined;
  /** The track that is measured, or that can't be. */
  #measured: MediaStreamTrack | undefined;

  constructor() {
    super();
    new ProblemBubble(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#measure(undefined);
  }

  protected override render(): TemplateResult {
    const host = this.#host.avatarHost;
    const strings = host?.strings ?? en;
    const session = host?.state;
    const live = session?.status === 'live';
    const on = live && session.voiceChat === 'on';
    const heard = on && !session.microphoneMuted;
    const label = heard ? strings.microphoneMute : on ? strings.microphoneUnmute : strings.microphoneStart;
    return html`<span part="level" class="level" ?hidden=${!heard}></span
      ><button
        part="button"
        class="icon"
        type="button"
        aria-label=${label}
        title=${label}
        aria-disabled=${String(!live || session.voiceChat === 'starting')}
        @click=${this.#onClick}
      >
        ${heard ? microphoneIcon : microphoneOffIcon}
      </button>
      ${this.error ? html`<p part="error" class="error" role="alert">${this.error}</p>` : nothing}`;
  }

  protected override willUpdate(): void {
    // An error of one session needn't occur in the next.
    if (this.#host.avatarHost?.state.status !== 'live') this.error = '';
  }

  protected override updated(): void {
    const host = this.#host.avatarHost;
    const session = host?.state;
    const heard = session?.status === 'live' && session.voiceChat === 'on' && !session.microphoneMuted;
    this.#measure(heard && this.isConnected ? (host?.avatar?.microphone ?? undefined) : undefined);
  }

  #measure(track: MediaStreamTrack | undefined): void {
    if (track === this.#measured) return;
    this.#measured = track;
    this.#ring?.stop();
    this.#ring = undefined;
    const ring = this.renderRoot.querySelector<HTMLElement>('.level');
    if (!track || !ring) return;
    import('./level-ring.js').then(
      ({ LevelRing }) => {
        // By now another track may be measured, none, or this one already, after a pause.
        if (track === this.#measured) this.#ring ??= LevelRing.of(track, ring);
      },
      // Only decoration.
      () => undefined,
    );
  }

  readonly #onClick = async (): Promise<void> => {
    const host = this.#host.avatarHost;
    if (host?.state.status !== 'live' || !host.avatar) return;
    const { voiceChat, microphoneMuted } = host.state;
    this.error = '';
    try {
      if (voiceChat === 'off') await host.avatar.startVoiceChat({ isInputAudioMuted: false });
      else if (voiceChat === 'on' && microphoneMuted) host.avatar.unmuteInputAudio();
      else if (voiceChat === 'on') host.avatar.muteInputAudio();
    } catch (error) {
      // Closed meanwhile: not an error.
      if (!isStreamingAvatarError(error) || error.code === 'aborted') return;
      this.error = errorText(error, host);
    }
  };
}
