/**
 * Owns the talk with the user beside REST: the chat socket's side of it, and what comes of the user's speech, in
 * the service's order: `user_start` on the chat socket, a transcript on the data channel, `user_stop`,
 * and the avatar's answer.
 */
import { randomUUID } from 'node:crypto';
import type { AvatarEvent } from '../avatar/avatar-messages.js';
import type { Microphone } from '../hearing/microphone.js';
import { UserSpeech } from '../hearing/user-speech.js';
import type { VoiceDetection } from '../hearing/voice-detector.js';
import { answerToSpeech, promptInSilence } from '../responder.js';
import type { ServiceClock } from '../service-clock.js';
import type { ChatLine } from './chat-line.js';
import type { OpenRequest } from './open-request.js';
import type { SessionRecord } from './session-record.js';
import { SilencePrompt } from './silence-prompt.js';

/** What it does to its session. */
export interface ConversationSession {
  readonly request: Pick<OpenRequest, 'silenceResponse' | 'pushToTalk'>;
  readonly record: SessionRecord;
  /** The avatar and the user are in the room, or the user has been. */
  isHeard(): Promise<boolean>;
  publish(message: object): void;
  speak(taskId: string, text: string): void;
  /** Ends what the avatar says. */
  bargeIn(): void;
  /** Something is done or said: no idle session. */
  touch(): void;
}

export class Conversation {
  readonly #session: ConversationSession;
  readonly #userSpeech: UserSpeech;
  readonly #silence: SilencePrompt;
  #userTurn: string | undefined;
  readonly #avatarTurns = new Set<string>();
  readonly #prompts = new Set<string>();
  /** The newest, should a client open another before it has lost the last one. */
  #chat: ChatLine | undefined;

  constructor(session: ConversationSession, parts: { clock: ServiceClock; voiceDetection: VoiceDetection }) {
    this.#session = session;
    this.#userSpeech = new UserSpeech(parts.voiceDetection, {
      started: () => this.#userStarts(),
      goesOn: () => session.touch(),
      word: (message) => this.#tell('user_talking_message', { message }),
      stopped: (seconds) => this.#userStops(seconds),
    });
    this.microphone.pushToTalk = session.request.pushToTalk;
    this.#silence = new SilencePrompt(parts.clock, {
      isOurs: () => this.#chat !== undefined && this.microphone.inUse && !this.#somebodySpeaks,
      announce: (silenceTimes, countDownS) =>
        this.#tellChat({ event_type: 'user_silence', silence_times: silenceTimes, count_down: countDownS }),
      speakUp: (silenceTimes) => this.#speakUp(silenceTimes),
    });
  }

  get microphone(): Microphone {
    return this.#userSpeech.microphone;
  }

  get chat(): ChatLine | undefined {
    return this.#chat;
  }

  chatOpened(line: ChatLine): void {
    const { request, record } = this.#session;
    const { silenceResponse, pushToTalk, sttLanguage } = line.wishes;
    this.#chat = line;
    record.chat = 'open';
    record.chat_sockets++;
    record.stt_language = sttLanguage ?? record.stt_language;
    this.#silence.enabled = silenceResponse ?? request.silenceResponse;
    this.microphone.pushToTalk = pushToTalk ?? request.pushToTalk;
  }

  chatClosed(line: ChatLine): void {
    if (this.#chat !== line) return;
    this.#chat = undefined;
    this.#session.record.chat = 'closed';
  }

  /** `opening_text`, once: when there are a chat socket, the avatar and somebody to hear it. */
  async greet(): Promise<void> {
    const text = this.#chat?.wishes.openingText?.trim();
    const { record } = this.#session;
    if (!text || !(await this.#session.isHeard()) || record.opening_text_spoken) return;
    record.opening_text_spoken = true;
    this.#session.speak(randomUUID(), text);
  }

  /** What the avatar says, and what it hears of the user's microphone. */
  hear(event: AvatarEvent): void {
    this.#userSpeech.hear(event);
    switch (event.type) {
      case 'turn_started':
        this.#avatarTurns.add(event.turn);
        // A prompt is the avatar's answer to the silence, not its end.
        if (!this.#prompts.has(event.turn)) this.#silence.broken();
        break;
      case 'turn_failed':
      case 'turn_ended':
        this.#avatarStops(event.turn);
        break;
      default:
        break;
    }
  }

  close(): void {
    this.#silence.close();
    this.microphone.close();
  }

  get #somebodySpeaks(): boolean {
    return this.#avatarTurns.size > 0 || this.microphone.speaking;
  }

  /** Lost where there is no chat socket. */
  #tellChat(message: object): void {
    this.#chat?.send(JSON.stringify(message));
  }

  #avatarStops(turn: string): void {
    this.#avatarTurns.delete(turn);
    if (!this.#somebodySpeaks) this.#silence.quiet();
    // Speaking is activity too, or a long speech would end its own session; but a prompt is nobody's.
    if (!this.#prompts.delete(turn)) this.#session.touch();
  }

  #userStarts(): void {
    this.#session.touch();
    this.#silence.broken();
    this.#userTurn = randomUUID();
    this.#tellChat({ event_type: 'user_start' });
    this.#session.bargeIn();
  }

  #userStops(seconds: string): void {
    this.#session.touch();
    this.#tellChat({ event_type: 'user_stop' });
    this.#tell('user_end_message');
    this.#userTurn = undefined;
    this.#silence.quiet();
    this.#session.speak(randomUUID(), answerToSpeech(seconds));
  }

  /** Fragments are increments with their own spaces. */
  #tell(type: string, more: object = {}): void {
    this.#session.publish({ type, task_id: this.#userTurn, ...more });
  }

  #speakUp(silenceTimes: number): void {
    const taskId = randomUUID();
    this.#prompts.add(taskId);
    this.#session.record.silence_prompts++;
    this.#session.speak(taskId, promptInSilence(silenceTimes));
  }
}
