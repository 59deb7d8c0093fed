/** The session client: the API of HeyGen's Streaming Avatar SDK. It keeps one session at a time, and speaks for it. */

import { normalised, normalisedSpeech } from '../api/aliases.js';
import { checkNumbers } from '../api/check-numbers.js';
import type { DiagnoseOptions, DiagnosisRow } from '../api/diagnosis.js';
import { ConnectionQuality, TaskMode, TaskType } from '../api/enums.js';
import { notLoaded, sessionError } from '../api/error-table.js';
import { isStreamingAvatarError, type StreamingAvatarError } from '../api/errors.js';
import type { AnyListener, HeardEvent, ListenerOf, ListenOptions } from '../api/event-listeners.js';
import type { DetailOf, StreamingAvatarEventMap, WarningDetail } from '../api/events.js';
import { oneOf, wholeMilliseconds } from '../api/option-checks.js';
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
import { withDeadline } from '../api/wait.js';
import type { LiveKitRoom } from '../media/livekit-room.js';
import { toPhaseError } from './phase-runner.js';
import { checkService, knownBackend, ports } from './ports.js';
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

/** The longest that a start waits for earlier sessions to be stopped, in milliseconds: a service may never confirm it. */
const owedDeadline = 10_000;

/** What the element gives to its client. */
export interface Inside {
  readonly store: Store;
  /** The options, asked for at each start. */
  readonly config: () => StreamingAvatarOptions;
  /** For a start that names none. A LiveAvatar token was minted with one, which counts beside it. */
  readonly quality: StartAvatarOptions['quality'];
}

/** A start that has not settled. */
interface Starting {
  /** What it was asked with, to tell another request from the same. */
  readonly asked: string;
  promise?: Promise<StartedSession>;
  /** Once its turn has come. */
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
 * A talking avatar session. Every method that talks to the avatar rejects with a `StreamingAvatarError`; its `code`
 * says why. Doesn't log, and stops the session when the page goes away.
 */
// oxlint-disable-next-line no-redeclare, typescript/no-unsafe-declaration-merging -- types EventTarget's own methods, adds none
export class StreamingAvatar extends EventTarget {
  /** @internal */
  readonly store: Store;
  readonly #config: () => StreamingAvatarOptions;
  readonly #inside: Inside | undefined;
  #tokens: TokenSupplier | undefined;
  /** The session there is or was last: what it said and showed can still be read. */
  #session: Session | undefined;
  #starting: Starting | undefined;
  /** Aborts what the last start is waiting for before it has a session. */
  #waiting = new AbortController();
  /** Stops that are owed to earlier sessions. A new one waits for them, or the account may have too many at once. */
  readonly #owed = new Set<Promise<void>>();
  #quality: ConnectionQuality = ConnectionQuality.UNKNOWN;
  /** `muteInputAudio()` was called outside voice chat: it is for the next one. */
  #mutedAhead = false;
  #microphoneId: string | undefined;
  /** Warnings that were given in this session. */
  readonly #warned = new Set<string>();
  /** Listeners to `stream_ready` by `on`, and the stream for those that are added right after a start has resolved. */
  readonly #readyListeners = new Set<AnyListener>();
  #justReady: MediaStream | undefined;
  /** What writes the log, under `debug`. */
  #log: Promise<(event: Event) => void> | undefined;

  /** Loads what a start needs, and prepares the connection to the service. Opens nothing and never rejects. */
  static warmUp(config: Pick<StreamingAvatarOptions, 'token' | 'service' | 'basePath'> = {}): Promise<void> {
    return warmUp(config);
  }

  constructor(config: StreamingAvatarOptions);
  /** @internal */
  constructor(config: StreamingAvatarOptions, inside: Inside);
  constructor(config: StreamingAvatarOptions, inside?: Inside) {
    super();
    this.#inside = inside;
    this.#config = inside?.config ?? ((): StreamingAvatarOptions => config);
    this.store = inside?.store ?? new Store();
    this.store.subscribe((state, previous) => {
      this.#emit('state_changed', { state, previous });
      if (isOver(state)) this.#setQuality(ConnectionQuality.UNKNOWN);
    });
  }

  /** What the session is doing. */
  get state(): SessionState {
    return this.store.state;
  }

  /** The session's id, from when the service has opened it until it is over. */
  get sessionId(): string | null {
    return this.#session?.info?.session_id ?? null;
  }

  /** The avatar's picture and sound, from when a session is connected. Inactive after its end, until the next start. */
  get mediaStream(): MediaStream | null {
    return this.#session?.wasConnected ? this.#session.stream : null;
  }

  /** LiveKit's own room of the session. Disconnected after its end, until the next start. */
  get room(): LiveKitRoom | null {
    return (this.#session?.room as LiveKitRoom | undefined) ?? null;
  }

  /** How good the connection is, as LiveKit judges it. */
  get connectionQuality(): ConnectionQuality {
    return this.#quality;
  }

  /** What is said in this session. Kept after its end, until the next start. */
  get transcript(): readonly TranscriptTurn[] {
    return this.#session?.conversation.transcript ?? [];
  }

  /** The microphone's track while voice chat is on, such as for a level meter. The session owns it: do not stop it. */
  get microphone(): MediaStreamTrack | null {
    return this.#session?.voiceChat?.track ?? null;
  }

  /** Whether nobody can hear the user: the microphone is muted, or there is none. */
  get isInputAudioMuted(): boolean {
    return this.#session?.voiceChat?.muted ?? true;
  }

  /**
   * Opens a session, starts it and joins it. Resolves when picture and sound are in `mediaStream`; else rejects, with
   * the session stopped. While a start is under way a second call gets the same promise. A session that is connected
   * is ended first, with the reason `replaced`.
   */
  createStartAvatar(request: StartAvatarOptions = {}): Promise<StartedSession> {
    const starting = this.#starting;
    // A listener to its failure may start anew before its promise has rejected.
    if (starting?.promise && !starting.session?.isOver)
      return this.#sameStart(starting.promise, starting, request);
    return this.#track(request, () => this.#begin(request));
  }

  /**
   * Opens a session without connecting it. It is stopped unless `startSession()` follows within `deadlines.unconnected`
   * (60 s). On LiveAvatar it bills from here on.
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

  /** Connects the session of `sessionInfo`, or the one that `newSession()` opened, or a new one. */
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

  /** Ends the session. Works in every state, never rejects, and resolves when everything is released. */
  stopAvatar(): Promise<void>;
  /** @internal */
  stopAvatar(reason?: EndReason): Promise<void>;
  async stopAvatar(given: unknown = 'stopped'): Promise<void> {
    // Pages hand it to listeners, which call it with an event.
    const reason = typeof given === 'string' ? (given as EndReason) : 'stopped';
    const waiting = this.#waiting;
    waiting.abort(sessionError('aborted', { phase: 'token' }));
    this.#starting = undefined;
    const session = this.#session;
    if (session && !session.isOver) return session.end(reason);
    await session?.end(reason);
    // What was started after this call is not ended by it.
    if (this.#waiting !== waiting) return;
    // A start that was waiting for its turn, or for this client's code, has no session that could end.
    this.store.dispatch({ type: 'stopping', reason });
    this.store.dispatch({ type: 'ended', reason });
  }

  /** Makes the avatar say a text (`repeat`), or answer it (`talk`, the default). Resolves when the service has taken it. */
  async speak(request: SpeakOptions | string): Promise<SpeakResponse> {
    const { text, ...asked } = normalisedSpeech(request ?? '');
    if (typeof text !== 'string' || text.trim() === '') throw sessionError('empty_text', { phase: 'live' });
    const { taskType, taskMode } = checkTask(asked);
    const session = this.#live();
    const { conversation } = session;
    const turn = conversation.ask(taskType === TaskType.TALK);
    try {
      const { taskId, durationMs = estimatedDurationMs(text) } = await session.command({
        type: 'speak',
        text,
        taskType,
        taskMode,
      });
      const task_id = turn.taken(taskId);
      // Not enumerable: the answer prints and compares as the SDK's.
      const finished = { value: conversation.over(task_id) };
      return Object.defineProperties({ task_id, duration_ms: durationMs } as SpeakResponse, { finished });
    } catch (error) {
      turn.refused();
      throw error;
    }
  }

  /**
   * Has the avatar speak sound that the page made: samples of 16 bit, mono, at 24 kHz, whole or as they come, or an
   * `AudioBuffer`. Resolves with the turn's id once all of it is sent, at the pace at which it is heard. Only in
   * LiveAvatar's LITE mode, else rejects with `not_supported`; with `empty_text` if there is no sound.
   */
  async speakAudio(source: SoundSource): Promise<string> {
    const session = this.#live();
    const { samplesOf } = await import('../media/sound-source.js').catch(notLoaded);
    return session.speakAudio(samplesOf(source));
  }

  /** Ends what the avatar is saying, for the ear at once. Harmless when it is silent. */
  async interrupt(): Promise<void> {
    const session = this.#live();
    const { conversation } = session;
    // Sound that is on its way is not heard any more; the next turn's is.
    conversation.interrupted();
    try {
      await session.command({ type: 'interrupt' });
    } catch (error) {
      conversation.interruptFailed();
      throw error;
    }
  }

  /** Moves the avatar to its listening pose. It does not open a microphone. */
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
   * Opens the microphone and lets the avatar hear it. Unmuted, unless the request says otherwise or `muteInputAudio()`
   * was called since the last voice chat. Rejects with `microphone_denied`, `microphone_missing`, `microphone_busy`,
   * `insecure_context` or `blocked_by_policy`, with a `warning` of that code; the session goes on without.
   */
  async startVoiceChat(request: VoiceChatRequest = {}): Promise<void> {
    const session = this.#live();
    const voiceChat = this.#voiceChat(session);
    const { useSilencePrompt, isInputAudioMuted } = request ?? {};
    const isOpen = voiceChat.wanted;
    const muted = isInputAudioMuted ?? (isOpen ? undefined : this.#mutedAhead);
    this.#mutedAhead = false;
    session.noteActivity();
    try {
      await Promise.all([
        voiceChat.start(muted, this.#microphoneId),
        typeof useSilencePrompt === 'boolean'
          ? session.command({ type: 'silence_prompt', enabled: useSilencePrompt })
          : undefined,
      ]);
    } catch (error) {
      // Asked for outside voice chat, a mute is for the first that is granted.
      if (!isOpen && isInputAudioMuted === undefined && !voiceChat.wanted)
        this.#mutedAhead ||= muted === true;
      this.#tellMicrophone(error);
      throw error;
    }
  }

  /** Closes the microphone. Works in every state, also while it is being opened. */
  async closeVoiceChat(): Promise<void> {
    this.noteActivity();
    await this.#session?.voiceChat?.close();
  }

  /** Mutes the microphone before it returns. Outside voice chat it counts for the next one. */
  muteInputAudio(): void {
    this.#setMuted(true);
  }

  /** Unmutes the microphone. Outside voice chat it counts for the next one. With push-to-talk only a press does. */
  unmuteInputAudio(): void {
    this.#setMuted(false);
  }

  /** Switches to the microphone with the given `deviceId`, now or when it is opened. */
  async setMicrophone(deviceId: string): Promise<void> {
    this.#microphoneId = deviceId;
    await this.#session?.voiceChat?.setMicrophone(deviceId);
  }

  /** Lets the avatar hear the user, with `enablePushToTalk`. Rejects with `not_connected` without voice chat. */
  async pushToTalkStart(): Promise<void> {
    await this.#voiceChat(this.#live()).press();
  }

  /** Ends a press. The microphone is muted first, whatever the service says. */
  async pushToTalkStop(): Promise<void> {
    await this.#voiceChat(this.#live()).release();
  }

  /** Restarts the time after which inactivity ends the session. The element calls it for clicks and keys. */
  noteActivity(): void {
    this.#session?.noteActivity();
  }

  /**
   * Checks in a few seconds what a session needs of this page, browser and network, and opens none: a row for each
   * check. Works in every state and asks the visitor nothing. Rejects only if its own code cannot be loaded.
   */
  async diagnose(options: DiagnoseOptions = {}): Promise<DiagnosisRow[]> {
    const { diagnose } = await import('./diagnose.js').catch(notLoaded);
    const { service = 'auto', basePath } = this.#config();
    const backend = knownBackend(
      service,
      new TokenSupplier(options.token).service ?? this.#supplier().service,
    );
    return diagnose(backend, basePath, options);
  }

  /** Calls `listener` with a `CustomEvent` each time. The data is in its `detail`. Any name and any listener will do. */
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

  /** Removes a listener. Does nothing if it is not there. */
  off(type: Names | (string & {}), listener: AnyListener): this {
    super.removeEventListener(type, listener);
    if (type === 'stream_ready') this.#readyListeners.delete(listener);
    return this;
  }

  override dispatchEvent(event: Event): boolean {
    if (this.#config().debug) {
      this.#log ??= import('./debug-log.js').then(({ debugLog }) => debugLog(() => this.#apiAddress()));
      // What happens while its code loads is written then, in its order. What cannot be written disturbs nobody.
      this.#log.then((log) => log(event)).catch(() => undefined);
    }
    return super.dispatchEvent(event);
  }

  /** Connects a session, and keeps the promise for whoever asks for another while it is under way. */
  #track(request: StartAvatarOptions, begin: () => Promise<Session>): Promise<StartedSession> {
    const starting: Starting = { asked: JSON.stringify(request) };
    const start = async (): Promise<StartedSession> => {
      try {
        starting.session = await begin();
        return await starting.session.connect();
      } finally {
        // A stop, and a start after it, may have replaced it.
        if (this.#starting === starting) this.#starting = undefined;
      }
    };
    this.#starting = starting;
    return (starting.promise = start());
  }

  #sameStart(
    promise: Promise<StartedSession>,
    { asked }: Starting,
    request: StartAvatarOptions,
  ): Promise<StartedSession> {
    if (JSON.stringify(request) !== asked) {
      const message =
        'A start is under way, and another one with other options was asked for. It got the same session: call stopAvatar() first to start with the new options.';
      this.#warn({ code: 'start_under_way', message });
    }
    return promise;
  }

  /** A session that takes the place of the one before. */
  async #begin(request: StartAvatarOptions, existing?: StartAvatarResponse): Promise<Session> {
    // An earlier start that waits for its turn has lost it.
    this.#waiting.abort(sessionError('aborted', { phase: 'token' }));
    const { signal } = (this.#waiting = new AbortController());
    const config = this.#config();
    const { basePath, service = 'auto', mediaStream, clock = ports.clock } = config;
    const before = this.#session;
    let checked: StartAvatarOptions;
    let tokens: TokenSupplier;
    let deadlines: Deadlines;
    try {
      // A session that is there is not given up for one that cannot start.
      checkService(service);
      checked = checkNumbers(normalised(request ?? {}));
      deadlines = checkDeadlines(config.deadlines);
      tokens = this.#supplier();
      if (knownBackend(service, tokens.service)?.takesToken !== false) tokens.check();
    } catch (error) {
      throw await this.#refuse(error);
    }
    // One that is ending is waited for as well.
    if (!isOver(this.state) || (before && !before.isOver)) await before?.end('replaced');
    signal.throwIfAborted();
    this.store.dispatch({ type: 'started' });
    if (this.#owed.size > 0) await this.#waitForOwed(signal);
    signal.throwIfAborted();
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

  /** What is wrong with a start that has opened nothing. While a session is there, its state stays. */
  async #refuse(error: unknown): Promise<StreamingAvatarError> {
    const typed = toPhaseError(error, 'token');
    // Not before its caller has the promise, as every other failure: a listener may start again at once.
    await new Promise<void>((resolve) => queueMicrotask(resolve));
    if (this.#session && !this.#session.isOver) return typed;
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
    const { token } = this.#config();
    const known = this.#tokens?.isFor(token) ? this.#tokens : undefined;
    return (this.#tokens = known ?? new TokenSupplier(token));
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
    // Its answer may come when another session is there.
    if (session === this.#session) this.store.dispatch({ type: 'listening', listening });
  }

  #setMuted(muted: boolean): void {
    const voiceChat = this.#session?.voiceChat;
    this.noteActivity();
    if (voiceChat?.wanted) voiceChat.setMuted(muted);
    else this.#mutedAhead = muted;
  }

  /** A refused microphone is the page's to know: the session goes on. */
  #tellMicrophone(error: unknown): void {
    if (!isStreamingAvatarError(error) || error.code === 'aborted' || error.phase !== 'voice') return;
    // A chosen microphone that is gone is not asked for again.
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
    // What took the place of a microphone that is gone is the one to ask for from here on.
    if (type === 'device_changed')
      this.#microphoneId =
        (detail as StreamingAvatarEventMap['device_changed']['detail']).deviceId || undefined;
  }

  #dispatch<Type extends Names>(type: Type, detail: DetailOf<Type>): void {
    this.dispatchEvent(new CustomEvent(type, { detail, cancelable: type === 'session_error' }));
  }

  /** Told to who listens; who begins to listen right after the start has resolved hears it in the next task. */
  #tellReady(stream: MediaStream): void {
    this.#justReady = stream;
    ports.clock.after(0, () => (this.#justReady = undefined));
    this.#dispatch('stream_ready', stream);
  }

  #onReadyListener(listener: AnyListener, signal: AbortSignal | undefined): void {
    const isNew = !this.#readyListeners.has(listener);
    this.#readyListeners.add(listener);
    const stream = this.#justReady;
    if (!stream || !isNew) return;
    ports.clock.after(0, () => {
      if (signal?.aborted || !this.#readyListeners.has(listener)) return;
      // It may be over by now, or another have taken its place.
      if (!isLive(this.state) || this.mediaStream !== stream) return;
      listener.call(this, new CustomEvent('stream_ready', { detail: stream }));
    });
  }

  /** Where the service's API is, as far as it is known which service that is. */
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

function checkDeadlines(given: Partial<Deadlines> = {}): Deadlines {
  const deadlines = { ...defaultDeadlines };
  for (const name of Object.keys(defaultDeadlines) as (keyof Deadlines)[]) {
    const endless = name === 'unconnected';
    deadlines[name] = wholeMilliseconds(`deadlines.${name}`, given?.[name], endless) ?? deadlines[name];
  }
  return deadlines;
}
