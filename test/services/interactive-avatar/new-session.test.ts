// The body of `streaming.new`: every option under the wire's name, and the values it is refused for.
import { expect } from '@open-wc/testing';
import { AvatarQuality, ElevenLabsModel, STTProvider, VoiceEmotion } from '../../../src/api/enums.js';
import type { StartAvatarOptions } from '../../../src/api/requests.js';
import { newSessionBody } from '../../../src/services/interactive-avatar/new-session.js';
import { thrown } from '../../support/outcome.js';

/** As the server reads it. */
function sent(request: StartAvatarOptions, codec = 'H264'): Record<string, unknown> {
  return JSON.parse(JSON.stringify(newSessionBody(request, codec))) as Record<string, unknown>;
}

const minimal = {
  avatar_name: 'default',
  voice: { elevenlabs_settings: {} },
  version: 'v2',
  video_encoding: 'H264',
  source: 'sdk',
  ia_is_livekit_transport: true,
};

/** Each option, and what it adds to the least body. */
const fields: readonly [string, StartAvatarOptions, object][] = [
  ['avatarName', { avatarName: 'Wayne_20240711' }, { avatar_name: 'Wayne_20240711' }],
  ['quality', { quality: AvatarQuality.Medium }, { quality: 'medium' }],
  ['language', { language: 'en-US' }, { language: 'en-US' }],
  ['knowledgeId', { knowledgeId: 'k' }, { knowledge_base_id: 'k' }],
  ['knowledgeBase', { knowledgeBase: 'Be kind.' }, { knowledge_base: 'Be kind.' }],
  ['disableIdleTimeout', { disableIdleTimeout: true }, { disable_idle_timeout: true }],
  ['activityIdleTimeout', { activityIdleTimeout: 300 }, { activity_idle_timeout: 300 }],
  ['useSilencePrompt', { useSilencePrompt: false }, { silence_response: false }],
  [
    'sttSettings',
    { sttSettings: { provider: STTProvider.GLADIA, confidence: 0.6 } },
    { stt_settings: { provider: 'gladia', confidence: 0.6 } },
  ],
  ['voice.voiceId', { voice: { voiceId: 'v' } }, { voice: { voice_id: 'v', elevenlabs_settings: {} } }],
  ['voice.rate', { voice: { rate: 1.5 } }, { voice: { rate: 1.5, elevenlabs_settings: {} } }],
  [
    'voice.emotion',
    { voice: { emotion: VoiceEmotion.SOOTHING } },
    { voice: { emotion: 'soothing', elevenlabs_settings: {} } },
  ],
  [
    'voice.model',
    { voice: { model: ElevenLabsModel.eleven_multilingual_v2 } },
    { voice: { elevenlabs_settings: { model_id: 'eleven_multilingual_v2' } } },
  ],
  [
    'voice.elevenlabsSettings',
    {
      voice: {
        elevenlabsSettings: { stability: 0.1, similarity_boost: 0.2, style: 0.3, use_speaker_boost: false },
      },
    },
    {
      voice: {
        elevenlabs_settings: { stability: 0.1, similarity_boost: 0.2, style: 0.3, use_speaker_boost: false },
      },
    },
  ],
  ['voiceChatTransport', { voiceChatTransport: 'websocket' }, { ia_is_livekit_transport: true }],
  ['enablePushToTalk', { enablePushToTalk: true }, {}],
  ['an option nobody knows', { version: 'v1', whatever: 1 } as StartAvatarOptions, {}],
];

/** What is allowed and what is not. Numbers are checked before, the same for every service. */
const ranges: readonly [string, (value: unknown) => StartAvatarOptions, unknown[], unknown[]][] = [
  [
    'quality',
    (quality) => ({ quality: quality as AvatarQuality }),
    ['low', 'medium', 'high'],
    ['High', 'best', '', 7, 'toString'],
  ],
  [
    'voice.emotion',
    (emotion) => ({ voice: { emotion: emotion as VoiceEmotion } }),
    ['excited', 'serious', 'friendly', 'soothing', 'broadcaster'],
    ['neutral', ''],
  ],
  ['language', (language) => ({ language: language as string }), ['en', ''], [7, true]],
  [
    'useSilencePrompt',
    (useSilencePrompt) => ({ useSilencePrompt: useSilencePrompt as boolean }),
    [true, false],
    ['no', 1],
  ],
  [
    'voice.model',
    (model) => ({ voice: { model: model as ElevenLabsModel } }),
    ['eleven_flash_v2_5'],
    ['eleven_turbo'],
  ],
  [
    'sttSettings.provider',
    (provider) => ({ sttSettings: { provider: provider as STTProvider } }),
    ['deepgram', 'gladia'],
    ['whisper'],
  ],
];

describe('the body of streaming.new', () => {
  it('is small for a request that asks for nothing', () => {
    expect(sent({})).to.deep.equal(minimal);
  });

  for (const [name, request, added] of fields) {
    it(`carries ${name}`, () => {
      expect(sent(request)).to.deep.equal({ ...minimal, ...added });
    });
  }

  it('asks for the codec that the browser plays best', () => {
    expect(sent({}, 'VP8')).to.deep.equal({ ...minimal, video_encoding: 'VP8' });
  });

  it('takes an empty avatar name for the default one', () => {
    expect(sent({ avatarName: '' })).to.deep.equal(minimal);
  });

  for (const [option, request, allowed, refused] of ranges) {
    it(`takes ${option} from ${allowed.join(', ')}`, () => {
      for (const value of allowed) expect(() => newSessionBody(request(value), 'H264')).not.to.throw();
      for (const value of [undefined, null]) {
        expect(() => newSessionBody(request(value), 'H264')).not.to.throw();
      }
    });

    for (const value of refused) {
      it(`refuses ${option} “${String(value)}” with invalid_option, naming both`, () => {
        const error = thrown(() => newSessionBody(request(value), 'H264'));
        expect(error).to.include({ code: 'invalid_option', retryable: false });
        expect(error.message).to.match(new RegExp(`^${option.replace('.', '\\.')} is `));
        expect(error.message).to.contain(String(value));
      });
    }
  }

  it('takes null for an option left out, also for a whole group', () => {
    const request = { voice: null, sttSettings: null, avatarName: null, quality: null } as unknown;
    expect(sent(request as StartAvatarOptions)).to.include({ avatar_name: 'default', version: 'v2' });
  });
});
