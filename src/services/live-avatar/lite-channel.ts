/** LITE mode: the avatar speaks sound that the page made, sent over a socket of the session's own (protocol.md, "LITE mode"). */

import type { Clock } from '../../api/clock.js';
import { sessionError } from '../../api/error-table.js';
import { randomId } from '../../api/random-id.js';
import type { EndReason } from '../../api/state.js';
import { isRecord, parseJson } from '../../api/unknown.js';
import { pause } from '../../api/wait.js';
import { canBePassedOn } from '../other-events.js';
import { ReconnectingWebSocket } from '../reconnecting-websocket.js';
import type { CommandAnswer, DataLink, DataMessage } from '../service.js';
import { endReasonOf, parseAgentEvent, responseTopic } from './agent-messages.js';
import type { Channel, ChannelCommand, ChannelHooks } from './channel.js';
import { EventTranslator } from './event-translator.js';
import { soundPieces, toBase64, untilAborted } from './sound-pieces.js';

const sampleRate = 24_000;
/** How far ahead of what is heard sound is sent, in seconds: more would only be thrown away by an interruption. */
const lead = 3;

/** The room may tell why the session ends a little after the socket tells that it does, in seconds. */
const lastWord = 1;

const onlySound = 'In LITE mode the avatar speaks only sound: use speakAudio().';
const noEar = 'In LITE mode the service does not listen to the user, so that there is no push-to-talk.';
const noSound = 'There is nothing to say: the sound is empty.';
const lost = 'The socket to the avatar is lost: until it is back nothing can be said.';

const commands: Readonly<Partial<Record<ChannelCommand['type'], string>>> = {
  interrupt: 'agent.interrupt',
  start_listening: 'agent.start_listening',
  stop_listening: 'agent.stop_listening',
};

/** Events of the socket under the names they have in the room. */
const events: Readonly<Record<string, 'avatar.speak_started' | 'avatar.speak_ended'>> = {
  'agent.speak_started': 'avatar.speak_started',
  'agent.speak_ended': 'avatar.speak_ended',
  'agent.speak_interrupted': 'avatar.speak_ended',
};

/** Sound that is being sent, under the id that is on the wire and that `speakAudio()` resolves with. */
interface Utterance {
  readonly id: string;
  readonly abort: AbortController;
  /** Some of it was sent. */
  begun: boolean;
}

export class LiteChannel implements Channel {
  readonly #clock: Clock;
  readonly #hooks: ChannelHooks;
  readonly #socket: ReconnectingWebSocket;
  readonly #translator: EventTranslator;
  /** The service takes commands; what it is sent before is dropped without a word. */
  #connected = false;
  readonly #waiting = new Set<() => void>();
  #utterance: Utterance | undefined;
  #cancelEnd: () => void = () => undefined;
  #warned = false;

  constructor(url: string, clock: Clock, hooks: ChannelHooks) {
    this.#clock = clock;
    this.#hooks = hooks;
    this.#translator = new EventTranslator(clock, (event) => hooks.converse(event));
    this.#socket = new ReconnectingWebSocket(url, {
      onMessage: (data) => this.#onMessage(data),
      onLost: () => this.#onLost(),
    });
  }

  async start(_link: DataLink, signal: AbortSignal): Promise<void> {
    this.#socket.open();
    await this.#whenConnected(signal);
  }

  /** Of what is said in the room only the session's end is for this mode. */
  handle({ topic, bytes }: DataMessage): void {
    const event = topic === responseTopic ? parseAgentEvent(bytes) : undefined;
    if (event?.type === 'session.stopped') this.#end(endReasonOf(event));
  }

  async command(command: ChannelCommand, signal: AbortSignal): Promise<CommandAnswer> {
    const type = commands[command.type];
    if (!type) {
      const message = command.type === 'push_to_talk' ? noEar : onlySound;
      throw sessionError('not_supported', { phase: 'live', message });
    }
    if (command.type === 'interrupt') {
      this.#abandon();
      this.#translator.interrupted();
    }
    await this.#send({ type, event_id: randomId() }, signal);
    return {};
  }

  async speakAudio(sound: AsyncIterable<Int16Array>, signal: AbortSignal): Promise<string> {
    // One utterance at a time: what is said anew takes the place of what is being sent.
    const before = this.#abandon();
    const utterance = { id: randomId(), abort: new AbortController(), begun: false };
    this.#utterance = utterance;
    const either = AbortSignal.any([signal, utterance.abort.signal]);
    try {
      if (before?.begun) {
        this.#translator.interrupted();
        await this.#send({ type: 'agent.interrupt', event_id: before.id }, either);
      }
      await this.#sendSound(utterance, sound, either);
      await this.#send({ type: 'agent.speak_end', event_id: utterance.id }, either);
      return utterance.id;
    } finally {
      if (this.#utterance === utterance) this.#utterance = undefined;
    }
  }

  close(): void {
    this.#cancelEnd();
    this.#abandon();
    this.#socket.close();
  }

  async #sendSound(
    utterance: Utterance,
    sound: AsyncIterable<Int16Array>,
    signal: AbortSignal,
  ): Promise<void> {
    const event_id = utterance.id;
    /** When what was sent will have been heard, on the clock. */
    let heard = this.#clock.now();
    try {
      for await (const piece of soundPieces(untilAborted(sound, signal), sampleRate)) {
        await this.#pace(heard - lead, signal);
        if (!utterance.begun) this.#translator.asked(event_id);
        utterance.begun = true;
        await this.#send({ type: 'agent.speak', event_id, audio: toBase64(piece) }, signal);
        heard = Math.max(heard, this.#clock.now()) + piece.length / sampleRate;
      }
    } catch (error) {
      // The sound failed: what was sent of it is to be finished, or the next utterance would go on from it.
      if (utterance.begun && !signal.aborted) await this.#send({ type: 'agent.speak_end', event_id }, signal);
      throw error;
    }
    if (!utterance.begun) throw sessionError('empty_text', { phase: 'live', message: noSound });
  }

  /** Sends no more of what is being sent. */
  #abandon(): Utterance | undefined {
    const utterance = this.#utterance;
    this.#utterance = undefined;
    utterance?.abort.abort(sessionError('aborted', { phase: 'live' }));
    return utterance;
  }

  /** Once the service takes commands. */
  async #send(message: object, signal: AbortSignal): Promise<void> {
    const text = JSON.stringify(message);
    for (;;) {
      await this.#whenConnected(signal);
      signal.throwIfAborted();
      if (this.#socket.send(text)) return;
      // It is closing, and is told to be lost only once it is closed.
      this.#connected = false;
    }
  }

  #whenConnected(signal: AbortSignal): Promise<void> {
    if (this.#connected || signal.aborted) {
      signal.throwIfAborted();
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = (): void => {
        this.#waiting.delete(done);
        reject(signal.reason as Error);
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Waits until `time`, on the clock. */
  async #pace(time: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const wait = time - this.#clock.now();
    if (wait > 0) await pause(this.#clock, wait, signal);
  }

  #onMessage(data: unknown): void {
    const message = typeof data === 'string' ? parseJson(data) : undefined;
    if (!isRecord(message)) return;
    const { type: name, state, event_id, source_event_id } = message;
    if (name === 'session.state_updated') return this.#onState(state);
    if (typeof name !== 'string') return;
    const type = Object.hasOwn(events, name) ? events[name] : undefined;
    if (!type) {
      if (canBePassedOn(name) && !name.startsWith('session.')) this.#hooks.passOn(name, message);
      return;
    }
    // The id that we gave comes back under either name; another `event_id` is the event's own.
    const source = [source_event_id, event_id].find((id) => this.#translator.knows(id));
    this.#translator.receive({
      type,
      source,
      text: '',
      reason: undefined,
      fields: message,
    });
  }

  /** The names of the states differ from source to source. */
  #onState(state: unknown): void {
    if (state === 'connected') {
      this.#connected = true;
      for (const done of this.#waiting) done();
    }
    if (state === 'closing' || state === 'closed' || state === 'disconnected') {
      this.#connected = false;
      // It would come back.
      this.#socket.close();
      this.#cancelEnd();
      this.#cancelEnd = this.#clock.after(lastWord, () => this.#end('server'));
    }
  }

  #end(reason: EndReason): void {
    this.#cancelEnd();
    this.#hooks.ended(reason);
  }

  #onLost(): void {
    this.#connected = false;
    if (this.#warned) return;
    this.#warned = true;
    this.#hooks.warn('lite_socket_lost', lost);
  }
}
