/** The way to a LiveAvatar avatar: over the room in FULL mode, over a socket of its own in LITE mode. */

import type { ConversationEvent } from '../../api/events.js';
import type { EndReason } from '../../api/state.js';
import type { Command, CommandAnswer, DataLink, DataMessage } from '../service.js';

/** Commands to the avatar. The session handles those that concern the session as a whole. */
export type ChannelCommand = Exclude<Command, { type: 'keep_alive' } | { type: 'silence_prompt' }>;

export interface ChannelHooks {
  converse(event: ConversationEvent): void;
  /** Emits an event with a name that is not ours. */
  passOn(name: string, detail: unknown): void;
  warn(code: string, message: string): void;
  ended(reason: EndReason): void;
}

export interface Channel {
  /** Resolves once commands can be sent. */
  start(link: DataLink, signal: AbortSignal): Promise<void>;
  handle(message: DataMessage): void;
  command(command: ChannelCommand, signal: AbortSignal): Promise<CommandAnswer>;
  /** Harmless twice. */
  close(): void;
}
