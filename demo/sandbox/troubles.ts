/**
 * Owns the troubles of Interactive Avatar that a test or a page can ask for: one table with what happens, the `code`
 * and `phase` that the client must report for it, and what the books must show afterwards. A trouble is bound to a
 * token when it is minted (`X-Sandbox-Trouble`), so sessions with and without one run side by side. LiveAvatar's
 * are in a table of its own, under the same names where they are the same.
 */
import type { Interference } from './sessions/interference.js';
import type { RoomTrouble } from './sessions/room-troubles.js';

export interface Trouble extends RoomTrouble {
  /** What is wrong with the calls, by their last word. */
  token?: Interference;
  new?: Interference;
  start?: Interference;
  /** The chat WebSocket's handshake is refused. */
  chatRefused?: true;
  /** The first chat WebSocket is closed this long after it was opened. */
  chatDropsAfterMs?: number;
}

const SLOW_MS = 3_000;

const NO_SESSION = 'no session is opened';
const STOPPED = 'the session is closed, ended_by "stop"';

export const TROUBLES: readonly Trouble[] = [
  {
    name: 'slow-start',
    what: 'streaming.start answers after 3 s, and succeeds',
    code: null,
    phase: null,
    books: 'an ordinary session',
    start: { delayMs: SLOW_MS },
  },
  {
    name: 'expired-token',
    what: 'streaming.new answers 401, code 401056',
    code: 'unauthorized',
    phase: 'open',
    books: NO_SESSION,
    new: { answer: { status: 401, body: { code: 401056, message: 'ACCESS_TOKEN_EXPIRED' } } },
  },
  {
    name: 'concurrency-limit',
    what: 'streaming.new answers 400, code 10007',
    code: 'concurrency_limit',
    phase: 'open',
    books: NO_SESSION,
    new: { answer: { status: 400, body: { code: 10007, message: 'Concurrent limit reached' } } },
  },
  {
    name: 'no-avatar',
    what: 'streaming.start succeeds, but nobody joins the room',
    code: 'media_missing',
    phase: 'media',
    books: STOPPED,
    avatarMissing: true,
  },
  {
    name: 'server-ends-session',
    what: 'the room is deleted 2 s after the avatar’s tracks and the user are in it',
    code: 'room_deleted',
    phase: 'live',
    books: 'the session is closed, ended_by "server"',
    endsAfterMs: 2_000,
  },
  {
    name: 'endpoint-sunset',
    what: 'streaming.new answers 410, endpoint_sunset',
    code: 'endpoint_sunset',
    phase: 'open',
    books: NO_SESSION,
    new: {
      answer: {
        status: 410,
        body: {
          code: 410,
          error: 'endpoint_sunset',
          message: 'endpoint_sunset: this endpoint has been switched off, migrate to LiveAvatar',
        },
      },
    },
  },
  {
    name: 'slow-token',
    what: 'POST /sandbox/token answers after 3 s',
    code: null,
    phase: null,
    books: 'an ordinary session',
    token: { delayMs: SLOW_MS },
  },
  {
    name: 'slow-open',
    what: 'streaming.new opens the session at once and answers after 3 s',
    code: null,
    phase: null,
    books: 'an ordinary session; ended_by "undelivered" if the client hung up before the answer',
    new: { delayMs: SLOW_MS },
  },
  {
    name: 'hanging-open',
    what: 'streaming.new opens the session and never answers',
    code: 'timeout',
    phase: 'open',
    books: 'the session is closed, ended_by "undelivered", once the client hangs up',
    new: { hangs: true },
  },
  {
    name: 'html-answer',
    what: 'streaming.new answers 200 with a web page',
    code: 'bad_answer',
    phase: 'open',
    books: NO_SESSION,
    new: { answer: { status: 200, body: '<!doctype html><title>Welcome</title><h1>It works!</h1>' } },
  },
  {
    name: 'empty-answer',
    what: 'streaming.new answers 200 with data null',
    code: 'bad_answer',
    phase: 'open',
    books: NO_SESSION,
    new: { answer: { status: 200, body: { code: 100, message: 'success', data: null } } },
  },
  {
    name: 'forbidden',
    what: 'streaming.new answers 403, code 400562',
    code: 'forbidden',
    phase: 'open',
    books: NO_SESSION,
    new: { answer: { status: 403, body: { code: 400562, message: 'forbidden' } } },
  },
  {
    name: 'rate-limited',
    what: 'streaming.new answers 429 with Retry-After: 20',
    code: 'rate_limited',
    phase: 'open',
    books: NO_SESSION,
    new: {
      answer: {
        status: 429,
        body: { code: 400123, message: 'rate limit exceeded' },
        headers: { 'Retry-After': '20' },
      },
    },
  },
  {
    name: 'server-error',
    what: 'streaming.new answers 500',
    code: 'server_error',
    phase: 'open',
    books: NO_SESSION,
    new: { answer: { status: 500, body: { code: 500, message: 'internal server error' } } },
  },
  {
    name: 'start-refused',
    what: 'streaming.start answers 500',
    code: 'server_error',
    phase: 'start',
    books: STOPPED,
    start: { answer: { status: 500, body: { code: 500, message: 'internal server error' } } },
  },
  {
    name: 'hanging-start',
    what: 'streaming.start never answers; the avatar joins',
    code: 'timeout',
    phase: 'start',
    books: STOPPED,
    start: { hangs: true },
  },
  {
    name: 'no-room',
    what: 'streaming.new names a room address where nothing listens',
    code: 'room_failed',
    phase: 'room',
    books: STOPPED,
    roomUnreachable: true,
  },
  {
    name: 'hanging-room',
    what: 'streaming.new names a room that accepts the connection and never says a word',
    code: 'timeout',
    phase: 'room',
    books: STOPPED,
    roomSilent: true,
  },
  {
    name: 'socket-refused',
    what: 'the handshake of the chat WebSocket is refused; all else works',
    code: null,
    phase: null,
    books: 'an ordinary session, its chat "refused"',
    chatRefused: true,
  },
  {
    name: 'half-a-session',
    what: 'the avatar publishes video and no audio',
    code: 'media_missing',
    phase: 'media',
    books: STOPPED,
    avatarWithoutSound: true,
  },
  {
    name: 'drops-after-2s',
    what: 'the user is removed from the room 2 s after media; the session runs on until somebody stops it',
    code: 'server',
    phase: 'live',
    books: STOPPED,
    userRemovedAfterMs: 2_000,
  },
  {
    name: 'socket-drops',
    what: 'the chat WebSocket is closed 1 s after it was opened; the next one stays, and all else works',
    code: null,
    phase: null,
    books: 'an ordinary session, its chat_sockets 2 where the client reconnects',
    chatDropsAfterMs: 1_000,
  },
  {
    name: 'garbage-messages',
    what: '10,000 malformed, mistyped and oversized messages within 10 s of media, then one turn, "Still here."',
    code: null,
    phase: null,
    books: 'an ordinary session; garbage_messages counts them',
    garbageMessages: 10_000,
  },
  {
    name: 'spoofed-messages',
    what: 'another participant, mallory, sends messages of every type as if it were the avatar',
    code: null,
    phase: null,
    books: 'an ordinary session; spoofed_messages counts them once they are sent',
    impostor: true,
  },
  {
    name: 'livekit-restart',
    what: 'the LiveKit server is killed 2 s after media and up again 1 s later, for every session on it',
    code: null,
    phase: null,
    books: 'an ordinary session that is still open after the restart',
    livekitRestartsAfterMs: 2_000,
  },
];
