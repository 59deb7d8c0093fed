/** FULL mode: commands and events over the room's data topics (protocol.md, "FULL mode"). */

import type { Clock } from '../../api/clock.js';
import { sessionError } from '../../api/error-table.js';
import { randomId } from '../../api/random-id.js';
import { estimatedDurationMs } from '../../api/speech-duration.js';
import type { Command, CommandAnswer, DataLink, DataMessage } from '../service.js';
import {
  controlMessage,
  controlTopic,
  endReasonOf,
  parseAgentEvent,
  responseTopic,
  type AgentEvent,
} from './agent-messages.js';
import type { Channel, ChannelCommand, ChannelHooks } from './channel.js';
import { EventTranslator } from './event-translator.js';

/** The longest message, in bytes: LiveKit's limit, with room for its envelope. */
const longestMessage = 60_000;
/** How long the service may take to acknowledge push-to-talk, in seconds. */
const acknowledgement = 3;
/** If the user gets no answer for this long, in seconds, the session usually has no context. */
const longestThought = 10;

const notAcknowledged = 'The service has not acknowledged push-to-talk within 3 s.';
const tooLong = `The text is too long: LiveAvatar takes at most ${longestMessage} bytes at once. Split it and speak one part after the other.`;
const notTaken =
  'The service refused push-to-talk. Set push-to-talk where the session token is made: the token has to allow it.';
const noResponse =
  'No answer for 10 s. The avatar needs a context to answer: set knowledge-id, or answer with speak({ taskType: "repeat" }).';

const commands: Readonly<Record<Exclude<ChannelCommand['type'], 'speak' | 'push_to_talk'>, string>> = {
  interrupt: 'avatar.interrupt',
  start_listening: 'avatar.start_listening',
  stop_listening: 'avatar.stop_listening',
};

/** A press or a release of push-to-talk that is not acknowledged yet. */
interface Press {
  readonly what: 'start' | 'stop';
  settle(taken: boolean): void;
}

export interface FullChannelOptions {
  /** The service does not answer the user: the page does, or an agent of another provider. */
  readonly answersElsewhere: boolean;
  /** The avatar's rate of speech; 1 is normal. */
  readonly rate: number;
}

export class FullChannel implements Channel {
  readonly #clock: Clock;
  readonly #hooks: ChannelHooks;
  readonly #options: FullChannelOptions;
  readonly #translator: EventTranslator;
  #link: DataLink | undefined;
  /** By the ids of their commands, oldest first. A press and its release may both be waiting. */
  readonly #presses = new Map<string, Press>();
  #cancelThought: () => void = () => undefined;
  #warned = false;

  constructor(clock: Clock, hooks: ChannelHooks, options: FullChannelOptions) {
    this.#clock = clock;
    this.#hooks = hooks;
    this.#options = options;
    this.#translator = new EventTranslator(clock, (event) => hooks.converse(event));
  }

  async start(link: DataLink): Promise<void> {
    this.#link = link;
  }

  handle({ topic, bytes }: DataMessage): void {
    const event = topic === responseTopic ? parseAgentEvent(bytes) : undefined;
    if (!event) return;
    if (event.type === 'other') return this.#hooks.passOn(event.name, event.fields);
    if (event.type === 'session.stopped') return this.#hooks.ended(endReasonOf(event));
    if (event.type.startsWith('user.push_to_talk')) return this.#acknowledge(event);
    // It may come after the text.
    if (event.type !== 'user.speak_ended') this.#cancelThought();
    // A noise is a turn of the user's too, and has no text.
    if (event.type === 'user.transcription' && event.text.trim() !== '') this.#awaitAnswer();
    this.#translator.receive(event);
  }

  async command(command: ChannelCommand, signal: AbortSignal): Promise<CommandAnswer> {
    if (command.type === 'push_to_talk') return this.#pushToTalk(command.pressed, signal);
    if (command.type === 'speak') return this.#speak(command);
    if (command.type === 'interrupt') {
      this.#cancelThought();
      this.#translator.interrupted();
    }
    await this.#send(commands[command.type], randomId());
    return {};
  }

  close(): void {
    this.#cancelThought();
  }

  async #speak({ text, taskType }: Extract<Command, { type: 'speak' }>): Promise<CommandAnswer> {
    const taskId = randomId();
    // Before it is sent: its answer may be faster than the sending.
    this.#translator.asked(taskId);
    if (taskType === 'talk') this.#awaitAnswer();
    try {
      const type = taskType === 'repeat' ? 'avatar.speak_text' : 'avatar.speak_response';
      await this.#send(type, taskId, { text });
      return { taskId, durationMs: estimatedDurationMs(text, this.#options.rate) };
    } catch (error) {
      this.#translator.withdrawn(taskId);
      this.#cancelThought();
      throw error;
    }
  }

  async #send(type: string, id: string, fields: object = {}): Promise<void> {
    const message = controlMessage(type, id, fields);
    if (message.byteLength > longestMessage) throw sessionError('invalid_option', { message: tooLong });
    await this.#link?.publish(controlTopic, message);
  }

  /** Resolves when the service says that it did it, and rejects when it could not, or says nothing in time. */
  async #pushToTalk(pressed: boolean, signal: AbortSignal): Promise<CommandAnswer> {
    signal.throwIfAborted();
    const id = randomId();
    let release = (): void => undefined;
    const acknowledged = new Promise<void>((resolve, reject) => {
      const onAbort = (): void => reject(signal.reason as Error);
      const fail = (code: 'timeout' | 'server_error', message: string): void =>
        reject(sessionError(code, { phase: 'live', message }));
      const cancel = this.#clock.after(acknowledgement, () => fail('timeout', notAcknowledged));
      signal.addEventListener('abort', onAbort);
      const settle = (taken: boolean): void => (taken ? resolve() : fail('server_error', notTaken));
      this.#presses.set(id, { what: pressed ? 'start' : 'stop', settle });
      release = () => {
        cancel();
        signal.removeEventListener('abort', onAbort);
        this.#presses.delete(id);
      };
    });
    try {
      const type = pressed ? 'user.start_push_to_talk' : 'user.stop_push_to_talk';
      await Promise.all([acknowledged, this.#send(type, id)]);
      return {};
    } finally {
      release();
    }
  }

  /** It is for the command that it names, else for the oldest of its kind. */
  #acknowledge({ type, source }: AgentEvent): void {
    const what = type.startsWith('user.push_to_talk_start') ? 'start' : 'stop';
    const oldest = [...this.#presses].find(([, press]) => press.what === what)?.[0] ?? '';
    const id = source !== undefined && this.#presses.has(source) ? source : oldest;
    const press = this.#presses.get(id);
    this.#presses.delete(id);
    press?.settle(!type.endsWith('_failed'));
  }

  #awaitAnswer(): void {
    this.#cancelThought();
    if (this.#warned || this.#options.answersElsewhere) return;
    this.#cancelThought = this.#clock.after(longestThought, () => {
      this.#warned = true;
      this.#hooks.warn('no_response', noResponse);
    });
  }
}
