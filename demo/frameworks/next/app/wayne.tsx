'use client';

import { useRef, useState } from 'react';
import type { HeygenAvatarElement, ServiceName, SessionState } from 'heygen-avatar';
import { HeygenAvatar } from 'heygen-avatar/react';

const strings = { start: 'Meet Wayne' };

export function Wayne({ service }: { service: ServiceName }) {
  const avatar = useRef<HeygenAvatarElement>(null);
  const [shown, setShown] = useState(true);
  const [status, setStatus] = useState<SessionState['status']>('idle');
  const [ready, setReady] = useState(0);

  return (
    <>
      {shown && (
        <HeygenAvatar
          ref={avatar}
          tokenUrl="/avatar-token"
          basePath="/liveavatar"
          avatarName="dd73ea75-1218-4ef3-92ce-606d5f7fbc0a"
          service={service}
          controls=""
          autostart={false}
          strings={strings}
          onStreamReady={() => setReady((count) => count + 1)}
          onStateChanged={({ detail }) => setStatus(detail.state.status)}
        >
          <p slot="error">Wayne is taking a break. Please try again later.</p>
        </HeygenAvatar>
      )}
      <p>
        Status: <span data-test="status">{status}</span>, ready <span data-test="ready">{ready}</span> times
      </p>
      <button data-test="speak" disabled={status !== 'live'} onClick={() => avatar.current?.speak('Hello')}>
        Say hello
      </button>
      <button data-test="toggle" onClick={() => setShown(!shown)}>
        {shown ? 'Hide' : 'Show'}
      </button>
    </>
  );
}
