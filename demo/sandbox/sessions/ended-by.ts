/** Owns the words of the books for where a session stands and who ended it, the same for every service. */

export const SESSION_STATUSES = ['new', 'connecting', 'connected', 'closing', 'closed'] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

/**
 * `stop`: the client stopped it. `idle`, `duration`, `never_joined`: the services' limits.
 * `no_client`: nobody was in the room for minutes (B.7, ZOMBIE_SESSION_REAP). `never_started`: no streaming.start
 * in time. `undelivered`: the client hung up before it was told the session's id. `server`: a trouble, or a test,
 * ends it. `room_lost`: the LiveKit server dropped the room, or the avatar's process died. `sandbox_closed`: it was
 * running when the sandbox was closed.
 */
export const ENDED_BY = [
  'stop',
  'idle',
  'duration',
  'never_started',
  'never_joined',
  'no_client',
  'undelivered',
  'server',
  'room_lost',
  'sandbox_closed',
] as const;
export type EndedBy = (typeof ENDED_BY)[number];
