/** Owns what a trouble of LiveAvatar can do to a session beyond what every service's can. */
import type { Interference } from '../sessions/interference.js';
import type { RoomTrouble } from '../sessions/room-troubles.js';

export interface LiveAvatarTrouble extends RoomTrouble {
  /** There is nothing to it in the other mode. Default: either. */
  mode?: 'FULL' | 'LITE';
  /** What is wrong with `POST /v1/sessions/token` and `/start`. */
  token?: Interference;
  start?: Interference;
  /** The avatar joins the room, the conversation's agent never does. */
  agentMissing?: true;
  /** The token's context is dropped without a word. */
  contextMissing?: true;
  /** What becomes of `user.start_push_to_talk`. */
  pushToTalk?: 'unanswered' | 'refused';
  /** What the session's end says of itself on the data channel; `nothing`: the room is deleted without a word. */
  saysAtEnd?: 'NO_CREDITS' | 'nothing';
  /** In place of the length that was asked for. */
  durationS?: number;
  /** At its length the session does not end: the avatar only falls silent for good. */
  lengthUnannounced?: true;
  /** The handshake at `ws_url` is refused. */
  socketRefused?: true;
  /** The socket says `connected` this much later, or never. */
  socketConnectsAfterMs?: number;
  socketSilent?: true;
  /** The first socket breaks this long after it was opened. */
  socketDropsAfterMs?: number;
}
