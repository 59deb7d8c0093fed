'use client';
import { useRef, useState } from 'react';
import type { HeygenAvatarElement } from 'heygen-avatar';
import { HeygenAvatar } from 'heygen-avatar/react';

export function Receptionist() {
  const avatar = useRef<HeygenAvatarElement>(null);
  const [live, setLive] = useState(false);
  return (
    <>
      <HeygenAvatar
        ref={avatar}
        tokenUrl="/avatar-token"
        onStateChanged={({ detail }) => setLive(detail.state.status === 'live')}
      />
      <button disabled={!live} onClick={() => avatar.current?.speak('What are your opening hours?')}>
        Opening hours
      </button>
    </>
  );
}
