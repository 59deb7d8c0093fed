/** Puts the app into the page, and hands to the script what a visitor cannot reach. */

import { createRoot } from 'react-dom/client';
import { bringChatSocketTo } from '../../support/chat-socket-port.js';
import { ToneMicrophone } from '../../support/tone-microphone.js';
import { AvatarProvider } from './avatar-context';
import { basePath, createAvatar, fetchAccessToken, recorder } from './create-avatar';
import { InteractiveAvatar } from './interactive-avatar';
import { shape } from './shape';

export interface Demo {
  readonly recorder: typeof recorder;
  readonly createAvatar: typeof createAvatar;
  readonly fetchAccessToken: typeof fetchAccessToken;
  readonly shape: typeof shape;
  readonly ToneMicrophone: typeof ToneMicrophone;
}

declare global {
  interface Window {
    demo: Demo;
  }
}

// The SDK drops the port of the service's address; with ours this changes nothing.
bringChatSocketTo(basePath);
window.demo = { recorder, createAvatar, fetchAccessToken, shape, ToneMicrophone };

const root = document.createElement('div');
document.body.append(root);
createRoot(root).render(
  <AvatarProvider>
    <InteractiveAvatar />
  </AvatarProvider>,
);
