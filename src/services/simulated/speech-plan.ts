/** When each word and each syllable of a text is said. Pure. */

import type { SimulatedSound, SimulatedVoice } from './cues.js';
import { numberOf } from './random.js';

export interface SpeechPlan {
  /** The text's words, each with the spaces before it and when it begins; joined they are the text. Times in seconds. */
  readonly words: readonly { readonly text: string; readonly at: number }[];
  readonly sounds: readonly SimulatedSound[];
  readonly seconds: number;
}

/** Of an ordinary speaker, in seconds. */
const syllable = 0.18;
const betweenWords = 0.05;
const pauses: readonly (readonly [RegExp, number])[] = [
  [/[.!?…。！？]["'”’)]*$/, 0.35],
  [/[,;:–—、，]["'”’)]*$/, 0.18],
];

const vowels: Readonly<Record<string, SimulatedSound['vowel']>> = {
  a: 'a',
  e: 'e',
  i: 'i',
  o: 'o',
  u: 'u',
  y: 'i',
};

/** A tempo of 2 takes half the time. */
export function planSpeech(text: string, tempo: number): SpeechPlan {
  const words: { text: string; at: number }[] = [];
  const sounds: SimulatedSound[] = [];
  let at = 0;
  for (const word of text.match(/\s*\S+\s*$|\s*\S+/g) ?? []) {
    words.push({ text: word, at });
    for (const { vowel, hiss } of syllablesOf(word)) {
      sounds.push({ at, seconds: syllable / tempo, vowel, hiss });
      at += syllable / tempo;
    }
    const [, pause = betweenWords] = pauses.find(([end]) => end.test(word.trimEnd())) ?? [];
    at += pause / tempo;
  }
  return { words, sounds, seconds: at };
}

function syllablesOf(word: string): Pick<SimulatedSound, 'vowel' | 'hiss'>[] {
  const letters = word.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');
  const found = [...letters.matchAll(/([^aeiouy]*)([aeiouy]+)/g)].map(([, before = '', sound = '']) => ({
    vowel: vowels[sound.charAt(0)] ?? 'a',
    hiss: /[sfztcxkh]$/.test(before),
  }));
  if (found.length > 0) return found;
  // Numbers, abbreviations, and scripts that have no such letters: a syllable for each sign.
  return (letters.match(/[\p{L}\p{N}]/gu) ?? ['']).map((sign) => ({
    vowel: vowels['aeiou'.charAt(numberOf(sign) % 5)] ?? 'a',
    hiss: false,
  }));
}

export interface ChosenVoice extends SimulatedVoice {
  readonly tempo: number;
}

/** The voice of that id: always the same, and another than those of most other ids. */
export function voiceOf(voiceId: string | undefined, rate: number): ChosenVoice {
  // The figure's own.
  if (!voiceId) return { pitch: 185, size: 1.12, tempo: rate };
  const number = numberOf(voiceId);
  const part = (shift: number): number => ((number >>> shift) % 256) / 255;
  const high = part(0);
  return {
    pitch: 85 + 150 * high,
    size: 0.9 + 0.22 * high + 0.08 * part(8),
    tempo: rate * (0.92 + 0.16 * part(16)),
  };
}
