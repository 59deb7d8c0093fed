import { A, useSearchParams } from '@solidjs/router';
import { createSignal, Show } from 'solid-js';
import 'heygen-avatar';
import type { HeygenAvatarElement, SessionState } from 'heygen-avatar';
import 'heygen-avatar/types/solid';

export function Home() {
  const [parameters] = useSearchParams();
  const [shown, setShown] = createSignal(true);
  const [status, setStatus] = createSignal<SessionState['status']>('idle');
  const [ready, setReady] = createSignal(0);
  let avatar: HeygenAvatarElement | undefined;

  return (
    <>
      <h1>Meet Wayne</h1>
      <Show when={shown()}>
        <heygen-avatar
          ref={avatar}
          token-url="/avatar-token"
          base-path="/liveavatar"
          avatar-name="dd73ea75-1218-4ef3-92ce-606d5f7fbc0a"
          service={parameters['service'] === 'liveavatar' ? 'liveavatar' : 'simulated'}
          controls=""
          prop:autostart={false}
          prop:strings={{ start: 'Meet Wayne' }}
          on:stream_ready={() => setReady((count) => count + 1)}
          on:state_changed={({ detail }) => setStatus(detail.state.status)}
        >
          <p slot="error">Wayne is taking a break. Please try again later.</p>
        </heygen-avatar>
      </Show>
      <p>
        Status: <span data-test="status">{status()}</span>, ready <span data-test="ready">{ready()}</span>{' '}
        times
      </p>
      <button data-test="speak" disabled={status() !== 'live'} onClick={() => avatar?.speak('Hello')}>
        Say hello
      </button>
      <button data-test="toggle" onClick={() => setShown(!shown())}>
        {shown() ? 'Hide' : 'Show'}
      </button>
      <A href="/about" data-test="away">
        About
      </A>
    </>
  );
}
