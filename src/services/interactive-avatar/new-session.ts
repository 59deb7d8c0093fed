/** The body of `streaming.new` (protocol.md A.3): a start request checked and under the wire's names. */

import { ElevenLabsModel, AvatarQuality, STTProvider, VoiceEmotion } from '../../api/enums.js';
import { sessionError } from '../../api/error-table.js';
import type { StartAvatarOptions } from '../../api/requests.js';

/** Throws `invalid_option`, naming the option, where the service would refuse it. */
export function newSessionBody(request: StartAvatarOptions, videoCodec: string): Record<string, unknown> {
  const voice = request.voice ?? {};
  const sttSettings = request.sttSettings ?? undefined;
  oneOf('quality', request.quality, AvatarQuality);
  oneOf('voice.emotion', voice.emotion, VoiceEmotion);
  oneOf('voice.model', voice.model, ElevenLabsModel);
  oneOf('sttSettings.provider', sttSettings?.provider, STTProvider);
  within('voice.rate', voice.rate, 0.5, 1.5);
  within('sttSettings.confidence', sttSettings?.confidence, 0, 1);
  within('activityIdleTimeout', request.activityIdleTimeout, 30, 3600);
  return {
    avatar_name: request.avatarName || 'default',
    quality: request.quality,
    voice: {
      voice_id: voice.voiceId,
      rate: voice.rate,
      emotion: voice.emotion,
      elevenlabs_settings: { ...voice.elevenlabsSettings, model_id: voice.model },
    },
    language: request.language,
    knowledge_base_id: request.knowledgeId,
    knowledge_base: request.knowledgeBase,
    stt_settings: sttSettings,
    version: 'v2',
    video_encoding: videoCodec,
    source: 'sdk',
    disable_idle_timeout: request.disableIdleTimeout,
    activity_idle_timeout: request.activityIdleTimeout,
    // The microphone travels over LiveKit whichever transport the page names.
    ia_is_livekit_transport: true,
    silence_response: request.useSilencePrompt,
  };
}

function oneOf(option: string, value: unknown, allowed: Readonly<Record<string, string>>): void {
  if (value === undefined || value === null) return;
  const values = Object.values(allowed);
  if (values.includes(value as string)) return;
  throw sessionError('invalid_option', {
    message: `${option} is “${String(value)}”; allowed are ${values.join(', ')}.`,
  });
}

function within(option: string, value: unknown, least: number, most: number): void {
  if (value === undefined || value === null) return;
  if (typeof value === 'number' && value >= least && value <= most) return;
  throw sessionError('invalid_option', {
    message: `${option} is ${String(value)}; allowed is a number from ${least} to ${most}.`,
  });
}
