// What is said of an option with an invalid value: what it is, and what to set it to. Unset options say nothing.
import { expect } from '@open-wc/testing';
import { flag, oneOf, text, wholeMilliseconds, wholeNumber, within } from '../../src/api/option-checks.js';
import { thrown } from '../support/outcome.js';

const quality = (value: unknown): unknown => oneOf('quality', value, ['low', 'high']);
const rate = (value: unknown): unknown => within('voice.rate', value, 0.5, 1.5);
const idle = (value: unknown): unknown => wholeNumber('activityIdleTimeout', value, 30, 3600);
const deadline = (value: unknown): unknown => wholeMilliseconds('deadlines.room', value);
const silence = (value: unknown): unknown => flag('useSilencePrompt', value);
const language = (value: unknown): unknown => text('language', value);

const refused: readonly [check: (value: unknown) => unknown, value: unknown, sentence: string][] = [
  [quality, 'best', 'quality is “best”. Set it to one of: low, high.'],
  [quality, {}, 'quality is “{…}”. Set it to one of: low, high.'],
  [rate, 2, 'voice.rate is “2”. Set it to a number from 0.5 to 1.5.'],
  [rate, '1.2', 'voice.rate is “1.2”. Set it to a number from 0.5 to 1.5, without quotes.'],
  [idle, Infinity, 'activityIdleTimeout is “Infinity”. Set it to a number from 30 to 3600.'],
  [deadline, 0, 'deadlines.room is “0”. Set it to a number of at least 1.'],
  [silence, 1, 'useSilencePrompt is “1”. Set it to true or false.'],
  [silence, 'true', 'useSilencePrompt is “true”. Set it to true or false, without quotes.'],
  [language, ['en'], 'language is “[…]”. Set it to a string.'],
];

describe('a check of an option', () => {
  for (const [check, value, sentence] of refused)
    it(`says: ${sentence}`, () => {
      expect(thrown(() => check(value))).to.include({ code: 'invalid_option', message: sentence });
    });

  for (const check of [quality, rate, idle, deadline, silence, language])
    it(`says nothing where ${check.name} is not set`, () => {
      expect([check(undefined), check(null)]).to.deep.equal([undefined, undefined]);
    });
});
