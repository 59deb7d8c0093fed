/** The steps of a start: their names, how long each may take, and how long it took. */

/** The steps of a start, in order, then where later errors belong. Their deadlines: {@link Deadlines}. */
export type Phase = 'token' | 'open' | 'start' | 'room' | 'media' | 'voice' | 'live';

/** Longest wait for each phase of a start, in milliseconds; what passes it rejects with `timeout` or `media_missing`. */
export interface Deadlines {
  /** The token source's answer. Default 15000. */
  token: number;
  /** The service's answer to opening a session. Default 20000. */
  open: number;
  /** The service's answer to starting it. Default 20000. */
  start: number;
  /** Joining the LiveKit room. Default 15000. */
  room: number;
  /** Both tracks of the avatar, counted from when the room is joined and the session started. Default 30000. */
  media: number;
  /**
   * How long a session that `newSession()` opened may stay unconnected before it is stopped. Default 60000; `Infinity`
   * for pages that join the room themselves.
   */
  unconnected: number;
}

/** How long each finished phase took, in milliseconds. */
export type Timings = Readonly<Partial<Record<Phase, number>>>;
