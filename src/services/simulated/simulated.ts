/**
 * The service without a server: it opens sessions of its own, plays a script, and ends them by the limits that a
 * service has. All its time is that of the clock it is given, so that a test can move it.
 */

import { checkNumbers } from '../../api/check-numbers.js';
import { sessionError } from '../../api/error-table.js';
import type { StartAvatarResponse } from '../../api/requests.js';
import type { SimulatedCue, SimulatedNotice, SimulatedStage } from './cues.js';
import type { SimulatedDelays, SimulatedScript } from '../../api/simulated-script.js';
import type { EndReason } from '../../api/state.js';
import { isRecord, parseJson } from '../../api/unknown.js';
import { pause } from '../../api/wait.js';
import type {
  Command,
  CommandAnswer,
  DataLink,
  DataMessage,
  OpenCall,
  OpenSession,
  RoomConnection,
  Service,
} from '../service.js';
import { Dialogue } from './dialogue.js';
import { numberOf, randomOf, type Random } from './random.js';
import { defaultDelays, readScript } from './script.js';
import { troubles } from './troubles.js';

/** As Interactive Avatar has them, in seconds. */
const defaultDuration = 600;
const defaultIdle = 120;

const heights: Readonly<Record<string, number>> = { low: 360, medium: 480, high: 720, very_high: 1080 };

export const simulated: Service = {
  basePath: '',

  open(given) {
    const call = { ...given, request: checkNumbers(given.request) };
    const script = readScript(call.request);
    const seed = script.seed ?? Math.floor(Math.random() * 2 ** 32);
    const session = new SimulatedSession(call, script, seed);
    const openSession = async (): Promise<OpenSession> => {
      if (!call.existing) await session.phase('open', call.signal);
      return session;
    };
    return { session: openSession(), stop: () => session.stop() };
  },

  // There is nothing to reach.
  parts: [],
  probe: async () => undefined,
};

class SimulatedSession implements OpenSession {
  readonly sessionInfo: StartAvatarResponse;
  readonly connection: RoomConnection;
  readonly idleWindow: number;
  readonly longestPause = 0;
  readonly #call: OpenCall;
  readonly #script: SimulatedScript;
  readonly #random: Random;
  readonly #dialogue: Dialogue;
  #link: DataLink | undefined;
  #stopped = false;
  #cancelDuration = (): void => undefined;
  #cancelIdle = (): void => undefined;

  constructor(call: OpenCall, script: SimulatedScript, seed: number) {
    const { request, clock } = call;
    this.#call = call;
    this.#script = script;
    this.#random = randomOf(seed);
    this.idleWindow = request.activityIdleTimeout ?? defaultIdle;
    this.sessionInfo = call.existing ?? {
      session_id: `simulated-${this.#random.id()}`,
      access_token: 'simulated',
      url: 'simulated:',
      is_paid: false,
      session_duration_limit: script.durationLimit ?? defaultDuration,
    };
    const stage: SimulatedStage = {
      height: heights[request.quality ?? 'low'] ?? 720,
      look: request.avatarName && request.avatarName !== 'default' ? numberOf(request.avatarName) : 0,
      seed,
      label: script.label ?? true,
      background: script.background,
      joining: this.#delay('room'),
      appearing: this.#delay('media'),
      trouble: script.trouble,
    };
    this.connection = { url: 'simulated:', token: JSON.stringify(stage), avatar: 'simulated' };
    this.#dialogue = new Dialogue({
      request,
      script,
      clock,
      random: this.#random,
      thinking: () => this.#delay('answer'),
      emit: (event) => {
        if (!this.#stopped) call.emit({ type: 'conversation', event });
      },
      cue: (cue) => this.#cue(cue),
      touch: () => this.#touch(),
    });
  }

  /** The time that a phase of the start takes, and what goes wrong in it. */
  async phase(name: 'open' | 'start', signal: AbortSignal): Promise<void> {
    const { trouble } = this.#script;
    const row = trouble && troubles[trouble];
    const own = row?.phase === name ? row : undefined;
    const { clock } = this.#call;
    if (own?.hangs) await pause(clock, Infinity, signal);
    const seconds = this.#delay(name) + (own?.slower ?? 0);
    if (seconds > 0) await pause(clock, seconds, signal);
    signal.throwIfAborted();
    if (own?.fails) throw sessionError(own.fails);
  }

  async start(link: DataLink, signal: AbortSignal): Promise<void> {
    this.#link = link;
    await this.phase('start', signal);
    if (this.#stopped) throw sessionError('not_connected');
    const { session_duration_limit: longest } = this.sessionInfo;
    // A session that was opened elsewhere may not say how long it lasts.
    if (longest > 0) this.#cancelDuration = this.#call.clock.after(longest, () => this.#end('duration'));
    this.#touch();
  }

  handle({ bytes }: DataMessage): void {
    const notice = readNotice(bytes);
    if (notice && !this.#stopped) this.#dialogue.hear(notice);
  }

  async command(command: Command): Promise<CommandAnswer> {
    if (this.#stopped) throw sessionError('not_connected');
    this.#touch();
    switch (command.type) {
      case 'speak':
        return command.taskType === 'talk'
          ? this.#dialogue.answer(command.text)
          : this.#dialogue.say(command.text);
      case 'interrupt':
        this.#dialogue.interrupt();
        break;
      case 'start_listening':
      case 'stop_listening':
        this.#cue({ type: 'pose', listening: command.type === 'start_listening' });
        break;
      case 'push_to_talk':
        this.#dialogue.pressed = command.pressed;
        break;
      case 'silence_prompt':
        this.#dialogue.silencePrompt = command.enabled;
        break;
      default:
        // The touch above is all that a keep-alive does.
        break;
    }
    return {};
  }

  /** There is no service to tell. */
  async stop(): Promise<void> {
    this.close();
  }

  close(): void {
    this.#stopped = true;
    this.#cancelDuration();
    this.#cancelIdle();
    this.#dialogue.close();
  }

  /** Restarts the idle window. */
  #touch(): void {
    this.#cancelIdle();
    if (this.#stopped || this.#call.request.disableIdleTimeout === true) return;
    this.#cancelIdle = this.#call.clock.after(this.idleWindow, () => {
      // Speaking is activity too, or a long speech would end its own session.
      if (this.#dialogue.talking) this.#touch();
      else this.#end('idle');
    });
  }

  #end(reason: EndReason): void {
    if (this.#stopped) return;
    this.close();
    this.#call.emit({ type: 'ended', reason });
  }

  #cue(cue: SimulatedCue): void {
    // A room that is gone has nothing to do any more.
    this.#link?.publish(undefined, new TextEncoder().encode(JSON.stringify(cue))).catch(() => undefined);
  }

  /** In seconds, up to a tenth more or less than the script says. */
  #delay(name: keyof SimulatedDelays): number {
    const milliseconds = this.#script.delays?.[name] ?? defaultDelays[name];
    return (milliseconds / 1000) * (0.9 + 0.2 * this.#random.next());
  }
}

const notices: readonly unknown[] = ['microphone', 'user_start', 'user_stop'];

function readNotice(bytes: Uint8Array): SimulatedNotice | undefined {
  const json = parseJson(new TextDecoder().decode(bytes));
  return isRecord(json) && notices.includes(json.type) ? (json as unknown as SimulatedNotice) : undefined;
}
