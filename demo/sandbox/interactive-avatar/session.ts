/** Owns one session of Interactive Avatar: its states, its limits in time, its tasks and turns. */
import { randomUUID } from 'node:crypto';
import type { AvatarEvent } from '../avatar/avatar-messages.js';
import { QUALITIES } from '../catalogue.js';
import { CHAT_SOCKET, type MicrophoneReport } from '../hearing/microphone.js';
import type { Fields } from '../http/fields.js';
import { respond } from '../responder.js';
import { HostedSession, type SessionParts } from '../sessions/hosted-session.js';
import type { SessionToken } from '../tokens.js';
import { notInCorrectState, wrongState } from './answers.js';
import type { ChatLine } from './chat-line.js';
import { Conversation } from './conversation.js';
import type { OpenRequest } from './open-request.js';
import { newRecord, type SessionRecord } from './session-record.js';
import { troubleWords } from './trouble-words.js';
import { WaitingTasks } from './waiting-tasks.js';
import { readUserMessage, turnMessages } from './turn-messages.js';

export const SESSION_DURATION_LIMIT_S = 600;
const NEVER_STARTED_S = 60;
/** Even with keep-alives. */
const NEVER_JOINED_S = 300;
/** flite's pace at rate 1, for the estimate that an async task is answered with. */
const MS_PER_LETTER = 68;

export class Session extends HostedSession {
  override readonly service = 'interactive-avatar';
  override readonly token: SessionToken | undefined;
  override readonly record: SessionRecord;
  readonly request: OpenRequest;
  protected override readonly idleLimitS: number | undefined;
  protected override readonly troubleWords = troubleWords({
    publish: (message) => this.avatar.publish(message),
    chatLine: () => this.#conversation.chat,
    speak: (text) => this.#speak(randomUUID(), text),
  });
  readonly #tasks = new WaitingTasks();
  readonly #conversation: Conversation;

  constructor(parts: SessionParts, token: SessionToken | undefined, request: OpenRequest, body: Fields) {
    const { quality, codec, voice, avatar } = request;
    // The shape of a UUIDv1, as in every capture.
    super(parts, randomUUID().replace(/^(.{14})./, '$11'), {
      look: avatar.look,
      voice,
      picture: { ...QUALITIES[quality], codec },
      withoutSound: token?.trouble?.avatarWithoutSound ?? false,
    });
    this.token = token;
    this.request = request;
    this.record = newRecord(body);
    this.idleLimitS = request.disableIdleTimeout ? undefined : request.idleTimeoutS;
    this.#conversation = new Conversation(
      {
        request,
        record: this.record,
        isHeard: async () => this.status === 'connected' && (await this.presence.everCame()),
        publish: (message) => this.avatar.publish(JSON.stringify(message)),
        speak: (taskId, text) => this.#speak(taskId, text),
        bargeIn: () => this.avatar.interrupt(),
        touch: () => this.touch(),
      },
      parts,
    );
    this.limit(NEVER_STARTED_S, () => {
      if (this.status === 'new') void this.end('never_started');
    });
  }

  /** Resolves when the avatar is in the room; its tracks follow within a fraction of a second. */
  async start(): Promise<void> {
    if (this.status !== 'new') throw wrongState(this.status);
    this.status = 'connecting';
    this.startedAt = new Date();
    this.limit(SESSION_DURATION_LIMIT_S, () => void this.end('duration'));
    this.limit(NEVER_JOINED_S, () => void this.#endIfNobodyJoined());
    this.touch();
    if (!this.token?.trouble?.avatarMissing) await this.bringAvatar();
    if (this.ended.aborted) throw wrongState('closed');
    this.status = 'connected';
    void this.#conversation.greet();
  }

  /** A REST task. Sync: answered when the whole turn is made, which is before it has been played. */
  async task(
    text: string,
    { kind, mode }: { kind: 'talk' | 'repeat'; mode: 'sync' | 'async' },
  ): Promise<{ task_id: string; duration_ms: number }> {
    this.requireConnected();
    const taskId = randomUUID();
    const spoken = kind === 'talk' ? this.#answerTo(text) : text;
    const estimate = (spoken.length * MS_PER_LETTER) / this.request.voice.rate;
    this.touch();
    if (!this.avatarPresent || mode === 'async') {
      this.#speak(taskId, spoken);
      return { task_id: taskId, duration_ms: Math.round(estimate) };
    }
    const made = this.#tasks.duration(taskId);
    this.#speak(taskId, spoken);
    return { task_id: taskId, duration_ms: await made };
  }

  /** Talk that came over the chat socket or the data channel: nobody is told its task_id beforehand. */
  talk(text: string): void {
    if (this.status !== 'connected' || text.trim() === '') return;
    this.touch();
    this.#speak(randomUUID(), this.#answerTo(text));
  }

  override get microphone(): MicrophoneReport {
    return this.#conversation.microphone.report();
  }

  /** Sound by the chat socket, 16 kHz mono. Not an activity as such: the SDK sends zeros while muted. */
  hearSocket(samples: Int16Array): void {
    if (this.status === 'connected') this.#conversation.microphone.hear(CHAT_SOCKET, samples);
  }

  chatOpened(line: ChatLine): void {
    this.#conversation.chatOpened(line);
    const dropsAfterMs = this.token?.trouble?.chatDropsAfterMs;
    if (dropsAfterMs !== undefined && this.record.chat_sockets === 1) {
      this.limit(dropsAfterMs / 1000, () => line.drop());
    }
    void this.#conversation.greet();
  }

  chatClosed(line: ChatLine): void {
    this.#conversation.chatClosed(line);
  }

  interrupt(): void {
    this.requireConnected();
    this.touch();
    this.avatar.interrupt();
  }

  listen(listening: boolean): void {
    this.requireConnected();
    this.touch();
    this.record.listening = listening;
    this.avatar.listen(listening);
  }

  requireOpen(): void {
    if (this.ended.aborted) throw wrongState(this.status);
  }

  requireConnected(): void {
    this.requireOpen();
    if (this.status !== 'connected') throw notInCorrectState();
  }

  protected override closeOwn(): void {
    this.#conversation.close();
    this.#tasks.close();
  }

  protected override noticed(): void {
    void this.#conversation.greet();
  }

  protected override hear(event: AvatarEvent): void {
    for (const message of turnMessages(event)) this.avatar.publish(JSON.stringify(message));
    if (!this.ended.aborted) this.#conversation.hear(event);
    switch (event.type) {
      case 'data':
        this.#hearData(event.payload);
        break;
      case 'turn_failed':
        this.#tasks.failed(event.turn, event.reason);
        break;
      case 'turn_made':
      case 'turn_ended':
        this.#tasks.made(event.turn, event.durationMs);
        break;
      default:
        // The rest is the conversation's, or tells the handle's own promises of joining and leaving.
        break;
    }
  }

  #hearData(payload: string): void {
    const message = readUserMessage(payload);
    if (!message) return;
    if ('pushToTalk' in message) {
      this.record.push_to_talk.push(message.pushToTalk);
      this.#conversation.microphone.press(message.pushToTalk === 'start');
      this.touch();
      return;
    }
    this.talk(message.talk);
  }

  async #endIfNobodyJoined(): Promise<void> {
    if (!(await this.presence.everCame())) await this.end('never_joined');
  }

  #speak(taskId: string, text: string): void {
    if (this.avatarPresent) this.avatar.speak(taskId, text);
  }

  #answerTo(text: string): string {
    return respond(text, { base: this.request.knowledgeBase, baseId: this.request.knowledgeBaseId });
  }
}
