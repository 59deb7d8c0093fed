// @ts-check
// JavaScript whose types are checked.

import StreamingAvatar, {
  AvatarQuality,
  StreamingEvents,
  TaskMode,
  TaskType,
  VoiceEmotion,
} from 'heygen-avatar/client';

/** @type {StreamingAvatar | null} */
let avatar = null;

/**
 * @param {string} token
 * @param {HTMLVideoElement} video
 */
export async function start(token, video) {
  const current = new StreamingAvatar({ token });
  avatar = current;
  current.on(StreamingEvents.STREAM_READY, (event) => {
    video.srcObject = event.detail;
  });
  current.on(StreamingEvents.AVATAR_TALKING_MESSAGE, (message) => message.detail.message.length);
  current.on(StreamingEvents.USER_END_MESSAGE, (message) => message.message);
  current.on('error', (error) => error.message);
  const options = { avatarName: 'a', quality: AvatarQuality.Low, voice: { emotion: VoiceEmotion.EXCITED } };
  const { session_id } = await current.createStartAvatar(options);
  await current.speak({ text: session_id, taskType: TaskType.REPEAT, taskMode: TaskMode.SYNC });
  await current.speak({ text: 'Hello', task_type: 'REPEAT' });
  /** @type {import('heygen-avatar/client').StartAvatarRequest} */
  const request = { avatarName: 'a', quality: AvatarQuality.High };
  request.quality = AvatarQuality.Medium;
  // @ts-expect-error -- misspelt
  await current.createStartAvatar({ qualty: AvatarQuality.High });
  return request;
}

export async function stop() {
  await avatar?.stopAvatar();
  avatar = null;
}
