// React 19: properties and events in JSX; the wrapper where a server renders.
import 'heygen-avatar';
import 'heygen-avatar/types/react';
import type {
  HeygenAvatarElement,
  HeygenAvatarProperties,
  HeygenAvatarSlot,
} from 'heygen-avatar/types/react';
import { HeygenAvatar, HeygenAvatarVolume, type HeygenAvatarProperties as Props } from 'heygen-avatar/react';
import { useRef, useState, type JSX } from 'react';

export function Tag({ slot }: { slot: HeygenAvatarSlot }): JSX.Element {
  const avatar = useRef<HeygenAvatarElement>(null);
  return (
    <heygen-avatar
      ref={avatar}
      key="avatar"
      className="wide"
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

/** The wrapper takes the properties that the manifest lists, and no other. */
export const same: [keyof Props] extends [keyof HeygenAvatarProperties]
  ? [keyof HeygenAvatarProperties] extends [keyof Props]
    ? true
    : false
  : false = true;
