// Was: import StreamingAvatar, { AvatarQuality, StreamingEvents, TaskType } from '@heygen/streaming-avatar';
import StreamingAvatar, { AvatarQuality, StreamingEvents, TaskType } from 'heygen-avatar/client';

const video = document.querySelector('video');

// Was: new StreamingAvatar({ token: await fetchAccessToken() });
const avatar = new StreamingAvatar({ token: new URL('/avatar-token', location.href) });

avatar.on(StreamingEvents.STREAM_READY, ({ detail }) => (video.srcObject = detail));
// Was: avatarName: 'Wayne_20240711'. Here the server names the avatar.
await avatar.createStartAvatar({ quality: AvatarQuality.High });
await avatar.speak({ text: 'Hello!', taskType: TaskType.REPEAT });
