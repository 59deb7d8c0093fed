// The page that the React tests render on a server and in a browser. Plain calls of createElement: no JSX in the tests.
import { createElement, useEffect, type ReactElement, type Ref } from 'react';
import type { HeygenAvatarElement } from '../../../src/elements/heygen-avatar.js';
import { HeygenAvatar, HeygenAvatarVolume, type HeygenAvatarProps } from '../../../src/react.js';

export interface AppProps {
  readonly avatar?: HeygenAvatarProps;
  readonly avatarRef?: Ref<HeygenAvatarElement>;
  /** Called after each commit. */
  readonly onCommit?: () => void;
}

export function App({ avatar, avatarRef, onCommit }: AppProps): ReactElement {
  useEffect(() => onCommit?.());
  return createElement(
    HeygenAvatar,
    {
      className: 'wide',
      id: 'wayne',
      tokenUrl: '/avatar-token',
      avatarName: 'Wayne',
      token: 'secret-token',
      service: 'simulated',
      controls: '',
      sandbox: true,
      debug: false,
      muted: true,
      activityIdleTimeout: 300,
      strings: { start: 'Meet Wayne' },
      ...avatar,
      ref: avatarRef,
    },
    createElement('p', { slot: 'error' }, 'Sorry'),
    createElement(HeygenAvatarVolume, { slot: 'controls', className: 'loud' }),
  );
}
