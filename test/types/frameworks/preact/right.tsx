import 'heygen-avatar';
import 'heygen-avatar/types/preact';
import type { HeygenAvatarElement, HeygenAvatarSlot } from 'heygen-avatar/types/preact';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';

export function Tag({ slot }: { slot: HeygenAvatarSlot }): JSX.Element {
  const avatar = useRef<HeygenAvatarElement>(null);
  return (
    <heygen-avatar
      ref={avatar}
      key="avatar"
      class="wide"
      token-url="/avatar-token"
      quality="high"
      activityIdleTimeout={300}
      strings={{ start: 'Meet Wayne' }}
      tokenProvider={async (_request, { signal }) => (await fetch('/token', { signal })).text()}
      autostart={false}
      controls={null}
      muted
      onstream_ready={({ detail, currentTarget }) => currentTarget.interrupt().then(() => detail.getTracks())}
      onstate_changed={({ detail: { state } }) => state.status}
      onvolumechange={({ currentTarget }) => currentTarget.volume}
      onClick={() => avatar.current?.speak('Hello')}
    >
      <p slot="error">Sorry</p>
      <heygen-avatar-start-button slot={slot} title="Start">
        Start
      </heygen-avatar-start-button>
    </heygen-avatar>
  );
}
