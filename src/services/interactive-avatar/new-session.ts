/** The body of `streaming.new` (protocol.md, "Calls"): a start request, checked and under the wire's names. */

import { AvatarQuality, ElevenLabsModel, STTProvider, VoiceEmotion } from '../../api/enums.js';
import { flag, oneOf, text } from '../../api/option-checks.js';
import type { StartAvatarOptions } from '../../api/requests.js';

/** Throws `invalid_option` with the option's name for what the service would refuse. Expects checked numbers. */
export function newSessionBody(request: StartAvatarOptions, videoCodec: string): Record<string, unknown> {
  const { quality, language, knowledgeId, knowledgeBase, sttSettings } = request;
  const voice = request.voice ?? {};
  return {
    avatar_name: text('avatarName', request.avatarName) ?? 'default',
    quality: oneOf('quality', quality, Object.values(AvatarQuality)),
    voice: {
      voice_id: text('voice.voiceId', voice.voiceId),
      rate: voice.rate,
      emotion: oneOf('voice.emotion', voice.emotion, Object.values(VoiceEmotion)),
      elevenlabs_settings: {
        ...voice.elevenlabsSettings,
        model_id: oneOf('voice.model', voice.model, Object.values(ElevenLabsModel)),
      },
    },
    language: text('language', language),
    knowledge_base_id: text('knowledgeId', knowledgeId),
    knowledge_base: text('knowledgeBase', knowledgeBase),
    stt_settings: sttSettings && {
      ...sttSettings,
      provider: oneOf('sttSettings.provider', sttSettings.provider, Object.values(STTProvider)),
    },
    version: 'v2',
    video_encoding: videoCodec,
    source: 'sdk',
    disable_idle_timeout: flag('disableIdleTimeout', request.disableIdleTimeout),
    activity_idle_timeout: request.activityIdleTimeout,
    // The microphone travels over LiveKit whichever transport the page names.
    ia_is_livekit_transport: true,
    silence_response: flag('useSilencePrompt', request.useSilencePrompt),
  };
}
