/** The bench's page with HeyGen's SDK 2.1.0 as npm has it. */

import StreamingAvatar, { AvatarQuality } from '@heygen/streaming-avatar';
import { bringChatSocketTo } from '../../support/chat-socket-port.js';
import { sinceGranted, StartClock, type StartTimes } from './bench-page.js';

let avatar: StreamingAvatar;

window.bench = {
  async start({ token, basePath, voiceChatTransport = 'websocket' }) {
    bringChatSocketTo(basePath);
    avatar = new StreamingAvatar({ token, basePath });
    const clock = new StartClock();
    const times = new Promise<StartTimes>((resolve) => {
      avatar.on('stream_ready', ({ detail }: CustomEvent<MediaStream>) => resolve(clock.ready(detail)));
    });
    const request = { avatarName: 'default', quality: AvatarQuality.Low, voiceChatTransport };
    await avatar.createStartAvatar(request);
    return times;
  },
  voiceChat: () => sinceGranted(() => avatar.startVoiceChat()),
  async stop() {
    await avatar.stopAvatar();
  },
};
