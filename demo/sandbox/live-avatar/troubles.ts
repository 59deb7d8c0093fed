/**
 * Owns the troubles of LiveAvatar that a test or a page can ask for, as the other table owns those of Interactive
 * Avatar; the same name is the same trouble. To a client `open` is `POST /v1/sessions/start`, which answers the
 * room's address, and `start` is what LITE needs after it: the socket at `ws_url` and its word `connected`.
 */
import type { Interference } from '../sessions/interference.js';
import { refusalBody } from './answers.js';
import type { LiveAvatarTrouble } from './trouble.js';

const SLOW_MS = 3_000;

const ORDINARY = 'an ordinary session';
const NO_SESSION = 'no session is opened';
const STOPPED = 'the session is closed, ended_by "stop"';
const BY_TOKEN = `${STOPPED}: whoever has the token can stop it, told its id or not`;
const BY_SERVER = 'the session is closed, ended_by "server"';

const refused = (
  status: number,
  code: number,
  message: string,
  headers: Record<string, string> = {},
): Interference => ({ answer: { status, body: refusalBody(code, message), headers } });

const fine = { code: null, phase: null };
const lost = { code: 'server', phase: 'live' } as const;

export const LIVE_AVATAR_TROUBLES: readonly LiveAvatarTrouble[] = [
  {
    name: 'slow-token',
    what: 'POST /v1/sessions/token, and POST /sandbox/token, answer after 3 s',
    ...fine,
    books: ORDINARY,
    token: { delayMs: SLOW_MS },
  },
  {
    name: 'token-refused',
    what: 'POST /v1/sessions/token, and POST /sandbox/token, answer 409, "Session concurrency limit reached"',
    code: 'token_source_failed',
    phase: 'token',
    books: NO_SESSION,
    token: refused(409, 4009, 'Session concurrency limit reached'),
  },
  {
    name: 'slow-open',
    what: 'sessions/start starts the session at once and answers after 3 s',
    ...fine,
    books: `${ORDINARY}; where the client gave up, ${BY_TOKEN}`,
    start: { delayMs: SLOW_MS },
  },
  {
    name: 'hanging-open',
    what: 'sessions/start starts the session and never answers',
    code: 'timeout',
    phase: 'open',
    books: BY_TOKEN,
    start: { hangs: true },
  },
  {
    name: 'expired-token',
    what: 'sessions/start answers 401',
    code: 'unauthorized',
    phase: 'open',
    books: NO_SESSION,
    start: refused(401, 4001, 'Unauthorized'),
  },
  {
    name: 'concurrency-limit',
    what: 'sessions/start answers 409, "Session concurrency limit reached"',
    code: 'concurrency_limit',
    phase: 'open',
    books: NO_SESSION,
    start: refused(409, 4009, 'Session concurrency limit reached'),
  },
  {
    name: 'forbidden',
    what: 'sessions/start answers 403',
    code: 'forbidden',
    phase: 'open',
    books: NO_SESSION,
    start: refused(403, 4003, 'Forbidden'),
  },
  {
    name: 'rate-limited',
    what: 'sessions/start answers 429 with Retry-After: 1',
    code: 'rate_limited',
    phase: 'open',
    books: NO_SESSION,
    start: refused(429, 4029, 'Too many requests', { 'Retry-After': '1', 'X-RateLimit-Reset': '1' }),
  },
  {
    name: 'server-error',
    what: 'sessions/start answers 500',
    code: 'server_error',
    phase: 'open',
    books: NO_SESSION,
    start: refused(500, 5000, 'Internal server error'),
  },
  {
    name: 'html-answer',
    what: 'sessions/start answers 200 with a web page',
    code: 'bad_answer',
    phase: 'open',
    books: NO_SESSION,
    start: { answer: { status: 200, body: '<!doctype html><title>Welcome</title><h1>It works!</h1>' } },
  },
  {
    name: 'empty-answer',
    what: 'sessions/start answers 200 with data null',
    code: 'bad_answer',
    phase: 'open',
    books: NO_SESSION,
    start: { answer: { status: 200, body: { code: 1000, data: null, message: 'Success' } } },
  },
  {
    name: 'no-room',
    what: 'sessions/start names a room address where nothing listens',
    code: 'room_failed',
    phase: 'room',
    books: STOPPED,
    roomUnreachable: true,
  },
  {
    name: 'hanging-room',
    what: 'sessions/start names a room that accepts the connection and never says a word',
    code: 'timeout',
    phase: 'room',
    books: STOPPED,
    roomSilent: true,
  },
  {
    name: 'no-avatar',
    what: 'sessions/start succeeds, but nobody joins the room',
    code: 'media_missing',
    phase: 'media',
    books: STOPPED,
    avatarMissing: true,
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
    name: 'no-agent',
    mode: 'FULL',
    what: 'picture and sound come, the conversation’s agent never joins, nobody hears a command',
    code: 'media_missing',
    phase: 'media',
    books: STOPPED,
    agentMissing: true,
  },
  {
    name: 'context-missing',
    mode: 'FULL',
    what: 'the context is dropped; the user is transcribed and nobody answers; speak_text still works',
    ...fine,
    books: `${ORDINARY}, its context null`,
    contextMissing: true,
  },
  {
    name: 'push-to-talk-unanswered',
    mode: 'FULL',
    what: 'no acknowledgement of user.start_push_to_talk ever comes; the call must fail, not hang',
    ...fine,
    books: ORDINARY,
    pushToTalk: 'unanswered',
  },
  {
    name: 'push-to-talk-refused',
    mode: 'FULL',
    what: 'user.start_push_to_talk is answered by user.push_to_talk_start_failed; the call must fail',
    ...fine,
    books: ORDINARY,
    pushToTalk: 'refused',
  },
  {
    name: 'server-ends-session',
    what: '2 s after media comes session.stopped, SERVER_ERROR; then avatar and room go',
    ...lost,
    books: BY_SERVER,
    endsAfterMs: 2_000,
  },
  {
    name: 'no-credits',
    what: '2 s after media comes session.stopped, NO_CREDITS; then avatar and room go',
    ...lost,
    books: BY_SERVER,
    endsAfterMs: 2_000,
    saysAtEnd: 'NO_CREDITS',
  },
  {
    name: 'room-deleted',
    what: 'the room is deleted 2 s after media, and nothing says so but the room',
    code: 'room_deleted',
    phase: 'live',
    books: BY_SERVER,
    endsAfterMs: 2_000,
    saysAtEnd: 'nothing',
  },
  {
    name: 'avatar-leaves',
    what: 'the avatar leaves the room 2 s after media, and nothing else happens',
    ...lost,
    books: STOPPED,
    avatarLeavesAfterMs: 2_000,
  },
  {
    name: 'short-session',
    what: 'max_session_duration is 4 s; session.stopped says MAX_DURATION_REACHED',
    code: 'duration',
    phase: 'live',
    books: 'the session is closed, ended_by "duration", or "stop" where the client is quicker',
    durationS: 4,
  },
  {
    name: 'unannounced-end',
    what: 'max_session_duration is 4 s; at its end nothing is said, the avatar only answers no more',
    code: 'duration',
    phase: 'live',
    books: STOPPED,
    durationS: 4,
    lengthUnannounced: true,
  },
  {
    name: 'drops-after-2s',
    what: 'the user is removed from the room 2 s after media; the session runs on until somebody stops it',
    ...lost,
    books: STOPPED,
    userRemovedAfterMs: 2_000,
  },
  {
    name: 'garbage-messages',
    what: '10,000 malformed, mistyped and oversized messages within 10 s of media, then one turn, "Still here."',
    ...fine,
    books: `${ORDINARY}; garbage_messages counts them`,
    garbageMessages: 10_000,
  },
  {
    name: 'spoofed-messages',
    what: 'another participant, mallory, sends messages of every type as if it were the agent',
    ...fine,
    books: `${ORDINARY}; spoofed_messages counts them once they are sent`,
    impostor: true,
  },
  {
    name: 'livekit-restart',
    what: 'the LiveKit server is killed 2 s after media and up again 1 s later, for every session on it',
    ...fine,
    books: `${ORDINARY} that is still open after the restart`,
    livekitRestartsAfterMs: 2_000,
  },
  {
    name: 'socket-refused',
    mode: 'LITE',
    what: 'each handshake at ws_url is refused',
    code: 'timeout',
    phase: 'start',
    books: STOPPED,
    socketRefused: true,
  },
  {
    name: 'socket-silent',
    mode: 'LITE',
    what: 'the socket at ws_url opens and never says connected',
    code: 'timeout',
    phase: 'start',
    books: STOPPED,
    socketSilent: true,
  },
  {
    name: 'socket-slow',
    mode: 'LITE',
    what: 'the socket says connected after 3 s; commands before it are dropped and counted',
    ...fine,
    books: `${ORDINARY}, its dropped_commands 0`,
    socketConnectsAfterMs: SLOW_MS,
  },
  {
    name: 'socket-drops',
    mode: 'LITE',
    what: 'the socket breaks 1 s after it was opened; the next one at the same address stays',
    ...fine,
    books: `${ORDINARY}, its sockets 2`,
    socketDropsAfterMs: 1_000,
  },
];
