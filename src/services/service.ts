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
  /** Opens a session, or takes over the one in `existing`. Nothing plays, and nothing bills, before `start`. */
  open(call: OpenCall): Promise<OpenSession>;
  /**
   * Finds out whether a part of it can be reached from here, and opens nothing. Rejects with what a session would
   * fail with; `network` also for a socket that the service refused, which a page cannot tell apart.
   */
  probe(call: ProbeCall): Promise<void>;
  /** The parts it has outside of the room, each of which can be probed. */
  readonly parts: readonly ProbeCall['part'][];
}

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
  readonly signal: AbortSignal;
  /** Aborted when nobody wants the session any more. Its answer is still waited for, unless the page is closing. */
  readonly over: AbortSignal;
  /** Where everything goes that the service tells unasked. Not called after `stop()`. */
  readonly emit: (event: ServiceEvent) => void;
}

/** A session the service has opened for us. Whoever holds it has to call `stop()`. */
export interface OpenSession {
  readonly answer: StartAvatarResponse;
  readonly connection: RoomConnection;
  /** The service ends the session this many seconds after the last keep-alive. */
  readonly idleWindow: number;
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
  /** Ends the session at the service. The request is on its way when this returns, so that a closing page can call it. */
  stop(): Promise<void>;
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
      readonly taskMode: `${TaskMode}`;
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
  readonly taskId?: string | undefined;
  readonly durationMs?: number | undefined;
}

export type ServiceEvent =
  | { readonly type: 'conversation'; readonly event: ConversationEvent }
  | { readonly type: 'warning'; readonly warning: WarningDetail }
  | { readonly type: 'ended'; readonly reason: EndReason };
