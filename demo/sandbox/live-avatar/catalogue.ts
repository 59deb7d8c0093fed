/** Owns what LiveAvatar offers here: avatars and voices under ids of its own shape, as its lists show them. */
import { catalogue, QUALITIES, type Quality } from '../catalogue.js';
import type { LookName } from '../avatar/portrait/looks.js';
import { whole } from '../http/fields.js';
import type { FliteVoice } from '../speech/flite.js';

export interface LiveAvatarFigure {
  id: string;
  /** What the same figure is called on Interactive Avatar: a page that changes over need not change its markup. */
  alias: string;
  name: string;
  look: LookName;
  voiceId: string;
}

interface Voice {
  id: string;
  name: string;
  gender: 'female' | 'male';
  voice: FliteVoice;
}

/** The first is Wayne's own of the real service. */
const VOICES: readonly Voice[] = [
  { id: 'c2527536-6d1f-4412-a643-53a3497dada9', name: 'rms, USA', gender: 'male', voice: 'rms' },
  { id: '0f6e64a2-5d0c-4f43-9c07-1d2f6a1c7b01', name: 'slt, USA', gender: 'female', voice: 'slt' },
  { id: '0f6e64a2-5d0c-4f43-9c07-1d2f6a1c7b02', name: 'awb, Scotland', gender: 'male', voice: 'awb' },
  { id: '0f6e64a2-5d0c-4f43-9c07-1d2f6a1c7b03', name: 'kal16, USA', gender: 'male', voice: 'kal16' },
];

const [RMS = '', SLT = '', AWB = '', KAL = ''] = VOICES.map(({ id }) => id);

/** The first is the real service's avatar for sandbox sessions. */
const WAYNE: LiveAvatarFigure = {
  id: 'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a',
  alias: 'Wayne_20240711',
  name: 'Wayne',
  look: 'wayne',
  voiceId: RMS,
};

const FIGURES: readonly LiveAvatarFigure[] = [
  WAYNE,
  figure('01', 'default', 'Ada', 'ada', SLT),
  figure('02', 'June_HR_public', 'June', 'june', SLT),
  figure('03', 'Dexter_Doctor_Standing2_public', 'Dexter', 'dexter', AWB),
  figure('04', 'Elenora_IT_Sitting_public', 'Elenora', 'elenora', SLT),
  figure('05', 'Bryan_FitnessCoach_public', 'Bryan', 'bryan', KAL),
  figure('06', 'Ann_Therapist_public', 'Ann', 'mei', SLT),
];

function figure(
  digits: string,
  alias: string,
  name: string,
  look: LookName,
  voiceId: string,
): LiveAvatarFigure {
  return { id: `7a1c53f0-94d1-4b8e-8a55-3c6b2e90d1${digits}`, alias, name, look, voiceId };
}

const MADE_AT = '2026-01-01T00:00:00Z';

export const findFigure = (idOrAlias: string): LiveAvatarFigure | undefined =>
  FIGURES.find(({ id, alias }) => id === idOrAlias.toLowerCase() || alias === idOrAlias);

export const findVoice = (id: string): FliteVoice | undefined =>
  VOICES.find((voice) => voice.id === id.toLowerCase())?.voice;

/** For a page that names a voice as on Interactive Avatar; any other word is passed on as it is. */
export const liveVoiceId = (name: string | undefined): string | undefined =>
  VOICES.find(({ voice }) => voice === name)?.id ?? (name || undefined);

/** Heights as the service's; none of these avatars is a 1080p one, so `very_high` is `high`. */
export const LIVE_QUALITIES: Record<Quality | 'very_high', (typeof QUALITIES)[Quality]> = {
  ...QUALITIES,
  very_high: QUALITIES.high,
};

export function listedAvatars(origin: string): object[] {
  return FIGURES.map((one) => listedAvatar(one, origin));
}

export function listedAvatar({ id, alias, name, voiceId }: LiveAvatarFigure, origin: string): object {
  return {
    id,
    space_id: null,
    type: 'VIDEO',
    status: 'ACTIVE',
    name,
    preview_url: `${origin}${picture(alias)}`,
    is_expired: false,
    default_voice: { id: voiceId, name: VOICES.find((voice) => voice.id === voiceId)?.name },
    is_1080p: false,
    created_at: MADE_AT,
    updated_at: MADE_AT,
    error_message: null,
  };
}

export function listedVoices(): object[] {
  return VOICES.map(({ id, name, gender }) => ({
    id,
    name,
    description: null,
    language: 'English',
    gender,
    created_at: MADE_AT,
    updated_at: MADE_AT,
    tags: [],
  }));
}

/** One page of a list, in the shape that all lists of the service have. */
export function paged(all: readonly unknown[], query: URLSearchParams, address: string): object {
  const size = whole(query, 'page_size', 20, 100);
  const page = whole(query, 'page', 1);
  const at = (number: number): string => {
    const other = new URLSearchParams(query);
    other.set('page', String(number));
    return `${address}?${other}`;
  };
  return {
    count: all.length,
    next: page * size < all.length ? at(page + 1) : null,
    previous: page > 1 ? at(page - 1) : null,
    results: all.slice((page - 1) * size, page * size),
  };
}

/** The sandbox's own catalogue in the words of the other service's, for the demo. */
export function liveAvatarCatalogue(): unknown {
  return {
    ...catalogue(),
    avatars: FIGURES.map(({ id, alias, name, voiceId }) => ({
      avatar_id: id,
      name,
      default_voice: voiceId,
      picture: picture(alias),
    })),
    voices: VOICES.map(({ id, name }) => ({ voice_id: id, name, language: 'en' })),
    qualities: Object.entries(LIVE_QUALITIES).map(([quality, size]) => ({ quality, ...size })),
    emotions: [],
    voice_rate: { min: 0.8, max: 1.2 },
    unsupported: ['language', 'stt_config', 'voice_settings'],
  };
}

const picture = (alias: string): string => `/sandbox/picture?avatar=${encodeURIComponent(alias)}`;
