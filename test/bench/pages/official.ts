/** The bench's page with HeyGen's SDK 2.1.0 as npm has it. */

import StreamingAvatar, { AvatarQuality } from '@heygen/streaming-avatar';
import { bringChatSocketTo } from '../../support/chat-socket-port.js';
import { playStream, sinceGranted, StartClock } from './bench-page.js';

let avatar: StreamingAvatar;

window.bench = {
  start({ token, basePath, voiceChatTransport = 'websocket' }) {
    bringChatSocketTo(basePath);
    avatar = new StreamingAvatar({ token, basePath });
    const clock = new StartClock();
    const ready = new Promise<void>((resolve) => {
      avatar.on('stream_ready', ({ detail }: CustomEvent<MediaStream>) => {
        clock.streamReady(playStream(detail));
        resolve();
      });
    });
    const request = { avatarName: 'default', quality: AvatarQuality.Low, voiceChatTransport };
    return clock.times(avatar.createStartAvatar(request), ready);
  },
  voiceChat: () => sinceGranted(() => avatar.startVoiceChat()),
  async stop() {
    await avatar.stopAvatar();
  },
};
