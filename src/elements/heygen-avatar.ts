/** `<heygen-avatar>`: the tag. Its attributes make the start request, its session makes its state, its state what is shown. */

import { ContextProvider } from '@lit/context';
import { type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { StreamingAvatarError } from '../api/errors.js';
import type { ElementOnlyEventMap, StreamingAvatarEventMap } from '../api/events.js';
import type { SessionState } from '../api/state.js';
import type { StreamingAvatar } from '../session/streaming-avatar.js';
import { AvatarCommands } from './avatar-commands.js';
import { avatarHostContext, createAvatarHost } from './avatar-host.js';
import { unknownControls } from './control-bar.js';
import { adoptEarlyProperties } from './early-properties.js';
import { FocusKeeper } from './focus-keeper.js';
import { heygenAvatarStyles } from './heygen-avatar-styles.js';
import { PlaybackController } from './playback-controller.js';
import { hasToken, sessionConfig, startRequest } from './session-attributes.js';
import { SessionController } from './session-controller.js';
import { renderStage } from './stage.js';

import type { Strings } from './strings/en.js';

/** The statuses in which a session is there or on its way, and costs or may cost money. */
const running = new Set<SessionState['status']>(['connecting', 'live', 'reconnecting']);

/**
 * A talking HeyGen avatar. Nothing is loaded or opened before `start()`, a press of its start button, or `autostart`.
 *
 * @slot - Small elements of the avatar that the page places itself, over the picture.
 * @slot poster - What is seen while there is no picture. Default: the `poster` image, or a silhouette.
 * @slot start - The start button; whatever is put there starts the session at a click.
 * @slot controls - In place of the bar's controls.
 * @slot error - In place of the message of an error. The error is in `state.error`.
 *
 * @csspart stage - Everything inside the element.
 * @csspart video - The native video.
 * @csspart poster - The layer with the poster.
 * @csspart start - The layer around the start button.
 * @csspart connecting - What is shown while the session is being connected.
 * @csspart error - The layer around the message of an error.
 * @csspart ended - Why the session has ended, where it was not the visitor's wish.
 * @csspart reconnecting - What is shown while the connection is being restored.
 * @csspart sound-button - The "Tap for sound" button.
 * @csspart controls - The bar of controls.
 *
 * @cssprop [--heygen-avatar-aspect-ratio=16 / 9] - Width to height; keeps the place before there is a picture.
 * @cssprop [--heygen-avatar-radius=0.75rem] - Radius of the corners.
 * @cssprop [--heygen-avatar-background=#10131c] - Behind the picture.
 * @cssprop [--heygen-avatar-poster-background=radial-gradient(circle at 50% 35%, #39415c, #141824 75%)] - Behind the poster.
 * @cssprop [--heygen-avatar-color=#fff] - Text over the picture.
 * @cssprop [--heygen-avatar-font=400 1rem/1.4 system-ui, sans-serif] - Font of all text.
 * @cssprop [--heygen-avatar-accent=#4c5fe8] - Background of the start and sound buttons.
 * @cssprop [--heygen-avatar-accent-hover=#3d4ed0] - The same under the pointer.
 * @cssprop [--heygen-avatar-accent-color=#fff] - Text on the accent.
 * @cssprop [--heygen-avatar-focus-color=#fff] - The ring around what has the focus.
 * @cssprop [--heygen-avatar-control-size=2.5rem] - Height of a control, and least width of a button.
 * @cssprop [--heygen-avatar-control-radius=999px] - Radius of a control's corners.
 * @cssprop [--heygen-avatar-control-background=rgb(15 18 26 / 72%)] - Background of a control.
 * @cssprop [--heygen-avatar-control-background-hover=rgb(15 18 26 / 90%)] - The same under the pointer.
 * @cssprop [--heygen-avatar-control-color=#fff] - Text and icon of a control.
 *
 * @cssstate idle - Nothing has been started.
 * @cssstate connecting - A session is being connected.
 * @cssstate live - The avatar is there.
 * @cssstate reconnecting - The connection is being restored.
 * @cssstate stopping - The session is being ended.
 * @cssstate ended - The session is over.
 * @cssstate failed - The start failed.
 * @cssstate talking - The avatar is talking.
 * @cssstate listening - The avatar is in its listening pose.
 * @cssstate user-talking - The user is talking.
 * @cssstate muted - The avatar's sound is off.
 * @cssstate microphone-muted - The microphone is muted.
 *
 * @attr {boolean} muted - Starts with the sound off. Live: the property.
 * @attr {number} volume - The volume to start with, 0 to 1. Live: the property. Default 1.
 *
 * @fires {CustomEvent<StreamingStartTalkingEvent>} avatar_start_talking - The avatar begins to speak.
 * @fires {CustomEvent<StreamingStopTalkingEvent>} avatar_stop_talking - The avatar has spoken.
 * @fires {CustomEvent<StreamingTalkingMessageEvent>} avatar_talking_message - A fragment of what the avatar says.
 * @fires {CustomEvent<StreamingTalkingEndEvent>} avatar_end_message - The avatar's text is complete.
 * @fires {CustomEvent<UserTalkingMessageEvent>} user_talking_message - A fragment of what the user says.
 * @fires {CustomEvent<UserTalkingEndEvent>} user_end_message - The user's text is complete.
 * @fires {CustomEvent<UserStartEvent>} user_start - The user begins to speak.
 * @fires {CustomEvent<UserStopEvent>} user_stop - The user has stopped speaking.
 * @fires {CustomEvent<UserSilenceEvent>} user_silence - The user has been silent for a while.
 * @fires {CustomEvent<MediaStream>} stream_ready - Picture and sound are there. Once a session.
 * @fires {CustomEvent<number>} stream_disconnected - A connected session is over; LiveKit's reason number. Once a session.
 * @fires {CustomEvent<ConnectionQuality>} connection_quality_changed - The connection became better or worse.
 * @fires {CustomEvent<{ state: SessionState, previous: SessionState }>} state_changed - `state` is another value.
 * @fires {CustomEvent<StreamingAvatarError>} session_error - A start failed. `preventDefault()` hides the built-in message.
 * @fires {CustomEvent<{ reason: EndReason }>} session_ended - A session is over.
 * @fires {CustomEvent<null>} before_start - About to start. `preventDefault()` cancels it.
 * @fires {CustomEvent<null>} playback_blocked - The browser keeps the sound off until the visitor acts.
 * @fires {CustomEvent<null>} playback_started - Sound plays, after it had been blocked.
 * @fires {CustomEvent<null>} reconnecting - The connection is interrupted.
 * @fires {CustomEvent<null>} reconnected - The connection is back.
 * @fires {CustomEvent<WarningDetail>} warning - Something the page asked for has no effect.
 * @fires {CustomEvent<{ seconds: number }>} time_remaining - The session's longest duration is so many seconds away.
 * @fires {CustomEvent<{ seconds: number }>} idle_warning - The session ends in so many seconds unless somebody does something.
 * @fires {CustomEvent<{ kind: MediaDeviceKind, deviceId: string }>} device_changed - Another microphone or speaker is in use.
 * @fires {CustomEvent<{ transcript: readonly TranscriptTurn[] }>} transcript_changed - Something was added to `transcript`.
 * @fires {Event} volumechange - `muted` or `volume` is another value.
 */
export class HeygenAvatarElement extends AvatarCommands {
  static override styles = heygenAvatarStyles;

  /**
   * Called when the small elements are wanted; `define.ts` defines them then.
   * @internal
   */
  static onControlsNeeded: (() => void) | undefined;

  /** Starts once there is a token; without sound until a gesture where the browser demands one. */
  @property({ type: Boolean }) autostart = false;
  /** `connection` loads the client and prepares the connection ahead of a start, and opens no session. Default: `none`. */
  @property() preload: 'none' | 'connection' = 'none';
  /** Begins voice chat once the session is live, which is when the browser asks for the microphone. */
  @property({ attribute: 'voice-chat', type: Boolean }) voiceChat = false;
  /** Image to show while there is no picture. */
  @property() poster = '';
  /** Absent: an end button while a session runs. Empty: the default bar. A list picks and orders: `microphone push-to-talk volume interrupt text end`. */
  @property() controls: string | null = null;
  /** Texts to use instead of the English ones; what is left out keeps its default. */
  @property({ attribute: false }) strings: Partial<Strings> = {};

  readonly #playback = new PlaybackController(this, (type) => this.#onPlayback(type));
  readonly #session = new SessionController(this, {
    config: () => sessionConfig(this),
    request: () => startRequest(this),
    show: (stream) => this.#playback.show(stream),
    clear: () => this.#playback.clear(),
    changed: () => this.#onChange(),
    live: () => {
      if (this.voiceChat) void this.#startVoiceChat();
    },
  });
  readonly #shared = createAvatarHost(this, () => void this.#session.warmUp());
  readonly #internals = this.attachInternals();
  #initialized = false;
  #autostarted = false;

  constructor() {
    super();
    new ContextProvider(this, { context: avatarHostContext, initialValue: this.#shared.host });
    new FocusKeeper(this);
    // Whoever clicks and types is there, and the session is not idle.
    this.addEventListener('pointerdown', this.#onActivity);
    this.addEventListener('keydown', this.#onActivity);
    adoptEarlyProperties(this, ['muted', 'volume', 'avatar']);
  }

  /** What the session is doing. */
  get state(): SessionState {
    return this.#session.state;
  }

  /** The session client once there is one. A client that is assigned is connected by the element, and never stopped by its removal. */
  get avatar(): StreamingAvatar | undefined {
    return this.#session.avatar;
  }

  set avatar(avatar: StreamingAvatar | undefined) {
    this.#session.give(avatar);
  }

  /** Whether the avatar's sound is off. */
  get muted(): boolean {
    return this.#playback.muted;
  }

  set muted(muted: boolean) {
    this.#playback.muted = muted;
  }

  /** The avatar's volume, 0 to 1. */
  get volume(): number {
    return this.#playback.volume;
  }

  set volume(volume: number) {
    this.#playback.volume = volume;
  }

  /** Starts a session and resolves when the avatar is there; rejects with what `session_error` tells. Twice is one promise. */
  start(): Promise<void> {
    return this.#session.start();
  }

  /** Ends the session. Works in every state and resolves when everything is released. */
  stop(): Promise<void> {
    return this.#session.stop();
  }

  /** Plays the avatar's sound on the speaker of that id (`MediaDeviceInfo.deviceId`). Rejects with `not_supported`. */
  async setSpeaker(deviceId: string): Promise<void> {
    await this.#playback.setSpeaker(deviceId);
    const detail = { kind: 'audiooutput', deviceId };
    this.dispatchEvent(new CustomEvent('device_changed', { detail, bubbles: true, composed: true }));
  }

  protected override client(): Promise<StreamingAvatar> {
    return this.#session.client();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#initialized) return;
    this.#initialized = true;
    // As on native media elements, the attributes say how it begins; from then on the properties are live.
    if (this.hasAttribute('muted')) this.muted = true;
    if (this.hasAttribute('volume')) this.volume = Number(this.getAttribute('volume'));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A move takes it out and puts it in again before this runs; only a removal ends the session.
    queueMicrotask(() => {
      if (!this.isConnected) void this.#session.stop('removed');
    });
  }

  protected override render(): TemplateResult {
    return renderStage({
      state: this.state,
      strings: this.#shared.host.strings,
      video: this.#playback.video,
      poster: this.poster,
      controls: this.controls,
      pushToTalk: this.pushToTalk,
      showsError: this.#session.showsError,
      soundBlocked: this.#playback.blocked,
      onStart: this.#onStartClick,
      onUnblock: () => this.#playback.unblock(),
      onSlotChange: () => this.requestUpdate(),
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#reportState();
    if (changed.has('preload') && this.preload === 'connection') void this.#session.warmUp();
    if (changed.has('strings')) this.#shared.notify();
    if (changed.has('controls')) this.#warnOfUnknownControls();
    if (running.has(this.state.status) || this.#hasUndefinedChild()) {
      HeygenAvatarElement.onControlsNeeded?.();
    }
    if (this.autostart && !this.#autostarted && this.isConnected && (hasToken(this) || this.avatar)) {
      this.#autostarted = true;
      // After this update: the start is a change of its own.
      void this.updateComplete.then(this.#onStart);
    }
  }

  #hasUndefinedChild(): boolean {
    const children = this.querySelectorAll(':not(:defined)');
    return [...children].some(({ localName }) => localName.startsWith('heygen-avatar-'));
  }

  #reportState(): void {
    const { states } = this.#internals;
    const { state } = this;
    const live = state.status === 'live' || state.status === 'reconnecting';
    states.clear();
    states.add(state.status);
    if (live && state.talking) states.add('talking');
    if (live && state.listening) states.add('listening');
    if (live && state.userTalking) states.add('user-talking');
    if (live && state.voiceChat !== 'off' && state.microphoneMuted) states.add('microphone-muted');
    if (this.muted) states.add('muted');
  }

  #warnOfUnknownControls(): void {
    for (const detail of unknownControls(this.controls)) {
      this.dispatchEvent(new CustomEvent('warning', { detail, bubbles: true, composed: true }));
    }
  }

  #onPlayback(type: 'playback_blocked' | 'playback_started' | 'volumechange'): void {
    const event =
      type === 'volumechange'
        ? new Event(type)
        : new CustomEvent(type, { detail: null, bubbles: true, composed: true });
    this.dispatchEvent(event);
    this.#onChange();
  }

  readonly #onActivity = (): void => this.avatar?.noteActivity();

  async #startVoiceChat(): Promise<void> {
    try {
      await this.startVoiceChat();
    } catch (error) {
      if (error instanceof StreamingAvatarError && error.code === 'aborted') return;
      // The avatar goes on without; the page may want to say so.
      this.dispatchEvent(new CustomEvent('session_error', { detail: error, bubbles: true, composed: true }));
    }
  }

  #onChange(): void {
    this.requestUpdate();
    this.#shared.notify();
  }

  /** Whatever a page puts into the slot starts the session; our own button does so by itself. */
  readonly #onStartClick = ({ target }: Event): void => {
    if (!(target instanceof Element && target.closest('heygen-avatar-start-button'))) this.#onStart();
  };

  readonly #onStart = (): void => {
    // Shown, and told by session_error.
    this.start().catch(() => undefined);
  };
}

/** The element's events, for typed listeners. */
export interface HeygenAvatarEventMap
  extends HTMLElementEventMap, StreamingAvatarEventMap, ElementOnlyEventMap {
  volumechange: Event;
}

// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- types HTMLElement's own methods, adds none
export interface HeygenAvatarElement {
  addEventListener<K extends keyof HeygenAvatarEventMap>(
    type: K,
    listener: (event: HeygenAvatarEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof HeygenAvatarEventMap>(
    type: K,
    listener: (event: HeygenAvatarEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}
