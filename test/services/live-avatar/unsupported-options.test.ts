// Warnings about options that LiveAvatar has no use for: a page loads their code only for requests that may have one.
import { expect } from '@open-wc/testing';
import type { StartAvatarOptions } from '../../../src/api/requests.js';
import { mayBeUnsupported } from '../../../src/services/live-avatar/request-warnings.js';
import { unsupportedOptions } from '../../../src/services/live-avatar/unsupported-options.js';
import type { OpenCall } from '../../../src/services/service.js';

/** Every option. One that is added does not compile without a line here. */
const each: { readonly [Option in keyof Required<StartAvatarOptions>]: StartAvatarOptions[Option] } = {
  avatarName: 'Wayne',
  quality: 'low',
  voice: { voiceId: 'v', rate: 1.5, emotion: 'excited', model: 'eleven_flash_v2_5' },
  language: 'de',
  knowledgeId: 'k',
  knowledgeBase: 'Be brief.',
  activityIdleTimeout: 60,
  disableIdleTimeout: true,
  sttSettings: { provider: 'deepgram', confidence: 0.5 },
  ttsSettings: { rate: 1.5 },
  useSilencePrompt: true,
  voiceChatTransport: 'websocket',
  enablePushToTalk: true,
  version: 'v2',
  simulatedScript: {},
  videoEncoding: 'VP8',
  liveAvatar: { sandbox: true, maxSessionDuration: 600 },
};

const requests: StartAvatarOptions[] = [
  ...Object.entries(each).map(([option, value]) => ({ [option]: value })),
  { voice: { rate: 1.5 } },
  { voice: { emotion: 'excited' } },
  { sttSettings: { confidence: 0.5 } },
  ...(['LITE', 'repeat'] as const).map((mode) => ({ ...each, liveAvatar: { mode } })),
];

const asked = (request: StartAvatarOptions, plainToken: boolean): boolean =>
  mayBeUnsupported({ request, plainToken } as OpenCall);

describe('options that LiveAvatar does not support', () => {
  it('are looked at wherever there is something to warn of', () => {
    const warned = requests.filter((request) => unsupportedOptions(request).length > 0);
    expect(warned.length).to.be.greaterThan(6);
    for (const request of warned) expect(asked(request, false), JSON.stringify(request)).to.equal(true);
  });

  it('are of no interest where a plain token has fixed them, and for a page that sets none', () => {
    for (const request of requests) expect(asked(request, true)).to.equal(false);
    expect(asked({}, false)).to.equal(false);
  });
});
