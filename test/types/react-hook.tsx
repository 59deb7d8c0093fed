/** A React app in the manner of HeyGen's own demo: hooks, a ref for the avatar, listeners of every shape. */

import StreamingAvatar, {
  AvatarQuality,
  ConnectionQuality,
  ElevenLabsModel,
  STTProvider,
  StreamingEvents,
  TaskMode,
  TaskType,
  VoiceChatTransport,
  VoiceEmotion,
  type StartAvatarRequest,
  type StartAvatarResponse,
  type StreamingTalkingMessageEvent,
  type UserTalkingMessageEvent,
} from 'heygen-avatar/client';
import { useCallback, useEffect, useRef, useState } from 'react';

const DEFAULT_CONFIG: StartAvatarRequest = {
  quality: AvatarQuality.Low,
  avatarName: 'Ann_Therapist_public',
  knowledgeId: undefined,
  voice: {
    rate: 1.5,
    emotion: VoiceEmotion.EXCITED,
    model: ElevenLabsModel.eleven_flash_v2_5,
  },
  language: 'en',
  voiceChatTransport: VoiceChatTransport.WEBSOCKET,
  sttSettings: { provider: STTProvider.DEEPGRAM },
};

export function InteractiveAvatar() {
  const [config, setConfig] = useState<StartAvatarRequest>(DEFAULT_CONFIG);
  const [taskType, setTaskType] = useState<TaskType>(TaskType.TALK);
  const [taskMode, setTaskMode] = useState(TaskMode.ASYNC);
  const [quality, setQuality] = useState(ConnectionQuality.UNKNOWN);
  const [emotion, setEmotion] = useState(VoiceEmotion.EXCITED);
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [data, setData] = useState<StartAvatarResponse>();
  const [text, setText] = useState('');
  const avatarRef = useRef<StreamingAvatar | null>(null);
  const mediaStream = useRef<HTMLVideoElement>(null);

  async function fetchAccessToken(): Promise<string> {
    const response = await fetch('/api/get-access-token', { method: 'POST' });
    return response.text();
  }

  const handleMessage = useCallback(({ detail }: { detail: StreamingTalkingMessageEvent }) => {
    setText((old) => old + detail.message);
  }, []);

  async function start(isVoiceChat: boolean) {
    const token = await fetchAccessToken();
    avatarRef.current = new StreamingAvatar({ token, basePath: process_env('NEXT_PUBLIC_BASE_API_URL') });
    const avatar = avatarRef.current;
    avatar.on(StreamingEvents.AVATAR_START_TALKING, (e) => e.detail.task_id);
    avatar.on(StreamingEvents.AVATAR_STOP_TALKING, (e: any) => e.detail.duration_ms);
    avatar.on(StreamingEvents.STREAM_DISCONNECTED, () => void stop());
    avatar.on(StreamingEvents.STREAM_READY, ({ detail }: { detail: MediaStream }) => setStream(detail));
    avatar.on(StreamingEvents.CONNECTION_QUALITY_CHANGED, ({ detail }: { detail: ConnectionQuality }) =>
      setQuality(detail),
    );
    avatar.on(StreamingEvents.USER_START, (event) => event);
    avatar.on(StreamingEvents.USER_STOP, (event: CustomEvent) => event.detail);
    avatar.on(StreamingEvents.USER_TALKING_MESSAGE, (message: { detail?: { message?: string } }) => message);
    avatar.on(StreamingEvents.USER_END_MESSAGE, (message: unknown) => message);
    avatar.on(StreamingEvents.AVATAR_TALKING_MESSAGE, handleMessage);
    avatar.on('error', (e) => e);
    avatar.on('user_stop_talking', (name: string) => name);
    const response = await avatar.createStartAvatar({ ...config, version: 'v2' });
    setData(response);
    if (isVoiceChat) {
      await avatar.startVoiceChat({ isInputAudioMuted: false });
      await avatar?.startVoiceChat({ useSilencePrompt: false });
    }
  }

  const stop = useCallback(async () => {
    avatarRef.current?.off(StreamingEvents.STREAM_READY, ({ detail }: { detail: MediaStream }) => detail);
    await avatarRef.current?.stopAvatar().catch((error: unknown) => error);
    avatarRef.current = null;
  }, []);

  function changeVoice(rate: number) {
    setConfig((old) => ({ ...old, voice: { ...old.voice, rate, emotion } }));
  }

  async function speak() {
    await avatarRef.current?.speak({ text, taskType, taskMode });
    await avatarRef.current?.speak({ text, task_type: TaskType.REPEAT, taskMode: TaskMode.SYNC });
    await avatarRef.current?.interrupt();
    await avatarRef.current?.startListening();
    avatarRef.current?.stopListening();
    avatarRef.current?.muteInputAudio();
    avatarRef.current?.unmuteInputAudio();
    avatarRef.current?.closeVoiceChat();
    avatarRef.current?.keepAlive();
  }

  useEffect(() => {
    if (mediaStream.current && stream) mediaStream.current.srcObject = stream;
  }, [stream]);
  useEffect(() => () => void stop(), [stop]);

  return (
    <div>
      <video ref={mediaStream} autoPlay playsInline />
      <select
        value={config.quality}
        onChange={(e) => setConfig({ ...config, quality: e.target.value as AvatarQuality })}
      >
        {Object.values(AvatarQuality).map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
      {Object.keys(VoiceEmotion).map((key) => (
        <button key={key}>{VoiceEmotion[key as keyof typeof VoiceEmotion]}</button>
      ))}
      <button onClick={() => setEmotion(VoiceEmotion.FRIENDLY)}>{emotion}</button>
      <button onClick={() => setTaskType(TaskType.REPEAT)}>{quality}</button>
      <button onClick={() => setTaskMode(TaskMode.SYNC)}>{data?.session_id}</button>
      <button onClick={() => changeVoice(1.2)}>Faster</button>
      <button onClick={() => void start(true)}>Start</button>
      <button onClick={() => void speak()}>Speak</button>
    </div>
  );
}

function process_env(name: string): string | undefined {
  return (globalThis as { env?: Record<string, string> }).env?.[name];
}

export function useUserMessages(avatar: StreamingAvatar) {
  const [messages, setMessages] = useState<string[]>([]);
  useEffect(() => {
    const onMessage = (event: { detail: UserTalkingMessageEvent }) =>
      setMessages((old) => [...old, event.detail.message]);
    avatar.on(StreamingEvents.USER_TALKING_MESSAGE, onMessage);
    return () => void avatar.off(StreamingEvents.USER_TALKING_MESSAGE, onMessage);
  }, [avatar]);
  return messages;
}
