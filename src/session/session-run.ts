/**
 * One session from its token to its release. It joins a service and a room, which never meet, and makes sure
 * that whatever was opened is stopped, whichever way the session goes.
 */

import { sessionError } from '../api/error-table.js';
import type { StreamingAvatarError } from '../api/errors.js';
import type { ConversationEvent } from '../api/events.js';
import type { StartAvatarResponse } from '../api/requests.js';
import type { EndReason } from '../api/state.js';
import type { Room, RoomEvent } from '../media/room.js';
import type { Command, CommandAnswer, DataLink, OpenSession, ServiceEvent } from '../services/service.js';
import { withDeadline } from './deadline.js';
import { inPhase } from './in-phase.js';
import { LiveSession } from './live-session.js';
import { Opening } from './opening.js';
import { watchPageLeave } from './page-leave.js';
import type { RunOptions } from './run-options.js';
import { stepsOf, type Step } from './step.js';
import type { VoiceChat } from './voice-chat.js';

/** A session that was opened and not connected is stopped after this long, in milliseconds. */
const longestUnconnected = 60_000;
/** The longest that releasing holds up its caller, in milliseconds. Another try at stopping the session goes on behind it. */
const releaseDeadline = 5_000;

/** LiveKit's CLIENT_INITIATED, SERVER_SHUTDOWN, and what an end gets that LiveKit has no number for. */
const stoppedByUs = 1;
const stoppedByServer = 3;

/** For a wait that only its own deadline ends. */
const never = new AbortController().signal;

const endedEarly = 'The service ended the session before the avatar was there. Try again in a moment.';

export class SessionRun {
  readonly #options: RunOptions;
  /** Aborted when the run is over, with the error that a start then rejects with. */
  readonly #abort = new AbortController();
  readonly #step: Step;
  readonly #opening: Opening;
  #room: Room | undefined;
  #opened: Promise<StartAvatarResponse> | undefined;
  #connecting: Promise<StartAvatarResponse> | undefined;
  /** Undefined until the session is connected. */
  #live: LiveSession | undefined;
  /** What the avatar does before the picture is there, so that the state begins with it. */
  #early: ConversationEvent | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #over: Promise<void> | undefined;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#step = stepsOf(options, this.#abort.signal);
    this.#opening = new Opening(options, this.#step, this.#abort.signal, this.#onServiceEvent);
    watchPageLeave(() => void this.end('page_hidden'), this.#abort.signal);
  }

  get answer(): StartAvatarResponse | undefined {
    return this.#opening.session?.answer;
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

  /** The conversation by voice, while the session is connected. */
  get voiceChat(): VoiceChat | undefined {
    return this.#over ? undefined : this.#live?.voiceChat;
  }

  /** The user is heard only while push-to-talk is pressed. */
  get pushToTalk(): boolean {
    return this.#options.request.enablePushToTalk === true;
  }

  /** Somebody is there. */
  activity(): void {
    this.#live?.activity();
  }

  setAudible(audible: boolean): void {
    this.#room?.setAudible(audible);
  }

  /** Gets a token and opens the session, which is then stopped unless `connect()` follows within a minute. */
  open(): Promise<StartAvatarResponse> {
    return (this.#opened ??= this.#orFail(async () => {
      const session = await this.#opening.open();
      this.#abort.signal.throwIfAborted();
      this.#options.change({ type: 'phase', phase: 'start' });
      this.#abort.signal.throwIfAborted();
      if (!this.#connecting) this.#timer = setTimeout(() => void this.end('idle'), longestUnconnected);
      return session.answer;
    }));
  }

  /** Opens the session unless it is open, starts it and joins its room. Resolves when picture and sound are there. */
  connect(): Promise<StartAvatarResponse> {
    return (this.#connecting ??= this.#orFail(() => this.#connect()));
  }

  /** Sends a command to the avatar. Rejects with `not_connected` unless the session is connected. */
  async command(command: Command): Promise<CommandAnswer> {
    if (!this.#live || this.#over) throw sessionError('not_connected', { phase: 'live' });
    try {
      return await this.#live.command(command);
    } catch (error) {
      const typed = inPhase(error, 'live');
      // What the service says of a session that it has ended, or that its token no longer opens.
      if (typed.code === 'unauthorized') void this.end('unauthorized', stoppedByServer);
      if (typed.code === 'not_connected') void this.end('server', stoppedByServer);
      throw typed;
    }
  }

  /** Has the avatar speak that sound. Rejects with `not_supported` where the service cannot. */
  async speakAudio(sound: AsyncIterable<Int16Array>): Promise<string> {
    const { session } = this.#opening;
    if (!this.#live || this.#over) throw sessionError('not_connected', { phase: 'live' });
    if (!session?.speakAudio) throw sessionError('not_supported', { phase: 'live' });
    this.#live.activity();
    return session.speakAudio(sound, this.#abort.signal).catch((error: unknown) => {
      throw inPhase(error, 'live');
    });
  }

  /** Ends the session, in every state. Resolves when all is released; later calls get the same promise. */
  end(reason: EndReason, code = stoppedByUs): Promise<void> {
    return (this.#over ??= this.#end(reason, code));
  }

  async #connect(): Promise<StartAvatarResponse> {
    await this.open();
    clearTimeout(this.#timer);
    const { session } = this.#opening;
    if (!session) throw sessionError('not_connected');
    const link: DataLink = { publish: async (topic, bytes) => this.#room?.publish(topic, bytes) };
    const preparing = this.#prepare(session);
    // Reported where it is waited for.
    preparing.catch(() => undefined);
    // The room is joined when the avatar is on its way to it, and not side by side: somebody who is there before
    // the avatar misses its first key frame, and waits longer for the next than joining takes (`npm run bench`).
    await this.#step('start', (signal) => session.start(link, signal));
    const room = await this.#step('room', async (signal) => {
      const prepared = await preparing;
      signal.throwIfAborted();
      await prepared.connect(session.connection, signal);
      return prepared;
    });
    await this.#step('media', () => room.media);
    // A listener to that step's end may have stopped it: nothing live may begin on what is over.
    this.#abort.signal.throwIfAborted();

    this.#live = new LiveSession({
      ...this.#options,
      session,
      room,
      clock: this.#options.ports.clock,
      signal: this.#abort.signal,
      onLimit: (reason) => void this.end(reason),
    });
    this.#options.change({ type: 'connected' });
    if (this.#early) {
      this.#live.observe(this.#early);
      this.#options.change({ type: 'conversation', event: this.#early });
    }
    // Whoever listened to that may have stopped it.
    this.#abort.signal.throwIfAborted();
    // In the next task, so that a listener added right after the `await` still hears it.
    this.#timer = setTimeout(() => this.#options.onReady());
    return session.answer;
  }

  /** A room, and its server looked up and shaken hands with, while the session is being started. */
  async #prepare({ connection }: OpenSession): Promise<Room> {
    const { stream, ports } = this.#options;
    const room = await this.#opening.createRoom({ stream, clock: ports.clock, emit: this.#onRoomEvent });
    if (this.#abort.signal.aborted) await room.disconnect();
    this.#abort.signal.throwIfAborted();
    this.#room = room;
    room.prepare(connection);
    return room;
  }

  /** Rejects with a typed error, and not before everything is released. What ended the run first is the cause. */
  async #orFail<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const typed = inPhase(error, 'open');
      await this.#fail(typed);
      throw typed;
    }
  }

  #fail(error: StreamingAvatarError): Promise<void> {
    const fail = async (): Promise<void> => {
      await this.#release(error, false);
      this.#options.change({ type: 'failed', error });
    };
    return (this.#over ??= fail());
  }

  async #end(reason: EndReason, code: number): Promise<void> {
    const wasConnected = this.#live !== undefined;
    // The release begins first: a listener that throws or closes the page must not keep the session open.
    const released = this.#release(sessionError('aborted'), true);
    this.#options.change({ type: 'stopping', reason });
    await released;
    this.#options.change({ type: 'ended', reason });
    this.#options.onEnd(reason, wasConnected ? code : undefined);
  }

  /**
   * The one place where everything is given back. Stopping the session comes first, since it costs money; a
   * service that has not answered the opening call yet is waited for only where somebody asked for the end.
   */
  async #release(why: StreamingAvatarError, waitForOpening: boolean): Promise<void> {
    const stopped = this.#opening.stop();
    clearTimeout(this.#timer);
    this.#abort.abort(why);
    const left = this.#room?.disconnect();
    const all = Promise.allSettled([this.#opening.session || waitForOpening ? stopped : undefined, left]);
    // Past its deadline, what is left goes on by itself.
    await withDeadline(
      releaseDeadline,
      never,
      () => sessionError('timeout'),
      () => all,
    ).catch(() => undefined);
  }

  readonly #onServiceEvent = (event: ServiceEvent): void => {
    if (this.#over) return;
    if (event.type === 'warning') return this.#options.onWarning(event.warning);
    if (event.type === 'conversation') return this.#converse(event.event);
    if (this.#live) void this.end(this.#live.reasonOf(event.reason), stoppedByServer);
    else void this.#fail(sessionError('not_connected', { phase: 'start', message: endedEarly }));
  };

  readonly #onRoomEvent = (event: RoomEvent): void => {
    if (this.#over) return;
    switch (event.type) {
      case 'data':
        return this.#opening.session?.handle(event);
      case 'disconnected':
        if (this.#live) void this.end(this.#live.reasonOf(event.reason), event.code);
        else void this.#fail(sessionError('room_failed', { phase: 'room' }));
        return;
      case 'quality':
        return this.#options.onQuality(event.quality);
      default:
        this.#options.change(event);
        this.#options.onConnection(event.type);
    }
  };

  #converse(event: ConversationEvent): void {
    const talks = event.type === 'avatar_start_talking' || event.type === 'avatar_stop_talking';
    if (!this.#live && talks) this.#early = event;
    if (event.type === 'avatar_start_talking') this.setAudible(true);
    this.#live?.observe(event);
    this.#options.change({ type: 'conversation', event });
    this.#options.onConversation(event);
  }
}
