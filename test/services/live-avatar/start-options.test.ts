// The body of `POST /v1/sessions/token`: every option under the wire's name, what is warned of, and what is refused.
import { expect } from '@open-wc/testing';
import type { ErrorCode } from '../../../src/api/errors.js';
import type { StartAvatarOptions } from '../../../src/api/requests.js';
import { startOptions } from '../../../src/services/live-avatar/start-options.js';
import { thrown } from '../../support/outcome.js';

const avatar = '7a1c53f0-94d1-4b8e-8a55-3c6b2e90d101';
const voice = 'c2527536-6d1f-4412-a643-53a3497dada9';
const context = '5b9dba8a-aa31-11f0-a6ee-066a7fa2e369';
const wayne = 'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a';

/** As the server reads it. */
function sent(request: StartAvatarOptions): Record<string, unknown> {
  return JSON.parse(JSON.stringify(startOptions(request).body)) as Record<string, unknown>;
}

const warned = (request: StartAvatarOptions): (string | undefined)[][] =>
  startOptions(request).warnings.map(({ code, option }) => [code, option]);

const least = { mode: 'FULL', avatar_persona: {} };

/** Each option, and what it adds to the least body. */
const fields: readonly [string, StartAvatarOptions, object][] = [
  ['avatarName', { avatarName: avatar }, { avatar_id: avatar }],
  ['quality', { quality: 'medium' }, { video_settings: { quality: 'medium' } }],
  [
    'the quality that only LiveAvatar has',
    { quality: 'very_high' },
    { video_settings: { quality: 'very_high' } },
  ],
  ['videoEncoding', { videoEncoding: 'VP8' }, { video_settings: { encoding: 'VP8' } }],
  ['language', { language: 'de' }, { avatar_persona: { language: 'de' } }],
  ['knowledgeId', { knowledgeId: context }, { avatar_persona: { context_id: context } }],
  ['voice.voiceId', { voice: { voiceId: voice } }, { avatar_persona: { voice_id: voice } }],
  ['voice.rate', { voice: { rate: 1.1 } }, { avatar_persona: { voice_settings: { speed: 1.1 } } }],
  [
    'voice.model',
    { voice: { model: 'eleven_multilingual_v2', rate: 1 } },
    {
      avatar_persona: {
        voice_settings: { provider: 'elevenLabs', model: 'eleven_multilingual_v2', speed: 1 },
      },
    },
  ],
  [
    'voice.elevenlabsSettings, and nothing else that is in it',
    {
      voice: {
        elevenlabsSettings: {
          stability: 0.1,
          similarity_boost: 0.2,
          style: 0.3,
          use_speaker_boost: false,
          ...{ secret: 1 },
        },
      },
    },
    {
      avatar_persona: {
        voice_settings: {
          provider: 'elevenLabs',
          stability: 0.1,
          similarity_boost: 0.2,
          style: 0.3,
          use_speaker_boost: false,
        },
      },
    },
  ],
  [
    'sttSettings.provider',
    { sttSettings: { provider: 'assembly_ai' } },
    { avatar_persona: { stt_config: { provider: 'assembly_ai' } } },
  ],
  ['enablePushToTalk', { enablePushToTalk: true }, { interactivity_type: 'PUSH_TO_TALK' }],
  ['enablePushToTalk that is off', { enablePushToTalk: false }, {}],
  ['liveAvatar.maxSessionDuration', { liveAvatar: { maxSessionDuration: 90 } }, { max_session_duration: 90 }],
  [
    'liveAvatar.dynamicVariables',
    { liveAvatar: { dynamicVariables: { name: 'Ada' } } },
    { dynamic_variables: { name: 'Ada' } },
  ],
  [
    'liveAvatar.llmConfigurationId',
    { liveAvatar: { llmConfigurationId: context } },
    { llm_configuration_id: context },
  ],
  ['liveAvatar.mode FULL', { liveAvatar: { mode: 'FULL' } }, {}],
  ['sandbox with its one avatar', { liveAvatar: { sandbox: true } }, { is_sandbox: true, avatar_id: wayne }],
  [
    'sandbox with an avatar that is named',
    { avatarName: avatar, liveAvatar: { sandbox: true } },
    { is_sandbox: true, avatar_id: avatar },
  ],
  ['what the client makes by itself', { useSilencePrompt: true, disableIdleTimeout: true }, {}],
  ['voiceChatTransport', { voiceChatTransport: 'websocket' }, {}],
  ['an option nobody knows', { version: 'v2', whatever: 1 } as StartAvatarOptions, {}],
];

const noEquivalent: readonly [string, StartAvatarOptions][] = [
  ['voice.emotion', { voice: { emotion: 'excited' } }],
  ['knowledgeBase', { knowledgeBase: 'Be kind.' }],
  ['sttSettings.confidence', { sttSettings: { confidence: 0.5 } }],
  ['activityIdleTimeout', { activityIdleTimeout: 300 }],
  ['knowledgeId', { knowledgeId: context, liveAvatar: { mode: 'repeat' } }],
];

type Refused = readonly [string, unknown, ErrorCode, (value: unknown) => StartAvatarOptions];
const refused: readonly Refused[] = [
  ...['Wayne_20240711', 'default', avatar.replaceAll('-', ''), `${avatar}\n`, '../x'].map(
    (name) =>
      ['avatarName', name, 'invalid_avatar', (value: unknown) => ({ avatarName: value as string })] as const,
  ),
  ['voice.voiceId', 'rms', 'invalid_voice', (value) => ({ voice: { voiceId: value as string } })],
  ['knowledgeId', 'kb', 'invalid_option', (value) => ({ knowledgeId: value as string })],
  ['quality', 'best', 'invalid_option', (value) => ({ quality: value as 'low' })],
  ['videoEncoding', 'AV1', 'invalid_option', (value) => ({ videoEncoding: value as 'VP8' })],
  ['language', 7, 'invalid_option', (value) => ({ language: value as string })],
  ['voice.rate', 1.6, 'invalid_option', (value) => ({ voice: { rate: value as number } })],
  ['voice.rate', '1', 'invalid_option', (value) => ({ voice: { rate: value as number } })],
  ['voice.emotion', 'angry', 'invalid_option', (value) => ({ voice: { emotion: value as 'excited' } })],
  ['voice.model', 'x', 'invalid_option', (value) => ({ voice: { model: value as 'eleven_flash_v2_5' } })],
  [
    'voice.elevenlabsSettings.style',
    2,
    'invalid_option',
    (value) => ({ voice: { elevenlabsSettings: { style: value as number } } }),
  ],
  [
    'sttSettings.provider',
    'whisper',
    'invalid_option',
    (value) => ({ sttSettings: { provider: value as 'gladia' } }),
  ],
  ['activityIdleTimeout', 5, 'invalid_option', (value) => ({ activityIdleTimeout: value as number })],
  ['enablePushToTalk', 'yes', 'invalid_option', (value) => ({ enablePushToTalk: value as boolean })],
  ['liveAvatar.mode', 'full', 'invalid_option', (value) => ({ liveAvatar: { mode: value as 'FULL' } })],
  ['liveAvatar.sandbox', 1, 'invalid_option', (value) => ({ liveAvatar: { sandbox: value as boolean } })],
  ...[0, 0.5, -1, '60', NaN, Infinity].map(
    (seconds) =>
      [
        'liveAvatar.maxSessionDuration',
        seconds,
        'invalid_option',
        (value: unknown) => ({ liveAvatar: { maxSessionDuration: value as number } }),
      ] as const,
  ),
  [
    'liveAvatar.llmConfigurationId',
    'gpt',
    'invalid_option',
    (value) => ({ liveAvatar: { llmConfigurationId: value as string } }),
  ],
  [
    'liveAvatar.dynamicVariables.name',
    7,
    'invalid_option',
    (value) => ({ liveAvatar: { dynamicVariables: { name: value as string } } }),
  ],
];

describe('the body of sessions/token', () => {
  it('is small for a request that asks for nothing, and names no avatar', () => {
    expect(sent({})).to.deep.equal(least);
    expect(warned({})).to.deep.equal([]);
  });

  for (const [name, request, added] of fields) {
    it(`carries ${name}`, () => {
      expect(sent(request)).to.deep.equal({ ...least, ...added });
      expect(warned(request)).to.deep.equal([]);
    });
  }

  it('of LITE has nothing of a conversation, and each such option is warned of', () => {
    const conversation: StartAvatarOptions = {
      voice: { voiceId: voice },
      language: 'de',
      knowledgeId: context,
      knowledgeBase: 'Be kind.',
      sttSettings: { provider: 'gladia' },
      enablePushToTalk: true,
    };
    const liveAvatar = {
      mode: 'LITE',
      maxSessionDuration: 30,
      llmConfigurationId: context,
      dynamicVariables: {},
    } as const;
    const request = { ...conversation, avatarName: avatar, quality: 'low', liveAvatar } as const;
    expect(sent(request)).to.deep.equal({
      mode: 'LITE',
      avatar_id: avatar,
      video_settings: { quality: 'low' },
      max_session_duration: 30,
    });
    expect(warned(request).map(([, option]) => option)).to.deep.equal([
      ...Object.keys(conversation),
      'liveAvatar.dynamicVariables',
      'liveAvatar.llmConfigurationId',
    ]);
  });

  it('of repeat is one without a context, so that nothing answers', () => {
    const request: StartAvatarOptions = { knowledgeId: context, liveAvatar: { mode: 'repeat' } };
    expect(sent(request)).to.deep.equal(least);
  });

  for (const [option, request] of noEquivalent) {
    it(`leaves ${option} out, with a warning`, () => {
      expect(sent(request)).to.deep.equal(least);
      expect(warned(request)).to.deep.equal([['no_equivalent', option]]);
    });
  }

  for (const [rate, speed] of [
    [0.5, 0.8],
    [1.5, 1.2],
  ]) {
    it(`takes the rate ${rate} for ${speed}, with a warning`, () => {
      expect(sent({ voice: { rate } }).avatar_persona).to.deep.equal({ voice_settings: { speed } });
      expect(warned({ voice: { rate } })).to.deep.equal([['clamped', 'voice.rate']]);
    });
  }

  it('asks for whole seconds', () => {
    expect(sent({ liveAvatar: { maxSessionDuration: 90.9 } }).max_session_duration).to.equal(90);
  });

  it('asks for no more than a minute of a sandbox session, with a warning', () => {
    const request: StartAvatarOptions = { liveAvatar: { sandbox: true, maxSessionDuration: 600 } };
    expect(sent(request).max_session_duration).to.equal(60);
    expect(warned(request)).to.deep.equal([['clamped', 'liveAvatar.maxSessionDuration']]);
  });

  for (const [option, value, code, request] of refused) {
    it(`refuses ${option} “${String(value)}” with ${code}, naming both`, () => {
      const error = thrown(() => startOptions(request(value)));
      expect(error).to.include({ code, retryable: false });
      expect(error.message).to.contain(`${option} is “${String(value)}”`);
    });
  }

  it('tells who names an avatar of Interactive Avatar that the ids differ', () => {
    expect(thrown(() => startOptions({ avatarName: 'Wayne_20240711' })).message).to.contain('UUIDs');
  });

  const tooMany = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`v${index}`, '']));
  for (const [what, dynamicVariables, sentence] of [
    ['too many', tooMany, 'liveAvatar.dynamicVariables has 51 values. Use at most 50.'],
    [
      'a name too long',
      { ['n'.repeat(65)]: '' },
      'A name in liveAvatar.dynamicVariables has 65 characters. Use at most 64.',
    ],
    [
      'a value too long',
      { name: 'v'.repeat(1001) },
      'liveAvatar.dynamicVariables.name has 1001 characters. Use at most 1000.',
    ],
    ['a list', ['a'], 'liveAvatar.dynamicVariables is “[…]”. Set it to an object of strings.'],
  ] as const) {
    it(`refuses variables: ${what}`, () => {
      const liveAvatar = { dynamicVariables: dynamicVariables as Record<string, string> };
      expect(thrown(() => startOptions({ liveAvatar }))).to.include({
        code: 'invalid_option',
        message: sentence,
      });
    });
  }

  it('takes null and an empty text for an option left out, also for a whole group', () => {
    const request = {
      voice: null,
      sttSettings: null,
      liveAvatar: null,
      avatarName: '',
      quality: null,
    } as unknown;
    expect(sent(request as StartAvatarOptions)).to.deep.equal(least);
  });
});
