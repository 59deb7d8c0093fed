// How long a text is taken to last: by its words, or its signs where there are no spaces, and by the rate.
import { expect } from '@open-wc/testing';
import { estimatedDurationMs } from '../../src/api/speech-duration.js';

const texts: readonly [string, number, number][] = [
  ['', 1, 0],
  [' … !', 1, 0],
  ['Hello', 1, 400],
  ['Hello, how are you?', 1, 1600],
  ['Hello, how are you?', 2, 800],
  ['Hello, how are you?', 0.8, 2000],
  ["It's 5 o'clock", 1, 1200],
  ['你好世界', 1, 800],
  ['今日は 良い 天気', 1, 1400],
  ['안녕하세요', 1, 1000],
];

describe('the estimated duration', () => {
  for (const [text, rate, milliseconds] of texts) {
    it(`of “${text}” at the rate ${rate} is ${milliseconds} ms`, () => {
      expect(estimatedDurationMs(text, rate)).to.equal(milliseconds);
    });
  }
});
