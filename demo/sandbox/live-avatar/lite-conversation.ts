/**
 * Owns the talk of a LITE session: the sound that the client sends over its socket becomes what
 * the avatar says, and the socket is told of it. The client may lose the socket and come back with another one.
 */
import { randomUUID } from 'node:crypto';
import type { AvatarEvent } from '../avatar/avatar-messages.js';
import type { AvatarHandle } from '../avatar/avatar-process.js';
import type { Garbage } from '../garbage.js';
import { readLiteMessage, type LiteCommand } from './lite-messages.js';
import type { LiveAvatarRecord } from './session-record.js';

/** PCM, signed 16 bit, little endian, mono. */
export const LITE_SOUND_RATE = 24_000;
const BYTES_PER_SAMPLE = 2;

/** An open socket, apart from what is said on it. */
export interface LiteLine {
  send(message: Garbage): void;
  /** Bytes that were sent and have not left yet. */
  backlog(): number;
  close(): void;
  /** Ends it without a closing handshake, as a broken connection does. */
  drop(): void;
}

export interface LiteSession {
  readonly record: LiveAvatarRecord;
  avatar(): AvatarHandle;
  touch(): void;
}

/** From the first `agent.speak` to `agent.speak_end`, whatever the ids between. */
interface Utterance {
  turn: string;
  /** The client's id of its first piece. */
  id: string | null;
  /** Half a sample that the last piece ended with. */
  rest: Buffer;
}

type AgentState = 'idle' | 'listening' | 'talking';

export class LiteConversation {
  readonly #session: LiteSession;
  #line: LiteLine | undefined;
  /** Said on the present line; what comes before it is dropped without a word. */
  #connected = false;
  #open: Utterance | undefined;
  readonly #ids = new Map<string, string | null>();
  #state: AgentState = 'idle';

  constructor(session: LiteSession) {
    this.#session = session;
  }

  /** Where messages can still be sent without piling up. */
  get line(): LiteLine | undefined {
    return this.#line;
  }

  /** The newest line is the one that counts. */
  opened(line: LiteLine): void {
    this.#line = line;
    this.#connected = false;
    this.#session.record.sockets++;
    this.#tellState('connecting');
  }

  /** The avatar is in the room: commands are heeded from here on. */
  connect(line: LiteLine): void {
    if (this.#line !== line || this.#connected) return;
    this.#connected = true;
    this.#tellState('connected');
  }

  closed(line: LiteLine): void {
    if (this.#line === line) this.#line = undefined;
  }

  receive(line: LiteLine, payload: string): void {
    const { record } = this.#session;
    if (line !== this.#line || !this.#connected) {
      record.dropped_commands++;
      return;
    }
    const message = readLiteMessage(payload);
    if ('why' in message) {
      this.#tell('error', {
        error: { type: 'invalid_request_error', message: message.why, event_id: message.id },
      });
      return;
    }
    this.#session.touch();
    this.#heed(message);
  }

  /** What the avatar tells of its turns. */
  hear(event: AvatarEvent): void {
    if (event.type === 'turn_started') {
      this.#session.touch();
      this.#change('talking');
      this.#tellTurn('agent.idle_ended', event.turn);
      this.#tellTurn('agent.speak_started', event.turn);
    }
    if (event.type !== 'turn_ended') return;
    this.#session.touch();
    // A turn that was still waiting has not begun, so nothing of it needs an end.
    if (!event.interrupted || event.durationMs > 0) {
      if (event.interrupted) this.#tellTurn('agent.speak_interrupted', event.turn);
      // After an interruption too: the official SDK knows no other end.
      this.#tellTurn('agent.speak_ended', event.turn);
      this.#change(this.#session.record.listening ? 'listening' : 'idle');
      this.#tellTurn('agent.idle_started', event.turn);
    }
    this.#ids.delete(event.turn);
  }

  close(): void {
    this.#tellState('closing');
    this.#tellState('closed');
    this.#line?.close();
    this.#line = undefined;
  }

  #heed(command: LiteCommand): void {
    const { record, avatar } = this.#session;
    switch (command.type) {
      case 'agent.speak':
        this.#speak(command.audio, command.id);
        break;
      case 'agent.speak_end':
        this.#speakEnd(command.id);
        break;
      case 'agent.interrupt':
        record.interrupt_calls++;
        this.#open = undefined;
        avatar().interrupt();
        this.#tell('agent.audio_buffer_cleared', { source_event_id: command.id });
        break;
      case 'agent.start_listening':
      case 'agent.stop_listening':
        record.listening = command.type === 'agent.start_listening';
        avatar().listen(record.listening);
        if (this.#state !== 'talking') this.#change(record.listening ? 'listening' : 'idle');
        break;
      case 'session.keep_alive':
        record.keep_alive_calls++;
        break;
      case 'start':
        break;
    }
  }

  #speak(audio: Buffer, id: string | null): void {
    const { record, avatar } = this.#session;
    this.#open ??= this.#begin(id);
    const { turn, rest } = this.#open;
    const bytes = Buffer.concat([rest, audio]);
    const samples = new Int16Array(Math.floor(bytes.length / BYTES_PER_SAMPLE));
    for (const index of samples.keys()) samples[index] = bytes.readInt16LE(index * BYTES_PER_SAMPLE);
    this.#open.rest = bytes.subarray(samples.length * BYTES_PER_SAMPLE);
    record.audio_messages++;
    record.audio_seconds += samples.length / LITE_SOUND_RATE;
    if (samples.length > 0) avatar().sound(turn, samples);
    this.#tellTurn('agent.audio_buffer_appended', turn, id);
  }

  #begin(id: string | null): Utterance {
    const turn = randomUUID();
    this.#ids.set(turn, id);
    this.#session.record.utterances++;
    return { turn, id, rest: Buffer.alloc(0) };
  }

  #speakEnd(id: string | null): void {
    if (!this.#open) return;
    const { turn } = this.#open;
    this.#open = undefined;
    this.#session.avatar().soundEnd(turn);
    this.#tellTurn('agent.audio_buffer_committed', turn, id);
  }

  #change(state: AgentState): void {
    const previous = this.#state;
    if (previous === state) return;
    this.#state = state;
    this.#tell('agent.state_updated', { previous_state: previous, new_state: state });
  }

  #tellState(state: string): void {
    this.#tell('session.state_updated', { state });
  }

  /** Under the client's own id and, beside it, as the source: of both there are witnesses. */
  #tellTurn(type: string, turn: string, id = this.#ids.get(turn) ?? null): void {
    this.#tell(type, { ...(id === null ? {} : { event_id: id }), source_event_id: id, task: { id: turn } });
  }

  #tell(type: string, more: object): void {
    this.#line?.send(JSON.stringify({ type, event_id: randomUUID(), ...more }));
  }
}
