/** The steps of a start: their names, how long each may take, and how long it took. */

/** The steps of a start, in order. Their deadlines: {@link Deadlines}. */
export type StartPhase = 'token' | 'open' | 'start' | 'room' | 'media';

/** Where an error happened: in a step of the start, at the microphone (`voice`), or in a connected session. */
export type Phase = StartPhase | 'voice' | 'live';

/** Longest wait for each step, in milliseconds. After it the start rejects with `timeout` or `media_missing`. */
export interface Deadlines {
  /** The token source's answer. Default: 15000. */
  token: number;
  /** The service's answer to opening a session. Default: 20000. */
  open: number;
  /** The service's answer to starting it. Default: 20000. */
  start: number;
  /** Joining the LiveKit room. Default: 15000. */
  room: number;
  /** Both tracks of the avatar, from when the room is joined and the session started. Default: 30000. */
  media: number;
  /**
   * How long a session that `newSession()` opened may stay unconnected before it is stopped. Default 60000; `Infinity`
   * for pages that join the room themselves.
   */
  unconnected: number;
}

/** How long each finished step took, in milliseconds. */
export type Timings = Readonly<Partial<Record<StartPhase, number>>>;
