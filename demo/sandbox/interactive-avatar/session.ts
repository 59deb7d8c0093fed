/**
 * Owns one session of Interactive Avatar: its states, its limits in time, its avatar and its turns. Whoever ends
 * it, and however often, it ends once; `ended_by` in the books says who was first.
 */
import { randomUUID } from 'node:crypto';
import type { AvatarEvent } from '../avatar/avatar-messages.js';
import type { AvatarHandle, AvatarProcess } from '../avatar/avatar-process.js';
import { QUALITIES } from '../catalogue.js';
import type { Rooms } from '../livekit/rooms.js';
import { respond } from '../responder.js';
import type { ServiceClock } from '../service-clock.js';
import type { SessionToken } from '../tokens.js';
import { notInCorrectState, speechFailed, wrongState, type SessionStatus } from './answers.js';
import type { Fields, OpenRequest } from './open-request.js';
import { readUserMessage, turnMessages } from './turn-messages.js';

/**
 * `stop`: the client called streaming.stop. `idle`, `duration`: the limits of protocol.md A.11. `never_started`:
 * no streaming.start in time. `undelivered`: the client hung up before it was told the session's id. `server`:
 * the trouble that ends it. `room_lost`: the LiveKit server dropped the room. `sandbox_closed`: it was running
 * when the sandbox was closed.
 */
export type EndedBy =
  'stop' | 'idle' | 'duration' | 'never_started' | 'undelivered' | 'server' | 'room_lost' | 'sandbox_closed';

export interface SessionParts {
  rooms: Rooms;
  avatars: AvatarProcess;
  clock: ServiceClock;
}

/** What the books tell beyond the session's own state. */
export interface SessionRecord {
  request: Fields;
  tasks: Fields[];
  stop_calls: number;
  keep_alive_calls: number;
  interrupt_calls: number;
  listening: boolean;
  push_to_talk: ('start' | 'stop')[];
  participants: string[];
  chat: 'none' | 'open' | 'closed' | 'refused';
  chat_text_frames: number;
  chat_audio_frames: number;
}

export const SESSION_DURATION_LIMIT_S = 600;
const NEVER_STARTED_S = 60;
/** flite's pace at rate 1, for the estimate that an async task is answered with. */
const MS_PER_LETTER = 68;

interface WaitingTask {
  resolve(durationMs: number): void;
  reject(error: Error): void;
}

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
  readonly #waiting = new Map<string, WaitingTask>();
  readonly #avatar: AvatarHandle;
  /** In the room; a session with the trouble `no-avatar` never has it there. */
  #avatarPresent = false;
  #cancelIdle = (): void => {};
  #closed: Promise<void> | undefined;

  constructor(parts: SessionParts, token: SessionToken | undefined, request: OpenRequest, body: Fields) {
    this.#parts = parts;
    this.token = token;
    this.request = request;
    this.ended = this.#ending.signal;
    this.record = {
      request: body,
      tasks: [],
      stop_calls: 0,
      keep_alive_calls: 0,
      interrupt_calls: 0,
      listening: false,
      push_to_talk: [],
      participants: [],
      chat: 'none',
      chat_text_frames: 0,
      chat_audio_frames: 0,
    };
    const { quality, codec, voice, avatar } = request;
    this.#avatar = parts.avatars.prepare(
      this.id,
      { look: avatar.look, voice, picture: { ...QUALITIES[quality], codec } },
      (event) => this.#hear(event),
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
    const made = new Promise<number>((resolve, reject) => this.#waiting.set(taskId, { resolve, reject }));
    this.#speak(taskId, spoken);
    return { task_id: taskId, duration_ms: await made };
  }

  /** Talk that came over the chat socket or the data channel: nobody is told its task_id beforehand. */
  talk(text: string): void {
    if (this.status !== 'connected' || text.trim() === '') return;
    this.touch();
    this.#speak(randomUUID(), this.#answerTo(text));
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
    for (const { reject } of this.#waiting.values()) reject(wrongState('closed'));
    this.#waiting.clear();
    // The room goes first: that is what the user sees (reason 5), and the avatar's farewell must not be seen
    // before it as a participant leaving.
    await this.#parts.rooms.delete(this.id);
    await this.#avatar.leave();
    this.status = 'closed';
    this.endedAt = new Date();
  }

  #hear(event: AvatarEvent): void {
    for (const message of turnMessages(event)) this.#avatar.publish(JSON.stringify(message));
    switch (event.type) {
      case 'published': {
        const after = this.token?.trouble?.endsAfterMs;
        if (after !== undefined) this.#limit(after / 1000, () => void this.end('server'));
        break;
      }
      case 'room_lost':
        void this.end('room_lost');
        break;
      case 'participant_joined':
        if (!this.record.participants.includes(event.identity)) this.record.participants.push(event.identity);
        break;
      case 'participant_left':
        // No end of the session: like the real service, it runs on until somebody stops it or its limits do.
        this.record.participants = this.record.participants.filter((identity) => identity !== event.identity);
        break;
      case 'data':
        this.#hearData(event.payload);
        break;
      case 'turn_made':
        this.#settle(event.turn, (task) => task.resolve(event.durationMs));
        break;
      case 'turn_failed':
        this.#settle(event.turn, (task) => task.reject(speechFailed(event.reason)));
        break;
      case 'turn_ended':
        // Speaking is activity too, or a long speech would end its own session.
        this.touch();
        this.#settle(event.turn, (task) => task.resolve(event.durationMs));
        break;
      default:
        // The handle's own promises tell of joining and leaving.
        break;
    }
  }

  #hearData(payload: string): void {
    const message = readUserMessage(payload);
    if (!message) return;
    if ('pushToTalk' in message) {
      this.record.push_to_talk.push(message.pushToTalk);
      this.touch();
      return;
    }
    this.talk(message.talk);
  }

  #speak(taskId: string, text: string): void {
    if (this.#avatarPresent) this.#avatar.speak(taskId, text);
  }

  #settle(taskId: string, settle: (task: WaitingTask) => void): void {
    const task = this.#waiting.get(taskId);
    this.#waiting.delete(taskId);
    if (task) settle(task);
  }

  #answerTo(text: string): string {
    const { knowledgeBase: base, knowledgeBaseId: baseId } = this.request;
    return respond(text, { base, baseId });
  }

  #limit(seconds: number, action: () => void): void {
    const cancel = this.#parts.clock.after(seconds * 1000, action);
    this.ended.addEventListener('abort', cancel, { once: true });
  }
}
