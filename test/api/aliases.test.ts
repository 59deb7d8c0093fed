// Other spellings of the options, and what they become.
import { expect } from '@open-wc/testing';
import { normalised, normalisedSpeech, withSessionId } from '../../src/api/aliases.js';
import { AvatarQuality, TaskMode, TaskType, VoiceEmotion } from '../../src/api/enums.js';
import type { SpeakOptions, StartAvatarOptions } from '../../src/api/requests.js';

const starts: readonly [string, StartAvatarOptions, StartAvatarOptions][] = [
  ['documented options', { avatarName: 'Wayne', language: 'en' }, { avatarName: 'Wayne', language: 'en' }],
  ["an enum's member", { quality: AvatarQuality.High }, { quality: 'high' }],
  ['a value in upper case', { quality: 'HIGH' }, { quality: 'high' }],
  ['a value with a capital', { voice: { emotion: 'Excited' } }, { voice: { emotion: 'excited' } }],
  [
    'values in upper case in groups',
    { sttSettings: { provider: 'GLADIA' }, voice: { model: 'ELEVEN_FLASH_V2_5' } },
    { sttSettings: { provider: 'gladia' }, voice: { model: 'eleven_flash_v2_5' } },
  ],
  ['the transport', { voiceChatTransport: 'WEBSOCKET' }, { voiceChatTransport: 'websocket' }],
  [
    'names and ids, in the case they have',
    { avatarName: 'WAYNE', knowledgeId: 'K' },
    { avatarName: 'WAYNE', knowledgeId: 'K' },
  ],
  ['a language of sttSettings', { sttSettings: { language: 'de' } }, { language: 'de' }],
  [
    'a language of both',
    { language: 'en', sttSettings: { language: 'de', confidence: 0.5 } },
    { language: 'en', sttSettings: { confidence: 0.5 } },
  ],
  [
    'ttsSettings',
    { ttsSettings: { rate: 1.2, emotion: VoiceEmotion.SERIOUS } },
    { voice: { rate: 1.2, emotion: 'serious' } },
  ],
  [
    'ttsSettings beside voice, which counts',
    { voice: { voiceId: 'a', rate: undefined }, ttsSettings: { voiceId: 'b', rate: 1.2 } },
    { voice: { voiceId: 'a', rate: 1.2 } },
  ],
  ['the version', { version: 'v2', avatarName: 'a' }, { avatarName: 'a' }],
  ['what is not set', { language: undefined, voice: {}, sttSettings: { provider: undefined } }, {}],
  [
    'false, zero and an empty text',
    { useSilencePrompt: false, activityIdleTimeout: 0, knowledgeBase: '' },
    { useSilencePrompt: false, activityIdleTimeout: 0, knowledgeBase: '' },
  ],
];

const speeches: readonly [string, SpeakOptions | string, object][] = [
  ['a text', 'Hello', { text: 'Hello' }],
  [
    "enums' members",
    { text: 'a', taskType: TaskType.REPEAT, taskMode: TaskMode.SYNC },
    { text: 'a', taskType: 'repeat', taskMode: 'sync' },
  ],
  [
    'values in upper case',
    { text: 'A', taskType: 'REPEAT', taskMode: 'SYNC' },
    { text: 'A', taskType: 'repeat', taskMode: 'sync' },
  ],
  ['task_type', { text: 'a', task_type: 'Repeat' }, { text: 'a', taskType: 'repeat' }],
  ['both spellings', { text: 'a', taskType: 'talk', task_type: 'repeat' }, { text: 'a', taskType: 'talk' }],
];

describe('normalised start options', () => {
  for (const [name, options, expected] of starts) {
    it(`have ${name}`, () => {
      expect(normalised(options)).to.deep.equal(expected);
    });
  }

  it('are a copy', () => {
    const options: StartAvatarOptions = { quality: 'HIGH', voice: { emotion: 'SERIOUS' } };
    normalised(options);
    expect(options).to.deep.equal({ quality: 'HIGH', voice: { emotion: 'SERIOUS' } });
  });

  it('leave what JavaScript passes by mistake to the service that checks it', () => {
    const mistakes = { quality: 5, voice: 'a', sttSettings: null } as unknown as StartAvatarOptions;
    expect(normalised(mistakes)).to.deep.equal({ quality: 5 });
    expect(normalised(null as unknown as StartAvatarOptions)).to.deep.equal({});
  });
});

describe('normalised speech', () => {
  for (const [name, asked, expected] of speeches) {
    it(`has ${name}`, () => {
      expect(normalisedSpeech(asked)).to.deep.equal(expected);
    });
  }
});

describe('the answer of a start', () => {
  it('has sessionId beside session_id, and prints as it came', () => {
    const answer = {
      session_id: 'a',
      access_token: 't',
      url: 'u',
      is_paid: true,
      session_duration_limit: 600,
    };
    const started = withSessionId(answer);
    expect(started.sessionId).to.equal('a');
    expect(JSON.parse(JSON.stringify(started))).to.deep.equal(answer);
    expect(answer).not.to.have.property('sessionId');
  });
});
