/** Owns what the sandbox offers: avatars, voices, qualities, and what its voice cannot do. */
import type { LookName } from './avatar/portrait/looks.js';
import type { FliteVoice } from './speech/flite.js';

export interface CatalogueAvatar {
  avatar_id: string;
  name: string;
  look: LookName;
  default_voice: FliteVoice;
}

/** The names are public ones of the real service, so a page's own attribute often works unchanged. */
export const AVATARS: readonly CatalogueAvatar[] = [
  { avatar_id: 'default', name: 'Ada', look: 'ada', default_voice: 'slt' },
  { avatar_id: 'Wayne_20240711', name: 'Wayne', look: 'wayne', default_voice: 'rms' },
  { avatar_id: 'June_HR_public', name: 'June', look: 'june', default_voice: 'slt' },
  { avatar_id: 'Dexter_Doctor_Standing2_public', name: 'Dexter', look: 'dexter', default_voice: 'awb' },
  { avatar_id: 'Elenora_IT_Sitting_public', name: 'Elenora', look: 'elenora', default_voice: 'slt' },
  { avatar_id: 'Bryan_FitnessCoach_public', name: 'Bryan', look: 'bryan', default_voice: 'kal16' },
  { avatar_id: 'Ann_Therapist_public', name: 'Ann', look: 'mei', default_voice: 'slt' },
];

export const VOICES: readonly { voice_id: FliteVoice; name: string; language: string }[] = [
  { voice_id: 'slt', name: 'slt, a woman from the USA', language: 'en' },
  { voice_id: 'rms', name: 'rms, a man from the USA', language: 'en' },
  { voice_id: 'awb', name: 'awb, a man from Scotland', language: 'en' },
  { voice_id: 'kal16', name: 'kal16, a man from the USA, by an older method', language: 'en' },
];

/**
 * Heights and bit rates are the service's; widths are those of 16:9. WebRTC's encoders cut the
 * width to a multiple of 4, so medium is 852 and not 854.
 */
export const QUALITIES = {
  high: { width: 1280, height: 720, maxBitrate: 2_000_000 },
  medium: { width: 852, height: 480, maxBitrate: 1_000_000 },
  low: { width: 640, height: 360, maxBitrate: 500_000 },
} as const;
export type Quality = keyof typeof QUALITIES;

export const EMOTIONS = ['excited', 'serious', 'friendly', 'soothing', 'broadcaster'] as const;

/** Accepted everywhere the real service accepts them, without an effect here: the demo marks these. */
const UNSUPPORTED = ['voice.emotion', 'voice.elevenlabs_settings', 'language', 'stt_settings'];

export function catalogue(): object {
  return {
    avatars: AVATARS.map(({ avatar_id, name, default_voice }) => ({
      avatar_id,
      name,
      default_voice,
      picture: `/sandbox/picture?avatar=${encodeURIComponent(avatar_id)}`,
    })),
    voices: VOICES,
    languages: ['en'],
    qualities: Object.entries(QUALITIES).map(([quality, size]) => ({ quality, ...size })),
    emotions: EMOTIONS,
    voice_rate: { min: 0.5, max: 1.5 },
    unsupported: UNSUPPORTED,
  };
}
