/** What a session's run is made with: what it is to start, what it starts it with, and whom it tells. */

import type { ConnectionQuality } from '../api/enums.js';
import type { ConversationEvent } from '../api/events.js';
import type { Deadlines } from '../api/phases.js';
import type { ServiceName, StartAvatarOptions, StartAvatarResponse } from '../api/requests.js';
import type { EndReason } from '../api/state.js';
import type { LiveHooks } from './live-session.js';
import type { Ports } from './ports.js';
import type { Tokens } from './token-source.js';

export interface RunOptions extends LiveHooks {
  readonly ports: Ports;
  readonly request: StartAvatarOptions;
  readonly tokens: Tokens;
  readonly service: ServiceName;
  readonly basePath: string | undefined;
  readonly deadlines: Deadlines;
  readonly stream: MediaStream;
  /** A session that the page's server opened. */
  readonly existing: StartAvatarResponse | undefined;
  readonly onConversation: (event: ConversationEvent) => void;
  readonly onConnection: (type: 'reconnecting' | 'reconnected') => void;
  readonly onQuality: (quality: `${ConnectionQuality}`) => void;
  /** The picture is there, in the task after `connect()` has resolved. */
  readonly onReady: () => void;
  /** The session has ended and all is released. `code` is LiveKit's reason number, where it had been connected. */
  readonly onEnd: (reason: EndReason, code: number | undefined) => void;
}
