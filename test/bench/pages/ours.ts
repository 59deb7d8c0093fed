/** The bench's page with our client. */

import { StreamingAvatar } from '../../../src/client.js';
import { sinceGranted, StartClock, type StartTimes } from './bench-page.js';

let avatar: StreamingAvatar;

window.bench = {
  async start({ token, basePath, warm = false, voiceChatTransport = 'websocket' }) {
    if (warm) await StreamingAvatar.warmUp({ basePath });
    avatar = new StreamingAvatar({ token, basePath });
    const clock = new StartClock();
    const times = new Promise<StartTimes>((resolve) => {
      avatar.addEventListener('stream_ready', ({ detail }) => resolve(clock.ready(detail)));
    });
    await avatar.createStartAvatar({ avatarName: 'default', quality: 'low', voiceChatTransport });
    return times;
  },
  async voiceChat() {
    const withVoice: { startVoiceChat?: () => Promise<unknown> } = avatar;
    return withVoice.startVoiceChat ? sinceGranted(() => withVoice.startVoiceChat!()) : null;
  },
  stop: () => avatar.stopAvatar(),
};
