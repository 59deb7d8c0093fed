/** Owns the body of `streaming.new` (protocol.md A.3): what each field may be, with the service's defaults. */
import { AVATARS, EMOTIONS, QUALITIES, VOICES, type CatalogueAvatar, type Quality } from '../catalogue.js';
import type { VoiceChoice } from '../speech/speech.js';
import { avatarNotFound, invalid } from './answers.js';

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

export type Fields = Readonly<Record<string, unknown>>;

const DEFAULT_IDLE_TIMEOUT_S = 120;

/** Clients send `null` for what they leave unset (PIPECAT), so null and absent are one. */
export function readOpenRequest(body: Fields): OpenRequest {
  // The default of the real service is raw WebRTC, which its own SDK never asks for and nobody here speaks.
  if (given(body, 'version') !== 'v2') throw invalid('version', 'only "v2" (a LiveKit room) is served here');
  const voice = object(body, 'voice');
  const emotion = text(voice, 'emotion', 'voice.emotion')?.toLowerCase();
  if (emotion !== undefined && !(EMOTIONS as readonly string[]).includes(emotion)) {
    throw invalid('voice.emotion', `one of ${EMOTIONS.join(', ')} is expected`);
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
  if (!voice) throw invalid('voice.voice_id', 'voice not found');
  return voice.voice_id;
}

function given(fields: Fields, name: string): unknown {
  return fields[name] ?? undefined;
}

export function text(fields: Fields, name: string, label = name): string | undefined {
  const value = given(fields, name);
  if (value !== undefined && typeof value !== 'string') throw invalid(label, 'a string is expected');
  return value;
}

function flag(fields: Fields, name: string): boolean | undefined {
  const value = given(fields, name);
  if (value !== undefined && typeof value !== 'boolean') throw invalid(name, 'true or false is expected');
  return value;
}

function number(fields: Fields, name: string, min: number, max: number, label = name): number | undefined {
  const value = given(fields, name);
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !(value >= min && value <= max)) {
    throw invalid(label, `a number from ${min} to ${max} is expected`);
  }
  return value;
}

function object(fields: Fields, name: string, label = name): Fields {
  const value = given(fields, name);
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(label, 'an object is expected');
  }
  return value as Fields;
}

export function choice<T extends string>(fields: Fields, name: string, choices: readonly T[]): T | undefined {
  const value = text(fields, name);
  if (value === undefined) return undefined;
  const found = choices.find((option) => option === value);
  if (found === undefined) throw invalid(name, `one of ${choices.join(', ')} is expected`);
  return found;
}
