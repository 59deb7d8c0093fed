/** What there is to choose from on each service: asked of the sandbox, with lists of our own where it does not answer. */

import type { Catalogue, Choice, Offer, Offers, Trouble } from './offer.js';
import type { Service } from './services.js';
import { simulatedAvatars, simulatedTroubles, simulatedVoices } from './simulated-offer.js';

export const emotions: readonly Choice[] = ['excited', 'serious', 'friendly', 'soothing', 'broadcaster'].map(
  (value) => ({ value, label: capital(value) }),
);

const heights = new Map([
  ['low', 360],
  ['medium', 480],
  ['high', 720],
]);

const builtIn: Catalogue = {
  avatars: [
    { value: 'default', label: 'Default' },
    { value: 'Wayne_20240711', label: 'Wayne' },
  ],
  voices: [],
  languages: ['en', 'de', 'es', 'fr', 'it', 'pt', 'ja', 'zh'].map((value) => ({
    value,
    label: languageName(value),
  })),
  spoken: null,
  emotionHeard: true,
  qualities: heights,
  rate: { min: 0.5, max: 1.5 },
};

/** LiveAvatar's own test avatar. */
const wayne: Choice = { value: 'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a', label: 'Wayne' };
const veryHigh = new Map([...heights, ['very_high', 1080]]);

const simulated: Offer = {
  catalogue: { ...builtIn, avatars: simulatedAvatars, voices: simulatedVoices, qualities: veryHigh },
  troubles: simulatedTroubles,
};

export const withoutSandbox: Offers = {
  'interactive-avatar': { catalogue: builtIn, troubles: [] },
  liveavatar: {
    catalogue: { ...builtIn, avatars: [wayne], qualities: veryHigh, rate: { min: 0.8, max: 1.2 } },
    troubles: [],
  },
  simulated,
};

const patience = 3000;

/** `null` where the sandbox does not answer. */
export async function askOffers(sandbox: string): Promise<Offers | null> {
  const [interactiveAvatar, liveavatar] = await Promise.all([
    askOffer(sandbox, 'interactive-avatar'),
    askOffer(sandbox, 'liveavatar'),
  ]);
  if (!interactiveAvatar || !liveavatar) return null;
  return { 'interactive-avatar': interactiveAvatar, liveavatar, simulated };
}

async function askOffer(sandbox: string, service: Service): Promise<Offer | null> {
  const [answer, troubles] = await Promise.all([
    ask(`${sandbox}/sandbox/catalogue?service=${service}`),
    ask(`${sandbox}/sandbox/troubles?service=${service}`),
  ]);
  if (!isRecord(answer)) return null;
  const otherwise = withoutSandbox[service].catalogue;
  const catalogue: Catalogue = {
    avatars: choices(answer.avatars, otherwise.avatars, sandbox),
    voices: choices(answer.voices, otherwise.voices, sandbox),
    languages: otherwise.languages,
    spoken: new Set(toList(answer.languages).map(word)),
    emotionHeard: !toList(answer.unsupported).includes('voice.emotion'),
    qualities: qualitiesOf(answer.qualities) ?? otherwise.qualities,
    rate: rateOf(answer.voice_rate) ?? otherwise.rate,
  };
  return { catalogue, troubles: troublesOf(troubles) };
}

function troublesOf(answer: unknown): Trouble[] {
  return toList(isRecord(answer) ? answer.troubles : null).flatMap((row) => {
    // The element has no LITE mode, in which the page would have to make the sound.
    if (!isRecord(row) || row.mode === 'LITE') return [];
    const name = word(row.name);
    if (!name) return [];
    return [{ name, about: word(row.what), code: word(row.code), phase: word(row.phase) }];
  });
}

function qualitiesOf(list: unknown): ReadonlyMap<string, number> | null {
  const found = toList(list).flatMap((item): [string, number][] =>
    isRecord(item) && typeof item.height === 'number' ? [[word(item.quality), item.height]] : [],
  );
  return found.length > 0 ? new Map(found) : null;
}

function rateOf(value: unknown): Catalogue['rate'] | null {
  if (!isRecord(value)) return null;
  const { min, max } = value;
  return typeof min === 'number' && typeof max === 'number' ? { min, max } : null;
}

async function ask(url: string): Promise<unknown> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(patience) });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function choices(list: unknown, otherwise: readonly Choice[], sandbox: string): readonly Choice[] {
  const found = toList(list).flatMap((item): Choice[] => {
    if (!isRecord(item)) return [];
    const value = word(item.avatar_id) || word(item.voice_id);
    const label = word(item.name) || value;
    const picture = word(item.picture);
    if (!value) return [];
    return [picture ? { value, label, picture: new URL(picture, sandbox).href } : { value, label }];
  });
  return found.length > 0 ? found : otherwise;
}

function languageName(code: string): string {
  return new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
