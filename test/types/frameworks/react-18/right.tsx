// React 18: attributes in JSX, events and properties by ref; or the wrapper.
import 'heygen-avatar';
import 'heygen-avatar/types/react';
import type { HeygenAvatarElement, HeygenAvatarSlot } from 'heygen-avatar/types/react';
import { HeygenAvatar, HeygenAvatarVolume } from 'heygen-avatar/react';
import { useEffect, useRef, useState, type JSX } from 'react';

export function Tag({ slot }: { slot: HeygenAvatarSlot }): JSX.Element {
  const avatar = useRef<HeygenAvatarElement>(null);
  useEffect(() => {
    const element = avatar.current;
    if (!element) return undefined;
    element.strings = { start: 'Meet Wayne' };
    const listener = ({ detail }: CustomEvent<MediaStream>): number => detail.getTracks().length;
    element.addEventListener('stream_ready', listener);
    return () => element.removeEventListener('stream_ready', listener);
  }, []);
  return (
    <heygen-avatar
      ref={avatar}
      key="avatar"
      className="wide"
      style={{ width: '20rem' }}
      token-url="/avatar-token"
      quality="high"
      activity-idle-timeout="300"
      volume="0.5"
      autostart={false}
      controls=""
      onClick={() => avatar.current?.speak('Hello')}
    >
      <p slot="error">Sorry</p>
      <heygen-avatar-start-button slot={slot} className="big" onFocus={() => undefined}>
        Start
      </heygen-avatar-start-button>
    </heygen-avatar>
  );
}

export function Wrapper(): JSX.Element {
  const avatar = useRef<HeygenAvatarElement>(null);
  const [status, setStatus] = useState<HeygenAvatarElement['state']['status']>('idle');
  return (
    <HeygenAvatar
      ref={avatar}
      tokenUrl="/avatar-token"
      tokenProvider={async (_request, { signal }) => (await fetch('/token', { signal })).text()}
      quality="high"
      strings={{ start: 'Meet Wayne' }}
      controls={null}
      muted={false}
      onStreamReady={({ detail, currentTarget }) => currentTarget.interrupt().then(() => detail.getTracks())}
      onStateChanged={({ detail: { state } }) => setStatus(state.status)}
      onSessionError={({ detail }) => detail.code}
      onVolumeChange={({ currentTarget }) => currentTarget.volume}
      onClick={(event) => event.preventDefault()}
    >
      <HeygenAvatarVolume slot="controls" title={status} />
    </HeygenAvatar>
  );
}
