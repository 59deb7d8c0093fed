/** The phases of a start: their names, deadlines and durations. */

/** The phases of a start, in order. Their deadlines: {@link Deadlines}. */
export type StartPhase = 'token' | 'open' | 'start' | 'room' | 'media';

/** Where an error happened: in a phase of the start, at the microphone (`voice`), or in a connected session (`live`). */
export type Phase = StartPhase | 'voice' | 'live';

/**
 * Longest duration of each phase, in milliseconds, at least 1. After it the start rejects with `timeout`, in the phase
 * `media` with `media_missing`.
 */
export interface Deadlines {
  /** Getting a token from its source. Default: 15000. */
  token: number;
  /** Opening the session at the service. Default: 20000. */
  open: number;
  /** Starting it at the service. Default: 20000. */
  start: number;
  /** Joining the LiveKit room. Default: 15000. */
  room: number;
  /** Receiving both tracks of the avatar, after joining the room. Default: 30000. */
  media: number;
  /**
   * How long a session that `newSession()` opened may stay unconnected before it is stopped. Default: 60000. `Infinity`
   * for pages that join the room themselves.
   */
  unconnected: number;
}

/**
 * Duration of each finished phase of the start, in milliseconds; and in an element, which plays them, `firstFrame` and
 * `firstSound`: the time from the start until the first frame was presented, and the first sound of the avatar. A client
 * without an element presents nothing, and has neither.
 */
export type Timings = Readonly<Partial<Record<StartPhase | 'firstFrame' | 'firstSound', number>>>;
