/** `<heygen-avatar-microphone-button>`: opens, mutes and unmutes the microphone. */

import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { unpatched } from '../api/clock.js';
import { isStreamingAvatarError } from '../api/errors.js';
import { LevelMeter } from '../media/level-meter.js';
import { controlStyles } from './control-styles.js';
import { HostController } from './host-controller.js';
import { MovableElement } from './movable-element.js';
import { problemStyles } from './problem-styles.js';
import { microphoneIcon, microphoneOffIcon } from './control-icons.js';
import { en } from './strings/en.js';

/**
 * Opens the microphone at its first press, when the browser asks for it. From then on mutes and unmutes it. A ring shows
 * the level of the user's voice.
 *
 * @csspart button - The native button.
 * @csspart error - Why there is no microphone.
 */
export class HeygenAvatarMicrophoneButtonElement extends MovableElement {
  static override styles = [
    controlStyles,
    problemStyles,
    css`
      button.heard {
        box-shadow: 0 0 0 calc(var(--level, 0) * 0.5rem) var(--heygen-avatar-accent, #4c5fe8);
      }
    `,
  ];

  @state() private error = '';
  readonly #host = new HostController(this);
  #meter: { readonly track: MediaStreamTrack; readonly level: LevelMeter; frame: number } | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopMeter();
  }

  override render(): TemplateResult {
    const host = this.#host.avatarHost;
    const strings = host?.strings ?? en;
    const session = host?.state;
    const live = session?.status === 'live';
    const on = live && session.voiceChat === 'on';
    const heard = on && !session.microphoneMuted;
    const label = heard ? strings.microphoneMute : on ? strings.microphoneUnmute : strings.microphoneStart;
    return html`<button
        part="button"
        class="icon ${heard ? 'heard' : ''}"
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
    const track = heard ? (host?.avatar?.microphone ?? undefined) : undefined;
    if (track === this.#meter?.track) return;
    this.#stopMeter();
    if (track) this.#startMeter(track);
  }

  #startMeter(track: MediaStreamTrack): void {
    const level = new LevelMeter(track);
    const meter = { track, level, frame: 0 };
    const show = (): void => {
      this.style.setProperty('--level', level.level.toFixed(2));
      meter.frame = unpatched('requestAnimationFrame')(show);
    };
    this.#meter = meter;
    show();
  }

  #stopMeter(): void {
    if (!this.#meter) return;
    unpatched('cancelAnimationFrame')(this.#meter.frame);
    void this.#meter.level.close();
    this.#meter = undefined;
    this.style.removeProperty('--level');
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
      this.error = host.strings.errors[error.code] ?? error.message;
    }
  };
}
