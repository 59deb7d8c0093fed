/** Start options and speech: as variables, as literals, in other spellings, read again; and what is refused. */

import StreamingAvatar, {
  AvatarQuality,
  ElevenLabsModel,
  STTProvider,
  TaskMode,
  TaskType,
  VoiceChatTransport,
  VoiceEmotion,
  type CommonRequest,
  type ElevenLabsSettings,
  type SpeakRequest,
  type StartAvatarOptions,
  type StartAvatarRequest,
  type StartAvatarResponse,
  type StreamingAvatarApiConfig,
  type STTSettings,
  type VoiceSetting,
} from 'heygen-avatar/client';

// What is inferred of a variable is what a method takes.
const config = {
  avatarName: 'Ann_Therapist_public',
  quality: AvatarQuality.High,
  voice: { rate: 1.5, emotion: VoiceEmotion.EXCITED, model: ElevenLabsModel.eleven_flash_v2_5 },
  voiceChatTransport: VoiceChatTransport.LIVEKIT,
  sttSettings: { provider: STTProvider.DEEPGRAM, confidence: 0.5 },
  more: 'a variable may have more than is read',
};
const speech = { text: 'Hello', taskType: TaskType.REPEAT, taskMode: TaskMode.SYNC };
let chosen = AvatarQuality.Low;
chosen = AvatarQuality.High;

/** An application's own settings, of which it makes the request. */
interface Settings {
  avatar: string;
  quality: AvatarQuality;
  emotion?: VoiceEmotion;
}

export async function start(avatar: StreamingAvatar, settings: Settings, id?: string) {
  const request: StartAvatarRequest = {
    avatarName: settings.avatar,
    quality: settings.quality,
    voice: { voiceId: id, emotion: settings.emotion },
    knowledgeId: undefined,
  };
  await avatar.createStartAvatar(config);
  await avatar.createStartAvatar(request);
  await avatar.createStartAvatar({ ...request, quality: chosen, language: 'en' });
  const response = await avatar.createStartAvatar({ avatarName: 'a', quality: 'high' });
  const same: string[] = [response.session_id, response.sessionId, response.url, response.access_token];
  const kept: StartAvatarResponse = response;
  await avatar.startAvatar(request, kept);
  await avatar.startAvatar(request, {
    session_id: 'a',
    access_token: 'b',
    url: 'c',
    is_paid: true,
    session_duration_limit: 600,
  });
  await avatar.newSession(request);
  await avatar.startSession();
  await avatar.speak(speech);
  await avatar.speak('Hello');
  const answer = await avatar.speak({
    text: 'Hello',
    taskType: chosen === AvatarQuality.Low ? TaskType.TALK : TaskType.REPEAT,
  });
  setTimeout(() => undefined, answer.duration_ms);
  await avatar.startVoiceChat({ isInputAudioMuted: undefined });
  await avatar.startVoiceChat({ useSilencePrompt: true });
  return same;
}

// What is read of a request has the enums' types, and what the SDK requires.
export function read(request: StartAvatarRequest, spoken: SpeakRequest, options: StreamingAvatarApiConfig) {
  const name: string = request.avatarName;
  const token: string = options.token;
  const quality: AvatarQuality | undefined = request.quality;
  const emotion: VoiceEmotion | undefined = request.voice?.emotion;
  const model: ElevenLabsModel | undefined = request.voice?.model;
  const provider: STTProvider | undefined = request.sttSettings?.provider;
  const transport: VoiceChatTransport | undefined = request.voiceChatTransport;
  const task: TaskType | undefined = spoken.taskType ?? spoken.task_type;
  const mode: TaskMode | undefined = spoken.taskMode;
  return [name.length, token.length, quality, emotion, model, provider, transport, task, mode];
}

export const parts: [VoiceSetting, STTSettings, ElevenLabsSettings, CommonRequest] = [
  { emotion: VoiceEmotion.SERIOUS },
  { provider: STTProvider.GLADIA },
  { stability: 0.5 },
  { anything: 1 },
];

// Plain strings in any case, and other spellings of what there is.
export const spellings: StartAvatarOptions[] = [
  {},
  { quality: 'low', voice: { emotion: 'soothing' }, voiceChatTransport: 'websocket' },
  { quality: 'HIGH', voice: { emotion: 'Excited' }, voiceChatTransport: 'WEBSOCKET' },
  { quality: 'Medium', sttSettings: { provider: 'DEEPGRAM', language: 'de' }, version: 'v2' },
  { ttsSettings: { rate: 1.2, emotion: VoiceEmotion.FRIENDLY } },
  { quality: 'very_high', liveAvatar: { sandbox: true } },
  { sttSettings: { provider: 'assembly_ai' } },
];
export const sdkSpellings: StartAvatarRequest = {
  avatarName: 'a',
  sttSettings: { provider: STTProvider.DEEPGRAM, language: 'de' },
  ttsSettings: { rate: 1.2 },
};

// What maps to nothing does not compile.
export async function refused(avatar: StreamingAvatar, response: StartAvatarResponse) {
  // @ts-expect-error -- misspelt
  await avatar.createStartAvatar({ avatarName: 'a', qualty: AvatarQuality.High });
  // @ts-expect-error -- misspelt
  await avatar.createStartAvatar({ avatarName: 'a', voice: { voiceld: 'b' } });
  // @ts-expect-error -- no such quality
  await avatar.createStartAvatar({ quality: 'best' });
  // @ts-expect-error -- no such member
  await avatar.createStartAvatar({ voice: { emotion: VoiceEmotion.NEUTRAL } });
  // @ts-expect-error -- SDK 1.x
  await avatar.createStartAvatar({ newSessionRequest: { quality: 'low' } });
  // @ts-expect-error -- no such task
  await avatar.speak({ text: 'a', taskType: 'sing' });
  // @ts-expect-error -- a member is not another
  const member: TaskType.TALK = TaskType.REPEAT;
  // @ts-expect-error -- no such field
  return [member, response.session];
}
