/**
 * One session from its token to its release. It joins a service and a room, which never meet, and makes sure
 * that whatever was opened is stopped, whichever way the session goes.
 */

import { sessionError } from '../api/error-table.js';
import { StreamingAvatarError } from '../api/errors.js';
import type { ConversationEvent, WarningDetail } from '../api/events.js';
import type { ServiceName, StartAvatarRequest, StartAvatarResponse } from '../api/requests.js';
import type { Deadlines, Phase } from '../api/phases.js';
import type { EndReason } from '../api/state.js';
import type { Room, RoomEvent } from '../media/room.js';
import { preferredVideoCodec } from '../media/video-codec.js';
import type { Command, CommandAnswer, DataLink, OpenSession, ServiceEvent } from '../services/service.js';
import { withDeadline } from './deadline.js';
import { watchPageLeave } from './page-leave.js';
import type { Ports } from './ports.js';
import type { StateEvent } from './state.js';
import type { Tokens } from './token-source.js';

/** A session that was opened and not connected is stopped after this long, in milliseconds. */
const longestUnconnected = 60_000;
/** The longest wait for a command's answer, in milliseconds; an answer of the avatar's language model may take its time. */
const commandDeadline = 60_000;
/** The longest that releasing holds up its caller, in milliseconds. Another try at stopping the session goes on behind it. */
const releaseDeadline = 5_000;
/** An answer to the opening call is listened for this many times as long as it is waited for: there is a session in it. */
const lateAnswer = 3;

/** LiveKit's CLIENT_INITIATED, SERVER_SHUTDOWN, and what an end gets that LiveKit has no number for. */
const stoppedByUs = 1;
const stoppedByServer = 3;

export interface RunOptions {
  readonly ports: Ports;
  readonly request: StartAvatarRequest;
  readonly tokens: Tokens;
  readonly service: ServiceName;
  readonly basePath: string | undefined;
  readonly deadlines: Deadlines;
  readonly stream: MediaStream;
  /** A session that the page's server opened. */
  readonly existing: StartAvatarResponse | undefined;
  readonly change: (event: StateEvent) => void;
  readonly onConversation: (event: ConversationEvent) => void;
  readonly onWarning: (warning: WarningDetail) => void;
  readonly onConnection: (type: 'reconnecting' | 'reconnected') => void;
  /** The picture is there, in the task after `connect()` has resolved. */
  readonly onReady: () => void;
  /** The session has ended and all is released. `code` is LiveKit's reason number, where it had been connected. */
  readonly onEnd: (reason: EndReason, code: number | undefined) => void;
}

export class SessionRun {
  readonly #options: RunOptions;
  readonly #abort = new AbortController();
  #opening: Promise<OpenSession> | undefined;
  #session: OpenSession | undefined;
  #room: Room | undefined;
  #connecting: Promise<StartAvatarResponse> | undefined;
  #connected = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ending: Promise<void> | undefined;

  constructor(options: RunOptions) {
    this.#options = options;
    watchPageLeave(() => void this.end('page_hidden'), this.#abort.signal);
  }

  get answer(): StartAvatarResponse | undefined {
    return this.#session?.answer;
  }

  get room(): unknown {
    return this.#room?.native ?? null;
  }

  get stream(): MediaStream {
    return this.#options.stream;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Gets a token and opens the session, which is then stopped unless `connect()` follows within a minute. */
  async open(): Promise<StartAvatarResponse> {
    try {
      this.#options.change({ type: 'started' });
      const session = await this.#open('start');
      this.#session = session;
      this.#opening = undefined;
      this.#abort.signal.throwIfAborted();
      this.#options.change({ type: 'phase', phase: 'start' });
      this.#timer = setTimeout(() => void this.end('idle'), longestUnconnected);
      return session.answer;
    } catch (error) {
      throw await this.#fail(error);
    }
  }

  /** Starts the session and joins its room, side by side. Resolves when picture and sound are there. */
  connect(): Promise<StartAvatarResponse> {
    return (this.#connecting ??= this.#connect());
  }

  /** Sends a command to the avatar. Rejects with `not_connected` unless the session is connected. */
  async command(command: Command): Promise<CommandAnswer> {
    const session = this.#session;
    if (!session || !this.#connected || this.#ending) throw sessionError('not_connected', { phase: 'live' });
    try {
      return await withDeadline(commandDeadline, this.#abort.signal, late, (signal) =>
        session.command(command, signal),
      );
    } catch (error) {
      const typed = inPhase(error, 'live');
      if (typed.code === 'unauthorized') void this.end('unauthorized', stoppedByServer);
      throw typed;
    }
    function late(): Error {
      return sessionError('timeout', { phase: 'live' });
    }
  }

  /** Ends the session, in every state. Resolves when all is released; later calls get the same promise. */
  end(reason: EndReason, code = stoppedByUs): Promise<void> {
    return (this.#ending ??= this.#end(reason, code));
  }

  async #open(reason: 'start' | 'unauthorized'): Promise<OpenSession> {
    const { ports, request, tokens, basePath, existing, deadlines } = this.#options;
    // Neither is waited for here: both load while the token and the session are being had.
    const loading = ports.loadService(this.#options.service);
    void ports.warmUp();

    // A wrong name is reported below, where it is waited for.
    loading.catch(() => undefined);

    const token = await this.#phase('token', (signal) => tokens.get(request, reason, signal));
    const service = await loading;
    try {
      return await this.#phase('open', () => {
        // Not cut short with the run: an answer that is on its way has a session in it. See #stopSession.
        this.#opening = service.open({
          request,
          token,
          basePath,
          existing,
          videoCodec: preferredVideoCodec(),
          signal: AbortSignal.timeout(deadlines.open * lateAnswer),
          emit: this.#onServiceEvent,
        });
        return this.#opening.then((session) => {
          tokens.spend();
          return session;
        });
      });
    } catch (error) {
      const refused = error instanceof StreamingAvatarError && error.code === 'unauthorized';
      if (refused && reason === 'start' && tokens.renewable) return this.#open('unauthorized');
      throw error;
    }
  }

  async #connect(): Promise<StartAvatarResponse> {
    try {
      clearTimeout(this.#timer);
      const session = this.#session;
      if (!session) throw sessionError('not_connected');
      const link: DataLink = { publish: async (topic, bytes) => this.#room?.publish(topic, bytes) };
      let joined: Room | undefined;
      const join = async (signal: AbortSignal): Promise<Room> => {
        const { stream } = this.#options;
        const room = await this.#options.ports.createRoom({ stream, emit: this.#onRoomEvent });
        signal.throwIfAborted();
        this.#room = room;
        await room.connect(session.connection, signal);
        return (joined = room);
      };
      const [room] = await Promise.all([
        this.#phase('room', join),
        this.#phase('start', (signal) => session.start(link, signal)).then(() => {
          if (!joined) this.#options.change({ type: 'phase', phase: 'room' });
        }),
      ]);
      this.#options.change({ type: 'phase', phase: 'media' });
      await this.#phase('media', () => room.media);

      this.#connected = true;
      this.#options.change({ type: 'connected' });
      // In the next task, so that a listener added right after the `await` still hears it.
      this.#timer = setTimeout(() => this.#options.onReady());
      return session.answer;
    } catch (error) {
      throw await this.#fail(error);
    }
  }

  /** Does one step of the start within its deadline, keeps its time, and gives its errors their phase. */
  async #phase<T>(phase: keyof Deadlines, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { deadlines, change } = this.#options;
    const begun = performance.now();
    if (phase === 'token' || phase === 'open') change({ type: 'phase', phase });
    const late = (): Error => sessionError(phase === 'media' ? 'media_missing' : 'timeout', { phase });
    try {
      const result = await withDeadline(deadlines[phase], this.#abort.signal, late, work);
      change({ type: 'timed', phase, milliseconds: Math.round(performance.now() - begun) });
      return result;
    } catch (error) {
      throw inPhase(error, phase);
    }
  }

  /** After a failed start: releases everything, then the error to reject with. An end that came first is the cause. */
  async #fail(error: unknown): Promise<StreamingAvatarError> {
    const typed = inPhase(error, 'open');
    if (this.#ending) {
      await this.#ending;
      return typed;
    }
    this.#ending = this.#release();
    await this.#ending;
    this.#options.change({ type: 'failed', error: typed });
    return typed;
  }

  async #end(reason: EndReason, code: number): Promise<void> {
    const wasConnected = this.#connected;
    // Released first, told afterwards: a listener that throws or closes the page must not keep it open.
    const released = this.#release();
    this.#options.change({ type: 'stopping', reason });
    await released;
    this.#options.change({ type: 'ended', reason });
    this.#options.onEnd(reason, wasConnected ? code : undefined);
  }

  /** The one place where everything is given back. Stopping the session comes first, since it costs money. */
  async #release(): Promise<void> {
    const stopped = this.#stopSession();
    clearTimeout(this.#timer);
    this.#abort.abort(sessionError('aborted'));
    const left = this.#room?.disconnect();
    const all = Promise.allSettled([stopped, left]);
    // Nothing aborts this wait but its own deadline, which is no error: what is left goes on by itself.
    await withDeadline(releaseDeadline, new AbortController().signal, late, () => all).catch(() => undefined);
    function late(): Error {
      return sessionError('timeout');
    }
  }

  /** Stops the session that is open, or the one that the service is about to answer with. */
  async #stopSession(): Promise<void> {
    if (this.#session) return this.#session.stop();
    const late = await this.#opening?.catch(() => undefined);
    await late?.stop();
  }

  readonly #onServiceEvent = (event: ServiceEvent): void => {
    if (this.#ending) return;
    if (event.type === 'ended') return void this.end(event.reason, stoppedByServer);
    if (event.type === 'warning') return this.#options.onWarning(event.warning);
    this.#options.change(event);
    this.#options.onConversation(event.event);
  };

  readonly #onRoomEvent = (event: RoomEvent): void => {
    if (this.#ending) return;
    switch (event.type) {
      case 'data':
        return this.#session?.handle(event);
      case 'disconnected':
        // During a start this is a failed start, which `room.connect` or the media's deadline reports.
        if (this.#connected) void this.end(event.reason, event.code);
        return;
      default:
        this.#options.change(event);
        this.#options.onConnection(event.type);
    }
  };
}

/** The error with the phase it happened in; what is no error of ours becomes one. */
function inPhase(error: unknown, phase: Phase): StreamingAvatarError {
  if (error instanceof StreamingAvatarError) {
    error.phase ??= phase;
    return error;
  }
  return sessionError(phase === 'room' || phase === 'media' ? 'room_failed' : 'network', {
    phase,
    cause: error,
  });
}
