/** Owns what a trouble does to one call, and to the room's address that it answers. */
import type { Exchange } from '../http/http-server.js';
import type { Answer } from '../http/answer.js';
import type { Rooms } from '../livekit/rooms.js';
import type { ServiceClock } from '../service-clock.js';
import type { RoomTrouble } from './room-troubles.js';

/** What is done to one call before, or instead of, its ordinary answer. Times are of the sandbox's clock. */
export interface Interference {
  /** The call does its work at once and answers this much later. */
  delayMs?: number;
  /** The call does its work and never answers. */
  hangs?: true;
  /** The call does nothing and answers this; a string is sent as HTML. */
  answer?: Answer;
}

/** Port 1 is reserved and nothing listens on it: a connection is refused at once. */
const UNREACHABLE = 'ws://127.0.0.1:1';

/** Where a room seems to be that accepts a connection and never says a word. */
export const SILENT_ROOM = '/sandbox/silent-room';

/** A delay; the call's work is done already, only its answer is late or never comes. */
export async function interfere(
  clock: ServiceClock,
  interference: Interference | undefined,
  { hungUp }: Exchange,
): Promise<void> {
  if (interference?.delayMs) await clock.delay(interference.delayMs, hungUp);
  if (interference?.hangs && !hungUp.aborted) {
    await new Promise((resolve) => hungUp.addEventListener('abort', resolve, { once: true }));
  }
}

export function roomAddress(rooms: Rooms, trouble: RoomTrouble | undefined, origin: string): string {
  if (trouble?.roomUnreachable) return UNREACHABLE;
  if (trouble?.roomSilent) return socketAddress(origin, SILENT_ROOM);
  return rooms.url;
}

export const socketAddress = (origin: string, path: string): string =>
  `${origin.replace(/^http/, 'ws')}${path}`;
