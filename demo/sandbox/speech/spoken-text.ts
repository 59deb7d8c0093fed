/**
 * Owns what happens to a text before it is spoken: sentences (one synthesis each, so the first is heard while
 * the next is being made), fragments (what the listener reads along: they carry their own
 * spaces and join to exactly the text), and the plain ASCII that flite can read.
 */

/** Longer pieces delay the first sound; flite also slows down beyond linear on one endless word. */
const LONGEST_SENTENCE = 220;
const LONGEST_WORD = 40;

const SPELLED: Record<string, string> = {
  '€': ' euros ',
  '£': ' pounds ',
  '¥': ' yen ',
  '°': ' degrees ',
  '×': ' times ',
  '½': ' a half ',
  '…': '. ',
  ß: 'ss',
  æ: 'ae',
  ø: 'o',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  '‘': "'",
  '’': "'",
  '“': ' ',
  '”': ' ',
  '„': ' ',
  '–': ', ',
  '—': ', ',
};

/** Sentences of the text, nothing lost: joined they are the text again. */
export function splitSentences(text: string): string[] {
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
  return [...segmenter.segment(text)].flatMap(({ segment }) => splitLong(segment));
}

function splitLong(sentence: string): string[] {
  const pieces: string[] = [];
  let rest = sentence;
  while (rest.length > LONGEST_SENTENCE) {
    const window = rest.slice(0, LONGEST_SENTENCE);
    const comma = Math.max(window.lastIndexOf(', '), window.lastIndexOf('; '), window.lastIndexOf(': '));
    const space = window.lastIndexOf(' ');
    const cut = comma > LONGEST_SENTENCE / 3 ? comma + 2 : space > 0 ? space + 1 : LONGEST_SENTENCE;
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  pieces.push(rest);
  return pieces;
}

/** One fragment a word, spaces included; a sentence of spaces alone is one fragment. */
export function splitFragments(sentence: string): string[] {
  return sentence.match(/\s*\S+\s*$|\s*\S+|\s+$/g) ?? [];
}

/** What flite is given for a fragment; empty when there is nothing in it that it could say. */
export function pronounceable(fragment: string): string {
  const spelled = fragment.replace(/[^\x20-\x7e]/g, (sign) => SPELLED[sign.toLowerCase()] ?? sign);
  return (
    spelled
      .normalize('NFKD')
      // Flite drops or misreads what is not ASCII; marks left by the decomposition fall away with it.
      .replace(/[^\x20-\x7e]/g, '')
      .replace(/[<>{}[\]|\\^~`*_"#]/g, ' ')
      .replace(/\S{41,}/g, (word) => word.slice(0, LONGEST_WORD))
      .replace(/\s+/g, ' ')
      .trim()
  );
}

export const hasSound = (spoken: string): boolean => /[a-z0-9$%&@+=]/i.test(spoken);
