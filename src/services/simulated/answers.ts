/** What the avatar says of its own: the script's answers, else one that says what it is. Pure. */

import type { SimulatedScript } from '../../api/simulated-script.js';
import type { Random } from './random.js';

/** Quotations are cut here. */
const quoted = 140;

/** The answer to what was asked, or heard; `knowledge` is the start request's knowledge base. */
export function answerTo(
  question: string,
  { answers = [] }: SimulatedScript,
  knowledge: string | undefined,
  random: Random,
): string {
  const fitting = answers.find(({ pattern }) => patternOf(pattern).test(question));
  const said = fitting && random.pick([fitting.answer].flat());
  if (said !== undefined) return said;
  const known = knowledge?.trim() ? ` My knowledge base tells me: ${sentence(knowledge)}` : '';
  return `You said: ${sentence(question)}${known} I am a simulated avatar, so this answer is scripted.`;
}

export const patternOf = (pattern = ''): RegExp => new RegExp(pattern, 'iu');

export const notUnderstood =
  '(Scripted transcript: a simulated avatar hears that you speak, not what you say.)';
export const answerToSpeech =
  'I heard that you spoke. I am a simulated avatar and cannot understand it, so this answer is scripted.';

export function promptInSilence(silences: number): string {
  return silences === 1 ? 'Are you still there?' : 'I am still here, should you want to talk.';
}

function sentence(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  const cut = flat.length > quoted ? `${flat.slice(0, flat.lastIndexOf(' ', quoted))} and so on` : flat;
  return /[.!?]$/.test(cut) ? cut : `${cut}.`;
}
