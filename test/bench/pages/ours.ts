/** The bench's page with our client, for either service. */

import { StreamingAvatar } from '../../../src/client.js';
import { playStream, sinceGranted, StartClock } from './bench-page.js';

let avatar: StreamingAvatar;

window.bench = {
  async start({ service, token, basePath, warm = false, voiceChatTransport = 'websocket' }) {
    if (warm) await StreamingAvatar.warmUp({ service, basePath });
    avatar = new StreamingAvatar({ token, basePath });
    const clock = new StartClock();
    const ready = new Promise<void>((resolve) => {
      avatar.addEventListener('stream_ready', ({ detail }) => {
        clock.streamReady(playStream(detail));
        resolve();
      });
    });
    return clock.times(avatar.createStartAvatar({ quality: 'low', voiceChatTransport }), ready);
  },
  voiceChat: () => sinceGranted(() => avatar.startVoiceChat()),
  stop: () => avatar.stopAvatar(),
};
