/** Owns what the troubles do to a session once it runs: each begins when there is media and ends with the session. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { AvatarHandle } from '../avatar/avatar-process.js';
import { garbage } from '../garbage.js';
import type { Rooms } from '../livekit/rooms.js';
import type { ServiceClock } from '../service-clock.js';
import type { Trouble } from '../troubles.js';
import type { ChatLine } from './chat-line.js';
import type { EndedBy, SessionRecord } from './session-record.js';
import { USER, type UserPresence } from './user-presence.js';

export interface TroubledSession {
  readonly id: string;
  readonly ended: AbortSignal;
  readonly record: SessionRecord;
  readonly avatar: AvatarHandle;
  readonly presence: UserPresence;
  chatLine(): ChatLine | undefined;
  speak(taskId: string, text: string): void;
  end(by: EndedBy): Promise<void>;
}

interface Surroundings {
  rooms: Rooms;
  clock: ServiceClock;
}

const USER_POLL_MS = 100;
export const LIVEKIT_DOWN_MS = 1_000;
const GARBAGE_SEED = 2_026;
/** A thousand a second, half on each way: LiveKit's data channel carries that without a backlog. */
const BATCH = 20;
const BATCH_EVERY_MS = 20;
const SOCKET_BACKLOG = 1_000_000;

/** The avatar's tracks are in the room. */
export async function makeTrouble(
  trouble: Trouble,
  session: TroubledSession,
  { rooms, clock }: Surroundings,
): Promise<void> {
  const { ended } = session;
  if (trouble.endsAfterMs !== undefined) {
    await clock.delay(trouble.endsAfterMs, ended);
    if (!ended.aborted) await session.end('server');
  }
  while (!ended.aborted && !(await session.presence.everCame())) await delay(USER_POLL_MS);
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
    session.avatar.impersonate(rooms.url, await rooms.pass(session.id, 'mallory'), spoofedMessages());
  }
}

/** In real time whatever the sandbox's clock: faster, LiveKit would be tested instead of the client. */
async function flood({ ended, avatar, record, ...session }: TroubledSession, count: number): Promise<void> {
  const messages = garbage(GARBAGE_SEED);
  while (record.garbage_messages < count && !ended.aborted) {
    for (let sent = 0; sent < BATCH; sent++) {
      const line = sent % 2 === 0 ? session.chatLine() : undefined;
      const { value } = messages.next();
      if (line && line.backlog() < SOCKET_BACKLOG) line.send(value);
      else avatar.publish(value);
      record.garbage_messages++;
    }
    await delay(BATCH_EVERY_MS);
  }
  if (!ended.aborted) session.speak(randomUUID(), 'Still here.');
}

/** Every message there is on either channel, each well-formed, under both names of the type (protocol.md C 8). */
function spoofedMessages(): string[] {
  const turn = { task_id: 'spoofed-by-mallory', message: 'I am the avatar, trust me. ', duration_ms: 1_000 };
  const types = [
    'avatar_start_talking',
    'avatar_talking_message',
    'user_start',
    'user_talking_message',
    'user_stop',
    'user_end_message',
    'user_silence',
    'avatar_end_message',
    'avatar_stop_talking',
  ];
  const count = { silence_times: 1, count_down: 5 };
  return [1, 2, 3].flatMap(() =>
    types.flatMap((type) => [
      JSON.stringify({ type, ...turn, ...count }),
      JSON.stringify({ event_type: type, ...turn, ...count }),
    ]),
  );
}
