/** What a connected session has beside its picture: commands, a voice, and the limits that end it when nobody is there. */

import type { Clock } from '../api/clock.js';
import { sessionError } from '../api/error-table.js';
import type { ConversationEvent, WarningDetail } from '../api/events.js';
import type { StartAvatarOptions } from '../api/requests.js';
import type { EndReason } from '../api/state.js';
import type { Room } from '../media/room.js';
import type { Command, CommandAnswer, OpenSession } from '../services/service.js';
import { withDeadline } from './deadline.js';
import { idleLimits, LimitsWatch } from './limits.js';
import type { StateEvent } from './state.js';
import { VoiceChat } from './voice-chat.js';

/** The longest wait for a command's answer, in milliseconds; an answer of the avatar's language model may take its time. */
const commandDeadline = 60_000;

/** No turn is taken to last longer than this, in seconds. */
const longestTurn = 300;

/** The service began to count before us, by this many seconds at the most. */
const early = 5;

const neverIdle: WarningDetail = {
  code: 'idle_timeout_disabled',
  option: 'disableIdleTimeout',
  message: 'This session does not end for want of activity: it bills until it is stopped.',
};

/** What a live session tells. */
export interface LiveHooks {
  readonly change: (event: StateEvent) => void;
  readonly onWarning: (warning: WarningDetail) => void;
  readonly onIdleWarning: (seconds: number) => void;
  readonly onTimeRemaining: (seconds: number) => void;
  readonly onMicrophoneChange: (deviceId: string) => void;
}

export interface LiveOptions extends LiveHooks {
  readonly session: OpenSession;
  readonly room: Room;
  readonly request: StartAvatarOptions;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** One of its limits is reached. */
  readonly onLimit: (reason: 'idle' | 'duration') => void;
}

export class LiveSession {
  readonly voiceChat: VoiceChat;
  readonly #session: OpenSession;
  readonly #signal: AbortSignal;
  readonly #limits: LimitsWatch;
  readonly #clock: Clock;
  /** When its longest duration is reached, on the clock. */
  readonly #endsAt: number;
  /** Since when the avatar talks, on the clock; undefined while it is silent. */
  #talkingSince: number | undefined;

  constructor(options: LiveOptions) {
    const { session, room, request, clock, signal, change, onWarning } = options;
    this.#session = session;
    this.#signal = signal;
    this.#clock = clock;
    const { session_duration_limit: duration } = session.answer;
    this.#endsAt = duration > 0 ? clock.now() + duration : Infinity;
    const limits = idleLimits(request, session.idleWindow);
    this.#limits = new LimitsWatch(limits, duration, clock, {
      busy: () => this.#talks(),
      keepAlive: () => void this.#keepAlive(),
      onIdleWarning: options.onIdleWarning,
      onTimeRemaining: options.onTimeRemaining,
      onEnd: options.onLimit,
    });
    if (limits.unlimited) onWarning(neverIdle);
    const onDeviceChange = options.onMicrophoneChange;
    this.voiceChat = new VoiceChat({ room, signal, change, onWarning, onDeviceChange });
    signal.addEventListener('abort', () => this.#limits.stop(), { once: true });
  }

  /** Speech of either side is activity; that there is none is not. */
  observe({ type }: ConversationEvent): void {
    if (type === 'avatar_start_talking') this.#talkingSince = this.#clock.now();
    if (type === 'avatar_stop_talking' || type === 'user_start') this.#talkingSince = undefined;
    if (type !== 'user_silence') this.activity();
  }

  /** Why the service has ended it: at its longest duration it does so without saying why. */
  reasonOf(reason: EndReason): EndReason {
    const unsaid = reason === 'server' || reason === 'room_deleted';
    return unsaid && this.#clock.now() > this.#endsAt - early ? 'duration' : reason;
  }

  /** Somebody is there. */
  activity(): void {
    this.#limits.activity();
  }

  /** Sends a command that somebody gave. */
  command(command: Command): Promise<CommandAnswer> {
    if (command.type === 'interrupt') this.#talkingSince = undefined;
    this.activity();
    return this.#send(command);
  }

  /** Not for ever, should the end of it be lost: it would bill to the duration limit. */
  #talks(): boolean {
    return this.#talkingSince !== undefined && this.#clock.now() - this.#talkingSince < longestTurn;
  }

  async #keepAlive(): Promise<void> {
    // One that fails is made up for by the next; what is wrong with the session shows elsewhere.
    await this.#send({ type: 'keep_alive' }).catch(() => undefined);
  }

  #send(command: Command): Promise<CommandAnswer> {
    const late = (): Error => sessionError('timeout', { phase: 'live' });
    return withDeadline(commandDeadline, this.#signal, late, (signal) =>
      this.#session.command(command, signal),
    );
  }
}
