/**
 * What a simulated session says, how long it takes and what goes wrong in it: `StartAvatarOptions.simulatedScript`,
 * which counts for the service `simulated` alone. It is JSON; what is not allowed is `invalid_option`, with its path.
 */

/** What goes wrong, under the names that the sandbox has for the same. */
export type SimulatedTrouble =
  /** Opening, or starting, takes 3 s longer, and succeeds. */
  | 'slow-open'
  | 'slow-start'
  /** Opening fails, with the code that the service's refusal has. */
  | 'expired-token'
  | 'concurrency-limit'
  | 'endpoint-sunset'
  | 'html-answer'
  | 'empty-answer'
  | 'forbidden'
  | 'rate-limited'
  | 'server-error'
  /** Nobody answers (`timeout`). */
  | 'hanging-open'
  | 'hanging-start'
  | 'start-refused'
  /** The room cannot be joined (`room_failed`). */
  | 'no-room'
  | 'hanging-room'
  /** No picture and no sound comes, or no sound (`media_missing`). */
  | 'no-avatar'
  | 'half-a-session'
  /** The session ends, or its connection is interrupted for 3 s, 2 s after it has begun. */
  | 'server-ends-session'
  | 'drops-after-2s'
  | 'livekit-restart';

/** One thing the avatar knows to answer. */
export interface SimulatedAnswer {
  /** A regular expression that fits somewhere in what was said, in upper or lower case. Default: fits everything. */
  pattern?: string | undefined;
  /** What is said then; one of several, which the seed picks. */
  answer: string | readonly string[];
}

/** How long things take, in milliseconds, 0 to 600000; the seed makes each up to a tenth longer or shorter. */
export interface SimulatedDelays {
  /** Opening the session. Default 250. */
  open?: number | undefined;
  /** Starting it. Default 350. */
  start?: number | undefined;
  /** Joining its room. Default 150. */
  room?: number | undefined;
  /** From there to picture and sound. Default 250. */
  media?: number | undefined;
  /** From a question to the first word of its answer. Default 500. */
  answer?: number | undefined;
}

/** A simulated session's script. All of it may be left out. */
export interface SimulatedScript {
  /** A whole number from 0: the same one gives the same ids, delays and picked answers. Default: another each session. */
  seed?: number | undefined;
  /** Answers to `TaskType.TALK` and to speech, the first that fits. Default, and where none fits: one that says so. */
  answers?: readonly SimulatedAnswer[] | undefined;
  /** What the user is taken to have said, one speech after the other and then from the first. Default: that it was not understood. */
  userTranscripts?: readonly string[] | undefined;
  delays?: SimulatedDelays | undefined;
  /** Seconds after which the service ends the session, above 0. Default 600. */
  durationLimit?: number | undefined;
  /** Default: none. */
  trouble?: SimulatedTrouble | undefined;
  /** Whether the picture says “simulated”. Default true. */
  label?: boolean | undefined;
  /** A CSS colour behind the figure, such as `#00b140` for a chroma key. Default: a room. */
  background?: string | undefined;
}
