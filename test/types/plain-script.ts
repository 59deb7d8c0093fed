/** Plain scripts: dynamic imports, `import *`, plain strings for enums, and listeners without arguments. */

import * as SDK from 'heygen-avatar/client';

export async function run(token: string, video: HTMLVideoElement, basePath?: string) {
  const mod = await import('heygen-avatar/client');
  const StreamingAvatar = mod.default || mod.StreamingAvatar;
  const avatar = new StreamingAvatar({ token, basePath });
  let messages = 0;
  avatar
    .on('stream_ready', (event) => {
      video.srcObject = event.detail;
      void video.play();
    })
    .on('avatar_talking_message', (event) => {
      messages += event.detail.message.length;
    })
    .on('stream_disconnected', () => {
      video.srcObject = null;
    })
    .on('transcript', () => messages)
    .on('USER_START', () => messages);
  const session = await avatar.createStartAvatar({
    avatarName: 'default',
    quality: 'low',
    voice: { emotion: 'soothing' },
  });
  await avatar.speak({ text: session.session_id, taskType: 'repeat', taskMode: 'sync' });
  const spoken = await avatar.speak({ text: 'Hello', task_type: 'talk' });
  const length: number | undefined = spoken.duration_ms;
  await avatar.startVoiceChat();
  await avatar.pushToTalkStart();
  await avatar.pushToTalkStop();
  window.addEventListener('beforeunload', () => {
    void avatar.stopAvatar();
  });
  return { avatar, length, messages };
}

export const menu: string[] = [
  ...Object.values(SDK.AvatarQuality),
  ...Object.values(SDK.ElevenLabsModel),
  ...Object.values(SDK.VoiceChatTransport),
  ...Object.values(SDK.STTProvider),
  ...Object.values(SDK.TaskMode),
  ...Object.values(SDK.StreamingEvents),
];
