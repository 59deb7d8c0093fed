/**
 * Owns one session of Interactive Avatar: its states, its limits in time, its avatar and its turns. Whoever ends
 * it, and however often, it ends once; `ended_by` in the books says who was first.
 */
import { randomUUID } from 'node:crypto';
import type { AvatarEvent } from '../avatar/avatar-messages.js';
import type { AvatarHandle, AvatarProcess } from '../avatar/avatar-process.js';
import { QUALITIES } from '../catalogue.js';
import { CHAT_SOCKET, type MicrophoneReport } from '../hearing/microphone.js';
import type { VoiceDetection } from '../hearing/voice-detector.js';
import type { Rooms } from '../livekit/rooms.js';
import { respond } from '../responder.js';
import type { ServiceClock } from '../service-clock.js';
import type { SessionToken } from '../tokens.js';
import { notInCorrectState, wrongState, type SessionStatus } from './answers.js';
import type { ChatLine } from './chat-line.js';
import { Conversation } from './conversation.js';
import type { Fields, OpenRequest } from './open-request.js';
import { newRecord, type EndedBy, type SessionRecord } from './session-record.js';
import { makeTrouble } from './session-troubles.js';
import { UserPresence } from './user-presence.js';
import { WaitingTasks } from './waiting-tasks.js';
import { readUserMessage, turnMessages } from './turn-messages.js';

export interface SessionParts {
  rooms: Rooms;
  avatars: AvatarProcess;
  clock: ServiceClock;
  voiceDetection: VoiceDetection;
}

export const SESSION_DURATION_LIMIT_S = 600;
const NEVER_STARTED_S = 60;
/** Even with keep-alives (protocol.md A.11). */
const NEVER_JOINED_S = 300;
/** flite's pace at rate 1, for the estimate that an async task is answered with. */
const MS_PER_LETTER = 68;

export class Session {
  /** The shape of a UUIDv1, as in every capture (protocol.md A.3). */
  readonly id = randomUUID().replace(/^(.{14})./, '$11');
  readonly token: SessionToken | undefined;
  readonly request: OpenRequest;
  readonly openedAt = new Date();
  readonly record: SessionRecord;
  /** Aborts when the session ends, whoever ends it. */
  readonly ended: AbortSignal;
  status: SessionStatus = 'new';
  startedAt: Date | undefined;
  endedAt: Date | undefined;
  endedBy: EndedBy | undefined;
  readonly #parts: SessionParts;
  readonly #ending = new AbortController();
  readonly #tasks = new WaitingTasks();
  readonly #presence: UserPresence;
  readonly #avatar: AvatarHandle;
  /** In the room; a session with the trouble `no-avatar` never has it there. */
  #avatarPresent = false;
  readonly #conversation: Conversation;
  #cancelIdle = (): void => {};
  #closed: Promise<void> | undefined;

  constructor(parts: SessionParts, token: SessionToken | undefined, request: OpenRequest, body: Fields) {
    this.#parts = parts;
    this.token = token;
    this.request = request;
    this.ended = this.#ending.signal;
    this.record = newRecord(body);
    this.#presence = new UserPresence(parts.rooms, this.id);
    const { quality, codec, voice, avatar } = request;
    const withoutSound = token?.trouble?.avatarWithoutSound ?? false;
    this.#avatar = parts.avatars.prepare(
      this.id,
      { look: avatar.look, voice, picture: { ...QUALITIES[quality], codec }, withoutSound },
      (event) => this.#hear(event),
    );
    this.#conversation = new Conversation(
      {
        request,
        record: this.record,
        isHeard: async () => this.status === 'connected' && (await this.#presence.everCame()),
        publish: (message) => this.#avatar.publish(JSON.stringify(message)),
        speak: (taskId, text) => this.#speak(taskId, text),
        bargeIn: () => this.#avatar.interrupt(),
        touch: () => this.touch(),
      },
      parts,
    );
    this.#limit(NEVER_STARTED_S, () => {
      if (this.status === 'new') void this.end('never_started');
    });
  }

  /** Resolves when the avatar is in the room; its tracks follow within a fraction of a second. */
  async start(): Promise<void> {
    if (this.status !== 'new') throw wrongState(this.status);
    this.status = 'connecting';
    this.startedAt = new Date();
    this.#limit(SESSION_DURATION_LIMIT_S, () => void this.end('duration'));
    this.#limit(NEVER_JOINED_S, () => void this.#endIfNobodyJoined());
    this.touch();
    if (!this.token?.trouble?.avatarMissing) {
      try {
        const { rooms } = this.#parts;
        await this.#avatar.join(rooms.url, await rooms.pass(this.id, 'heygen'));
        this.#avatarPresent = true;
      } catch (error) {
        // Stopped while it joined is the caller's doing; all else is ours.
        if (this.ended.aborted) throw wrongState('closed');
        await this.end('room_lost');
        throw error;
      }
    }
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
    if (!this.#avatarPresent || mode === 'async') {
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

  get microphone(): MicrophoneReport {
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
      this.#limit(dropsAfterMs / 1000, () => line.drop());
    }
    void this.#conversation.greet();
  }

  chatClosed(line: ChatLine): void {
    this.#conversation.chatClosed(line);
  }

  interrupt(): void {
    this.requireConnected();
    this.touch();
    this.#avatar.interrupt();
  }

  listen(listening: boolean): void {
    this.requireConnected();
    this.touch();
    this.record.listening = listening;
    this.#avatar.listen(listening);
  }

  /** Activity: the idle limit begins anew (protocol.md A.11). */
  touch(): void {
    this.#cancelIdle();
    if (this.ended.aborted || !this.startedAt || this.request.disableIdleTimeout) return;
    this.#cancelIdle = this.#parts.clock.after(this.request.idleTimeoutS * 1000, () => void this.end('idle'));
  }

  requireOpen(): void {
    if (this.ended.aborted) throw wrongState(this.status);
  }

  requireConnected(): void {
    this.requireOpen();
    if (this.status !== 'connected') throw notInCorrectState();
  }

  /** Resolves when everything of the session is gone: avatar, room, timers. */
  end(by: EndedBy): Promise<void> {
    this.#closed ??= this.#end(by);
    return this.#closed;
  }

  async #end(by: EndedBy): Promise<void> {
    this.endedBy = by;
    this.status = 'closing';
    this.#cancelIdle();
    this.#ending.abort();
    this.#conversation.close();
    this.#tasks.close();
    // The room goes first: that is what the user sees (reason 5), and the avatar's farewell must not be seen
    // before it as a participant leaving.
    await this.#parts.rooms.delete(this.id);
    await this.#avatar.leave();
    this.status = 'closed';
    this.endedAt = new Date();
  }

  #hear(event: AvatarEvent): void {
    for (const message of turnMessages(event)) this.#avatar.publish(JSON.stringify(message));
    if (!this.ended.aborted) this.#conversation.hear(event);
    switch (event.type) {
      case 'published':
        void this.#makeTrouble();
        break;
      case 'room_lost':
        void this.end('room_lost');
        break;
      case 'participant_joined':
        if (!this.record.participants.includes(event.identity)) this.record.participants.push(event.identity);
        this.#presence.noticed(event.identity);
        void this.#conversation.greet();
        break;
      case 'participant_left':
        // No end of the session: like the real service, it runs on until somebody stops it or its limits do.
        this.record.participants = this.record.participants.filter((identity) => identity !== event.identity);
        break;
      case 'data':
        this.#hearData(event.payload);
        break;
      case 'impersonated':
        this.record.spoofed_messages += event.messages;
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
    if (!(await this.#presence.everCame())) await this.end('never_joined');
  }

  async #makeTrouble(): Promise<void> {
    const { trouble } = this.token ?? {};
    if (!trouble) return;
    const { id, ended, record } = this;
    await makeTrouble(
      trouble,
      {
        ...{ id, ended, record, avatar: this.#avatar, presence: this.#presence },
        chatLine: () => this.#conversation.chat,
        speak: (taskId, text) => this.#speak(taskId, text),
        end: (by) => this.end(by),
      },
      this.#parts,
    );
  }

  #speak(taskId: string, text: string): void {
    if (this.#avatarPresent) this.#avatar.speak(taskId, text);
  }

  #answerTo(text: string): string {
    return respond(text, { base: this.request.knowledgeBase, baseId: this.request.knowledgeBaseId });
  }

  #limit(seconds: number, action: () => void): void {
    const cancel = this.#parts.clock.after(seconds * 1000, action);
    this.ended.addEventListener('abort', cancel, { once: true });
  }
}
