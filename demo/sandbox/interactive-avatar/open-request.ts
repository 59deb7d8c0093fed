/** Owns the body of `streaming.new`: what each field may be, with the service's defaults. */
import { AVATARS, EMOTIONS, QUALITIES, VOICES, type CatalogueAvatar, type Quality } from '../catalogue.js';
import type { VoiceChoice } from '../speech/speech.js';
import { BadRequest } from '../http/bad-request.js';
import { choice, flag, given, number, object, text, type Fields } from '../http/fields.js';
import { avatarNotFound } from './answers.js';

export interface OpenRequest {
  avatar: CatalogueAvatar;
  quality: Quality;
  codec: 'H264' | 'VP8';
  voice: VoiceChoice;
  knowledgeBase: string | undefined;
  knowledgeBaseId: string | undefined;
  idleTimeoutS: number;
  disableIdleTimeout: boolean;
  livekitTransport: boolean;
  silenceResponse: boolean;
  /** No field of the real service, where only the chat socket's URL says it; here for clients without a socket. */
  pushToTalk: boolean;
}

const DEFAULT_IDLE_TIMEOUT_S = 120;

export function readOpenRequest(body: Fields): OpenRequest {
  // The default of the real service is raw WebRTC, which its own SDK never asks for and nobody here speaks.
  if (given(body, 'version') !== 'v2')
    throw new BadRequest('version', 'only "v2" (a LiveKit room) is served here');
  const voice = object(body, 'voice');
  const emotion = text(voice, 'emotion', 'voice.emotion')?.toLowerCase();
  if (emotion !== undefined && !(EMOTIONS as readonly string[]).includes(emotion)) {
    throw new BadRequest('voice.emotion', `one of ${EMOTIONS.join(', ')} is expected`);
  }
  object(voice, 'elevenlabs_settings', 'voice.elevenlabs_settings');
  object(body, 'stt_settings');
  text(body, 'language');
  const avatar = findAvatar(text(body, 'avatar_id') ?? text(body, 'avatar_name'));
  return {
    avatar,
    quality: choice(body, 'quality', Object.keys(QUALITIES) as Quality[]) ?? 'low',
    codec: choice(body, 'video_encoding', ['H264', 'VP8'] as const) ?? 'VP8',
    voice: {
      voice: findVoice(text(voice, 'voice_id', 'voice.voice_id')) ?? avatar.default_voice,
      rate: number(voice, 'rate', 0.5, 1.5, 'voice.rate') ?? 1,
    },
    knowledgeBase: text(body, 'knowledge_base'),
    knowledgeBaseId: text(body, 'knowledge_base_id') ?? text(body, 'knowledge_id'),
    idleTimeoutS: number(body, 'activity_idle_timeout', 30, 3600) ?? DEFAULT_IDLE_TIMEOUT_S,
    disableIdleTimeout: flag(body, 'disable_idle_timeout') ?? false,
    livekitTransport: flag(body, 'ia_is_livekit_transport') ?? false,
    silenceResponse: flag(body, 'silence_response') ?? false,
    pushToTalk: flag(body, 'push_to_talk') ?? false,
  };
}

function findAvatar(id = 'default'): CatalogueAvatar {
  const avatar = AVATARS.find(({ avatar_id }) => avatar_id === id);
  if (!avatar) throw avatarNotFound();
  return avatar;
}

function findVoice(id: string | undefined): VoiceChoice['voice'] | undefined {
  // Some pages send '' for "the avatar's own voice".
  if (!id) return undefined;
  const voice = VOICES.find(({ voice_id }) => voice_id === id);
  if (!voice) throw new BadRequest('voice.voice_id', 'voice not found');
  return voice.voice_id;
}
