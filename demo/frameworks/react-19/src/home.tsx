import { useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import 'heygen-avatar';
import type { HeygenAvatarElement, SessionState } from 'heygen-avatar';
import 'heygen-avatar/types/react';

const strings = { start: 'Meet Wayne' };

export function Home() {
  const [parameters] = useSearchParams();
  const avatar = useRef<HeygenAvatarElement>(null);
  const [shown, setShown] = useState(true);
  const [status, setStatus] = useState<SessionState['status']>('idle');
  const [ready, setReady] = useState(0);

  return (
    <>
      <h1>Meet Wayne</h1>
      {shown && (
        <heygen-avatar
          ref={avatar}
          token-url="/avatar-token"
          base-path="/liveavatar"
          avatar-name="dd73ea75-1218-4ef3-92ce-606d5f7fbc0a"
          service={parameters.get('service') === 'liveavatar' ? 'liveavatar' : 'simulated'}
          controls=""
          autostart={false}
          strings={strings}
          onstream_ready={() => setReady((count) => count + 1)}
          onstate_changed={({ detail }) => setStatus(detail.state.status)}
        >
          <p slot="error">Wayne is taking a break. Please try again later.</p>
        </heygen-avatar>
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
      <Link to="/about" data-test="away">
        About
      </Link>
    </>
  );
}
