/**
 * Owns what the troubles do to a room and to a session that runs in it, whatever its service: each begins when
 * there is media and ends with the session.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { AvatarHandle } from '../avatar/avatar-process.js';
import { BadRequest } from '../http/bad-request.js';
import { garbage, type Garbage } from '../garbage.js';
import type { Rooms } from '../livekit/rooms.js';
import type { ServiceClock } from '../service-clock.js';
import { USER, type UserPresence } from './user-presence.js';

/** What a test or a page can read about a trouble. */
export interface TroubleRow {
  name: string;
  what: string;
  /** The client's error code or, with `phase: 'live'`, the reason of the session's end; null: no error at all. */
  code: string | null;
  phase: 'token' | 'open' | 'start' | 'room' | 'media' | 'live' | null;
  books: string;
}

export interface RoomTrouble extends TroubleRow {
  /** The room's address is one where nothing listens. */
  roomUnreachable?: true;
  /** The room's address is one that accepts a connection and never says a word. */
  roomSilent?: true;
  /** Nobody joins the room. */
  avatarMissing?: true;
  /** The avatar publishes no audio track. */
  avatarWithoutSound?: true;
  /** The rest happens once the avatar's tracks and the user are in the room. The service ends the session: */
  endsAfterMs?: number;
  /** The avatar leaves the room, and the session runs on. */
  avatarLeavesAfterMs?: number;
  userRemovedAfterMs?: number;
  livekitRestartsAfterMs?: number;
  /** So many messages that are none, on every way to the client. */
  garbageMessages?: number;
  /** Somebody else sends well-formed messages as if they were the avatar's. */
  impostor?: true;
}

export interface TroubledSession {
  readonly id: string;
  readonly ended: AbortSignal;
  readonly record: { garbage_messages: number };
  readonly avatar: AvatarHandle;
  readonly presence: UserPresence;
  readonly words: TroubleWords;
  end(by: 'server'): Promise<void>;
}

/** What of it is in the service's own words. */
export interface TroubleWords {
  /** The types that its messages have. */
  types: readonly string[];
  /** What mallory sends. */
  spoofed(): { topic?: string; payloads: string[] };
  /** Sends one of the messages that are none; `nth` counts them. */
  sendGarbage(message: Garbage, nth: number): void;
  /** A turn after all that: the session still works. */
  speak(text: string): void;
}

interface Surroundings {
  rooms: Rooms;
  clock: ServiceClock;
}

export const LIVEKIT_DOWN_MS = 1_000;
const GARBAGE_SEED = 2_026;
/** A thousand a second, half on each way where there are two: LiveKit's data channel carries that without a backlog. */
const BATCH = 20;
const BATCH_EVERY_MS = 20;

/** The row that somebody asks for by its name; no name, no trouble. */
export function namedTrouble<Row extends TroubleRow>(table: readonly Row[], name: unknown): Row | undefined {
  if (name === undefined || name === null || name === '') return undefined;
  const found = table.find((row) => row.name === name);
  if (!found) throw new BadRequest('trouble', 'GET /sandbox/troubles lists those there are');
  return found;
}

/** The avatar's tracks are in the room. */
export async function makeTrouble(
  trouble: RoomTrouble,
  session: TroubledSession,
  { rooms, clock }: Surroundings,
): Promise<void> {
  const { ended } = session;
  await session.presence.untilCame(ended);
  if (trouble.endsAfterMs !== undefined) {
    await clock.delay(trouble.endsAfterMs, ended);
    if (!ended.aborted) await session.end('server');
  }
  if (trouble.avatarLeavesAfterMs !== undefined) {
    await clock.delay(trouble.avatarLeavesAfterMs, ended);
    if (!ended.aborted) await session.avatar.leave();
  }
  if (trouble.userRemovedAfterMs !== undefined) {
    await clock.delay(trouble.userRemovedAfterMs, ended);
    if (!ended.aborted) await rooms.remove(session.id, USER);
  }
  if (trouble.livekitRestartsAfterMs !== undefined) {
    await clock.delay(trouble.livekitRestartsAfterMs, ended);
    if (!ended.aborted) await rooms.restartServer(LIVEKIT_DOWN_MS);
  }
  if (trouble.garbageMessages !== undefined) await flood(session, trouble.garbageMessages);
  if (trouble.impostor && !ended.aborted) {
    const { topic, payloads } = session.words.spoofed();
    session.avatar.impersonate(rooms.url, await rooms.pass(session.id, 'mallory'), payloads, topic);
  }
}

/** In real time whatever the sandbox's clock: faster, LiveKit would be tested instead of the client. */
async function flood({ ended, record, words }: TroubledSession, count: number): Promise<void> {
  const messages = garbage(GARBAGE_SEED, words.types);
  while (record.garbage_messages < count && !ended.aborted) {
    for (let sent = 0; sent < BATCH; sent++) {
      words.sendGarbage(messages.next().value, sent);
      record.garbage_messages++;
    }
    await delay(BATCH_EVERY_MS);
  }
  if (!ended.aborted) words.speak('Still here.');
}
