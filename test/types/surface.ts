/** What is the package's own business, and what can never be, is not in its declarations. */

import type { SessionState } from 'heygen-avatar/client';
import { StreamingAvatar } from 'heygen-avatar/client';
import { HeygenAvatarElement } from 'heygen-avatar/elements';

// @ts-expect-error -- the ports are for tests
new StreamingAvatar({ token: 'a' }, {});

export function reach(avatar: StreamingAvatar): unknown[] {
  return [
    // @ts-expect-error -- a run of the session
    avatar.run,
    // @ts-expect-error -- events are dispatched by the client
    avatar.emit,
    // @ts-expect-error -- the reason is found by the client
    avatar.stopAvatar('server'),
    // @ts-expect-error -- define.ts's
    HeygenAvatarElement.onControlsNeeded,
  ];
}

export function phase(state: SessionState): boolean {
  // @ts-expect-error -- no start has this phase
  return state.status === 'connecting' && state.phase === 'live';
}
