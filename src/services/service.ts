/**
 * What a HeyGen service is to a session: the port between `session/` and each folder here. A service knows
 * the wire, and nothing of media, rooms or the page; a fake of it is ten lines.
 */

import type { Clock } from '../api/clock.js';
import type { TaskMode, TaskType } from '../api/enums.js';
import type { ConversationEvent, WarningDetail } from '../api/events.js';
import type { StartAvatarOptions, StartAvatarResponse } from '../api/requests.js';
import type { EndReason } from '../api/state.js';

export interface Service {
  /** Where its API is, unless the page says otherwise. */
  readonly basePath: string;
  /**
   * Opens a session, or takes over the one in `existing`. Throws a typed error for what is wrong before anything is
   * sent. Once this has returned, a session may be open, and bill, whatever comes of the answer.
   */
  open(call: OpenCall): Opening;
  /**
   * Finds out whether a part of it can be reached from here, and opens nothing. Rejects with what a session would
   * fail with; `network` also for a socket that the service refused, which a page cannot tell apart.
   */
  probe(call: ProbeCall): Promise<void>;
  /** The parts it has outside of the room, each of which can be probed. */
  readonly parts: readonly ProbeCall['part'][];
}

/** A session that was asked for. */
export interface Opening {
  /** The session, once the service has answered. It is not aborted with the start: there may be a session in the answer. */
  readonly session: Promise<OpenSession>;
  /**
   * Tries once to stop what was asked for, before its answer or without one. Missing where only the answer tells what
   * there is to stop.
   */
  readonly stop?: StopSession | undefined;
}

/**
 * Tries once to end a session at the service. Its request is on its way when this returns, so that a closing page can
 * call it. Rejects with a typed error; who tries again is the caller.
 */
export type StopSession = (signal: AbortSignal) => Promise<void>;

export interface ProbeCall {
  readonly part: 'calls' | 'socket';
  /** A token to try with the calls, and not to spend; a key is `api_key_in_page`. Without one it is no failure that they ask for one. */
  readonly token: string | undefined;
  readonly basePath: string | undefined;
  readonly signal: AbortSignal;
}

export interface OpenCall {
  readonly request: StartAvatarOptions;
  /** Empty for a service that takes none. */
  readonly token: string;
  /** The page gave the token as it is: nobody who minted it has seen the request. */
  readonly plainToken: boolean;
  readonly basePath: string | undefined;
  /** The codec the browser plays best; which browsers those are is for media to know. */
  readonly videoCodec: 'H264' | 'VP8';
  /** A session that was opened before, here or by the page's server. */
  readonly existing: StartAvatarResponse | undefined;
  readonly clock: Clock;
  /** Ends the wait for the answer. It outlasts the start's own deadline, for there may be a session in a late answer. */
  readonly signal: AbortSignal;
  /** Where everything goes that the service tells unasked. Not called after `close()`. */
  readonly emit: (event: ServiceEvent) => void;
}

/** A session the service has opened for us. Whoever holds it has to stop it. */
export interface OpenSession {
  /** What the service answered, under the SDK's names. */
  readonly sessionInfo: StartAvatarResponse;
  readonly connection: RoomConnection;
  /** The service ends the session this many seconds after the last keep-alive. */
  readonly idleWindow: number;
  /**
   * What to send as a TALK when the user stays silent, on a service that does not speak up by itself. Missing where
   * the service does (it gets `silence_prompt` commands), or where nothing can.
   */
  readonly silencePrompt?: string | undefined;
  /** An answer may pause for this many seconds and go on as the same turn. */
  readonly longestPause: number;
  /** Makes the avatar join the room, and whatever sockets the service has of its own. */
  start(link: DataLink, signal: AbortSignal): Promise<void>;
  /** A message that the room received. Whatever it is, this does not throw. */
  handle(message: DataMessage): void;
  command(command: Command, signal: AbortSignal): Promise<CommandAnswer>;
  /**
   * Has the avatar speak sound that the page made: 16 bit, mono, 24 kHz. Resolves with the turn's id when all of it is
   * sent. Missing where no session of the service can.
   */
  readonly speakAudio?: SpeakAudio | undefined;
  readonly stop: StopSession;
  /** Closes sockets and timers of its own. Tells nothing afterwards. Harmless twice. */
  close(): void;
}

export type SpeakAudio = (sound: AsyncIterable<Int16Array>, signal: AbortSignal) => Promise<string>;

/** How to join the session's room, and who in it is the avatar. */
export interface RoomConnection {
  readonly url: string;
  readonly token: string;
  /** The avatar's identity in the room. */
  readonly avatar: string;
  /** The identity of who leads the conversation for it, where that is somebody else, who has to be there too. */
  readonly agent?: string | undefined;
}

/** The way from a service into the room. */
export interface DataLink {
  publish(topic: string | undefined, bytes: Uint8Array): Promise<void>;
}

export interface DataMessage {
  readonly topic: string | undefined;
  readonly bytes: Uint8Array;
}

export type Command =
  | {
      readonly type: 'speak';
      readonly text: string;
      readonly taskType: `${TaskType}`;
      /** Left out where the page did: the service's default counts. */
      readonly taskMode?: `${TaskMode}` | undefined;
    }
  | { readonly type: 'interrupt' }
  | { readonly type: 'start_listening' }
  | { readonly type: 'stop_listening' }
  | { readonly type: 'keep_alive' }
  /** The user is heard from here on, or no more. */
  | { readonly type: 'push_to_talk'; readonly pressed: boolean }
  /** Whether the avatar is to speak up when the user stays silent. */
  | { readonly type: 'silence_prompt'; readonly enabled: boolean };

/** What the service answered to a `speak`; empty for the others. */
export interface CommandAnswer {
  /** The turn's id, under which its events come. */
  readonly taskId?: string | undefined;
  readonly durationMs?: number | undefined;
}

export type ServiceEvent =
  | { readonly type: 'conversation'; readonly event: ConversationEvent }
  /** An event of a name that is none of ours, passed on to the page as it came. */
  | { readonly type: 'other'; readonly name: string; readonly detail: unknown }
  | { readonly type: 'warning'; readonly warning: WarningDetail }
  | { readonly type: 'ended'; readonly reason: EndReason };
