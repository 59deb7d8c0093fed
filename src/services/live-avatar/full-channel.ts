/** FULL mode: commands and events over the room's data topics (protocol.md B.5). */

import type { Clock } from '../../api/clock.js';
import type { TaskType } from '../../api/enums.js';
import { sessionError } from '../../api/error-table.js';
import type { CommandAnswer, DataLink, DataMessage } from '../service.js';
import {
  controlMessage,
  controlTopic,
  endReasonOf,
  parseAgentEvent,
  responseTopic,
  type AgentEvent,
} from './agent-messages.js';
import type { Channel, ChannelCommand, ChannelHooks } from './channel.js';
import { Conversation } from './conversation.js';

/** How long the service may take to acknowledge push-to-talk, in seconds. */
const acknowledgement = 3;
/** A user's turn without an answer for this long, in seconds, usually has no context that could answer it. */
const longestThought = 10;

const notAcknowledged = 'The service has not acknowledged push-to-talk within 3 s.';
const notTaken =
  'The service refused push-to-talk. The session has to be minted for it: set push-to-talk where the token comes from.';
const noResponse =
  'No answer for 10 s. The avatar answers only with a context: set knowledge-id, or answer with speak({ taskType: "repeat" }).';

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

export class FullChannel implements Channel {
  readonly #clock: Clock;
  readonly #hooks: ChannelHooks;
  /** The page answers the user by itself, and the avatar's silence says nothing. */
  readonly #answersItself: boolean;
  readonly #conversation: Conversation;
  #link: DataLink | undefined;
  /** By the ids of their commands, oldest first: a press and its release may both wait. */
  readonly #presses = new Map<string, Press>();
  #cancelThought: () => void = () => undefined;
  #warned = false;

  constructor(clock: Clock, hooks: ChannelHooks, answersItself: boolean) {
    this.#clock = clock;
    this.#hooks = hooks;
    this.#answersItself = answersItself;
    this.#conversation = new Conversation(clock, (event) => hooks.converse(event));
  }

  async start(link: DataLink): Promise<void> {
    this.#link = link;
  }

  handle({ topic, bytes }: DataMessage): void {
    const event = topic === responseTopic ? parseAgentEvent(bytes) : undefined;
    if (!event) return;
    if (event.type === 'session.stopped') return this.#hooks.ended(endReasonOf(event));
    if (event.type.startsWith('user.push_to_talk')) return this.#acknowledge(event);
    // It may come after the text.
    if (event.type !== 'user.speak_ended') this.#cancelThought();
    // A noise is a turn of the user's too, and has no text.
    if (event.type === 'user.transcription' && event.text.trim() !== '') this.#awaitAnswer();
    this.#conversation.receive(event);
  }

  async command(command: ChannelCommand, signal: AbortSignal): Promise<CommandAnswer> {
    if (command.type === 'push_to_talk') return this.#pushToTalk(command.pressed, signal);
    if (command.type === 'speak') return this.#speak(command.text, command.taskType);
    if (command.type === 'interrupt') {
      this.#cancelThought();
      this.#conversation.interrupted();
    }
    await this.#send(commands[command.type], crypto.randomUUID());
    return {};
  }

  close(): void {
    this.#cancelThought();
  }

  async #speak(text: string, taskType: `${TaskType}`): Promise<CommandAnswer> {
    const taskId = crypto.randomUUID();
    // Before it is sent: its answer may be faster than the sending.
    this.#conversation.asked(taskId);
    if (taskType === 'talk') this.#awaitAnswer();
    try {
      const type = taskType === 'repeat' ? 'avatar.speak_text' : 'avatar.speak_response';
      await this.#send(type, taskId, { text });
      return { taskId };
    } catch (error) {
      this.#conversation.withdrawn(taskId);
      this.#cancelThought();
      throw error;
    }
  }

  async #send(type: string, id: string, fields: object = {}): Promise<void> {
    await this.#link?.publish(controlTopic, controlMessage(type, id, fields));
  }

  /** Resolves when the service says that it did it, and rejects when it could not, or says nothing in time. */
  async #pushToTalk(pressed: boolean, signal: AbortSignal): Promise<CommandAnswer> {
    signal.throwIfAborted();
    const id = crypto.randomUUID();
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
    if (this.#warned || this.#answersItself) return;
    this.#cancelThought = this.#clock.after(longestThought, () => {
      this.#warned = true;
      this.#hooks.warn('no_response', noResponse);
    });
  }
}
