/** `satisfies`, which TypeScript has since 4.9. */

import {
  AvatarQuality,
  ElevenLabsModel,
  VoiceEmotion,
  type SpeakRequest,
  type StartAvatarOptions,
  type StartAvatarRequest,
  type StreamingAvatar,
} from 'heygen-avatar/client';

const request = {
  avatarName: 'Ann_Therapist_public',
  quality: AvatarQuality.Low,
  voice: { rate: 1.5, emotion: VoiceEmotion.EXCITED, model: ElevenLabsModel.eleven_multilingual_v2 },
} satisfies StartAvatarRequest;

const options = { quality: 'HIGH', liveAvatar: { sandbox: true } } satisfies StartAvatarOptions;

export async function start(avatar: StreamingAvatar) {
  await avatar.createStartAvatar(request);
  await avatar.createStartAvatar(options);
  await avatar.speak({ text: 'Hello' } satisfies SpeakRequest);
  // @ts-expect-error -- the SDK's request has the avatar's name
  return { quality: AvatarQuality.Low } satisfies StartAvatarRequest;
}
