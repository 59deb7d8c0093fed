/** `<heygen-avatar>`: turns its attributes into a start request, and renders the state of its session. */

import type { PropertyValues } from '@lit/reactive-element';
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
import { isOver } from '../session/store.js';
import type { StreamingAvatar } from '../session/streaming-avatar.js';
import { announceHost, createAvatarHost, provideHost } from './avatar-host.js';
import { ClientController, notLoaded } from './client-controller.js';
import { adoptEarlyProperties } from './early-properties.js';
import { FocusKeeper } from './focus-keeper.js';
import { heygenAvatarStyles } from './heygen-avatar-styles.js';
import { PlaybackController } from './playback-controller.js';
import type * as SessionView from './session-view.js';
import { Stage } from './stage.js';
import type { PartialStrings } from './strings/en.js';
import { adaptBooleans, flag, flagAttribute, isLostObject } from './values.js';
import { MovableElement } from './movable-element.js';
import { Words } from './words.js';

/** What only a session shows: undefined until the first one, of any element, loads it. */
let sessionView: typeof SessionView | undefined;

/** What the small elements see of the properties. */
const sharedProperties = ['strings', 'language', 'captions', 'suggestions', 'transcriptLinkHosts'] as const;

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
 * @slot consent - Content that asks for the visitor's consent. While there is some, `start()` shows it and waits for a click on what carries `data-consent="accept"`, before a token is asked for and anything of the service is loaded. `data-consent="decline"`, Escape, and taking the content away reject it with `aborted`.
 * @slot disclosure - Replaces the label "AI" and its sentence.
 * @slot ended - Shown when a session has ended, instead of the reason. The start button is below.
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
 * @csspart resume-button - The button that plays a picture again that was paused from outside.
 * @csspart consent - The layer with the content of the slot `consent`.
 * @csspart disclosure - The label that says that the avatar is an AI.
 * @csspart idle-question - The question whether somebody is still there.
 * @csspart idle-button - The button that answers it.
 * @csspart said - The layer above the bar, with captions and suggestions.
 * @csspart captions - The words of captions.
 * @csspart captions-avatar - The words of captions, if the avatar says them.
 * @csspart captions-user - The words of captions, if the user says them.
 * @csspart captions-speaker - "You", before the user's words.
 * @csspart suggestions - The group of suggestions.
 * @csspart suggestion-button - Each suggestion.
 * @csspart thinking - Three dots, shown while an answer is awaited.
 * @csspart captions-button - The captions button of the bar.
 * @csspart transcript-button - The transcript button of the bar.
 * @csspart transcript-panel - The panel with the transcript.
 * @csspart transcript-close - The button that closes the panel.
 * @csspart transcript-log - The panel's turns, which scroll.
 * @csspart transcript-turn - Each turn in the panel.
 * @csspart transcript-name - Who says the turn.
 * @csspart transcript-text - The words of the turn.
 * @csspart transcript-link - A link in the words.
 * @csspart transcript-note - "(interrupted)".
 * @csspart controls - The bar of controls.
 * @csspart button - Every button of the default layout.
 * @csspart start-button - The start button.
 * @csspart microphone-button - The microphone button of the bar.
 * @csspart push-to-talk-button - The push-to-talk button of the bar.
 * @csspart mute-button - The bar's button for the avatar's sound.
 * @csspart slider - The volume slider of the bar, a native range input.
 * @csspart interrupt-button - The interrupt button of the bar.
 * @csspart end-button - The end button of the bar.
 * @csspart more-button - The button that shows the controls which have no room.
 * @csspart text-button - The button that opens the text field where there is little room.
 * @csspart form - The form around the bar's text field.
 * @csspart input - The bar's text field, a native input.
 * @csspart send-button - The button that sends the text.
 * @csspart time - The time that is left.
 * @csspart select - The language menu of the bar, a native select.
 * @csspart control-error - The message of an error above a control of the bar.
 *
 * @cssprop [--heygen-avatar-aspect-ratio=16 / 9] - Width to height. Reserves the space before there is a picture.
 * @cssprop [--heygen-avatar-radius=12px] - Radius of the corners.
 * @cssprop [--heygen-avatar-background=#10131c] - Behind the picture.
 * @cssprop [--heygen-avatar-poster-background=radial-gradient(circle at 50% 35%, #39415c, #141824 75%)] - Behind the poster. In a light color scheme, light.
 * @cssprop [--heygen-avatar-silhouette=rgb(255 255 255 / 12%)] - The figure that stands in for a poster. In a light color scheme, dark.
 * @cssprop [--heygen-avatar-veil=rgb(10 12 20 / 62%)] - Over the poster, under a text. In a light color scheme, light.
 * @cssprop [--heygen-avatar-color=#fff] - Text over the picture, and over the poster. In a light color scheme, dark over the poster.
 * @cssprop [--heygen-avatar-font=400 medium/1.4 system-ui, sans-serif] - Font of all text. `medium` is the visitor's own size, usually 16px.
 * @cssprop [--heygen-avatar-accent=#4c5fe8] - Background of the start and sound buttons.
 * @cssprop [--heygen-avatar-accent-hover=#3d4ed0] - The same under the pointer.
 * @cssprop [--heygen-avatar-accent-color=#fff] - Text on the accent.
 * @cssprop [--heygen-avatar-focus-color=#fff] - The focus ring.
 * @cssprop [--heygen-avatar-disclosure-background=rgb(15 18 26 / 85%)] - Behind the disclosure.
 * @cssprop [--heygen-avatar-disclosure-color=#fff] - Text of the disclosure.
 * @cssprop [--heygen-avatar-focus-shadow=rgb(0 0 0 / 55%)] - Around the focus ring.
 * @cssprop [--heygen-avatar-gap=8px] - Between controls. In a narrow avatar at most 6px.
 * @cssprop [--heygen-avatar-control-size=max(40px, min(1.75em, 25cqi))] - Height of a control, and minimum width of a button.
 * @cssprop [--heygen-avatar-control-radius=999px] - Radius of a control's corners.
 * @cssprop [--heygen-avatar-control-background=rgb(15 18 26 / 72%)] - Background of a control.
 * @cssprop [--heygen-avatar-control-background-hover=rgb(15 18 26 / 90%)] - The same under the pointer.
 * @cssprop [--heygen-avatar-control-background-contrast=#000] - The same for visitors who have asked for more contrast.
 * @cssprop [--heygen-avatar-control-color=#fff] - Text and icon of a control.
 * @cssprop [--heygen-avatar-field-border=rgb(255 255 255 / 45%)] - Border of the text field.
 * @cssprop [--heygen-avatar-panel-background=rgb(15 18 26 / 92%)] - Behind messages, and behind the controls that a button has shown.
 * @cssprop [--heygen-avatar-panel-radius=8px] - Radius of a message's corners.
 * @cssprop [--heygen-avatar-captions-size=clamp(0.9375em, 2.6cqi, 1.5em)] - Font size of captions.
 * @cssprop [--heygen-avatar-captions-lines=2] - Number of lines of captions. A narrow avatar shows one while its bar is there, a thumbnail none.
 * @cssprop [--heygen-avatar-captions-color=#fff] - Text of captions, and the dots of thinking.
 * @cssprop [--heygen-avatar-captions-background=rgb(0 0 0 / 80%)] - Behind the words of captions, and the dots of thinking.
 * @cssprop [--heygen-avatar-captions-align=end] - Where captions are between the top (`start`) and the bar (`end`).
 * @cssprop [--heygen-avatar-captions-justify=center] - Where captions are along the line: `start`, `center` or `end`.
 * @cssprop [--heygen-avatar-transcript-background=rgb(15 18 26 / 94%)] - Behind a transcript.
 * @cssprop [--heygen-avatar-transcript-color=#fff] - Text of a transcript.
 * @cssprop [--heygen-avatar-transcript-max-height=24em] - Height from which a transcript scrolls.
 * @cssprop [--heygen-avatar-transcript-answer-time=none] - `display` of the seconds that each answer took.
 *
 * @cssstate idle - No session has been started.
 * @cssstate consent - A start waits for the visitor's consent.
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
 * @fires {CustomEvent<StreamingAvatarError>} session_error - A start failed. `preventDefault()` hides the built-in message, and keeps it off the console.
 * @fires {CustomEvent<{ reason: EndReason, seconds: number, turns: number }>} session_ended - A connected session has ended. Once per session.
 * @fires {CustomEvent<null>} before_start - The element is about to start. `preventDefault()` cancels it.
 * @fires {CustomEvent<{ reason: PlaybackBlock }>} playback_blocked - The visitor has to press a button: with `autoplay`, because the browser blocks sound; with `paused`, because something outside has paused the picture, and the browser doesn't let it play again.
 * @fires {CustomEvent<null>} playback_started - Picture and sound play after `playback_blocked`.
 * @fires {CustomEvent<null>} reconnecting - The connection is interrupted.
 * @fires {CustomEvent<null>} reconnected - The connection is back.
 * @fires {CustomEvent<WarningDetail>} warning - Something the page asked for has no effect, or the microphone was refused. `preventDefault()` keeps it off the console.
 * @fires {CustomEvent<{ seconds: number }>} time_remaining - The session's longest duration ends in `seconds`.
 * @fires {CustomEvent<{ seconds: number, reason?: 'hidden' }>} idle_warning - The session ends in `seconds` unless there is activity. With `reason: 'hidden'`, unless the element becomes visible again.
 * @fires {CustomEvent<{ kind: MediaDeviceKind, deviceId: string }>} device_changed - Another microphone or speaker is in use.
 * @fires {CustomEvent<{ transcript: readonly TranscriptTurn[] }>} transcript_changed - `transcript` has changed.
 * @fires {Event} volumechange - `muted` or `volume` has changed.
 */
export class HeygenAvatarElement extends MovableElement {
  static override styles = heygenAvatarStyles;

  /**
   * Called when the small elements are needed, with the tags that aren't defined. `define.ts` then defines them.
   * @internal
   */
  static onControlsNeeded: ((tags: readonly string[]) => void) | undefined;

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
  /** Shows messages for the page's author instead of those for visitors, and logs what the session does to the console, at debug level, without tokens and without what is said. */
  @property({ type: Boolean, converter: flagAttribute }) debug = false;
  /** Starts once there is a token, and the page and the element are visible. Scrolling doesn't matter. Without sound until a gesture if the browser demands one. */
  @property({ type: Boolean, converter: flagAttribute }) autostart = false;
  /** `connection` loads the client and prepares the connection ahead of a start. Opens no session. Default: `none`. */
  @property() preload: 'none' | 'connection' = 'none';
  /** Opens the microphone once the session is live. The browser asks for it then, not before. */
  @property({ attribute: 'voice-chat', type: Boolean, converter: flagAttribute }) voiceChat = false;
  /** Seconds out of sight after which the session ends as `idle`, at least 1, otherwise `invalid_option`. Counts while the page is hidden, or the element is hidden or scrolled out of view. `idle_warning` at half time. A change counts at once. Default: never. */
  @property({ attribute: 'stop-when-hidden', type: Number }) stopWhenHidden: number | string | undefined;
  /** Image to show while there is no picture. */
  @property() poster = '';
  /** How picture and poster fill the element: `cover` cuts what sticks out, `contain` shows all of it. Default: `cover`. */
  @property() fit: 'cover' | 'contain' = 'cover';
  /** Text that the avatar says word for word at the beginning of each session, once its sound can be heard. Default: none. If it is refused, `warning` is fired with `option: 'greeting'`. */
  @property() greeting = '';
  /** Where the label is that says the avatar is an AI: `start` on the start screen, and with `autostart` for the first 10 seconds of a session; `always` during sessions, too; `none` nowhere. Default: `start`. */
  @property() disclosure: 'start' | 'always' | 'none' = 'start';
  /** Key in `localStorage` under which an acceptance of the content in the slot `consent` is remembered, as `accepted`. Default: none, so every start asks. */
  @property({ attribute: 'consent-key' }) consentKey = '';
  /** Absent: an end button while a session runs. Empty: the default bar. A list picks and orders: `microphone push-to-talk text captions volume interrupt transcript suggestions language time end`; the end button is always added. `none`: nothing, so the page must end sessions. */
  @property() controls: string | null = null;
  /** Shows what is said as captions on the picture. The captions button changes it, too. */
  @property({ type: Boolean, converter: flagAttribute }) captions = false;
  /** Up to six texts that the visitor can send by a press, with `suggestions` in `controls`. Of more, the first six count. */
  @property({ attribute: false }) suggestions: readonly string[] | null = [];
  /** Hosts that the transcript may link to, such as `example.com`, separated by spaces. Links are `https:` only. Default: none, so addresses are plain text. */
  @property({ attribute: 'transcript-link-hosts' }) transcriptLinkHosts = '';
  /** Texts to use instead of those of the language. A text that is missing or `null` keeps its default. `setStrings()` does it for a whole page. */
  @property({ attribute: false }) strings: PartialStrings | null = {};

  readonly #playback = new PlaybackController(this, (type) => this.#onPlayback(type));
  readonly #client = new ClientController(this, {
    show: (stream) => this.#playback.show(stream),
    clear: () => this.#playback.clear(),
    changed: () => this.#onChange(),
    live: () => {
      this.#toBegin = this.sessionId;
      this.#begin();
    },
  });
  readonly #words = new Words(this, () => this.#onChange());
  readonly #shared = createAvatarHost(this, {
    strings: () => this.#words.strings,
    canStart: () => this.#client.canStart,
    warmUp: () => this.#warmUp(),
  });
  /** Missing in some test environments. */
  readonly #internals = this.attachInternals?.();
  /** A start screen that the page's HTML has in a declarative shadow root. */
  #declared: ChildNode[] = [];
  #stage: Stage | undefined;
  #view: typeof SessionView | undefined;
  /** Whether it could not be loaded. */
  #isViewLost = false;
  #moments: SessionView.Moments | undefined;
  #initialized = false;
  #autostarted = false;
  /** Whether the start button was pressed before this code was there. */
  #pressed: unknown;
  #warnsOfLateChanges = false;
  /** Whether sessions are watched for `stop-when-hidden`. */
  #isWatched = false;
  /** The session whose beginning waits for the code of sessions. */
  #toBegin: string | null = null;

  constructor() {
    super();
    provideHost(this, this.#shared.host);
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
    await setSpeaker(this, this.#playback.video, deviceId);
  }

  /** Checks what a session needs from this page, browser and network. Opens none. Same as `StreamingAvatar.diagnose`. */
  async diagnose(options?: DiagnoseOptions): Promise<DiagnosisRow[]> {
    return (await this.#client.load()).diagnose(options);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    announceHost(this);
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

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    // Its button opens a popover, and so keeps a press without any script. `:is()` for browsers without popovers.
    this.#pressed = this.shadowRoot?.querySelector(':is(:popover-open)');
    this.#declared = [...(this.shadowRoot?.childNodes ?? [])];
    return super.createRenderRoot();
  }

  protected override update(changed: PropertyValues<this>): void {
    const isNew = sessionView && !this.#view;
    if (sessionView && isNew) {
      this.#view = sessionView;
      this.#moments = new sessionView.Moments(this, this.#playback);
      this.addStyles(sessionView.sessionStyles);
      sessionView.keepKeys(this, this.#onActivity);
      new sessionView.PresentedTimes(this, this.#playback.video, () => this.#client.startedAt);
    }
    if ((isNew || changed.has('controls')) && this.#view?.isUnusual(this.controls))
      warn((warnings) => warnings.warnOfControls(this));
    super.update(changed);
    this.#stage ??= this.#makeStage();
    this.#stage.show({
      state: this.state,
      strings: this.#words.strings,
      lang: this.#words.lang,
      dir: this.#words.dir,
      debug: this.debug,
      canStart: this.#client.canStart,
      video: this.#playback.video,
      poster: this.poster,
      controls: this.controls,
      pushToTalk: this.pushToTalk,
      captions: this.captions,
      showsError: this.#client.showsError,
      fit: this.fit,
      disclosure: this.disclosure,
      hasEndedContent: [...this.children].some(({ slot }) => slot === 'ended'),
      question: this.#client.question,
      blocked: this.#playback.blocked,
      moments: this.#moments,
      view: this.#view,
      isViewLost: this.#isViewLost,
    });
  }

  /** The start screen in the page's HTML gives way to ours, between two frames; here, where the focus is kept. */
  #makeStage(): Stage {
    for (const node of this.#declared.splice(0)) node.remove();
    const stage = new Stage(this.#playback.video, {
      onPosterChange,
      onStart: this.#onStartClick,
      onUnblock: () => this.#playback.unblock(),
      onSlotChange: () => this.requestUpdate(),
    });
    this.renderRoot.append(stage.root);
    return stage;
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#reportState();
    this.#begin();
    // Here, not in start(): a page may start the client itself, or assign one that is live.
    if (this.stopWhenHidden && !isOver(this.state) && !this.#isWatched) {
      this.#isWatched = true;
      import('./hidden-watch.js').then(
        ({ watchSessions }) => watchSessions(this),
        // Without its code sessions aren't watched. The next update tries again.
        () => (this.#isWatched = false),
      );
    }
    if (changed.has('preload') && this.preload === 'connection') this.#warmUp();
    // Another token, for example, lets a failed start be tried again.
    if (sharedProperties.some((name) => changed.has(name)) || this.state.status === 'failed')
      this.#shared.notify();
    if (this.debug && !this.#warnsOfLateChanges) {
      this.#warnsOfLateChanges = true;
      warn((warnings) => warnings.warnOfLateChanges(this));
    }
    if (this.state.status !== 'idle' || this.#client.question) this.#loadView();
    const missing = this.#undefinedTags();
    if (!isOver(this.state) || missing.length > 0) HeygenAvatarElement.onControlsNeeded?.(missing);
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

  #warmUp(): void {
    void this.#client.warmUp();
    this.#loadView();
  }

  #loadView(): void {
    if (this.#view) return;
    import('./session-view.js').then(
      (view) => {
        sessionView = view;
        this.requestUpdate();
      },
      // The next change tries again.
      () => {
        if (!this.#isViewLost) this.requestUpdate();
        this.#isViewLost = true;
      },
    );
  }

  /** What is done once at the beginning of a session; if its code comes late, in the same session only. */
  #begin(): void {
    if (!this.#view || !this.#toBegin) return;
    if (this.#toBegin === this.sessionId) this.#view.begin(this, this.#playback);
    this.#toBegin = null;
  }

  /**
   * The small elements that are there and not defined, also beside the element, which they may name with `for`. Before a
   * session only the page's count.
   */
  #undefinedTags(): string[] {
    const tree = this.getRootNode() as ParentNode;
    const roots = isOver(this.state) ? [tree] : [tree, this.renderRoot];
    return roots
      .flatMap((root) => [...root.querySelectorAll(':not(:defined)')].map(({ localName }) => localName))
      .filter((name) => name.startsWith('heygen-avatar-'));
  }

  /** For style sheets only: everything else works in a browser that lacks states or refuses a name. */
  #reportState(): void {
    const { state } = this;
    const reported = [
      state.status,
      this.#client.question && 'consent',
      this.muted && 'muted',
      ...(this.#view?.liveStates(state) ?? []),
    ];
    try {
      const states = this.#internals?.states;
      states?.clear();
      for (const name of reported) if (name) states?.add(name);
    } catch {
      // Chromium before 125 takes only names that begin with two dashes.
    }
  }

  /** Looks for attributes that neither the tag nor any element has, and for lost objects. */
  #checkAttributes(): void {
    const { observedAttributes } = HeygenAvatarElement;
    const isWrong = ({ name, value }: Attr): boolean =>
      isLostObject(value) ||
      // `_` is Angular's.
      !(
        name in HTMLElement.prototype ||
        observedAttributes.includes(name) ||
        /^(muted|volume|class|_|data-|aria-)/.test(name)
      );
    if ([...this.attributes].some(isWrong)) warn((warnings) => warnings.warnOfAttributes(this));
  }

  #onPlayback(type: 'playback_blocked' | 'playback_started' | 'volumechange'): void {
    const reason = type === 'playback_blocked' ? this.#playback.blocked : undefined;
    const event =
      type === 'volumechange'
        ? new Event(type)
        : new CustomEvent(type, { detail: reason ? { reason } : null, bubbles: true, composed: true });
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

/** Only a `<picture>` needs more than styles: its image is out of their reach. */
function onPosterChange(event: Event): void {
  for (const poster of (event.currentTarget as HTMLSlotElement).assignedElements())
    if (poster.localName === 'picture')
      import('./poster-fit.js').then(
        ({ fitImages }) => fitImages(poster),
        () => undefined,
      );
}

const loadWarnings = () => import('./attribute-warnings.js');

/** If the code of warnings can't be loaded, the session goes on without. */
function warn(tell: (warnings: Awaited<ReturnType<typeof loadWarnings>>) => unknown): void {
  loadWarnings()
    .then(tell)
    .catch(() => undefined);
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
