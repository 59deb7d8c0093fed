/** LITE mode: the avatar speaks the page's sound, sent over the session's own socket (protocol.md, "LITE mode"). */

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
/** How far ahead of playback sound is sent, in seconds. An interruption throws the rest away. */
const lead = 3;

/** How long the room may take to say why the session ended, after the socket said that it did, in seconds. */
const lastWord = 1;

const onlySound = 'In LITE mode the avatar speaks only sound: use speakAudio().';
const noEar = 'LITE mode has no push-to-talk: the service does not listen to the user.';
const noSound = 'There is nothing to say: the sound is empty.';
const lost = 'The socket to the avatar is lost. Until it is back, the avatar cannot speak.';

const commands: Readonly<Partial<Record<ChannelCommand['type'], string>>> = {
  interrupt: 'agent.interrupt',
  start_listening: 'agent.start_listening',
  stop_listening: 'agent.stop_listening',
};

/** The socket's events and their names in the room. */
const events: Readonly<Record<string, 'avatar.speak_started' | 'avatar.speak_ended'>> = {
  'agent.speak_started': 'avatar.speak_started',
  'agent.speak_ended': 'avatar.speak_ended',
  'agent.speak_interrupted': 'avatar.speak_ended',
};

/** Sound being sent. `id` is the id on the wire, and what `speakAudio()` resolves with. */
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
  /** Whether the service takes commands. It silently drops what it gets before. */
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

  /** In this mode only the session's end is read in the room. */
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
    // One utterance at a time: a new one replaces the one being sent.
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
    /** When everything sent so far will have been heard, on the clock. */
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
      // The sound failed. Finish what was sent, or the next utterance would continue it.
      if (utterance.begun && !signal.aborted) await this.#send({ type: 'agent.speak_end', event_id }, signal);
      throw error;
    }
    if (!utterance.begun) throw sessionError('empty_text', { phase: 'live', message: noSound });
  }

  /** Stops sending the current utterance. */
  #abandon(): Utterance | undefined {
    const utterance = this.#utterance;
    this.#utterance = undefined;
    utterance?.abort.abort(sessionError('aborted', { phase: 'live' }));
    return utterance;
  }

  /** Waits until the service takes commands. */
  async #send(message: object, signal: AbortSignal): Promise<void> {
    const text = JSON.stringify(message);
    for (;;) {
      await this.#whenConnected(signal);
      signal.throwIfAborted();
      if (this.#socket.send(text)) return;
      // The socket is closing, and reports its loss only once it is closed.
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
    // Our id comes back under either name. Any other `event_id` is the event's own.
    const source = [source_event_id, event_id].find((id) => this.#translator.knows(id));
    this.#translator.receive({
      type,
      source,
      text: '',
      reason: undefined,
      fields: message,
    });
  }

  /** Sources differ about the names of the states. */
  #onState(state: unknown): void {
    if (state === 'connected') {
      this.#connected = true;
      for (const done of this.#waiting) done();
    }
    if (state === 'closing' || state === 'closed' || state === 'disconnected') {
      this.#connected = false;
      // Otherwise it would reconnect.
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
