import 'heygen-avatar';
import 'heygen-avatar/types/solid';
import type { HeygenAvatarElement, HeygenAvatarSlot } from 'heygen-avatar/types/solid';
import type { JSX } from 'solid-js';

export function Tag({ slot }: { slot: HeygenAvatarSlot }): JSX.Element {
  let avatar!: HeygenAvatarElement;
  return (
    <heygen-avatar
      ref={avatar}
      class="wide"
      prop:tokenUrl="/avatar-token"
      attr:avatar-name="Wayne"
      bool:debug={true}
      token-url="/avatar-token"
      quality="high"
      activityIdleTimeout={300}
      strings={{ start: 'Meet Wayne' }}
      tokenProvider={async (_request, { signal }) => (await fetch('/token', { signal })).text()}
      autostart={false}
      controls={null}
      muted
      on:stream_ready={({ detail, currentTarget }) =>
        currentTarget.interrupt().then(() => detail.getTracks())
      }
      on:state_changed={({ detail: { state } }) => state.status}
      on:volumechange={({ currentTarget }) => currentTarget.volume}
      onClick={() => avatar.speak('Hello')}
    >
      <p slot="error">Sorry</p>
      <heygen-avatar-start-button slot={slot} title="Start">
        Start
      </heygen-avatar-start-button>
    </heygen-avatar>
  );
}
