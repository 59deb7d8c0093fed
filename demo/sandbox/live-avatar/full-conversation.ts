/**
 * Owns the talk of a FULL session: commands on the topic `agent-control`, events on
 * `agent-response`, the user's speech and the avatar's answers.
 */
import { randomUUID } from 'node:crypto';
import type { AvatarEvent } from '../avatar/avatar-messages.js';
import type { AvatarHandle } from '../avatar/avatar-process.js';
import { isFields, type Fields } from '../http/fields.js';
import type { UserSpeechListener } from '../hearing/user-speech.js';
import { answerToSpeech, respond } from '../responder.js';
import type { LiveAvatarRecord } from './session-record.js';
import type { Transcript } from './transcript.js';
import type { LiveAvatarTrouble } from './trouble.js';

export const CONTROL_TOPIC = 'agent-control';
export const RESPONSE_TOPIC = 'agent-response';

/** What it does to its session. */
export interface ConversationSession {
  readonly id: string;
  readonly record: LiveAvatarRecord;
  readonly transcript: Transcript;
  readonly trouble: LiveAvatarTrouble | undefined;
  readonly pushToTalk: boolean;
  /** The context's prompt; undefined: the avatar answers nothing (B.5, restricted mode). */
  readonly prompt: string | undefined;
  avatar(): AvatarHandle;
  /** A press of push to talk begins or ends. */
  press(down: boolean): void;
  touch(): void;
  stop(): void;
}

interface Turn {
  /** The id of the command that it comes of. */
  source: string | null;
  text: string;
}

export class FullConversation implements UserSpeechListener {
  readonly #session: ConversationSession;
  readonly #turns = new Map<string, Turn>();
  #pressed = false;
  #userSaid = '';

  constructor(session: ConversationSession) {
    this.#session = session;
  }

  /** The avatar says it, word for word. */
  say(text: string, source: string | null = null): void {
    const turn = randomUUID();
    this.#turns.set(turn, { source, text });
    this.#session.avatar().speak(turn, text);
  }

  /** A message of the user's, whatever it may be. */
  command(payload: string, topic: string): void {
    if (topic !== CONTROL_TOPIC) return;
    const command = readCommand(payload);
    if (!command) return;
    const { type, id, text, fields } = command;
    const { record } = this.#session;
    record.commands.push(fields);
    this.#session.touch();
    switch (type) {
      case 'avatar.speak_text':
        if (text !== '') this.say(text, id);
        break;
      case 'avatar.speak_response':
        if (text !== '') this.#answer(text, id);
        break;
      case 'avatar.interrupt':
        record.interrupt_calls++;
        this.#session.avatar().interrupt();
        break;
      case 'avatar.start_listening':
      case 'avatar.stop_listening':
        record.listening = type === 'avatar.start_listening';
        this.#session.avatar().listen(record.listening);
        break;
      case 'user.start_push_to_talk':
        this.#press(id);
        break;
      case 'user.stop_push_to_talk':
        this.#release(id);
        break;
      case 'session.stop':
        this.#session.stop();
        break;
      default:
        // `avatar.speak_audio` and `session.update` are names without a use on this channel; the rest is unknown.
        break;
    }
  }

  /** What the avatar tells of its turns. */
  hear(event: AvatarEvent): void {
    switch (event.type) {
      case 'turn_started':
        this.#session.touch();
        this.#tell('avatar.speak_started', this.#sourceOf(event.turn));
        break;
      case 'turn_fragment':
        this.#tell('avatar.transcription.chunk', this.#sourceOf(event.turn), { text: event.text });
        break;
      case 'turn_ended':
        this.#turnEnds(event);
        break;
      case 'turn_failed':
        this.#turns.delete(event.turn);
        break;
      default:
        break;
    }
  }

  started(): void {
    this.#session.touch();
    this.#userSaid = '';
    this.#tell('user.speak_started');
    this.#session.avatar().interrupt();
  }

  goesOn(): void {
    this.#session.touch();
  }

  /** Cumulative: each chunk has all that was said so far. */
  word(word: string): void {
    this.#userSaid += word;
    this.#tell('user.transcription.chunk', null, { text: this.#userSaid });
  }

  stopped(seconds: string): void {
    this.#session.touch();
    this.#session.transcript.add('user', this.#userSaid);
    this.#tell('user.speak_ended');
    this.#tell('user.transcription', null, { text: this.#userSaid });
    if (this.#session.prompt !== undefined) this.say(answerToSpeech(seconds));
  }

  #answer(text: string, source: string | null): void {
    const { prompt, transcript } = this.#session;
    transcript.add('user', text);
    if (prompt !== undefined) this.say(respond(text, { base: prompt, baseId: undefined }), source);
  }

  #press(source: string | null): void {
    const { trouble, pushToTalk, record } = this.#session;
    record.push_to_talk.push('start');
    if (trouble?.pushToTalk === 'unanswered') return;
    if (trouble?.pushToTalk === 'refused' || !pushToTalk || this.#pressed) {
      this.#tell('user.push_to_talk_start_failed', source);
      return;
    }
    this.#pressed = true;
    this.#session.press(true);
    this.#tell('user.push_to_talk_started', source);
  }

  #release(source: string | null): void {
    this.#session.record.push_to_talk.push('stop');
    if (this.#session.trouble?.pushToTalk === 'unanswered') return;
    if (!this.#pressed) {
      this.#tell('user.push_to_talk_stop_failed', source);
      return;
    }
    this.#pressed = false;
    this.#session.press(false);
    this.#tell('user.push_to_talk_stopped', source);
  }

  #turnEnds({ turn, interrupted, durationMs }: Extract<AvatarEvent, { type: 'turn_ended' }>): void {
    const source = this.#sourceOf(turn);
    const text = this.#turns.get(turn)?.text ?? '';
    this.#turns.delete(turn);
    this.#session.touch();
    // A turn that was still waiting has not begun, so nothing of it needs an end.
    if (interrupted && durationMs === 0) return;
    if (!interrupted) {
      this.#session.transcript.add('avatar', text);
      this.#tell('avatar.transcription', source, { text });
    }
    this.#tell('avatar.speak_ended', source);
  }

  #sourceOf(turn: string): string | null {
    return this.#turns.get(turn)?.source ?? null;
  }

  #tell(type: string, source: string | null = null, more: object = {}): void {
    const { id, avatar } = this.#session;
    avatar().publish(responseEvent(id, type, source, more), RESPONSE_TOPIC);
  }
}

export function responseEvent(sessionId: string, type: string, source: string | null, more: object): string {
  return JSON.stringify({
    event_id: randomUUID(),
    event_type: type,
    session_id: sessionId,
    source_event_id: source,
    ...more,
  });
}

interface Command {
  type: string;
  id: string | null;
  text: string;
  /** For the books: without the id. */
  fields: Fields;
}

function readCommand(payload: string): Command | undefined {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return undefined;
  }
  if (!isFields(value) || typeof value['event_type'] !== 'string') return undefined;
  const { event_id: id, ...fields } = value;
  const text = typeof fields['text'] === 'string' && fields['text'].trim() !== '' ? fields['text'] : '';
  return { type: value['event_type'], id: typeof id === 'string' ? id : null, text, fields };
}
