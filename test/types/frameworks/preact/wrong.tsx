import 'heygen-avatar/types/preact';
import type { HeygenAvatarElement } from 'heygen-avatar/types/preact';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';

export function Tag(): JSX.Element {
  const avatar = useRef<HeygenAvatarElement>(null);
  avatar.current?.speek('Hello'); // wrong: method
  return (
    <>
      <heygen-avatar voice-emotion="exited" /> {/* wrong: attribute */}
      <heygen-avatar
        qualty="high" // wrong: property
      />
      <heygen-avatar
        onstreem_ready={() => undefined} // wrong: event name
      />
      <heygen-avatar
        onstream_ready={({ detail }) => detail.getTrack()} // wrong: detail
      />
      <heygen-avatar-start-button
        slot="strat" // wrong: slot
      />
    </>
  );
}
