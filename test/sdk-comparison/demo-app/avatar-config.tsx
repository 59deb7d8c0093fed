import {
  AvatarQuality,
  ElevenLabsModel,
  STTProvider,
  VoiceChatTransport,
  VoiceEmotion,
  type StartAvatarRequest,
} from '@heygen/streaming-avatar';
import { Menu } from './menu';

export const DEFAULT_CONFIG: StartAvatarRequest = {
  quality: AvatarQuality.Low,
  avatarName: 'default',
  knowledgeId: undefined,
  voice: { rate: 1.5, emotion: VoiceEmotion.EXCITED, model: ElevenLabsModel.eleven_flash_v2_5 },
  language: 'en',
  voiceChatTransport: VoiceChatTransport.WEBSOCKET,
  sttSettings: { provider: STTProvider.DEEPGRAM },
};

interface AvatarConfigProps {
  config: StartAvatarRequest;
  onConfigChange: (config: StartAvatarRequest) => void;
}

export function AvatarConfig({ config, onConfigChange }: AvatarConfigProps) {
  const set = <Key extends keyof StartAvatarRequest>(key: Key, value: StartAvatarRequest[Key]) =>
    onConfigChange({ ...config, [key]: value });
  return (
    <fieldset>
      <Menu
        label="Quality"
        options={Object.values(AvatarQuality)}
        value={config.quality}
        onChange={(quality) => set('quality', quality)}
      />
      <Menu
        label="Voice chat transport"
        options={Object.values(VoiceChatTransport)}
        value={config.voiceChatTransport}
        onChange={(transport) => set('voiceChatTransport', transport)}
      />
      <Menu
        label="Emotion"
        options={Object.values(VoiceEmotion)}
        value={config.voice?.emotion}
        onChange={(emotion) => set('voice', { ...config.voice, emotion })}
      />
      <Menu
        label="ElevenLabs model"
        options={Object.values(ElevenLabsModel)}
        value={config.voice?.model}
        onChange={(model) => set('voice', { ...config.voice, model })}
      />
      <Menu
        label="STT provider"
        options={Object.values(STTProvider)}
        value={config.sttSettings?.provider}
        onChange={(provider) => set('sttSettings', { ...config.sttSettings, provider })}
      />
    </fieldset>
  );
}
