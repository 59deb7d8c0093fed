import 'heygen-avatar/types/solid';
import type { HeygenAvatarElement } from 'heygen-avatar/types/solid';
import type { JSX } from 'solid-js';

export function Tag(): JSX.Element {
  let avatar!: HeygenAvatarElement;
  const speak = (): unknown => avatar.speek('Hello'); // wrong: method
  return (
    <>
      <heygen-avatar ref={avatar} onClick={speak} />
      <heygen-avatar
        prop:qualty="high" // wrong: property
      />
      <heygen-avatar voice-emotion="exited" /> {/* wrong: attribute */}
      <heygen-avatar
        qualty="high" // wrong: property
      />
      <heygen-avatar
        on:streem_ready={() => undefined} // wrong: event name
      />
      <heygen-avatar
        on:stream_ready={({ detail }) => detail.getTrack()} // wrong: detail
      />
      <heygen-avatar-start-button
        slot="strat" // wrong: slot
      />
    </>
  );
}
