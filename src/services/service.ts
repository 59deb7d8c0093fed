/**
 * What a HeyGen service is to a session: the port between `session/` and each folder here. A service knows
 * the wire, and nothing of media, rooms or the page; a fake of it is ten lines.
 */

import type { TaskMode, TaskType } from '../api/enums.js';
import type { ConversationEvent, WarningDetail } from '../api/events.js';
import type { StartAvatarRequest, StartAvatarResponse } from '../api/requests.js';
import type { EndReason } from '../api/state.js';

export interface Service {
  /** Where its API is, unless the page says otherwise. */
  readonly basePath: string;
  /** Opens a session, or takes over the one in `existing`. Nothing plays, and nothing bills, before `start`. */
  open(call: OpenCall): Promise<OpenSession>;
}

export interface OpenCall {
  readonly request: StartAvatarRequest;
  readonly token: string;
  readonly basePath: string | undefined;
  /** The codec the browser plays best; which browsers those are is for media to know. */
  readonly videoCodec: 'H264' | 'VP8';
  /** A session that was opened before, here or by the page's server. */
  readonly existing: StartAvatarResponse | undefined;
  readonly signal: AbortSignal;
  /** Where everything goes that the service tells unasked. Not called after `stop()`. */
  readonly emit: (event: ServiceEvent) => void;
}

/** A session the service has opened for us. Whoever holds it has to call `stop()`. */
export interface OpenSession {
  readonly answer: StartAvatarResponse;
  readonly connection: RoomConnection;
  /** Makes the avatar join the room, and whatever sockets the service has of its own. */
  start(link: DataLink, signal: AbortSignal): Promise<void>;
  /** A message that the room received. Whatever it is, this does not throw. */
  handle(message: DataMessage): void;
  command(command: Command, signal: AbortSignal): Promise<CommandAnswer>;
  /** Ends the session at the service. The request is on its way when this returns, so that a closing page can call it. */
  stop(): Promise<void>;
}

/** How to join the session's room, and who in it is the avatar. */
export interface RoomConnection {
  readonly url: string;
  readonly token: string;
  /** The avatar's identity in the room. */
  readonly avatar: string;
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
      readonly taskType: TaskType;
      readonly taskMode: TaskMode;
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
