// When each word of a text is said: nothing of it is lost, punctuation pauses, voices and rates make a difference.
import { expect } from '@open-wc/testing';
import { planSpeech, voiceOf } from '../../../src/services/simulated/speech-plan.js';

const texts = [
  'Hello.',
  '  Two  spaces,\nand a line. ',
  'Ünïcödé — “quoted”… (yes!)',
  '12 345 BRB',
  '你好，世界。',
  '👋🏽',
  'a'.repeat(5000),
];

describe('the plan of a text', () => {
  for (const text of texts) {
    it(`has all of “${text.slice(0, 20)}”, in words that follow each other`, () => {
      const { words, sounds, seconds } = planSpeech(text, 1);
      expect(words.map((word) => word.text).join('')).to.equal(text);
      const times = sounds.map(({ at }) => at);
      expect(times).to.deep.equal(times.toSorted((a, b) => a - b));
      expect(sounds.length).to.be.at.least(words.length).and.at.least(1);
      expect(seconds).to.be.above(sounds.at(-1)?.at ?? Infinity);
    });
  }

  it('has a syllable for each group of vowels, and hisses where the text does', () => {
    const { sounds } = planSpeech('Banana soup', 1);
    expect(sounds.map(({ vowel, hiss }) => vowel + (hiss ? '!' : ''))).to.deep.equal(['a', 'a', 'a', 'o!']);
  });

  it('pauses after a comma, and longer after a sentence', () => {
    const wait = (text: string): number => planSpeech(text, 1).words[1]?.at ?? 0;
    expect(wait('One, two')).to.be.above(wait('One two'));
    expect(wait('One. Two')).to.be.above(wait('One, two'));
  });

  it('takes half the time at twice the tempo', () => {
    const [slow, fast] = [1, 2].map((tempo) => planSpeech('So it goes, and goes.', tempo).seconds);
    expect(fast).to.be.closeTo((slow ?? 0) / 2, 1e-9);
  });
});

describe('a voice', () => {
  it('is the same for the same id', () => {
    expect(voiceOf('ada', 1)).to.deep.equal(voiceOf('ada', 1));
  });

  it('is another in pitch, resonances and tempo for another id', () => {
    const voices = ['', 'ada', 'wayne', 'june', 'dexter'].map((id) => voiceOf(id, 1));
    for (const part of ['pitch', 'size', 'tempo'] as const) {
      expect(new Set(voices.map((voice) => voice[part])).size, part).to.equal(voices.length);
    }
    for (const { pitch, size } of voices) {
      expect(pitch).to.be.within(80, 240);
      expect(size).to.be.within(0.85, 1.25);
    }
  });

  it('is as fast as its rate says', () => {
    expect(voiceOf('ada', 1.5).tempo).to.be.closeTo(voiceOf('ada', 1).tempo * 1.5, 1e-9);
  });
});
