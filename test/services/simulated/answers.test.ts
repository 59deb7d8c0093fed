// What the avatar answers: the script's first answer that fits, one of several by the seed, else what it was asked.
import { expect } from '@open-wc/testing';
import type { SimulatedScript } from '../../../src/api/simulated-script.js';
import { answerTo } from '../../../src/services/simulated/answers.js';
import { randomOf } from '../../../src/services/simulated/random.js';

const script: SimulatedScript = {
  answers: [
    { pattern: 'open(ing)? hours?', answer: 'From nine to five.' },
    { pattern: '^(hi|hello)\\b', answer: ['Hello!', 'Good day!', 'Welcome!'] },
    { pattern: 'hours', answer: 'Never reached by opening hours.' },
  ],
};

const answer = (question: string, seed = 1, knowledge?: string): string =>
  answerTo(question, script, knowledge, randomOf(seed));

describe('an answer', () => {
  for (const [question, expected] of [
    ['When are your OPENING HOURS?', 'From nine to five.'],
    ['How many hours?', 'Never reached by opening hours.'],
  ] as const) {
    it(`to “${question}” is “${expected}”`, () => expect(answer(question)).to.equal(expected));
  }

  it('is one of several, always the same for a seed', () => {
    const said = Array.from({ length: 40 }, (_none, seed) => answer('hello there', seed));
    expect(said).to.deep.equal(Array.from({ length: 40 }, (_none, seed) => answer('hello there', seed)));
    expect([...new Set(said)].toSorted()).to.deep.equal(['Good day!', 'Hello!', 'Welcome!']);
  });

  it('to what the script does not know repeats it, and says that it is scripted', () => {
    expect(answer('Why?')).to.contain('Why?').and.to.contain('scripted');
    expect(answer('Tell me')).to.contain('Tell me.');
  });

  it('says what its knowledge base is', () => {
    expect(answer('Why?', 1, 'You sell shoes')).to.contain('You sell shoes.');
  });

  it('cuts a long question', () => {
    expect(answer('word '.repeat(200)).length).to.be.below(300);
  });

  it('is the catch-all of a script that has one', () => {
    const always = { answers: [{ answer: 'Always this.' }] };
    expect(answerTo('Whatever', always, undefined, randomOf(1))).to.equal('Always this.');
  });
});
