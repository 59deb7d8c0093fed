/**
 * One session from its token to its release. Connects a service and a room, which don't know each other, and makes sure
 * that whatever was opened is stopped.
 */

import { withSessionId } from '../api/aliases.js';
import { sessionError } from '../api/error-table.js';
import type { StreamingAvatarError } from '../api/errors.js';
import type { ConversationEvent, DetailOf, StreamingAvatarEventMap } from '../api/events.js';
import type { Clock } from '../api/clock.js';
import type { Deadlines } from '../api/phases.js';
import type {
  ServiceName,
  StartAvatarOptions,
  StartAvatarResponse,
  StartedSession,
  TokenReason,
} from '../api/requests.js';
import type { EndReason } from '../api/state.js';
import { noAbort, withDeadline } from '../api/wait.js';
import type { Room, RoomEvent } from '../media/room.js';
import { preferredVideoCodec } from '../media/video-codec.js';
import type {
  Command,
  CommandAnswer,
  DataLink,
  Opening,
  OpenSession,
  Service,
  ServiceEvent,
  StopSession,
} from '../services/service.js';
import { ConversationTracker } from './conversation.js';
import { Limits } from './limits.js';
import { endWithPage } from './page-leave.js';
import { createPhaseRunner, toPhaseError, type RunPhase } from './phase-runner.js';
import { ports, type Backend } from './ports.js';
import { backendFor, knownBackend } from './service-choice.js';
import { SilencePrompt } from './silence-prompt.js';
import { orderStop, type StopOrder } from './stop-order.js';
import type { StateEvent } from './store.js';
import { isRefusedToken, type TokenSupplier } from './token-supplier.js';
import { VoiceChat } from './voice-chat.js';
import { preconnect } from './warm-up.js';

/** How many times the deadline of `open` a late response is still read: it contains a session that has to be stopped. */
const lateAnswer = 3;
/** Longest time that releasing delays its caller, in milliseconds. Stopping the session goes on after it. */
const releaseDeadline = 5_000;
/** Longest wait for the response to a command, in milliseconds. The avatar's language model may take long. */
const commandDeadline = 60_000;

/** LiveKit's CLIENT_INITIATED and SERVER_SHUTDOWN. */
const stoppedByUs = 1;
const stoppedByServer = 3;

const endedEarly = 'The service ended the session before the avatar was there. Try again in a moment.';
const neverIdle =
  'Inactivity does not end this session (disableIdleTimeout): it bills until it is stopped, or reaches its longest duration.';

type Emit = <Type extends keyof StreamingAvatarEventMap>(type: Type, detail: DetailOf<Type>) => void;

export interface SessionOptions {
  readonly request: StartAvatarOptions;
  /** Quality of a request without one. */
  readonly defaultQuality: StartAvatarOptions['quality'];
  readonly tokens: TokenSupplier;
  readonly service: ServiceName;
  readonly basePath: string | undefined;
  readonly deadlines: Deadlines;
  readonly stream: MediaStream;
  /** Clock of its limits, conversation, service and room. Its deadlines use the ports' clock. */
  readonly clock: Clock;
  /** A session that the page's server has opened. */
  readonly existing: StartAvatarResponse | undefined;
  /** Changes the state. Not called after the end of the session. */
  readonly change: (event: StateEvent) => void;
  readonly emit: Emit;
  /** Fires an event of the service with a name that we don't know. */
  readonly emitOther: (name: string, detail: unknown) => void;
  /** Called with each stop that the next start has to wait for. */
  readonly onOwed: (cleared: Promise<void>) => void;
}

/** What only a connected session has. */
interface Live {
  readonly since: number;
  /** The same moment, in milliseconds since 1970. */
  readonly date: number;
  readonly limits: Limits;
  readonly voiceChat: VoiceChat;
  readonly silencePrompt: SilencePrompt | undefined;
}

export class Session {
  readonly stream: MediaStream;
  readonly conversation: ConversationTracker;
  readonly #options: SessionOptions;
  /** Aborted at the end of the session, with the error that a start then rejects with. */
  readonly #abort = new AbortController();
  readonly #phase: RunPhase;
  readonly #unwatchPage: () => void;
  #backend: Backend | undefined;
  #opening: Opening | undefined;
  #session: OpenSession | undefined;
  #info: StartedSession | undefined;
  #room: Room | undefined;
  #live: Live | undefined;
  #opened: Promise<StartedSession> | undefined;
  #connecting: Promise<StartedSession> | undefined;
  #ending: Promise<void> | undefined;
  /** The end was reported: from now on this session doesn't change the state. */
  #told = false;
  #cancelUnconnected = (): void => undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.stream = options.stream;
    this.#phase = createPhaseRunner(ports.clock, options.deadlines, this.#abort.signal, this.#change);
    this.conversation = new ConversationTracker(options.clock, () => this.#session?.longestPause ?? 0, {
      onChange: this.#onTalk,
      onTranscript: (transcript) => options.emit('transcript_changed', { transcript }),
    });
    this.#unwatchPage = endWithPage((reason) => this.end(reason));
  }

  /** The service's response to the opening call, until the session ends. */
  get info(): StartedSession | undefined {
    return this.#ending ? undefined : this.#info;
  }

  /** The room's own object, also after the end; null before there is one. */
  get room(): unknown {
    return this.#room?.native ?? null;
  }

  /** Whether it has been connected. Stays true after its end. */
  get wasConnected(): boolean {
    return this.#live !== undefined;
  }

  /** When it was connected, in milliseconds since 1970. */
  get connectedAt(): number | undefined {
    return this.#live?.date;
  }

  /** The language it was started with, as the page has set it. */
  get language(): string | undefined {
    return this.#options.request.language;
  }

  /** Whether it is ending, or has ended. */
  get isOver(): boolean {
    return this.#ending !== undefined;
  }

  /** Whether all of it is released, and its end told. */
  get isDone(): boolean {
    return this.#told;
  }

  /** Whether its start was requested, and not only its opening. */
  get isConnecting(): boolean {
    return this.#connecting !== undefined;
  }

  /** The voice chat, while the session is connected. */
  get voiceChat(): VoiceChat | undefined {
    return this.#ending ? undefined : this.#live?.voiceChat;
  }

  /** Gets a token and opens the session. The session is stopped unless `connect()` follows in time. */
  open(): Promise<StartedSession> {
    return (this.#opened ??= this.#orFail(async () => {
      const { sessionInfo } = await this.#open();
      // A listener may have stopped the session when the phase ended.
      this.#abort.signal.throwIfAborted();
      const { unconnected } = this.#options.deadlines;
      if (!this.#connecting)
        this.#cancelUnconnected = ports.clock.after(unconnected / 1000, () => void this.end('idle'));
      return this.#info ?? withSessionId(sessionInfo);
    }));
  }

  /** Opens the session unless it is open, starts it and joins its room. Resolves when picture and sound are there. */
  connect(): Promise<StartedSession> {
    return (this.#connecting ??= this.#orFail(() => this.#connect()));
  }

  /** Sends a command to the avatar. Rejects with `not_connected` unless the session is connected. */
  async command(command: Command): Promise<CommandAnswer> {
    const { live, session } = this.#connected();
    if (command.type === 'silence_prompt' && live.silencePrompt) {
      live.silencePrompt.enabled = command.enabled;
      return {};
    }
    if (command.type === 'speak') live.silencePrompt?.noteActivity();
    return this.#send(session, command);
  }

  /** Makes the avatar speak `sound`. Rejects with `not_supported` if the service can't. */
  async speakAudio(sound: AsyncIterable<Int16Array>): Promise<string> {
    const { session } = this.#connected();
    if (!session.speakAudio) throw sessionError('not_supported', { phase: 'live' });
    this.noteActivity();
    return session.speakAudio(this.#noting(sound), this.#abort.signal).catch((error: unknown) => {
      throw toPhaseError(error, 'live');
    });
  }

  /** Notes activity while sound is being sent, however long it lasts. */
  async *#noting(sound: AsyncIterable<Int16Array>): AsyncGenerator<Int16Array> {
    for await (const piece of sound) {
      this.noteActivity();
      yield piece;
    }
  }

  /** Seconds until the session's longest duration ends, once `time_remaining` was fired. */
  get timeLeft(): number | undefined {
    return this.#live?.limits.timeLeft;
  }

  /** Notes activity, which postpones the idle end. */
  noteActivity(): void {
    if (!this.#ending) this.#live?.limits.noteActivity();
  }

  /** Ends the session, in every state. Resolves when everything is released. Later calls return the same promise. */
  end(reason: EndReason, code = stoppedByUs): Promise<void> {
    return this.#endOnce(() => this.#end(reason, code));
  }

  async #open(): Promise<OpenSession> {
    const { request, tokens, service, basePath } = this.#options;
    const videoCodec = preferredVideoCodec();
    // The token endpoint may fix the codec, and uses H264 unless the request says otherwise.
    const minted = {
      ...this.#withQuality(request),
      ...(videoCodec === 'H264' ? {} : { videoEncoding: videoCodec }),
    };
    const likely = knownBackend(service, tokens.service);
    const loading = likely?.loadService().then((loaded) => {
      if (loaded.basePath) preconnect(basePath || loaded.basePath);
      return loaded;
    });
    // Reported where it is awaited.
    loading?.catch(() => undefined);

    for (let reason: TokenReason = 'start'; ; reason = 'unauthorized') {
      const asked = reason;
      const token = await this.#phase('token', async (signal) => {
        // Before the token, so that nobody pays for a session that can't be played. The two services that only their
        // tokens tell apart have the same player.
        await (likely ?? ports.backends.liveavatar).loadPlayer();
        signal.throwIfAborted();
        return likely && !likely.takesToken ? '' : tokens.get(minted, asked, signal);
      });
      // The service remembered for a token source is only a guess, for loading ahead.
      const backend = backendFor(service, token);
      this.#backend = backend;
      try {
        return await this.#phase('open', async (signal) => {
          const loaded = await (backend === likely && loading ? loading : backend.loadService());
          signal.throwIfAborted();
          return this.#ask(loaded, token, videoCodec);
        });
      } catch (error) {
        if (isRefusedToken(error)) this.#opening = undefined;
        if (!tokens.isAskedAgain(error, reason)) throw error;
      }
    }
  }

  #withQuality(request: StartAvatarOptions): StartAvatarOptions {
    const { defaultQuality } = this.#options;
    return defaultQuality ? { ...request, quality: request.quality ?? defaultQuality } : request;
  }

  async #ask(service: Service, token: string, videoCodec: 'H264' | 'VP8'): Promise<OpenSession> {
    const { request, tokens, basePath, existing, deadlines } = this.#options;
    // Not aborted with the run: a response that is on its way contains a session.
    const late = new AbortController();
    const opening = service.open({
      ...{ token, basePath, existing, videoCodec },
      // LiveAvatar's token has fixed the quality. The default isn't the page's wish, so it must not be warned about.
      request: this.#backend === ports.backends.liveavatar ? request : this.#withQuality(request),
      plainToken: !tokens.renewable,
      clock: this.#options.clock,
      signal: late.signal,
      emit: this.#onServiceEvent,
    });
    const cancelLate = ports.clock.after((deadlines.open * lateAnswer) / 1000, () =>
      late.abort(sessionError('timeout')),
    );
    this.#opening = opening;
    tokens.spend();
    opening.session.catch(() => tokens.restore()).finally(cancelLate);
    const session = await opening.session;
    this.#session = session;
    this.#info = withSessionId(session.sessionInfo);
    return session;
  }

  async #connect(): Promise<StartedSession> {
    const info = await this.open();
    this.#cancelUnconnected();
    const session = this.#session;
    if (!session) throw sessionError('not_connected');
    const link: DataLink = { publish: async (topic, bytes) => this.#room?.publish(topic, bytes) };
    const preparing = this.#prepareRoom(session);
    // Reported where it is awaited.
    preparing.catch(() => undefined);
    // The room is joined after the start, not at the same time: a client that is there before the avatar misses its
    // first key frame, and waits longer for the next one than joining takes (`npm run bench`).
    await this.#phase('start', (signal) => session.start(link, signal));
    const room = await this.#phase('room', async (signal) => {
      const prepared = await preparing;
      signal.throwIfAborted();
      await prepared.connect(session.connection, signal);
      return prepared;
    });
    await this.#phase('media', () => room.media);
    // A listener may have stopped the session when the phase ended.
    this.#abort.signal.throwIfAborted();
    this.#goLive(session, room);
    // A listener may have stopped the session.
    this.#abort.signal.throwIfAborted();
    this.#options.emit('stream_ready', this.stream);
    this.#abort.signal.throwIfAborted();
    return info;
  }

  /** Makes the room and prepares the connection to its server, while the session is being started. */
  async #prepareRoom({ connection }: OpenSession): Promise<Room> {
    if (!this.#backend) throw sessionError('not_connected');
    const room = await this.#backend.createRoom({
      stream: this.stream,
      clock: this.#options.clock,
      emit: this.#onRoomEvent,
    });
    if (this.#abort.signal.aborted) await room.disconnect();
    this.#abort.signal.throwIfAborted();
    this.#room = room;
    room.prepare(connection);
    return room;
  }

  #goLive(session: OpenSession, room: Room): void {
    const { request, emit, emitOther, clock } = this.#options;
    const { conversation } = this;
    const duration = session.sessionInfo.session_duration_limit;
    const limits = new Limits(request, { idleWindow: session.idleWindow, duration }, clock, {
      talkingSince: () => conversation.talkingSince,
      // The next one makes up for one that fails, unless its error says that the session is over.
      keepAlive: () => void this.#send(session, { type: 'keep_alive' }, false).catch(() => undefined),
      onIdleWarning: (seconds) => emit('idle_warning', { seconds }),
      // For the element's question. Not public: pages know what their visitors do.
      onIdleOver: () => emitOther('idle_over', null),
      onTimeRemaining: (seconds) => emit('time_remaining', { seconds }),
      onEnd: (reason) => void this.end(reason),
    });
    const voiceChat = new VoiceChat({
      room,
      signal: this.#abort.signal,
      pushToTalk: request.enablePushToTalk === true,
      change: this.#change,
      onWarning: (warning) => emit('warning', warning),
      onDeviceChange: (deviceId) => emit('device_changed', { kind: 'audioinput', deviceId }),
      tellPress: (pressed) => this.command({ type: 'push_to_talk', pressed }),
    });
    this.#live = {
      since: clock.now(),
      date: Date.now(),
      limits,
      voiceChat,
      silencePrompt: this.#makeSilencePrompt(session),
    };
    const { talking, thinking, userTalking } = conversation;
    this.#change({ type: 'connected', talking, thinking, userTalking });
    if (limits.unlimited)
      emit('warning', { code: 'idle_timeout_disabled', option: 'disableIdleTimeout', message: neverIdle });
  }

  #makeSilencePrompt(session: OpenSession): SilencePrompt | undefined {
    const text = session.silencePrompt;
    if (text === undefined) return undefined;
    const prompt = new SilencePrompt(this.#options.clock, {
      isSilent: () => !this.conversation.talking && !this.conversation.userTalking,
      announce: (event) => this.#options.emit('user_silence', event),
      speakUp: () =>
        void this.#send(session, { type: 'speak', text, taskType: 'talk', taskMode: 'async' }, false).catch(
          () => undefined,
        ),
    });
    prompt.enabled = this.#options.request.useSilencePrompt === true;
    return prompt;
  }

  #connected(): { live: Live; session: OpenSession } {
    if (!this.#live || !this.#session || this.#ending) throw sessionError('not_connected', { phase: 'live' });
    return { live: this.#live, session: this.#session };
  }

  async #send(session: OpenSession, command: Command, byPage = true): Promise<CommandAnswer> {
    if (byPage) this.noteActivity();
    const late = (): Error => sessionError('timeout', { phase: 'live' });
    try {
      return await withDeadline(ports.clock, commandDeadline, this.#abort.signal, late, (signal) =>
        session.command(command, signal),
      );
    } catch (error) {
      const typed = toPhaseError(error, 'live');
      // The service has ended the session, or no longer accepts its token.
      if (typed.code === 'unauthorized') void this.end('unauthorized', stoppedByServer);
      else if (typed.code === 'not_connected' || typed.status === 404 || typed.status === 410)
        void this.end('server', stoppedByServer);
      throw typed;
    }
  }

  /** Does `work`. Rejects with a typed error once everything is released: the one that ended the session first. */
  async #orFail<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const { signal } = this.#abort;
      const typed = toPhaseError(signal.aborted ? signal.reason : error, 'open');
      await this.#fail(typed);
      throw typed;
    }
  }

  #fail(error: StreamingAvatarError): Promise<void> {
    const fail = async (): Promise<void> => {
      await this.#release(error, false);
      this.#change({ type: 'failed', error });
      this.#told = true;
      this.conversation.end();
      this.#options.emit('session_error', error);
    };
    return this.#endOnce(fail);
  }

  /**
   * Notes the end before `end` begins. It aborts what is under way, and so calls listeners that may end the session, too.
   * With zone.js, whatever waits for them runs within `abort()`.
   */
  #endOnce(end: () => Promise<void>): Promise<void> {
    if (this.#ending) return this.#ending;
    let settle!: (ended: Promise<void>) => void;
    this.#ending = new Promise((resolve) => (settle = resolve));
    settle(end());
    return this.#ending;
  }

  async #end(reason: EndReason, code: number): Promise<void> {
    // The release begins first: a listener that throws or closes the page must not keep the session open.
    const released = this.#release(sessionError('aborted'), true);
    this.#change({ type: 'stopping', reason });
    await released;
    const { transcript } = this.conversation;
    this.conversation.end();
    this.#change({ type: 'ended', reason });
    this.#told = true;
    if (!this.#live) return;
    const seconds = Math.round(this.#options.clock.now() - this.#live.since);
    this.#options.emit('stream_disconnected', code);
    this.#options.emit('session_ended', { reason, seconds, turns: transcript.length });
  }

  /**
   * Releases everything. The only place that does. Stops the session first, since it costs money. Waits for a service
   * that hasn't responded to the opening call only if the end was requested.
   */
  async #release(why: StreamingAvatarError, waitForOpening: boolean): Promise<void> {
    const { stopped, late } = this.#stopAtService();
    this.#unwatchPage();
    this.#cancelUnconnected();
    this.#live?.limits.stop();
    this.#live?.silencePrompt?.stop();
    this.#abort.abort(why);
    const left = this.#room?.disconnect();
    const all = Promise.allSettled([stopped, waitForOpening ? late : undefined, left]);
    const tooLate = (): Error => sessionError('timeout');
    // After the deadline the rest goes on by itself.
    await withDeadline(ports.clock, releaseDeadline, noAbort, tooLate, () => all).catch(() => undefined);
  }

  /** Stops the session that is open, may be open, or comes with a late response. */
  #stopAtService(): { stopped: Promise<void> | undefined; late: Promise<void> | undefined } {
    const order = (stop: StopSession, answered?: Promise<unknown>): StopOrder => {
      const made = orderStop(ports.clock, stop, answered);
      this.#options.onOwed(made.cleared);
      return made;
    };
    const stopOf = (session: OpenSession): StopOrder => {
      session.close();
      return order((signal) => session.stop(signal));
    };
    const opening = this.#opening;
    if (this.#session) return { stopped: stopOf(this.#session).firstTry, late: undefined };
    if (!opening) return { stopped: undefined, late: undefined };
    // There was no response, or one that doesn't tell the session that it may have opened.
    const stopByToken: StopSession = async (signal) => opening.stop?.(signal);
    const byToken = opening.stop && order(stopByToken, opening.session);
    // The response may come later: the stop by token may have overtaken it.
    const late = opening.session.then(
      (session) => stopOf(session).firstTry,
      // The response was an error, which tells whether there is something to stop.
      () => (byToken || !opening.stop ? undefined : order(stopByToken).firstTry),
    );
    this.#options.onOwed(late);
    return { stopped: byToken?.firstTry, late: byToken ? undefined : late };
  }

  readonly #change = (event: StateEvent): void => {
    if (!this.#told) this.#options.change(event);
  };

  readonly #onTalk = (conversation: ConversationTracker): void => {
    const { talking, thinking, userTalking, silenced } = conversation;
    this.#room?.setAudible(!silenced);
    this.#live?.silencePrompt?.update();
    this.#change({ type: 'talk', talking, thinking, userTalking });
  };

  readonly #onServiceEvent = (event: ServiceEvent): void => {
    if (this.#ending) return;
    switch (event.type) {
      case 'warning':
        return this.#options.emit('warning', event.warning);
      case 'conversation':
        return this.#converse(event.event);
      case 'other':
        return this.#options.emitOther(event.name, event.detail);
      case 'ended':
        if (this.#live) void this.end(this.#reasonOf(event.reason), stoppedByServer);
        else void this.#fail(sessionError('not_connected', { phase: 'start', message: endedEarly }));
    }
  };

  readonly #onRoomEvent = (event: RoomEvent): void => {
    if (this.#ending) return;
    switch (event.type) {
      case 'data':
        return this.#session?.handle(event);
      case 'disconnected':
        if (this.#live) void this.end(this.#reasonOf(event.reason), event.code);
        else void this.#fail(sessionError('room_failed', { phase: 'room' }));
        return;
      case 'quality':
        return this.#options.emit('connection_quality_changed', event.quality);
      default:
        if (!this.#live) return;
        this.#change(event);
        this.#options.emit(event.type, null);
    }
  };

  /** At the longest duration a service ends the session without saying why. */
  #reasonOf(reason: EndReason): EndReason {
    const unsaid = reason === 'server' || reason === 'room_deleted';
    return unsaid && this.#live?.limits.durationIsOver ? 'duration' : reason;
  }

  #converse(event: ConversationEvent): void {
    // Speech of either side is activity; silence isn't.
    if (event.type !== 'user_silence') this.noteActivity();
    const known = this.conversation.observe(event);
    if (event.type === 'user_start') this.#live?.silencePrompt?.noteActivity();
    else if (event.type !== 'user_silence') this.#live?.silencePrompt?.noteSpeech();
    this.#options.emit(known.type, known);
  }
}
