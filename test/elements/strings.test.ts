// The tables of texts: every language has every text, the same placeholders, its own words, and none that only an author knows.
import { expect } from '@open-wc/testing';
import { errorTable } from '../../src/api/error-table.js';
import { en, type Table } from '../../src/elements/strings/en.js';
import { merge } from '../../src/elements/strings/merge.js';
import { sentenceOfEach } from '../../src/elements/strings/sentences.js';
import { timeLeft } from '../../src/elements/strings/time-left.js';

/** The languages beside English, in the order of the docs. */
const codes = ['es', 'fr', 'de', 'pt', 'it', 'nl', 'pl', 'ja', 'ko', 'zh', 'ar', 'he'] as const;

const load = async (code: string): Promise<Table> =>
  ((await import(`../../src/elements/strings/${code}.ts`)) as { table: Table }).table;

/** The texts by their names, those of groups as `group.name`. */
function flat(texts: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([name, text]: [string, unknown]) =>
      typeof text === 'object' && text
        ? [...flat(text, `${prefix}${name}.`)]
        : [[prefix + name, String(text)]],
    ),
  );
}

const english = flat(en);
const placeholders = (text: string): string[] => text.match(/\{\w+\}/g)?.toSorted() ?? [];

/** What is the same in English and these languages: loanwords, and names for what has no other. */
const sameAsEnglish: Readonly<Record<string, readonly string[]>> = {
  ai: ['nl', 'pl', 'ja', 'ko', 'zh', 'he'],
  volume: ['fr', 'pt', 'it', 'nl'],
  avatar: ['es', 'fr', 'de', 'pt', 'it', 'nl'],
  interrupt: [],
  transcript: ['nl'],
  suggestions: ['fr'],
};

/** What only an author knows, in all languages, and what blames. Words of other scripts have no boundaries. */
const forbidden =
  /\b(tokens?|jeton|ficha|gettone|key|clave|llave|clé|schlüssel|chave|chiave|sleutel|klucz|servers?|servidor|serveur|serwer|cors|livekit|liveavatar|heygen|session.?id|webrtc|websocket|api|http|url|konto|account|credits?)\b|トークン|サーバー|セッション|アカウント|토큰|서버|세션|계정|令牌|服务器|会话|账户|الخادم|خادم|رمز|جلسة|حساب|אסימון|שרת|מפתח|חשבון/i;

describe('the texts in English', () => {
  it('have a sentence for every error', () => {
    expect(Object.keys(en.errors).toSorted()).to.deep.equal(Object.keys(errorTable).toSorted());
    for (const [code, sentence] of Object.entries(en.errors)) expect(sentence, code).to.match(/^[A-Z].*\.$/);
  });

  it('never say to visitors what an error says to the author', () => {
    const messages = new Set(Object.values(errorTable).map(({ message }) => message));
    for (const [name, text] of english) expect(messages.has(text), name).to.equal(false);
  });

  it('name nothing that only an author knows', () => {
    for (const [name, text] of english) expect(text, name).not.to.match(forbidden);
  });

  it('would not pass with such a word', () => {
    for (const text of ['The session token was refused.', 'Le serveur ne répond pas.', 'サーバーエラー'])
      expect(text).to.match(forbidden);
  });
});

for (const code of codes) {
  describe(`the texts in ${code}`, () => {
    let table: Table;
    let texts: Map<string, string>;
    before(async () => {
      table = await load(code);
      texts = flat({ ...table, errors: sentenceOfEach(table.errors) });
    });

    it('are all there, under their language', () => {
      expect(table.lang).to.equal(code);
      expect([...texts.keys()].toSorted()).to.deep.equal([...english.keys()].toSorted());
      // Empty is what says nothing in English either.
      for (const [name, text] of texts) expect(text === '', name).to.equal(english.get(name) === '');
    });

    it('have the placeholders of English', () => {
      for (const [name, text] of texts)
        expect(placeholders(text), name).to.deep.equal(placeholders(english.get(name) ?? ''));
    });

    it('are translated', () => {
      const same = [...texts].filter(([name, text]) => text !== '' && text === english.get(name));
      const allowed = Object.entries(sameAsEnglish).filter(([, languages]) => languages.includes(code));
      expect(same.map(([name]) => name).toSorted()).to.deep.equal(allowed.map(([name]) => name).toSorted());
    });

    it('name nothing that only an author knows', () => {
      for (const [name, text] of texts) expect(text, name).not.to.match(forbidden);
    });

    it('are tidy: no spaces around, sentences where English has sentences', () => {
      for (const [name, text] of texts) {
        expect(text, name).to.equal(text.trim());
        const isSentence = /[.?]$/.test(english.get(name) ?? '');
        // A question may be one without a sentence in it, and a name without a full stop.
        expect(/[.?。？؟]$/.test(text), `${name}: ${text}`).to.equal(isSentence);
      }
    });

    it('fit on a button where English does', () => {
      for (const name of [
        'start',
        'startAgain',
        'retry',
        'end',
        'resume',
        'stillHere',
        'send',
        'more',
        'close',
      ])
        expect(texts.get(name)?.length, name).to.be.at.most(22);
    });

    it('say the time that is left', () => {
      expect(timeLeft(table, 180)).to.match(/3|٣/);
      expect(timeLeft(table, 1)).not.to.equal(timeLeft(table, 60));
      expect(timeLeft(table, 30)).not.to.contain('{');
    });
  });
}

describe('the time that is left', () => {
  const cases: readonly [number, string][] = [
    [180, '3 minutes left'],
    [179, '3 minutes left'],
    [60, '1 minute left'],
    [59.2, '60 seconds left'],
    [30, '30 seconds left'],
    [1, '1 second left'],
    [0, '0 seconds left'],
    [-1, '0 seconds left'],
  ];
  for (const [seconds, text] of cases)
    it(`of ${seconds} seconds is “${text}”`, () => expect(timeLeft(en, seconds)).to.equal(text));

  it('has the plural of its language', async () => {
    const polish = await load('pl');
    expect([1, 2, 5].map((seconds) => timeLeft(polish, seconds))).to.deep.equal([
      'Pozostały czas: 1 sekunda',
      'Pozostały czas: 2 sekundy',
      'Pozostały czas: 5 sekund',
    ]);
  });

  it('is in English if the page has given a language that is none', () => {
    expect(timeLeft({ lang: 'no language', timeLeft: '{time} kvar' }, 2)).to.equal('2 seconds kvar');
  });
});

describe('merging texts', () => {
  it('keeps what is missing, null or undefined, in groups too', () => {
    const merged = merge(en, {
      start: 'Los',
      end: null,
      retry: undefined,
      errors: { network: 'Offline.', timeout: null },
      ended: null,
    });
    expect(merged).to.deep.equal({ ...en, start: 'Los', errors: { ...en.errors, network: 'Offline.' } });
  });

  it('changes neither', () => {
    const before = JSON.stringify(en);
    const over = Object.freeze({ errors: Object.freeze({ network: 'Offline.' }) });
    merge(en, over);
    expect(JSON.stringify(en)).to.equal(before);
  });

  it('keeps a text that is empty: the page wants nothing said', () => {
    expect(merge(en, { ended: { idle: '' } }).ended.idle).to.equal('');
  });
});
