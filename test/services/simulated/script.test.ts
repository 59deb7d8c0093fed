// What a script may hold, and what is said of one that may not: the path, what is there, and what may be.
import { expect } from '@open-wc/testing';
import type { StartAvatarOptions } from '../../../src/api/requests.js';
import { readScript } from '../../../src/services/simulated/script.js';
import { thrown } from '../../support/outcome.js';

const wrong: readonly [script: unknown, path: string, allowed: string][] = [
  ['slow-start', 'simulatedScript', 'an object'],
  [[], 'simulatedScript', 'an object'],
  [{ answer: [] }, 'simulatedScript.answer', 'answers'],
  [{ constructor: 1 }, 'simulatedScript.constructor', 'answers'],
  [{ seed: 1.5 }, 'simulatedScript.seed', 'a whole number from 0'],
  [{ seed: -1 }, 'simulatedScript.seed', 'a whole number from 0'],
  [{ seed: '1' }, 'simulatedScript.seed', 'a whole number from 0'],
  [{ answers: {} }, 'simulatedScript.answers', 'a list'],
  [{ answers: [] }, 'simulatedScript.answers', 'not empty'],
  [{ answers: ['Hello'] }, 'simulatedScript.answers[0]', 'an object'],
  [{ answers: [{ answer: 'a' }, {}] }, 'simulatedScript.answers[1].answer', 'a text'],
  [{ answers: [{ answer: [] }] }, 'simulatedScript.answers[0].answer', 'a list that is not empty'],
  [{ answers: [{ answer: ['a', ' '] }] }, 'simulatedScript.answers[0].answer[1]', 'a text'],
  [{ answers: [{ pattern: '(', answer: 'a' }] }, 'simulatedScript.answers[0].pattern', 'regular expression'],
  [{ answers: [{ pattern: 7, answer: 'a' }] }, 'simulatedScript.answers[0].pattern', 'a text'],
  [{ answers: [{ patern: 'a', answer: 'a' }] }, 'simulatedScript.answers[0].patern', 'pattern, answer'],
  [{ userTranscripts: 'Hi' }, 'simulatedScript.userTranscripts', 'a list'],
  [{ userTranscripts: [1] }, 'simulatedScript.userTranscripts[0]', 'a text'],
  [{ delays: { opne: 1 } }, 'simulatedScript.delays.opne', 'open, start, room, media, answer'],
  [{ delays: { open: -1 } }, 'simulatedScript.delays.open', '0 to 600000'],
  [{ delays: { open: Number.NaN } }, 'simulatedScript.delays.open', '0 to 600000'],
  [{ delays: 5 }, 'simulatedScript.delays', 'an object'],
  [{ durationLimit: 0 }, 'simulatedScript.durationLimit', 'a number'],
  [{ trouble: 'slow-coffee' }, 'simulatedScript.trouble', 'slow-start'],
  [{ label: 'no' }, 'simulatedScript.label', 'true or false'],
  [{ background: 'greenish' }, 'simulatedScript.background', 'a CSS colour'],
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

  for (const [script, path, allowed] of wrong) {
    it(`is refused with the path ${path} for ${JSON.stringify(script)}`, () => {
      const error = thrown(() => readScript({ simulatedScript: script } as StartAvatarOptions));
      expect(error).to.include({ code: 'invalid_option' });
      expect(error.message.startsWith(`${path} is `), error.message).to.equal(true);
      expect(error.message.slice(path.length)).to.contain(allowed);
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
