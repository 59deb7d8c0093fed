/** `<heygen-avatar>`: turns its attributes into a start request, and renders the state of its session. */

import { ContextProvider } from '@lit/context';
import type { PropertyValues, TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { DiagnoseOptions, DiagnosisRow } from '../api/diagnosis.js';
import type {
  AvatarQuality,
  ConnectionQuality,
  STTProvider,
  VoiceChatTransport,
  VoiceEmotion,
} from '../api/enums.js';
import type { ElementOnlyEventMap, StreamingAvatarEventMap } from '../api/events.js';
import type {
  ServiceName,
  SoundSource,
  SpeakOptions,
  SpeakResponse,
  TokenSource,
  VoiceChatRequest,
  VoiceOptions,
} from '../api/requests.js';
import type { SimulatedScript } from '../api/simulated-script.js';
import type { SessionState } from '../api/state.js';
import type { TranscriptTurn } from '../api/transcript.js';
import { isLive, isOver } from '../session/store.js';
import type { StreamingAvatar } from '../session/streaming-avatar.js';
import { avatarHostContext, createAvatarHost } from './avatar-host.js';
import { ClientController, notLoaded } from './client-controller.js';
import { isUnusual } from './control-bar.js';
import { adoptEarlyProperties } from './early-properties.js';
import { FocusKeeper } from './focus-keeper.js';
import { heygenAvatarStyles } from './heygen-avatar-styles.js';
import { PlaybackController } from './playback-controller.js';
import { renderStage } from './stage.js';
import type { Strings } from './strings/en.js';
import { adaptBooleans, flag, flagAttribute, isLostObject } from './values.js';
import { MovableElement } from './movable-element.js';

/** What starts a session in the slot `start`; beside it, a page may have links and a checkbox for its terms. */
const buttons = 'button,[role=button],input[type=button],input[type=submit]';

/**
 * A talking HeyGen avatar. Opens no session before `start()`, a press of its start button, or `autostart`.
 *
 * @slot - Small elements that the page places itself, over the picture.
 * @slot poster - Shown while there is no picture. Default: the `poster` image, or a silhouette.
 * @slot start - The start button. A click on a button starts the session: a `<button>`, `<input type="button">` or `"submit"`, or `role="button"`, not a link, label or checkbox. Not if a listener on it has called `preventDefault()`.
 * @slot controls - Replaces the controls of the bar.
 * @slot error - Replaces the message of an error. The error is in `state.error`.
 *
 * @csspart stage - Everything inside the element.
 * @csspart video - The native video.
 * @csspart poster - The layer with the poster.
 * @csspart start - The layer around the start button.
 * @csspart connecting - Shown while the session is being connected.
 * @csspart error - The layer around the message of an error.
 * @csspart ended - Why the session has ended, unless the visitor ended it.
 * @csspart reconnecting - Shown while the connection is being restored.
 * @csspart sound-button - The "Tap for sound" button.
 * @csspart controls - The bar of controls.
 *
 * @cssprop [--heygen-avatar-aspect-ratio=16 / 9] - Width to height. Reserves the space before there is a picture.
 * @cssprop [--heygen-avatar-radius=0.75rem] - Radius of the corners.
 * @cssprop [--heygen-avatar-background=#10131c] - Behind the picture.
 * @cssprop [--heygen-avatar-poster-background=radial-gradient(circle at 50% 35%, #39415c, #141824 75%)] - Behind the poster.
 * @cssprop [--heygen-avatar-color=#fff] - Text over the picture.
 * @cssprop [--heygen-avatar-font=400 1rem/1.4 system-ui, sans-serif] - Font of all text.
 * @cssprop [--heygen-avatar-accent=#4c5fe8] - Background of the start and sound buttons.
 * @cssprop [--heygen-avatar-accent-hover=#3d4ed0] - The same under the pointer.
 * @cssprop [--heygen-avatar-accent-color=#fff] - Text on the accent.
 * @cssprop [--heygen-avatar-focus-color=#fff] - The focus ring.
 * @cssprop [--heygen-avatar-control-size=2.5rem] - Height of a control, and minimum width of a button.
 * @cssprop [--heygen-avatar-control-radius=999px] - Radius of a control's corners.
 * @cssprop [--heygen-avatar-control-background=rgb(15 18 26 / 72%)] - Background of a control.
 * @cssprop [--heygen-avatar-control-background-hover=rgb(15 18 26 / 90%)] - The same under the pointer.
 * @cssprop [--heygen-avatar-control-color=#fff] - Text and icon of a control.
 *
 * @cssstate idle - No session has been started.
 * @cssstate connecting - A session is being connected.
 * @cssstate live - A session is connected.
 * @cssstate reconnecting - The connection is being restored.
 * @cssstate stopping - The session is being ended.
 * @cssstate ended - The session has ended.
 * @cssstate failed - The start failed.
 * @cssstate talking - The avatar is talking.
 * @cssstate thinking - The avatar hasn't answered yet.
 * @cssstate listening - The avatar is in its listening pose.
 * @cssstate user-talking - The user is talking.
 * @cssstate muted - The avatar's sound is off.
 * @cssstate microphone-muted - The microphone is muted.
 *
 * @attr {boolean} muted - Starts with the sound off. Afterwards the property counts.
 * @attr {number} volume - The volume to start with, 0 to 1. Default: 1. Afterwards the property counts.
 *
 * @fires {CustomEvent<StreamingStartTalkingEvent>} avatar_start_talking - The avatar starts speaking.
 * @fires {CustomEvent<StreamingStopTalkingEvent>} avatar_stop_talking - The avatar has stopped speaking, or was interrupted.
 * @fires {CustomEvent<StreamingTalkingMessageEvent>} avatar_talking_message - A fragment of what the avatar says.
 * @fires {CustomEvent<StreamingTalkingEndEvent>} avatar_end_message - The avatar's text is complete.
 * @fires {CustomEvent<UserTalkingMessageEvent>} user_talking_message - A fragment of what the user says.
 * @fires {CustomEvent<UserTalkingEndEvent>} user_end_message - The user's text is complete.
 * @fires {CustomEvent<UserStartEvent>} user_start - The user starts speaking.
 * @fires {CustomEvent<UserStopEvent>} user_stop - The user has stopped speaking.
 * @fires {CustomEvent<UserSilenceEvent>} user_silence - The user has been silent for a while.
 * @fires {CustomEvent<MediaStream>} stream_ready - Picture and sound are there. Once per session, just before the start resolves.
 * @fires {CustomEvent<number>} stream_disconnected - A connected session has ended; LiveKit's reason number. Once per session.
 * @fires {CustomEvent<ConnectionQuality>} connection_quality_changed - The connection got better or worse.
 * @fires {CustomEvent<{ state: SessionState, previous: SessionState }>} state_changed - `state` has changed.
 * @fires {CustomEvent<StreamingAvatarError>} session_error - A start failed. `preventDefault()` hides the built-in message.
 * @fires {CustomEvent<{ reason: EndReason, seconds: number, turns: number }>} session_ended - A connected session has ended. Once per session.
 * @fires {CustomEvent<null>} before_start - The element is about to start. `preventDefault()` cancels it.
 * @fires {CustomEvent<null>} playback_blocked - The browser blocks sound until the visitor acts.
 * @fires {CustomEvent<null>} playback_started - Sound plays after it was blocked.
 * @fires {CustomEvent<null>} reconnecting - The connection is interrupted.
 * @fires {CustomEvent<null>} reconnected - The connection is back.
 * @fires {CustomEvent<WarningDetail>} warning - Something the page asked for has no effect, or the microphone was refused.
 * @fires {CustomEvent<{ seconds: number }>} time_remaining - The session's longest duration ends in `seconds`.
 * @fires {CustomEvent<{ seconds: number, reason?: 'hidden' }>} idle_warning - The session ends in `seconds` unless there is activity. With `reason: 'hidden'`, unless the element becomes visible again.
 * @fires {CustomEvent<{ kind: MediaDeviceKind, deviceId: string }>} device_changed - Another microphone or speaker is in use.
 * @fires {CustomEvent<{ transcript: readonly TranscriptTurn[] }>} transcript_changed - `transcript` has changed.
 * @fires {Event} volumechange - `muted` or `volume` has changed.
 */
export class HeygenAvatarElement extends MovableElement {
  static override styles = heygenAvatarStyles;

  /**
   * Called when the small elements are needed. `define.ts` then defines them.
   * @internal
   */
  static onControlsNeeded: (() => void) | undefined;

  /** A session token, for one session. Never an API key (`api_key_in_page`). */
  @property() token = '';
  /** URL on your server that gets the start request as JSON by POST and responds with `{ token }`. Used instead of `token`. */
  @property({ attribute: 'token-url' }) tokenUrl = '';
  /** Credentials mode of the request to `tokenUrl`: `same-origin`, `include` (cookies across origins) or `omit`. Other values reject `start()` with `invalid_option`. Default: `same-origin`. */
  @property({ attribute: 'token-credentials' }) tokenCredentials: RequestCredentials | '' = '';
  /** A function that returns a token for each session. Used instead of `tokenUrl` and `token`. */
  @property({ attribute: false }) tokenProvider: TokenSource | undefined;
  /** The avatar's id. Default: `default`; on LiveAvatar a UUID, without a default. */
  @property({ attribute: 'avatar-name' }) avatarName = '';
  /** Size of the picture: `low`, `medium` or `high`, on LiveAvatar also `very_high`. Default: `high`; with a plain LiveAvatar token, the token's. */
  @property() quality: `${AvatarQuality}` | 'very_high' | '' = '';
  /** A voice's id, or its settings as an object. Default: the avatar's own voice. */
  @property() voice: VoiceOptions | string = '';
  /** Speed of speech, 0.5 to 1.5, otherwise `invalid_option`. Default: 1. */
  @property({ attribute: 'voice-rate', type: Number }) voiceRate: number | string | undefined;
  /** Tone of the voice: `excited`, `serious`, `friendly`, `soothing` or `broadcaster`, otherwise `invalid_option`. */
  @property({ attribute: 'voice-emotion' }) voiceEmotion: `${VoiceEmotion}` | '' = '';
  /** Language of speech and understanding, for example `en`. */
  @property() language = '';
  /** Id of a knowledge base at HeyGen; on LiveAvatar, of a context. */
  @property({ attribute: 'knowledge-id' }) knowledgeId = '';
  /** A system prompt for the avatar's answers. */
  @property({ attribute: 'knowledge-base' }) knowledgeBase = '';
  /** Seconds without activity after which the session ends, 30 to 3600, otherwise `invalid_option`. Default: 120. */
  @property({ attribute: 'activity-idle-timeout', type: Number }) activityIdleTimeout:
    number | string | undefined;
  /** Never ends the session because of inactivity: it bills until it is stopped. */
  @property({ attribute: 'disable-idle-timeout', type: Boolean, converter: flagAttribute })
  disableIdleTimeout = false;
  /** Accepted for compatibility. The microphone always goes over LiveKit. */
  @property({ attribute: 'voice-chat-transport' }) voiceChatTransport: `${VoiceChatTransport}` | '' = '';
  /** Makes the avatar speak up when the user stays silent. */
  @property({ attribute: 'use-silence-prompt', type: Boolean, converter: flagAttribute }) useSilencePrompt =
    false;
  /** The user is heard only while push-to-talk is pressed. */
  @property({ attribute: 'push-to-talk', type: Boolean, converter: flagAttribute }) pushToTalk = false;
  /** Speech-to-text provider: `deepgram` or `gladia`, otherwise `invalid_option`. */
  @property({ attribute: 'stt-provider' }) sttProvider: `${STTProvider}` | '' = '';
  /** Starts a free session of one minute with the service's test avatar. LiveAvatar only. */
  @property({ type: Boolean, converter: flagAttribute }) sandbox = false;
  /** Seconds after which the session ends, at least 1, otherwise `invalid_option`. LiveAvatar only. Default: the service's own. */
  @property({ attribute: 'max-duration', type: Number }) maxDuration: number | string | undefined;
  /** The service to talk to. `auto` tells HeyGen's two services apart by the token. */
  @property() service: ServiceName = 'auto';
  /** Base URL of the service's API, for example your proxy. May be relative to the page. Default: the service's own. */
  @property({ attribute: 'base-path' }) basePath = '';
  /** What a simulated session says, and how. Other services ignore it. */
  @property({ attribute: false }) simulatedScript: SimulatedScript | undefined;
  /** Logs what the session does to the console, at debug level, without tokens and without what is said. */
  @property({ type: Boolean, converter: flagAttribute }) debug = false;
  /** Starts once there is a token, and the page and the element are visible. Scrolling doesn't matter. Without sound until a gesture if the browser demands one. */
  @property({ type: Boolean, converter: flagAttribute }) autostart = false;
  /** `connection` loads the client and prepares the connection ahead of a start. Opens no session. Default: `none`. */
  @property() preload: 'none' | 'connection' = 'none';
  /** Opens the microphone once the session is live. The browser asks for it then, not before. */
  @property({ attribute: 'voice-chat', type: Boolean, converter: flagAttribute }) voiceChat = false;
  /** Seconds out of sight after which the session ends as `idle`, at least 1, otherwise `invalid_option`. Counts while the page is hidden, or the element is hidden or scrolled out of view. `idle_warning` at half time. Default: never. */
  @property({ attribute: 'stop-when-hidden', type: Number }) stopWhenHidden: number | string | undefined;
  /** Image to show while there is no picture. */
  @property() poster = '';
  /** Absent: an end button while a session runs. Empty: the default bar. A list picks and orders: `microphone push-to-talk text volume interrupt end`; the end button is always added. `none`: nothing, so the page must end sessions. */
  @property() controls: string | null = null;
  /** Texts to use instead of the English ones. Those left out keep their default. */
  @property({ attribute: false }) strings: Partial<Strings> | null = {};

  readonly #playback = new PlaybackController(this, (type) => this.#onPlayback(type));
  readonly #client = new ClientController(this, {
    show: (stream) => this.#playback.show(stream),
    clear: () => this.#playback.clear(),
    changed: () => this.#onChange(),
    live: () => {
      // A refused microphone is a warning, and the session goes on.
      if (this.voiceChat) this.startVoiceChat().catch(() => undefined);
    },
  });
  readonly #shared = createAvatarHost(this, () => void this.#client.warmUp());
  /** Missing in some test environments. */
  readonly #internals = this.attachInternals?.();
  #initialized = false;
  #autostarted = false;
  /** Whether the start button was pressed before this code was there. */
  #pressed: unknown;
  #warnsOfLateChanges = false;

  constructor() {
    super();
    new ContextProvider(this, { context: avatarHostContext, initialValue: this.#shared.host });
    new FocusKeeper(this);
    // Clicks and keys are activity.
    this.addEventListener('pointerdown', this.#onActivity);
    this.addEventListener('keydown', this.#onActivity);
    adoptEarlyProperties(this, ['muted', 'volume', 'avatar']);
  }

  /** The session's state. Replaced at each change, never changed in place. */
  get state(): SessionState {
    return this.#client.state;
  }

  /**
   * The session client: one for the element's whole life, undefined until its code is loaded. Assign a client of your
   * own and the element connects it; `stop()` and the end button stop it, removal of the element does not. `null` gives
   * the element its own client back.
   */
  get avatar(): StreamingAvatar | undefined {
    return this.#client.client;
  }

  set avatar(avatar: StreamingAvatar | null | undefined) {
    this.#client.client = avatar;
  }

  /** The session's id, from its opening to its end; otherwise null. */
  get sessionId(): string | null {
    return this.avatar?.sessionId ?? null;
  }

  /** The quality of the connection as LiveKit rates it. `UNKNOWN` while there is no session. */
  get connectionQuality(): ConnectionQuality | 'UNKNOWN' {
    return this.avatar?.connectionQuality ?? 'UNKNOWN';
  }

  /** The avatar's picture and sound, once a session is connected. Stays readable, inactive, after the end until the next start. */
  get mediaStream(): MediaStream | null {
    return this.avatar?.mediaStream ?? null;
  }

  /** The turns of the conversation, oldest first. Kept after the end until the next start. */
  get transcript(): readonly TranscriptTurn[] {
    return this.avatar?.transcript ?? [];
  }

  /** Whether the avatar's sound is off. Default: false. */
  get muted(): boolean {
    return this.#playback.muted;
  }

  set muted(muted: boolean) {
    this.#playback.muted = flag(muted);
  }

  /** The avatar's volume, 0 to 1. Default: 1. */
  get volume(): number {
    return this.#playback.volume;
  }

  set volume(volume: number) {
    this.#playback.volume = volume;
  }

  /**
   * Starts a session. Resolves when picture and sound are there, at once if a session is connected; rejects with the
   * error of `session_error`. A second call returns the same promise. Outside a document it waits a second for one, then
   * rejects with `aborted`.
   */
  start(): Promise<void> {
    return this.#client.start();
  }

  /** Stops the session. Works in every state. Resolves when everything is released. */
  stop(): Promise<void> {
    return this.#client.stop();
  }

  /** Makes the avatar answer a text, or say it with `taskType: 'repeat'`. Same as `StreamingAvatar.speak`. */
  async speak(request: SpeakOptions | string): Promise<SpeakResponse> {
    return (await this.#client.load()).speak(request);
  }

  /** Makes the avatar speak audio from the page, in LiveAvatar's LITE mode. Same as `StreamingAvatar.speakAudio`. */
  async speakAudio(source: SoundSource): Promise<string> {
    return (await this.#client.load()).speakAudio(source);
  }

  /** Stops what the avatar is saying. */
  async interrupt(): Promise<void> {
    return (await this.#client.load()).interrupt();
  }

  /** Moves the avatar to its listening pose. */
  async startListening(): Promise<void> {
    return (await this.#client.load()).startListening();
  }

  /** Moves the avatar out of its listening pose. */
  async stopListening(): Promise<void> {
    return (await this.#client.load()).stopListening();
  }

  /** Keeps the session alive: restarts the time after which inactivity ends it. */
  async keepAlive(): Promise<void> {
    return (await this.#client.load()).keepAlive();
  }

  /** Opens the microphone and lets the avatar hear it. Same as `StreamingAvatar.startVoiceChat`. */
  async startVoiceChat(request?: VoiceChatRequest): Promise<void> {
    return (await this.#client.load()).startVoiceChat(request);
  }

  /** Closes the microphone. */
  async closeVoiceChat(): Promise<void> {
    return (await this.#client.load()).closeVoiceChat();
  }

  /** Mutes the microphone. Outside voice chat, mutes the next `startVoiceChat()` that doesn't say. */
  async muteInputAudio(): Promise<void> {
    // At once if there is a client, like its own method.
    (this.avatar ?? (await this.#client.load())).muteInputAudio();
  }

  /** Unmutes the microphone. Outside voice chat, takes back `muteInputAudio()`. */
  async unmuteInputAudio(): Promise<void> {
    (this.avatar ?? (await this.#client.load())).unmuteInputAudio();
  }

  /** Lets the avatar hear the user, in sessions with `push-to-talk`. */
  async pushToTalkStart(): Promise<void> {
    return (await this.#client.load()).pushToTalkStart();
  }

  /** Ends the press of push-to-talk, and mutes the microphone. */
  async pushToTalkStop(): Promise<void> {
    return (await this.#client.load()).pushToTalkStop();
  }

  /** Switches to the microphone with the given `deviceId`, now or when it is opened. */
  async setMicrophone(deviceId: string): Promise<void> {
    return (await this.#client.load()).setMicrophone(deviceId);
  }

  /** Plays the avatar's sound on the speaker with the given `deviceId`. Rejects with `not_supported`, `invalid_option` or `blocked_by_policy`. */
  async setSpeaker(deviceId: string): Promise<void> {
    const { setSpeaker } = await import('./speaker.js').catch(notLoaded);
    await setSpeaker(this.#playback.video, deviceId);
    const detail = { kind: 'audiooutput', deviceId };
    this.dispatchEvent(new CustomEvent('device_changed', { detail, bubbles: true, composed: true }));
  }

  /** Checks what a session needs from this page, browser and network. Opens none. Same as `StreamingAvatar.diagnose`. */
  async diagnose(options?: DiagnoseOptions): Promise<DiagnosisRow[]> {
    return (await this.#client.load()).diagnose(options);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#client.connected();
    // What waited for a document, such as `autostart`.
    if (this.#initialized) return this.requestUpdate();
    this.#initialized = true;
    // As on native media elements: the attributes count at the beginning, afterwards the properties.
    if (flagAttribute(this.getAttribute('muted'))) this.muted = true;
    if (this.hasAttribute('volume')) this.volume = Number(this.getAttribute('volume'));
  }

  override attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    const isLost = isLostObject(value);
    super.attributeChangedCallback(name, before, isLost ? null : value);
    if (isLost && this.hasUpdated) this.#checkAttributes();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#client.disconnected();
  }

  /** A start screen in the page's HTML (declarative shadow DOM) gives way to ours, between two frames. */
  protected override update(changed: PropertyValues<this>): void {
    const { shadowRoot } = this;
    if (!this.hasUpdated && shadowRoot?.firstChild) {
      // Its button opens a popover, and so keeps a press without any script. `:is()` for browsers without popovers.
      this.#pressed = shadowRoot.querySelector(':is(:popover-open)');
      this.renderOptions.renderBefore = null;
      shadowRoot.replaceChildren();
    }
    super.update(changed);
  }

  protected override render(): TemplateResult {
    return renderStage({
      state: this.state,
      strings: this.#shared.host.strings,
      video: this.#playback.video,
      poster: this.poster,
      controls: this.controls,
      pushToTalk: this.pushToTalk,
      showsError: this.#client.showsError,
      soundBlocked: this.#playback.blocked,
      onStart: this.#onStartClick,
      onUnblock: () => this.#playback.unblock(),
      onSlotChange: () => this.requestUpdate(),
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#reportState();
    if (changed.has('preload') && this.preload === 'connection') void this.#client.warmUp();
    if (changed.has('strings')) this.#shared.notify();
    if (changed.has('controls') && isUnusual(this.controls))
      warn((warnings) => warnings.warnOfControls(this));
    if (this.debug && !this.#warnsOfLateChanges) {
      this.#warnsOfLateChanges = true;
      warn((warnings) => warnings.warnOfLateChanges(this));
    }
    if (!isOver(this.state) || this.#hasUndefinedChild()) {
      HeygenAvatarElement.onControlsNeeded?.();
    }
    if ((this.autostart || this.#pressed) && !this.#autostarted && this.isConnected) {
      this.#autostarted = true;
      // If its code can't be loaded, the visitor can start the session.
      import('./autostart.js').then(
        async ({ autostart }) => (this.#autostarted = await autostart(this, this.#client, this.#pressed)),
        () => undefined,
      );
    }
  }

  protected override firstUpdated(): void {
    this.#checkAttributes();
  }

  #hasUndefinedChild(): boolean {
    const children = this.querySelectorAll(':not(:defined)');
    return [...children].some(({ localName }) => localName.startsWith('heygen-avatar-'));
  }

  /** For style sheets only: everything else works in a browser that lacks states or refuses a name. */
  #reportState(): void {
    const { state } = this;
    const live = isLive(state) ? state : undefined;
    const reported = [
      state.status,
      live?.talking && 'talking',
      live?.thinking && 'thinking',
      live?.listening && 'listening',
      live?.userTalking && 'user-talking',
      live && live.voiceChat !== 'off' && live.microphoneMuted && 'microphone-muted',
      this.muted && 'muted',
    ];
    try {
      const states = this.#internals?.states;
      states?.clear();
      for (const name of reported) if (name) states?.add(name);
    } catch {
      // Chromium before 125 takes only names that begin with two dashes.
    }
  }

  /** Looks for attributes that a framework has written as the property's or the event's name, and for lost objects. */
  #checkAttributes(): void {
    const { elementProperties, observedAttributes } = HeygenAvatarElement;
    const properties = [...elementProperties.keys()].join().toLowerCase().split(',');
    const isWrong = ({ name, value }: Attr): boolean =>
      isLostObject(value) ||
      name.startsWith('on') ||
      (!observedAttributes.includes(name) && properties.includes(name.replace(/[-_]/g, '')));
    if ([...this.attributes].some(isWrong)) warn((warnings) => warnings.warnOfAttributes(this));
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

  #onChange(): void {
    this.requestUpdate();
    this.#shared.notify();
  }

  /** Starts the session at a click on a button that the page put into the slot. Our own button starts it by itself. */
  readonly #onStartClick = (event: Event): void => {
    if (event.defaultPrevented) return;
    // Elements, which may be of another window, and shadow roots.
    const path = event.composedPath() as Partial<Element>[];
    const clicked = path.slice(0, path.indexOf(event.currentTarget as Element));
    const within = (selector: string): boolean => clicked.some((node) => node.matches?.(selector));
    if (within(buttons) && !within('heygen-avatar-start-button,[aria-disabled=true],form:invalid'))
      void this.start();
  };
}

const loadWarnings = () => import('./attribute-warnings.js');

/** If the code of warnings can't be loaded, the session goes on without. */
function warn(tell: (warnings: Awaited<ReturnType<typeof loadWarnings>>) => void): void {
  loadWarnings().then(tell, () => undefined);
}

adaptBooleans(HeygenAvatarElement);

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
