/** The session client, with the API of HeyGen's Streaming Avatar SDK. Runs one session at a time. */

import { normalised, normalisedSpeech } from '../api/aliases.js';
import { checkNumbers } from '../api/check-numbers.js';
import type { DiagnoseOptions, DiagnosisRow } from '../api/diagnosis.js';
import { ConnectionQuality, TaskMode, TaskType } from '../api/enums.js';
import { notLoaded, sessionError } from '../api/error-table.js';
import { isStreamingAvatarError, type StreamingAvatarError } from '../api/errors.js';
import type { AnyListener, HeardEvent, ListenerOf, ListenOptions } from '../api/event-listeners.js';
import type { DetailOf, StreamingAvatarEventMap, WarningDetail } from '../api/events.js';
import { oneOf, readable, wholeMilliseconds } from '../api/option-checks.js';
import { estimatedDurationMs } from '../api/speech-duration.js';
import type { Deadlines } from '../api/phases.js';
import type {
  SoundSource,
  SpeakOptions,
  SpeakResponse,
  StartAvatarOptions,
  StartAvatarResponse,
  StartedSession,
  StreamingAvatarOptions,
  VoiceChatRequest,
} from '../api/requests.js';
import type { EndReason, SessionState } from '../api/state.js';
import type { TranscriptTurn } from '../api/transcript.js';
import { orAbort, withDeadline } from '../api/wait.js';
import type { LiveKitRoom } from '../media/livekit-room.js';
import { endWithPage } from './page-leave.js';
import { toPhaseError } from './phase-runner.js';
import { ports } from './ports.js';
import { checkService, knownBackend } from './service-choice.js';
import { Session } from './session.js';
import { isLive, isOver, Store } from './store.js';
import { TokenSupplier } from './token-supplier.js';
import type { VoiceChat } from './voice-chat.js';
import { warmUp } from './warm-up.js';

const defaultDeadlines: Deadlines = {
  token: 15_000,
  open: 20_000,
  start: 20_000,
  room: 15_000,
  media: 30_000,
  unconnected: 60_000,
};

const noBrowser =
  'A session needs a browser: there is no MediaStream here. On a server, only import this package.';

/** Longest wait of a start for earlier sessions to be stopped, in milliseconds. A service may never confirm a stop. */
const owedDeadline = 10_000;

/** What the element passes to its client. */
export interface Inside {
  readonly store: Store;
  /** Returns the options. Called at each start. */
  readonly config: () => StreamingAvatarOptions;
  /** Quality of a start without one. Beside a plain LiveAvatar token, the token's counts instead. */
  readonly quality: StartAvatarOptions['quality'];
}

/** A start that hasn't settled. */
interface Starting {
  /** Its request as JSON, to tell a different request from the same one. */
  readonly asked: string;
  readonly promise: Promise<StartedSession>;
  /** Set once the sessions before it have ended. */
  session?: Session;
}

type Names = keyof StreamingAvatarEventMap;

export interface StreamingAvatar {
  addEventListener<Type extends Names>(
    type: Type,
    listener: ListenerOf<StreamingAvatarEventMap[Type]> | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Type extends Names>(
    type: Type,
    listener: ListenerOf<StreamingAvatarEventMap[Type]> | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

/**
 * A talking avatar session. Methods reject with a `StreamingAvatarError`; its `code` says why. Without `debug`, logs only
 * the mistakes of the page's author, once each. Stops the session when the page goes away.
 */
// oxlint-disable-next-line no-redeclare, typescript/no-unsafe-declaration-merging -- types EventTarget's own methods, adds none
export class StreamingAvatar extends EventTarget {
  /** @internal */
  readonly store: Store;
  readonly #config: () => StreamingAvatarOptions;
  readonly #inside: Inside | undefined;
  #tokens: TokenSupplier | undefined;
  /** The current session, or the last one: its transcript, stream and room stay readable. */
  #session: Session | undefined;
  #starting: Starting | undefined;
  /** Aborts the waits of the last start that come before its session. */
  #waiting = new AbortController();
  /** Stops of earlier sessions that aren't confirmed. A new session waits for them, or the account may exceed its limit. */
  readonly #owed = new Set<Promise<void>>();
  #quality: ConnectionQuality = ConnectionQuality.UNKNOWN;
  /** Whether `muteInputAudio()` was called outside voice chat, for the next one. */
  #mutedAhead = false;
  #microphoneId: string | undefined;
  /** Warnings fired in this session, each once. */
  readonly #warned = new Set<string>();
  /** Listeners that `on` has added to `stream_ready`, each adding with a symbol of its own. */
  readonly #readyListeners = new Map<AnyListener, symbol>();
  /** The stream for those that are added right after a start has resolved. */
  #justReady: MediaStream | undefined;
  /** Writes the log, if `debug` is set. */
  #log: Promise<(event: Event) => void> | undefined;

  /** Loads what a start needs and prepares the connection to the service. Opens no session. Never rejects. */
  static warmUp(config: Pick<StreamingAvatarOptions, 'token' | 'service' | 'basePath'> = {}): Promise<void> {
    return warmUp(config);
  }

  constructor(config?: StreamingAvatarOptions);
  /** @internal */
  constructor(config: StreamingAvatarOptions, inside: Inside);
  constructor(config: StreamingAvatarOptions = {}, inside?: Inside) {
    super();
    this.#inside = inside;
    this.#config = inside?.config ?? ((): StreamingAvatarOptions => config);
    this.store = inside?.store ?? new Store();
    this.store.subscribe((state, previous) => {
      this.#emit('state_changed', { state, previous });
      if (isOver(state)) this.#setQuality(ConnectionQuality.UNKNOWN);
    });
  }

  /** The session's state. Replaced at each change, never changed in place. */
  get state(): SessionState {
    return this.store.state;
  }

  /** The session's id, from its opening to its end; otherwise null. */
  get sessionId(): string | null {
    return this.#session?.info?.session_id ?? null;
  }

  /** The avatar's picture and sound, once a session is connected. Stays readable, inactive, after the end until the next start. */
  get mediaStream(): MediaStream | null {
    return this.#session?.wasConnected ? this.#session.stream : null;
  }

  /** The session's LiveKit room. Stays readable, disconnected, after the end until the next start. */
  get room(): LiveKitRoom | null {
    return (this.#session?.room as LiveKitRoom | undefined) ?? null;
  }

  /** The quality of the connection as LiveKit rates it. `UNKNOWN` while there is no session. */
  get connectionQuality(): ConnectionQuality {
    return this.#quality;
  }

  /** The turns of the conversation, oldest first. Kept after the end until the next start. */
  get transcript(): readonly TranscriptTurn[] {
    return this.#session?.conversation.transcript ?? [];
  }

  /**
   * When the session was connected, in milliseconds since 1970. For the transcript's times.
   * @internal
   */
  get connectedAt(): number | undefined {
    return this.#session?.connectedAt;
  }

  /**
   * The language that the session was started with. For the `lang` of its words.
   * @internal
   */
  get language(): string | undefined {
    return this.#session?.language;
  }

  /** The microphone's track while voice chat is on, for example for a level meter. Don't stop it: the session owns it. */
  get microphone(): MediaStreamTrack | null {
    return this.#session?.voiceChat?.track ?? null;
  }

  /** Whether the avatar can't hear the user: the microphone is muted, or there is none. */
  get isInputAudioMuted(): boolean {
    return this.#session?.voiceChat?.muted ?? true;
  }

  /**
   * Starts a session. Resolves when picture and sound are in `mediaStream`; `stream_ready` is fired just before.
   * Otherwise rejects, with the session stopped. A second call during a start returns the same promise. A connected
   * session is ended first, with the reason `replaced`.
   */
  createStartAvatar(request: StartAvatarOptions = {}): Promise<StartedSession> {
    const starting = this.#starting;
    // A listener to its failure may start anew before its promise has rejected.
    if (starting && !starting.session?.isOver) return this.#sameStart(starting.promise, starting, request);
    return this.#track(request, () => this.#begin(request));
  }

  /**
   * Opens a session without connecting it. The session is stopped unless `startSession()` follows within
   * `deadlines.unconnected` (default: 60,000 ms). It bills from here on.
   */
  async newSession(request: StartAvatarOptions = {}): Promise<StartedSession> {
    const session = await this.#begin(request);
    return session.open();
  }

  /** Connects the session that `newSession()` opened. Rejects with `not_connected` if there is none. */
  async startSession(): Promise<StartedSession> {
    const session = this.#session;
    if (!session || session.isOver) throw sessionError('not_connected', { phase: 'start' });
    return session.isConnecting ? session.connect() : this.#track({}, async () => session);
  }

  /** Connects the session of `sessionInfo`; without it, the one that `newSession()` opened, or a new one. */
  async startAvatar(
    request: StartAvatarOptions = {},
    sessionInfo?: StartAvatarResponse,
  ): Promise<StartedSession> {
    const opened = this.sessionId !== null && this.state.status === 'connecting';
    const same = sessionInfo ? sessionInfo.session_id === this.sessionId : opened;
    if (same) return this.startSession();
    if (!sessionInfo) return this.createStartAvatar(request);
    return this.#track(request, () => this.#begin(request, sessionInfo));
  }

  /** Stops the session. Works in every state. Resolves when everything is released. Never rejects. */
  stopAvatar(): Promise<void>;
  /** @internal */
  stopAvatar(reason?: EndReason): Promise<void>;
  async stopAvatar(given: unknown = 'stopped'): Promise<void> {
    // Pages pass this method as a listener, which is called with an event.
    const reason = typeof given === 'string' ? (given as EndReason) : 'stopped';
    const waiting = this.#waiting;
    waiting.abort(sessionError('aborted', { phase: 'token' }));
    this.#starting = undefined;
    const session = this.#session;
    if (session && !session.isOver) return session.end(reason);
    await session?.end(reason);
    // A start that came after this call goes on.
    if (this.#waiting !== waiting) return;
    // A start that waits for its turn, or for this client's code, has no session to end.
    this.store.dispatch({ type: 'stopping', reason });
    this.store.dispatch({ type: 'ended', reason });
  }

  /**
   * Makes the avatar answer a text (`talk`, the default) or say it word for word (`repeat`). Resolves when the service
   * has taken the text, in either mode; `finished` of the response tells the end of the turn. Rejects with `empty_text`,
   * `invalid_option`, or `not_connected` without a connected session.
   */
  async speak(request: SpeakOptions | string): Promise<SpeakResponse> {
    const { text, ...asked } = readable(() => normalisedSpeech(request ?? ''));
    if (typeof text !== 'string' || text.trim() === '') throw sessionError('empty_text', { phase: 'live' });
    const { taskType, taskMode } = checkTask(asked);
    const session = this.#live();
    const { conversation } = session;
    const turn = conversation.ask(taskType === TaskType.TALK ? text : undefined);
    try {
      const { taskId, durationMs = estimatedDurationMs(text) } = await session.command({
        type: 'speak',
        text,
        taskType,
        taskMode,
      });
      const task_id = turn.taken(taskId);
      // Not enumerable: the response prints and compares like the SDK's.
      const finished = { value: conversation.over(task_id) };
      return Object.defineProperties({ task_id, duration_ms: durationMs } as SpeakResponse, { finished });
    } catch (error) {
      turn.refused();
      throw error;
    }
  }

  /**
   * Makes the avatar speak audio from the page: 16-bit mono samples at 24 kHz, whole or as they come, or an
   * `AudioBuffer`. Resolves with the turn's id when all of it is sent, at the pace it is heard. Rejects with
   * `not_supported` except in LiveAvatar's LITE mode, and with `empty_text` if there is no sound.
   */
  async speakAudio(source: SoundSource): Promise<string> {
    const session = this.#live();
    const { samplesOf } = await import('../media/sound-source.js').catch(notLoaded);
    return session.speakAudio(samplesOf(source));
  }

  /** Stops what the avatar is saying; its sound ends at once. Does nothing while the avatar is silent. */
  async interrupt(): Promise<void> {
    const session = this.#live();
    const { conversation } = session;
    // Mutes the sound of this turn that is still on its way, until the next turn.
    conversation.interrupted();
    try {
      await session.command({ type: 'interrupt' });
    } catch (error) {
      conversation.interruptFailed();
      throw error;
    }
  }

  /** Moves the avatar to its listening pose. Doesn't open a microphone. */
  async startListening(): Promise<void> {
    await this.#listen(true);
  }

  /** Moves the avatar out of its listening pose. */
  async stopListening(): Promise<void> {
    await this.#listen(false);
  }

  /** Keeps the session alive: restarts the time after which inactivity ends it. */
  async keepAlive(): Promise<void> {
    await this.#live().command({ type: 'keep_alive' });
  }

  /**
   * Opens the microphone and lets the avatar hear it. Starts unmuted, unless the request says otherwise or
   * `muteInputAudio()` was called outside voice chat. If the microphone is refused, rejects with `microphone_denied`,
   * `microphone_missing`, `microphone_busy`, `insecure_context` or `blocked_by_policy` and fires a `warning` with that
   * code; the session goes on.
   */
  async startVoiceChat(request?: VoiceChatRequest): Promise<void> {
    const session = this.#live();
    const voiceChat = this.#voiceChat(session);
    const [useSilencePrompt, isInputAudioMuted] = readable(() => [
      request?.useSilencePrompt,
      request?.isInputAudioMuted,
    ]);
    const isOpen = voiceChat.wanted;
    const mutedAhead = this.#mutedAhead;
    this.#mutedAhead = false;
    session.noteActivity();
    try {
      await Promise.all([
        voiceChat.start({ muted: isInputAudioMuted, mutedAhead }, this.#microphoneId),
        typeof useSilencePrompt === 'boolean'
          ? session.command({ type: 'silence_prompt', enabled: useSilencePrompt })
          : undefined,
      ]);
    } catch (error) {
      // A mute made outside voice chat waits for the first microphone that is granted.
      if (!isOpen && isInputAudioMuted === undefined && !voiceChat.wanted) this.#mutedAhead ||= mutedAhead;
      this.#tellMicrophone(error);
      throw error;
    }
  }

  /** Closes the microphone. Works in every state, also while the microphone is being opened. */
  async closeVoiceChat(): Promise<void> {
    this.noteActivity();
    await this.#session?.voiceChat?.close();
  }

  /** Mutes the microphone before it returns. Outside voice chat, mutes the next `startVoiceChat()` that doesn't say. */
  muteInputAudio(): void {
    this.#setMuted(true);
  }

  /** Unmutes the microphone. Outside voice chat, takes back `muteInputAudio()`. With push-to-talk only a press unmutes. */
  unmuteInputAudio(): void {
    this.#setMuted(false);
  }

  /** Switches to the microphone with the given `deviceId`, now or when it is opened. */
  async setMicrophone(deviceId: string): Promise<void> {
    this.#microphoneId = deviceId;
    await this.#session?.voiceChat?.setMicrophone(deviceId);
  }

  /** Lets the avatar hear the user, in sessions with `enablePushToTalk`. Rejects with `not_connected` without voice chat. */
  async pushToTalkStart(): Promise<void> {
    await this.#voiceChat(this.#live()).press();
  }

  /** Ends the press. Mutes the microphone first, so it is muted even if the service refuses the call. */
  async pushToTalkStop(): Promise<void> {
    await this.#voiceChat(this.#live()).release();
  }

  /**
   * Seconds until the session's longest duration ends, once `time_remaining` was fired. For the elements.
   * @internal
   */
  get timeLeft(): number | undefined {
    return this.#session?.timeLeft;
  }

  /** Restarts the time after which inactivity ends the session. The element calls it at clicks and keys. */
  noteActivity(): void {
    this.#session?.noteActivity();
  }

  /**
   * Checks what a session needs from this page, browser and network: resolves with one row per check, within about
   * 5 seconds. Opens no session, asks the visitor nothing, works in every state. Rejects with `network` only if its code
   * can't be loaded.
   */
  async diagnose(options?: DiagnoseOptions): Promise<DiagnosisRow[]> {
    const asked = readable(() => ({ ...options }));
    const { diagnose } = await import('./diagnose.js').catch(notLoaded);
    const { service = 'auto', basePath } = this.#config();
    const backend = knownBackend(service, new TokenSupplier(asked.token).service ?? this.#supplier().service);
    return diagnose(backend, basePath, asked);
  }

  /** Adds a listener. It gets a `CustomEvent` with the data in `detail`. Takes any event name and any listener. */
  on<Type extends Names>(
    type: Type,
    listener: (event: HeardEvent<Type>) => unknown,
    options?: ListenOptions,
  ): this;
  on(type: string, listener: AnyListener, options?: ListenOptions): this;
  on(type: string, listener: AnyListener, options: ListenOptions = {}): this {
    super.addEventListener(type, listener, options);
    if (type === 'stream_ready') this.#onReadyListener(listener, options.signal);
    return this;
  }

  /** Removes a listener. Does nothing if it wasn't added. */
  off(type: Names | (string & {}), listener: AnyListener): this {
    super.removeEventListener(type, listener);
    if (type === 'stream_ready') this.#readyListeners.delete(listener);
    return this;
  }

  override dispatchEvent(event: Event): boolean {
    if (this.#config().debug) {
      this.#log ??= import('./debug-log.js').then(({ debugLog }) => debugLog(() => this.#apiAddress()));
      // Events that come while its code loads are written later, in order. Failing to load it disturbs nothing.
      this.#log.then((log) => log(event)).catch(() => undefined);
    }
    const isAccepted = super.dispatchEvent(event);
    if (isAccepted && (event.type === 'warning' || event.type === 'session_error')) {
      // Without its code nothing is written, and nothing else is missing.
      import('../api/console.js').then(
        ({ tellMistake }) => tellMistake(this, event as CustomEvent),
        () => undefined,
      );
    }
    return isAccepted;
  }

  /** Connects a session, and keeps its promise for further calls during the start. */
  #track(request: StartAvatarOptions, begin: () => Promise<Session>): Promise<StartedSession> {
    let settle!: (outcome: Promise<StartedSession>) => void;
    // Set before the start, so that a listener to its first event that starts too gets the same promise.
    const promise = new Promise<StartedSession>((resolve) => (settle = resolve));
    const starting: Starting = { asked: textOf(request), promise };
    const start = async (): Promise<StartedSession> => {
      try {
        starting.session = await begin();
        return await starting.session.connect();
      } finally {
        // A stop and another start may have replaced it.
        if (this.#starting === starting) this.#starting = undefined;
      }
    };
    this.#starting = starting;
    settle(start());
    return promise;
  }

  #sameStart(
    promise: Promise<StartedSession>,
    { asked }: Starting,
    request: StartAvatarOptions,
  ): Promise<StartedSession> {
    if (textOf(request) !== asked) {
      const message =
        'A start is under way, and another one with other options was asked for. It got the same session: call stopAvatar() first to start with the new options.';
      this.#warn({ code: 'start_under_way', message });
    }
    return promise;
  }

  /** Makes the session that replaces the current one. Rejects if the start isn't possible. */
  async #begin(request: StartAvatarOptions, existing?: StartAvatarResponse): Promise<Session> {
    // An earlier start that still waits for its turn is over.
    this.#waiting.abort(sessionError('aborted', { phase: 'token' }));
    const { signal } = (this.#waiting = new AbortController());
    const config = this.#config();
    const { basePath, service = 'auto', mediaStream, clock = ports.clock } = config;
    const before = this.#session;
    let checked: StartAvatarOptions;
    let tokens: TokenSupplier;
    let deadlines: Deadlines;
    try {
      // Checked first: a running session isn't ended for one that can't start.
      checkService(service);
      if (typeof MediaStream === 'undefined') throw sessionError('not_supported', { message: noBrowser });
      checked = checkNumbers(readable(() => normalised(request ?? {})));
      deadlines = checkDeadlines(config.deadlines);
      tokens = this.#supplier();
      if (knownBackend(service, tokens.service)?.takesToken !== false) tokens.check();
    } catch (error) {
      throw await this.#refuse(error);
    }
    // Waits also for a session that is ending already.
    const unwatchPage = endWithPage((reason) => this.stopAvatar(reason));
    try {
      if (before && !before.isDone) await before.end('replaced');
      signal.throwIfAborted();
      this.store.dispatch({ type: 'started' });
      await untilVisited(signal);
      if (this.#owed.size > 0) await this.#waitForOwed(signal);
      signal.throwIfAborted();
    } finally {
      unwatchPage();
    }
    this.#warned.clear();
    const session: Session = new Session({
      ...{
        request: checked,
        defaultQuality: this.#inside?.quality,
        existing,
        tokens,
        service,
        basePath,
        deadlines,
        clock,
      },
      stream: mediaStream ?? new MediaStream(),
      change: (event) => this.store.dispatch(event),
      emit: (type, detail) => this.#emit(type, detail),
      emitOther: (name, detail) => void this.dispatchEvent(new CustomEvent(name, { detail })),
      onOwed: (cleared) => {
        const owed = cleared.finally(() => this.#owed.delete(owed));
        this.#owed.add(owed);
      },
    });
    this.#session = session;
    if (before?.conversation.transcript.length) this.#emit('transcript_changed', { transcript: [] });
    return session;
  }

  /** Reports the error of a start that opened nothing, and returns it. A running session's state stays. */
  async #refuse(error: unknown): Promise<StreamingAvatarError> {
    const typed = toPhaseError(error, 'token');
    // Only once the caller has the promise, like every other failure: a listener may start again at once.
    await new Promise<void>((resolve) => queueMicrotask(resolve));
    if (this.#session && !this.#session.isDone) return typed;
    this.store.dispatch({ type: 'started' });
    if (this.state.status !== 'connecting') return typed;
    this.store.dispatch({ type: 'failed', error: typed });
    this.#emit('session_error', typed);
    return typed;
  }

  async #waitForOwed(signal: AbortSignal): Promise<void> {
    const late = (): StreamingAvatarError => sessionError('timeout');
    const all = Promise.all(this.#owed).then(() => undefined);
    await withDeadline(ports.clock, owedDeadline, signal, late, () => all).catch(() => undefined);
  }

  #supplier(): TokenSupplier {
    const { token, tokenCredentials } = this.#config();
    const known = this.#tokens?.isFor(token, tokenCredentials) ? this.#tokens : undefined;
    return (this.#tokens = known ?? new TokenSupplier(token, tokenCredentials));
  }

  #live(): Session {
    const session = this.#session;
    if (!session || !isLive(this.state)) throw sessionError('not_connected', { phase: 'live' });
    return session;
  }

  #voiceChat(session: Session): VoiceChat {
    if (!session.voiceChat) throw sessionError('not_connected', { phase: 'voice' });
    return session.voiceChat;
  }

  async #listen(listening: boolean): Promise<void> {
    const session = this.#live();
    await session.command({ type: listening ? 'start_listening' : 'stop_listening' });
    // By now another session may have replaced this one.
    if (session === this.#session) this.store.dispatch({ type: 'listening', listening });
  }

  #setMuted(muted: boolean): void {
    const voiceChat = this.#session?.voiceChat;
    this.noteActivity();
    if (voiceChat?.wanted) voiceChat.setMuted(muted);
    else this.#mutedAhead = muted;
  }

  /** Fires the warning of a refused microphone. The session goes on. */
  #tellMicrophone(error: unknown): void {
    if (!isStreamingAvatarError(error) || error.code === 'aborted' || error.phase !== 'voice') return;
    // The chosen microphone is gone: the next start uses the default.
    if (error.code === 'microphone_missing') this.#microphoneId = undefined;
    this.#warn({ code: error.code, message: error.message });
  }

  #warn(warning: WarningDetail): void {
    const key = `${warning.code} ${warning.option ?? ''}`;
    if (this.#warned.has(key)) return;
    this.#warned.add(key);
    this.#dispatch('warning', warning);
  }

  #setQuality(given: `${ConnectionQuality}`): void {
    const quality = ConnectionQuality[given];
    if (quality === this.#quality) return;
    this.#quality = quality;
    this.#dispatch('connection_quality_changed', quality);
  }

  #emit<Type extends Names>(type: Type, detail: DetailOf<Type>): void {
    if (type === 'warning') return this.#warn(detail as WarningDetail);
    if (type === 'connection_quality_changed') return this.#setQuality(detail as `${ConnectionQuality}`);
    if (type === 'stream_ready') this.#tellReady(detail as MediaStream);
    else this.#dispatch(type, detail);
    // From now on, ask for the microphone that is in use.
    if (type === 'device_changed')
      this.#microphoneId =
        (detail as StreamingAvatarEventMap['device_changed']['detail']).deviceId || undefined;
  }

  #dispatch<Type extends Names>(type: Type, detail: DetailOf<Type>): void {
    this.dispatchEvent(
      new CustomEvent(type, { detail, cancelable: type === 'session_error' || type === 'warning' }),
    );
  }

  /** Fires `stream_ready`. A listener added by `on` right after the start resolves gets it in the next task. */
  #tellReady(stream: MediaStream): void {
    this.#justReady = stream;
    ports.clock.after(0, () => (this.#justReady = undefined));
    this.#dispatch('stream_ready', stream);
  }

  #onReadyListener(listener: AnyListener, signal: AbortSignal | undefined): void {
    if (signal?.aborted || this.#readyListeners.has(listener)) return;
    const added = Symbol();
    const isAdded = (): boolean => this.#readyListeners.get(listener) === added;
    this.#readyListeners.set(listener, added);
    signal?.addEventListener('abort', () => isAdded() && this.#readyListeners.delete(listener));
    const stream = this.#justReady;
    if (!stream) return;
    ports.clock.after(0, () => {
      // Removed, or removed and added again, which has its own wait.
      if (!isAdded()) return;
      // By now the session may have ended, or been replaced.
      if (!isLive(this.state) || this.mediaStream !== stream) return;
      listener.call(this, new CustomEvent('stream_ready', { detail: stream }));
    });
  }

  /** The base URL of the service's API; undefined while the service isn't known. */
  async #apiAddress(): Promise<string | undefined> {
    const { basePath, service = 'auto' } = this.#config();
    if (basePath) return basePath;
    const backend = knownBackend(service, this.#supplier().service);
    return (await backend?.loadService())?.basePath;
  }
}

function checkTask(asked: Partial<SpeakOptions>): { taskType: TaskType; taskMode: TaskMode | undefined } {
  try {
    const taskType = oneOf('taskType', asked.taskType, Object.values(TaskType)) ?? TaskType.TALK;
    const defaultMode = taskType === TaskType.TALK ? TaskMode.ASYNC : undefined;
    return { taskType, taskMode: oneOf('taskMode', asked.taskMode, Object.values(TaskMode)) ?? defaultMode };
  } catch (error) {
    throw toPhaseError(error, 'live');
  }
}

/** Waits for the visit of a page that the browser has prerendered, and that may never be seen. */
async function untilVisited(signal: AbortSignal): Promise<void> {
  const page = globalThis.document as (Document & { prerendering?: boolean }) | undefined;
  if (!page?.prerendering) return;
  const visited = new Promise<void>((resolve) => {
    page.addEventListener('prerenderingchange', () => resolve(), { once: true });
  });
  await orAbort(visited, signal);
}

/** The request as JSON, to tell requests apart; empty for one that the checks will refuse. */
function textOf(request: StartAvatarOptions): string {
  try {
    return JSON.stringify(request);
  } catch {
    return '';
  }
}

function checkDeadlines(given: Partial<Deadlines> = {}): Deadlines {
  const deadlines = { ...defaultDeadlines };
  for (const name of Object.keys(defaultDeadlines) as (keyof Deadlines)[]) {
    const endless = name === 'unconnected';
    deadlines[name] = wholeMilliseconds(`deadlines.${name}`, given?.[name], endless) ?? deadlines[name];
  }
  return deadlines;
}
