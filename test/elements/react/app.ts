// The page that the React tests render on a server and in a browser. Plain calls of createElement: no JSX in the tests.
import * as React from 'react';
import { createElement, useEffect, type ReactElement, type Ref } from 'react';
import type { HeygenAvatarElement } from '../../../src/elements/heygen-avatar.js';
import { HeygenAvatar, HeygenAvatarVolume, type HeygenAvatarProps } from '../../../src/react.js';

export interface AppProps {
  readonly avatar?: HeygenAvatarProps;
  readonly avatarRef?: Ref<HeygenAvatarElement>;
  /** Puts it into an `<Activity>`, which hides what it keeps. React 18 has none. */
  readonly activity?: 'visible' | 'hidden';
  /** Called after each commit. */
  readonly onCommit?: () => void;
}

export function App({ avatar, avatarRef, activity, onCommit }: AppProps): ReactElement {
  useEffect(() => onCommit?.());
  const shown = createElement(
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
  if (!activity) return shown;
  // By a name that the bundler doesn't look up.
  const { Activity } = { ...React };
  return createElement(Activity, { mode: activity, children: shown });
}
