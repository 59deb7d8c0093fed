/** One session at a time: starting, replacing and ending it, and its state. What is said in it is `streaming-avatar.ts`'s. */

import { normalised, withSessionId } from '../api/aliases.js';
import { sessionError } from '../api/error-table.js';
import type { DiagnoseOptions, DiagnosisRow } from '../api/diagnosis.js';
import { ConnectionQuality } from '../api/enums.js';
import type { ConversationEvent } from '../api/events.js';
import type { Deadlines } from '../api/phases.js';
import type {
  StartAvatarOptions,
  StartAvatarResponse,
  StartedSession,
  StreamingAvatarOptions,
} from '../api/requests.js';
import type { EndReason, SessionState } from '../api/state.js';
import type { LiveKitRoom } from '../media/livekit-room.js';
import type { Command, CommandAnswer } from '../services/service.js';
import { AvatarEventTarget } from './event-target.js';
import { ports as realPorts, type Ports } from './ports.js';
import { SessionRun } from './session-run.js';
import { idle, isLive, reduce, type StateEvent } from './state.js';
import { Tokens } from './token-source.js';
import { warmUp } from './warm-up.js';

const defaultDeadlines: Deadlines = {
  token: 15_000,
  open: 20_000,
  start: 20_000,
  room: 15_000,
  media: 30_000,
};

export abstract class SessionClient extends AvatarEventTarget {
  readonly #config: StreamingAvatarOptions;
  readonly #tokens: Tokens;
  readonly #ports: Ports;
  #state: SessionState = idle;
  /**
   * The session that is there or on its way.
   * @internal
   */
  protected run: SessionRun | undefined;
  #starting: Promise<StartedSession> | undefined;
  /** How often a stop was asked for: a start that waited meanwhile is cancelled by it. */
  #stops = 0;
  #quality = ConnectionQuality.UNKNOWN;
  /** What writes the log, under `debug`. */
  #log: Promise<(event: Event) => void> | undefined;

  /** Loads what a start needs, and prepares the connection to the service. Opens nothing and never rejects. */
  static warmUp(config: Pick<StreamingAvatarOptions, 'service' | 'basePath'> = {}): Promise<void> {
    return warmUp(realPorts, config);
  }

  constructor(config: StreamingAvatarOptions);
  /** @internal `ports` is for tests. */
  constructor(config: StreamingAvatarOptions, ports?: Ports);
  constructor(config: StreamingAvatarOptions, ports: Ports = realPorts) {
    super();
    this.#ports = {
      backend: (name, token) => ports.backend(name, token),
      clock: config.clock ?? ports.clock,
    };
    this.#config = config;
    this.#tokens = new Tokens(config.token);
  }

  /** What the session is doing. */
  get state(): SessionState {
    return this.#state;
  }

  /** The session's id, from when the service has opened it until it is over. */
  get sessionId(): string | null {
    return this.run?.answer?.session_id ?? null;
  }

  /** The avatar's picture and sound while a session is connected. The same stream for as long as it lasts. */
  get mediaStream(): MediaStream | null {
    return isLive(this.#state) ? (this.run?.stream ?? null) : null;
  }

  /** LiveKit's own room while there is one. */
  get room(): LiveKitRoom | null {
    return (this.run?.room as LiveKitRoom | undefined) ?? null;
  }

  /** How good the connection is, as LiveKit judges it. */
  get connectionQuality(): ConnectionQuality {
    return this.#quality;
  }

  /**
   * Opens a session, starts it and joins it. Resolves when picture and sound are in `mediaStream`; else rejects,
   * with the session stopped. While a start is under way a second call gets the same promise; a session that is
   * connected is ended first, with the reason `replaced`.
   */
  createStartAvatar(request: StartAvatarOptions = {}): Promise<StartedSession> {
    if (this.#starting) return this.#starting;
    const starting = this.#begin(request)
      .then((run) => run.connect())
      .then(withSessionId)
      .finally(() => {
        // A stop, and a start after it, may have replaced it.
        if (this.#starting === starting) this.#starting = undefined;
      });
    return (this.#starting = starting);
  }

  /** Opens a session without connecting it. It is stopped unless `startSession()` follows within 60 seconds. */
  async newSession(request: StartAvatarOptions = {}): Promise<StartedSession> {
    const run = await this.#begin(request);
    return withSessionId(await run.open());
  }

  /** Connects the session that `newSession()` opened. */
  async startSession(): Promise<StartedSession> {
    if (!this.run || this.#state.status === 'stopping')
      throw sessionError('not_connected', { phase: 'start' });
    return withSessionId(await this.run.connect());
  }

  /** Connects the session of `sessionInfo`, or the one that `newSession()` opened, or a new one. */
  async startAvatar(
    request: StartAvatarOptions = {},
    sessionInfo?: StartAvatarResponse,
  ): Promise<StartedSession> {
    const opened = this.sessionId !== null && this.#state.status === 'connecting';
    const same = sessionInfo ? sessionInfo.session_id === this.sessionId : opened;
    if (same) return this.startSession();
    if (!sessionInfo) return this.createStartAvatar(request);
    const run = await this.#begin(request, sessionInfo);
    return withSessionId(await run.connect());
  }

  /** Ends the session. Works in every state, never rejects, and resolves when everything is released. */
  stopAvatar(): Promise<void>;
  /** @internal */
  stopAvatar(reason: EndReason): Promise<void>;
  async stopAvatar(reason: EndReason = 'stopped'): Promise<void> {
    this.#stops += 1;
    this.#starting = undefined;
    await this.run?.end(reason);
  }

  /**
   * Checks in a few seconds what a session needs of this page, browser and network, and opens none: a row for each
   * check. Works in every state and asks the visitor nothing. Rejects only where its own code cannot be loaded.
   */
  async diagnose(options: DiagnoseOptions = {}): Promise<DiagnosisRow[]> {
    const { diagnose } = await import('./diagnose.js');
    return diagnose(this.#ports, this.#config, options);
  }

  override dispatchEvent(event: Event): boolean {
    if (this.#config.debug) {
      this.#log ??= import('./debug-log.js').then(({ debugLog }) => debugLog(this.#ports, this.#config));
      // What happens while its code loads is written then, in its order. What cannot be written disturbs nobody.
      this.#log.then((log) => log(event)).catch(() => undefined);
    }
    return super.dispatchEvent(event);
  }

  /** A run that takes the place of the one before. */
  async #begin(request: StartAvatarOptions, existing?: StartAvatarResponse): Promise<SessionRun> {
    // A session that is there is not given up for one that cannot start.
    const { basePath, service = 'auto', deadlines, mediaStream } = this.#config;
    if (this.run && this.#ports.backend(service).takesToken) this.#tokens.check();
    this.#starting = undefined;
    const stops = this.#stops;
    // In a loop, since another start may have come first while this one waited.
    while (this.run) await this.run.end('replaced');
    if (stops !== this.#stops) throw sessionError('aborted', { phase: 'token' });

    const run: SessionRun = new SessionRun({
      ports: this.#ports,
      request: normalised(request),
      existing,
      tokens: this.#tokens,
      basePath,
      service,
      deadlines: withDefaults(deadlines),
      stream: mediaStream ?? new MediaStream(),
      change: (event) => this.change(event),
      onConversation: (event) => this.converse(event),
      onWarning: (warning) => this.emit('warning', warning),
      onConnection: (type) => this.emit(type, null),
      onQuality: (quality) => this.#setQuality(ConnectionQuality[quality]),
      onIdleWarning: (seconds) => this.emit('idle_warning', { seconds }),
      onTimeRemaining: (seconds) => this.emit('time_remaining', { seconds }),
      onMicrophoneChange: (deviceId) => this.microphoneChanged(deviceId),
      onReady: () => this.emit('stream_ready', run.stream),
      onEnd: (reason, code) => {
        this.ended();
        if (code !== undefined) this.emit('stream_disconnected', code);
        this.emit('session_ended', { reason });
      },
    });
    this.begun();
    this.run = run;
    this.change({ type: 'started' });
    return run;
  }

  /** @internal */
  protected async command(command: Command): Promise<CommandAnswer> {
    if (!this.run) throw sessionError('not_connected', { phase: 'live' });
    return this.run.command(command);
  }

  /**
   * A new session takes the place of the one before.
   * @internal
   */
  protected abstract begun(): void;

  /**
   * The session is over.
   * @internal
   */
  protected abstract ended(): void;

  /**
   * Something was said.
   * @internal
   */
  protected abstract converse(event: ConversationEvent): void;

  /** @internal */
  protected microphoneChanged(deviceId: string): void {
    this.emit('device_changed', { kind: 'audioinput', deviceId });
  }

  #setQuality(quality: ConnectionQuality): void {
    if (quality === this.#quality) return;
    this.#quality = quality;
    this.emit('connection_quality_changed', quality);
  }

  /** @internal */
  protected change(event: StateEvent): void {
    const previous = this.#state;
    const state = reduce(previous, event);
    if (state === previous) return;
    this.#state = state;
    const over = state.status === 'ended' || state.status === 'failed';
    if (over) this.run = this.#starting = undefined;
    this.emit('state_changed', { state, previous });
    if (over) this.#setQuality(ConnectionQuality.UNKNOWN);
    if (state.status === 'failed') this.emit('session_error', state.error);
  }
}

function withDefaults(deadlines: Partial<Deadlines> = {}): Deadlines {
  const set = Object.entries(deadlines).filter(([, milliseconds]) => milliseconds !== undefined);
  return { ...defaultDeadlines, ...Object.fromEntries(set) };
}
