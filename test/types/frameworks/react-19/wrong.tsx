import 'heygen-avatar/types/react';
import type { HeygenAvatarElement } from 'heygen-avatar/types/react';
import { HeygenAvatar } from 'heygen-avatar/react';
import { useRef, type JSX } from 'react';

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
