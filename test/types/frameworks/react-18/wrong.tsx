import 'heygen-avatar/types/react';
import type { HeygenAvatarElement } from 'heygen-avatar/types/react';
import { HeygenAvatar } from 'heygen-avatar/react';
import { useRef, type JSX } from 'react';

export function Tag(): JSX.Element {
  const avatar = useRef<HeygenAvatarElement>(null);
  avatar.current?.speek('Hello'); // wrong: method
  avatar.current?.addEventListener('stream_ready', ({ detail }) => detail.getTrack()); // wrong: detail
  return (
    <>
      <heygen-avatar voice-emotion="exited" /> {/* wrong: attribute */}
      <heygen-avatar
        strings={{ start: 'Meet Wayne' }} // wrong: property, which React 18 cannot set
      />
      <heygen-avatar
        onstream_ready={() => undefined} // wrong: event name, none of which React 18 hears
      />
      <heygen-avatar-start-button
        slot="strat" // wrong: slot
      />
    </>
  );
}

export function Wrapper(): JSX.Element {
  const avatar = useRef<HeygenAvatarElement>(null);
  return (
    <>
      <HeygenAvatar
        quality="hgh" // wrong: property's value
      />
      <HeygenAvatar
        tokenurl="/avatar-token" // wrong: property
      />
      <HeygenAvatar
        onStreemReady={() => undefined} // wrong: event name
      />
      <HeygenAvatar
        onStreamReady={({ detail }) => detail.getTrack()} // wrong: detail
      />
      <HeygenAvatar
        ref={avatar}
        onStateChanged={() => avatar.current?.speek('Hello')} // wrong: method
      />
    </>
  );
}
