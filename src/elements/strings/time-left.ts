/** The time that is left, in the language of the texts. */

import type { Strings } from './en.js';

/** For example “3 minutes left” or “1 second left”. From a minute on, counts the minute that has begun as a whole one. */
export function timeLeft(
  { timeLeft: text, lang }: Pick<Strings, 'timeLeft' | 'lang'>,
  seconds: number,
): string {
  const minutes = seconds >= 60;
  const value = Math.ceil(Math.max(0, minutes ? seconds / 60 : seconds));
  const options = { style: 'unit', unit: minutes ? 'minute' : 'second', unitDisplay: 'long' } as const;
  return text.replace('{time}', () => numberFormat(lang, options).format(value));
}

/** In English if the page has given a language that is none. */
function numberFormat(lang: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(lang, options);
  } catch {
    return new Intl.NumberFormat('en', options);
  }
}
