/**
 * Owns what every session is whatever its service: its times, its limits, its avatar and its user in the room, its
 * one end. Whoever ends it, and however often, it ends once; `ended_by` in the books says who was first.
 */
import type { AvatarEvent, Figure } from '../avatar/avatar-messages.js';
import type { AvatarHandle, AvatarProcess } from '../avatar/avatar-process.js';
import type { MicrophoneReport } from '../hearing/microphone.js';
import type { VoiceDetection } from '../hearing/voice-detector.js';
import type { Rooms } from '../livekit/rooms.js';
import type { ServiceClock } from '../service-clock.js';
import type { BookedSession, BookedToken } from './books.js';
import type { EndedBy, SessionStatus } from './ended-by.js';
import { makeTrouble, type RoomTrouble, type TroubleWords } from './room-troubles.js';
import { UserPresence } from './user-presence.js';

export interface SessionParts {
  rooms: Rooms;
  avatars: AvatarProcess;
  clock: ServiceClock;
  voiceDetection: VoiceDetection;
}

export interface HostedToken extends BookedToken {
  readonly trouble: RoomTrouble | undefined;
}

/** What the books tell of every session, in the books' snake case. */
export interface HostedRecord {
  participants: string[];
  garbage_messages: number;
  spoofed_messages: number;
}

export abstract class HostedSession implements BookedSession {
  abstract readonly service: BookedSession['service'];
  abstract readonly token: HostedToken | undefined;
  abstract readonly record: HostedRecord;
  readonly id: string;
  readonly openedAt = new Date();
  /** Aborts when the session ends, whoever ends it. */
  readonly ended: AbortSignal;
  status: SessionStatus = 'new';
  startedAt: Date | undefined;
  endedAt: Date | undefined;
  endedBy: EndedBy | undefined;
  /** In the room; a session with the trouble `no-avatar` never has it there. */
  protected avatarPresent = false;
  protected readonly parts: SessionParts;
  protected readonly avatar: AvatarHandle;
  protected readonly presence: UserPresence;
  readonly #ending = new AbortController();
  #cancelIdle = (): void => {};
  #closed: Promise<void> | undefined;

  constructor(parts: SessionParts, id: string, figure: Figure) {
    this.parts = parts;
    this.id = id;
    this.ended = this.#ending.signal;
    this.presence = new UserPresence(parts.rooms, id);
    this.avatar = parts.avatars.prepare(id, figure, (event) => this.#hear(event));
  }

  abstract get microphone(): MicrophoneReport;
  /** What the troubles say in the service's own words. */
  protected abstract readonly troubleWords: TroubleWords;
  /** After how long without activity it ends; undefined: never. */
  protected abstract readonly idleLimitS: number | undefined;
  /** What the avatar tells, beyond what is dealt with here. */
  protected abstract hear(event: AvatarEvent): void;
  /** Somebody has come into the room. */
  protected abstract noticed(identity: string): void;
  /** Lets go of what is the service's own; the room and the avatar are still there. */
  protected abstract closeOwn(by: EndedBy): void;

  /** Activity: the idle limit begins anew. */
  touch(): void {
    this.#cancelIdle();
    if (this.ended.aborted || !this.startedAt || this.idleLimitS === undefined) return;
    this.#cancelIdle = this.parts.clock.after(this.idleLimitS * 1000, () => void this.end('idle'));
  }

  /** Resolves when everything of the session is gone: avatar, room, timers. */
  end(by: EndedBy): Promise<void> {
    this.#closed ??= this.#end(by);
    return this.#closed;
  }

  /** The avatar comes into the room, and with it the conversation's agent where there is one. False: it ended first. */
  protected async bringAvatar(agent?: string): Promise<boolean> {
    const { rooms } = this.parts;
    try {
      const [pass, agentPass] = await Promise.all([
        rooms.pass(this.id, 'heygen'),
        agent === undefined ? undefined : rooms.pass(this.id, agent),
      ]);
      await this.avatar.join(rooms.url, pass, agentPass);
      this.avatarPresent = true;
    } catch (error) {
      // Stopped while it joined is the caller's doing; all else is ours.
      if (this.ended.aborted) return false;
      await this.end('room_lost');
      throw error;
    }
    return !this.ended.aborted;
  }

  /** Runs `action` unless the session ends before; call what is returned to prevent it. */
  protected limit(seconds: number, action: () => void): () => void {
    const cancel = this.parts.clock.after(seconds * 1000, action);
    this.ended.addEventListener('abort', cancel, { once: true });
    return cancel;
  }

  /** The last thing that is done to the room. What the user sees of the end depends on who goes first. */
  protected async leaveRoom(): Promise<void> {
    // The room goes first: that is what the user sees (reason 5), and the avatar's farewell must not be seen
    // before it as a participant leaving.
    await this.parts.rooms.delete(this.id);
    await this.avatar.leave();
  }

  async #end(by: EndedBy): Promise<void> {
    this.endedBy = by;
    this.status = 'closing';
    this.#cancelIdle();
    this.#ending.abort();
    this.closeOwn(by);
    await this.leaveRoom();
    this.status = 'closed';
    this.endedAt = new Date();
  }

  #hear(event: AvatarEvent): void {
    this.hear(event);
    switch (event.type) {
      case 'published':
        void this.#makeTrouble();
        break;
      case 'room_lost':
        void this.end('room_lost');
        break;
      case 'participant_joined':
        if (!this.record.participants.includes(event.identity)) this.record.participants.push(event.identity);
        this.presence.noticed(event.identity);
        this.noticed(event.identity);
        break;
      case 'participant_left':
        // No end of the session: like the real service, it runs on until somebody stops it or its limits do.
        this.record.participants = this.record.participants.filter((identity) => identity !== event.identity);
        break;
      case 'impersonated':
        this.record.spoofed_messages += event.messages;
        break;
      default:
        break;
    }
  }

  async #makeTrouble(): Promise<void> {
    const { trouble } = this.token ?? {};
    if (!trouble) return;
    const { id, ended, record, avatar, presence } = this;
    await makeTrouble(
      trouble,
      { id, ended, record, avatar, presence, words: this.troubleWords, end: (by) => this.end(by) },
      this.parts,
    );
  }
}
