/** Every entry resolves, and has what its programs need. */

import 'heygen-avatar';
import { createStreamingAvatar, SessionEvents, type HeygenAvatarElement } from 'heygen-avatar';
import * as client from 'heygen-avatar/client';
import { HeygenAvatarElement as ElementClass } from 'heygen-avatar/elements';
import { createTokenHandler, type StartAvatarOptions } from 'heygen-avatar/server';
import type { Room } from 'livekit-client';

export async function page(): Promise<Room | null> {
  const element = document.querySelector('heygen-avatar');
  element?.addEventListener('stream_ready', ({ detail }) => detail.getTracks());
  element?.addEventListener('before_start', (event) => event.preventDefault());
  element?.addEventListener(SessionEvents.PLAYBACK_BLOCKED, ({ detail }) => detail);
  element?.addEventListener('volumechange', (event) => event.type);
  element?.addEventListener('click', ({ clientX }) => clientX);
  const made: HeygenAvatarElement = document.createElement('heygen-avatar');
  made.quality = 'high';
  await made.start();
  const avatar = await createStreamingAvatar({ token: 'a' });
  const same: client.StreamingAvatar = avatar;
  const other: typeof client.default = client.StreamingAvatar;
  if (made instanceof ElementClass) made.avatar = new other({ token: same.sessionId ?? '' });
  avatar.room?.localParticipant.identity.concat('');
  return avatar.room;
}

const fixed: StartAvatarOptions = { avatarName: 'a', liveAvatar: { maxSessionDuration: 600 } };
export const POST: (request: Request, context?: { ip?: string }) => Promise<Response> = createTokenHandler({
  apiKey: 'a',
  allowedOrigins: ['https://your.site'],
  request: fixed,
});
