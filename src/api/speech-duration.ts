/** How long it takes to speak a text, for services that don't say. */

/** Average duration of a word, in milliseconds. */
const wordPace = 400;
/** Average duration of a character in scripts without spaces, in milliseconds. */
const signPace = 200;

const signs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** An estimate in whole milliseconds. A `rate` of 2 takes half the time. */
export function estimatedDurationMs(text: string, rate = 1): number {
  const signCount = text.match(signs)?.length ?? 0;
  const wordCount = text.replaceAll(signs, ' ').match(/[\p{L}\p{N}]\S*/gu)?.length ?? 0;
  return Math.round((wordCount * wordPace + signCount * signPace) / rate);
}
