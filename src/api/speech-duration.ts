/** How long a text takes to be spoken, for answers that do not say so. */

/** An ordinary speaker's pace, in milliseconds. */
const wordPace = 400;
/** A sign of a script that is written without spaces. */
const signPace = 200;

const signs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** An estimate in whole milliseconds; a `rate` of 2 takes half the time. */
export function estimatedDurationMs(text: string, rate = 1): number {
  const signCount = text.match(signs)?.length ?? 0;
  const wordCount = text.replaceAll(signs, ' ').match(/[\p{L}\p{N}]\S*/gu)?.length ?? 0;
  return Math.round((wordCount * wordPace + signCount * signPace) / rate);
}
