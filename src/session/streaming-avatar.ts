/** The session client: the API of HeyGen's Streaming Avatar SDK over one session at a time. */

import { TaskMode, TaskType } from '../api/enums.js';
import { sessionError } from '../api/error-table.js';
import type {
  SpeakRequest,
  SpeakResponse,
  StartAvatarRequest,
  StartAvatarResponse,
  StreamingAvatarApiConfig,
} from '../api/requests.js';
import type { Deadlines } from '../api/phases.js';
import type { EndReason, SessionState } from '../api/state.js';
import type { LiveKitRoom } from '../media/livekit-room.js';
import type { Command, CommandAnswer } from '../services/service.js';
import { AvatarEventTarget } from './event-target.js';
import { ports as realPorts, type Ports } from './ports.js';
import { SessionRun } from './session-run.js';
import { idle, isLive, reduce, type StateEvent } from './state.js';
import { Tokens } from './token-source.js';
import { Turns } from './turns.js';
import { warmUp } from './warm-up.js';

const defaultDeadlines: Deadlines = {
  token: 15_000,
  open: 20_000,
  start: 20_000,
  room: 15_000,
  media: 30_000,
};

/** A synchronous `speak()` waits this much longer than its turn should last, in milliseconds. */
const turnGrace = 5_000;

/**
 * A talking avatar session. Every method that talks to the avatar rejects with a `StreamingAvatarError`;
 * its `code` says why. Nothing is logged, and no session outlives the page.
 */
export class StreamingAvatar extends AvatarEventTarget {
  readonly #config: StreamingAvatarApiConfig;
  readonly #tokens: Tokens;
  readonly #ports: Ports;
  #state: SessionState = idle;
  #run: SessionRun | undefined;
  #starting: Promise<StartAvatarResponse> | undefined;
  /** How often a stop was asked for: a start that waited meanwhile is cancelled by it. */
  #stops = 0;
  #turns = new Turns();

  /** Loads what a start needs, and prepares the connection to the service. Opens nothing and never rejects. */
  static warmUp(config: Pick<StreamingAvatarApiConfig, 'service' | 'basePath'> = {}): Promise<void> {
    return warmUp(realPorts, config);
  }

  /** `ports` is for tests. */
  constructor(config: StreamingAvatarApiConfig, ports: Ports = realPorts) {
    super();
    this.#ports = ports;
    this.#config = config;
    this.#tokens = new Tokens(config.token);
  }

  /** What the session is doing. */
  get state(): SessionState {
    return this.#state;
  }

  /** The session's id, from when the service has opened it until it is over. */
  get sessionId(): string | null {
    return this.#run?.answer?.session_id ?? null;
  }

  /** The avatar's picture and sound while a session is connected. The same stream for as long as it lasts. */
  get mediaStream(): MediaStream | null {
    return isLive(this.#state) ? (this.#run?.stream ?? null) : null;
  }

  /** LiveKit's own room while there is one. */
  get room(): LiveKitRoom | null {
    return (this.#run?.room as LiveKitRoom | undefined) ?? null;
  }

  /**
   * Opens a session, starts it and joins it. Resolves when picture and sound are in `mediaStream`; else rejects,
   * with the session stopped. While a start is under way a second call gets the same promise; a session that is
   * connected is ended first, with the reason `replaced`.
   */
  createStartAvatar(request: StartAvatarRequest = {}): Promise<StartAvatarResponse> {
    if (this.#starting) return this.#starting;
    const starting = this.#begin(request)
      .then((run) => run.connect())
      .finally(() => {
        // A stop, and a start after it, may have replaced it.
        if (this.#starting === starting) this.#starting = undefined;
      });
    return (this.#starting = starting);
  }

  /** Opens a session without connecting it. It is stopped unless `startSession()` follows within 60 seconds. */
  async newSession(request: StartAvatarRequest = {}): Promise<StartAvatarResponse> {
    const run = await this.#begin(request);
    return run.open();
  }

  /** Connects the session that `newSession()` opened. */
  async startSession(): Promise<StartAvatarResponse> {
    if (!this.#run) throw sessionError('not_connected', { phase: 'start' });
    return this.#run.connect();
  }

  /** Connects the session of `sessionInfo`, or the one that `newSession()` opened, or a new one. */
  async startAvatar(
    request: StartAvatarRequest = {},
    sessionInfo?: StartAvatarResponse,
  ): Promise<StartAvatarResponse> {
    const opened = this.sessionId !== null && !isLive(this.#state);
    const same = sessionInfo ? sessionInfo.session_id === this.sessionId : opened;
    if (same) return this.startSession();
    if (!sessionInfo) return this.createStartAvatar(request);
    const run = await this.#begin(request, sessionInfo);
    return run.connect();
  }

  /** Makes the avatar say a text (`repeat`), or answer it (`talk`, the default). */
  async speak(request: SpeakRequest | string): Promise<SpeakResponse> {
    const asked: Partial<SpeakRequest> = typeof request === 'string' ? { text: request } : (request ?? {});
    const { text, taskMode = TaskMode.ASYNC } = asked;
    const type = asked.taskType ?? asked.task_type ?? TaskType.TALK;
    if (typeof text !== 'string' || text.trim() === '') throw sessionError('empty_text', { phase: 'live' });
    oneOf('taskType', type, TaskType);
    oneOf('taskMode', taskMode, TaskMode);
    const run = this.#run;
    const turns = this.#turns;
    const answer = await this.#command({ type: 'speak', text, taskType: type, taskMode });
    const taskId = answer.taskId ?? turns.claim();
    const { durationMs } = answer;
    if (taskMode === TaskMode.SYNC && run) {
      const longest = AbortSignal.timeout((durationMs ?? 0) + turnGrace);
      await turns.over(taskId, AbortSignal.any([longest, run.signal]));
    }
    return { task_id: taskId, ...(durationMs === undefined ? {} : { duration_ms: durationMs }) };
  }

  /** Ends what the avatar is saying. Harmless when it is silent. */
  async interrupt(): Promise<void> {
    await this.#command({ type: 'interrupt' });
    this.#turns.interrupt();
  }

  /** Moves the avatar to its listening pose. It does not open a microphone. */
  async startListening(): Promise<void> {
    await this.#command({ type: 'start_listening' });
    this.#change({ type: 'listening', listening: true });
  }

  /** Moves the avatar out of its listening pose. */
  async stopListening(): Promise<void> {
    await this.#command({ type: 'stop_listening' });
    this.#change({ type: 'listening', listening: false });
  }

  /** Tells the service that somebody is still there. */
  async keepAlive(): Promise<void> {
    await this.#command({ type: 'keep_alive' });
  }

  /** Ends the session. Works in every state, never rejects, and resolves when everything is released. */
  async stopAvatar(reason: EndReason = 'stopped'): Promise<void> {
    this.#stops += 1;
    this.#starting = undefined;
    await this.#run?.end(reason);
  }

  /** A run that takes the place of the one before. */
  async #begin(request: StartAvatarRequest, existing?: StartAvatarResponse): Promise<SessionRun> {
    // A session that is there is not given up for one that cannot start.
    if (this.#run) this.#tokens.check();
    this.#starting = undefined;
    const stops = this.#stops;
    // In a loop, since another start may have come first while this one waited.
    while (this.#run) await this.#run.end('replaced');
    if (stops !== this.#stops) throw sessionError('aborted', { phase: 'token' });

    const { basePath, service = 'auto', deadlines, mediaStream } = this.#config;
    const turns = new Turns();
    const run: SessionRun = new SessionRun({
      ports: this.#ports,
      request,
      existing,
      tokens: this.#tokens,
      basePath,
      service,
      deadlines: withDefaults(deadlines),
      stream: mediaStream ?? new MediaStream(),
      change: (event) => this.#change(event),
      onConversation: (event) => {
        const known = turns.observe(event);
        this.emit(known.type, known);
      },
      onWarning: (warning) => this.emit('warning', warning),
      onConnection: (type) => this.emit(type, null),
      onReady: () => this.emit('stream_ready', run.stream),
      onEnd: (reason, code) => {
        if (code !== undefined) this.emit('stream_disconnected', code);
        this.emit('session_ended', { reason });
      },
    });
    this.#turns = turns;
    this.#run = run;
    this.#change({ type: 'started' });
    return run;
  }

  async #command(command: Command): Promise<CommandAnswer> {
    if (!this.#run) throw sessionError('not_connected', { phase: 'live' });
    return this.#run.command(command);
  }

  #change(event: StateEvent): void {
    const previous = this.#state;
    const state = reduce(previous, event);
    if (state === previous) return;
    this.#state = state;
    if (state.status === 'ended' || state.status === 'failed') this.#run = this.#starting = undefined;
    this.emit('state_changed', { state, previous });
    if (state.status === 'failed') this.emit('session_error', state.error);
  }
}

function withDefaults(deadlines: Partial<Deadlines> = {}): Deadlines {
  const set = Object.entries(deadlines).filter(([, milliseconds]) => milliseconds !== undefined);
  return { ...defaultDeadlines, ...Object.fromEntries(set) };
}

function oneOf(option: string, value: unknown, allowed: Readonly<Record<string, string>>): void {
  const values = Object.values(allowed);
  if (values.includes(value as string)) return;
  throw sessionError('invalid_option', {
    phase: 'live',
    message: `${option} is “${String(value)}”; allowed are ${values.join(', ')}.`,
  });
}
