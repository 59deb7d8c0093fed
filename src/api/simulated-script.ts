/**
 * What a simulated session says, how long things take and what goes wrong: `StartAvatarOptions.simulatedScript`, which
 * only the service `simulated` reads. It is JSON. Invalid values reject with `invalid_option`; the message has the path.
 */

/** What goes wrong, under the sandbox's names for it. */
export type SimulatedTrouble =
  /** Opening, or starting, takes 3 s longer, and succeeds. */
  | 'slow-open'
  | 'slow-start'
  /** Opening fails, with the code that the service's refusal would get. */
  | 'expired-token'
  | 'concurrency-limit'
  | 'endpoint-sunset'
  | 'html-answer'
  | 'empty-answer'
  | 'forbidden'
  | 'rate-limited'
  | 'server-error'
  /** The service doesn't respond (`timeout`). */
  | 'hanging-open'
  | 'hanging-start'
  | 'start-refused'
  /** The room can't be joined (`room_failed`). */
  | 'no-room'
  | 'hanging-room'
  /** No picture and no sound, or no sound, arrives (`media_missing`). */
  | 'no-avatar'
  | 'half-a-session'
  /** 2 s after its beginning the session ends, or its connection is interrupted for 3 s. */
  | 'server-ends-session'
  | 'drops-after-2s'
  | 'livekit-restart';

/** A question and its answer. */
export interface SimulatedAnswer {
  /** A regular expression for the question, ignoring case. Default: matches everything. */
  pattern?: string | undefined;
  /** The answer, or several, of which the seed picks one. */
  answer: string | readonly string[];
}

/** Delays in milliseconds, 0 to 600000. The seed makes each up to a tenth longer or shorter. */
export interface SimulatedDelays {
  /** Opening the session. Default: 250. */
  open?: number | undefined;
  /** Starting it. Default: 350. */
  start?: number | undefined;
  /** Joining its room. Default: 150. */
  room?: number | undefined;
  /** From there to picture and sound. Default: 250. */
  media?: number | undefined;
  /** From a question to the first word of its answer. Default: 500. */
  answer?: number | undefined;
}

/** A simulated session's script. Everything in it is optional. */
export interface SimulatedScript {
  /** A whole number from 0. The same seed gives the same ids, delays and picked answers. Default: a new one per session. */
  seed?: number | undefined;
  /** Answers to `TaskType.TALK` and to speech. The first match counts. Default, and without a match: an answer that says so. */
  answers?: readonly SimulatedAnswer[] | undefined;
  /** What the user is assumed to say, one text per speech, over and over. Default: speech isn't understood. */
  userTranscripts?: readonly string[] | undefined;
  delays?: SimulatedDelays | undefined;
  /** Seconds after which the service ends the session, above 0. Default: 600. */
  durationLimit?: number | undefined;
  /** What goes wrong. Default: nothing. */
  trouble?: SimulatedTrouble | undefined;
  /** Whether the picture says “simulated”. Default: true. */
  label?: boolean | undefined;
  /** A CSS colour behind the figure, for example `#00b140` for a chroma key. Default: a room. */
  background?: string | undefined;
}
