// What a script may hold, and what is said of one that may not: the path, what is there, and what to write instead.
import { expect } from '@open-wc/testing';
import type { StartAvatarOptions } from '../../../src/api/requests.js';
import { readScript } from '../../../src/services/simulated/script.js';
import { troubles } from '../../../src/services/simulated/troubles.js';
import { thrown } from '../../support/outcome.js';

const members = 'seed, answers, userTranscripts, delays, durationLimit, trouble, label, background';
const wrong: readonly [script: unknown, path: string, rest: string][] = [
  ['slow-start', 'simulatedScript', 'is a string. Set it to an object.'],
  [[], 'simulatedScript', 'is an empty list. Set it to an object.'],
  [{ answer: [] }, 'simulatedScript.answer', `is unknown. Remove it, or use one of: ${members}.`],
  [{ constructor: 1 }, 'simulatedScript.constructor', `is unknown. Remove it, or use one of: ${members}.`],
  [{ seed: 1.5 }, 'simulatedScript.seed', 'is 1.5. Set it to a whole number of at least 0.'],
  [{ seed: -1 }, 'simulatedScript.seed', 'is -1. Set it to a whole number of at least 0.'],
  [{ seed: '1' }, 'simulatedScript.seed', 'is a string. Set it to a whole number of at least 0.'],
  [{ answers: {} }, 'simulatedScript.answers', 'is an object. Set it to a list with at least one item.'],
  [{ answers: [] }, 'simulatedScript.answers', 'is an empty list. Set it to a list with at least one item.'],
  [{ answers: ['Hello'] }, 'simulatedScript.answers[0]', 'is a string. Set it to an object.'],
  [
    { answers: [{ answer: 'a' }, {}] },
    'simulatedScript.answers[1].answer',
    'is missing. Set it to a string with some text.',
  ],
  [
    { answers: [{ answer: [] }] },
    'simulatedScript.answers[0].answer',
    'is an empty list. Set it to a list with at least one item.',
  ],
  [
    { answers: [{ answer: ['a', ' '] }] },
    'simulatedScript.answers[0].answer[1]',
    'is an empty string. Set it to a string with some text.',
  ],
  [
    { answers: [{ pattern: '(', answer: 'a' }] },
    'simulatedScript.answers[0].pattern',
    'is not a valid regular expression. Set it to one, without slashes around it.',
  ],
  [
    { answers: [{ pattern: 7, answer: 'a' }] },
    'simulatedScript.answers[0].pattern',
    'is 7. Set it to a string with some text.',
  ],
  [
    { answers: [{ patern: 'a', answer: 'a' }] },
    'simulatedScript.answers[0].patern',
    'is unknown. Remove it, or use one of: pattern, answer.',
  ],
  [
    { userTranscripts: 'Hi' },
    'simulatedScript.userTranscripts',
    'is a string. Set it to a list with at least one item.',
  ],
  [
    { userTranscripts: [true] },
    'simulatedScript.userTranscripts[0]',
    'is true. Set it to a string with some text.',
  ],
  [
    { delays: { opne: 1 } },
    'simulatedScript.delays.opne',
    'is unknown. Remove it, or use one of: open, start, room, media, answer.',
  ],
  [{ delays: { open: -1 } }, 'simulatedScript.delays.open', 'is “-1”. Set it to a number from 0 to 600000.'],
  [
    { delays: { open: Number.NaN } },
    'simulatedScript.delays.open',
    'is “NaN”. Set it to a number from 0 to 600000.',
  ],
  [{ delays: 5 }, 'simulatedScript.delays', 'is 5. Set it to an object.'],
  [{ durationLimit: 0 }, 'simulatedScript.durationLimit', 'is “0”. Set it to a number from 0.001 to 86400.'],
  [
    { trouble: 'slow-coffee' },
    'simulatedScript.trouble',
    `is “slow-coffee”. Set it to one of: ${Object.keys(troubles).join(', ')}.`,
  ],
  [{ label: 'no' }, 'simulatedScript.label', 'is “no”. Set it to true or false, without quotes.'],
  [{ background: 'greenish' }, 'simulatedScript.background', 'is not a colour. Set it to a CSS colour.'],
];

const options: readonly [StartAvatarOptions, string][] = [[{ quality: 'ultra' as 'high' }, 'quality']];

describe("a simulated session's script", () => {
  it('may be left out, and so may each part of it', () => {
    expect(readScript({})).to.deep.equal({});
    expect(readScript({ simulatedScript: null } as unknown as StartAvatarOptions)).to.deep.equal({});
    expect(readScript({ simulatedScript: { seed: undefined } })).to.deep.equal({ seed: undefined });
  });

  it('may hold all there is', () => {
    const simulatedScript = {
      seed: 0,
      answers: [{ pattern: 'hi', answer: 'Hello.' }, { answer: ['Yes.', 'No.'] }],
      userTranscripts: ['Hi.'],
      delays: { open: 0, start: 1, room: 2, media: 3, answer: 600_000 },
      durationLimit: 0.5,
      trouble: 'no-room',
      label: false,
      background: '#00b140',
    } as const;
    expect(readScript({ simulatedScript })).to.equal(simulatedScript);
  });

  for (const [script, path, rest] of wrong) {
    it(`is refused with the path ${path} for ${JSON.stringify(script)}`, () => {
      const error = thrown(() => readScript({ simulatedScript: script } as StartAvatarOptions));
      expect(error).to.include({ code: 'invalid_option', message: `${path} ${rest}` });
    });
  }

  it('is not repeated in an error: whoever logs it logs nothing that is said', () => {
    const secret = { answers: [{ answer: 'a' }], userTranscripts: 'my secret' };
    const error = thrown(() => readScript({ simulatedScript: secret } as unknown as StartAvatarOptions));
    expect(error.message).not.to.contain('secret');
  });
});

describe("a simulated session's start options", () => {
  for (const [request, option] of options) {
    it(`are refused where ${option} is what HeyGen refuses`, () => {
      const error = thrown(() => readScript(request));
      expect([error.code, error.message.startsWith(`${option} is `)]).to.deep.equal(['invalid_option', true]);
    });
  }
});
