/** What the tag's attributes come to: a start request and the client's options. */

import { StreamingAvatarError } from '../api/errors.js';
import type { StartAvatarOptions, StreamingAvatarOptions, VoiceOptions } from '../api/requests.js';
import { shown } from '../api/unknown.js';
import { startSessionData } from '../services/live-avatar/token-payload.js';
import type { HeygenAvatarElement } from './heygen-avatar.js';

/** The properties that say which session to start. A change of one takes effect at the next start. */
export const sessionProperties = [
  ...([
    'token',
    'tokenUrl',
    'avatarName',
    'quality',
    'voice',
    'voiceRate',
    'voiceEmotion',
    'language',
  ] as const),
  ...(['knowledgeId', 'knowledgeBase', 'activityIdleTimeout', 'disableIdleTimeout'] as const),
  ...(['voiceChatTransport', 'useSilencePrompt', 'pushToTalk', 'sttProvider', 'sandbox'] as const),
  ...(['maxDuration', 'service', 'basePath', 'debug'] as const),
] as const;

type SessionProperty = (typeof sessionProperties)[number] | 'tokenProvider' | 'simulatedScript';
type SessionProperties = Pick<HeygenAvatarElement, SessionProperty>;

/** Only what the page has set: what is left out is the service's to choose. */
export function startRequest(element: SessionProperties): StartAvatarOptions {
  const { voice, voiceRate, voiceEmotion, sttProvider, service } = element;
  const setting: VoiceOptions = typeof voice === 'object' ? { ...voice } : { voiceId: voice };
  setting.rate = number(voiceRate) ?? setting.rate;
  setting.emotion = voiceEmotion || setting.emotion;
  const liveAvatar = dropUnset({
    sandbox: element.sandbox || undefined,
    maxSessionDuration: number(element.maxDuration),
  });
  return dropUnset({
    avatarName: element.avatarName,
    quality: element.quality || defaultQuality(element),
    voice: orNothing(dropUnset(setting)),
    language: element.language,
    knowledgeId: element.knowledgeId,
    knowledgeBase: element.knowledgeBase,
    activityIdleTimeout: number(element.activityIdleTimeout),
    disableIdleTimeout: element.disableIdleTimeout || undefined,
    voiceChatTransport: element.voiceChatTransport || undefined,
    useSilencePrompt: element.useSilencePrompt || undefined,
    enablePushToTalk: element.pushToTalk || undefined,
    sttSettings: sttProvider ? { provider: sttProvider } : undefined,
    liveAvatar: orNothing(liveAvatar),
    // Another service's token source does not see it.
    simulatedScript: service === 'simulated' ? element.simulatedScript : undefined,
  });
}

/** Reading `token` throws `invalid_option` if `token-url` is no URL. */
export function sessionConfig(element: SessionProperties): StreamingAvatarOptions {
  const { basePath, service, debug } = element;
  return {
    get token() {
      const { tokenProvider, tokenUrl, token } = element;
      return tokenProvider ?? (tokenUrl ? address(tokenUrl) : token || undefined);
    },
    basePath: basePath || undefined,
    service: service || 'auto',
    debug,
  };
}

/** Whether there is something to start with; a simulated session needs nothing. */
export function hasToken({ tokenProvider, tokenUrl, token, service }: SessionProperties): boolean {
  return service === 'simulated' || Boolean(tokenProvider ?? (tokenUrl || token));
}

/** A plain LiveAvatar token was minted with a quality: nobody wants another one who did not ask for it. */
function defaultQuality({ tokenProvider, tokenUrl, token }: SessionProperties): 'high' | undefined {
  const plain = tokenProvider || tokenUrl ? '' : (token ?? '');
  return startSessionData(plain) ? undefined : 'high';
}

function address(tokenUrl: string): URL {
  try {
    return new URL(tokenUrl, document.baseURI);
  } catch (cause) {
    const message = `token-url is “${shown(tokenUrl)}”. It must be a URL on your server.`;
    throw new StreamingAvatarError('invalid_option', message, { phase: 'token', cause });
  }
}

/** A removed attribute leaves null behind, and frameworks set text where a number is meant. */
function number(value: number | string | null | undefined): number | undefined {
  return value === null || value === undefined || value === '' ? undefined : Number(value);
}

function dropUnset<T extends object>(object: T): T {
  const isSet = (value: unknown): boolean => value !== undefined && value !== null && value !== '';
  return Object.fromEntries(Object.entries(object).filter(([, value]) => isSet(value))) as T;
}

function orNothing<T extends object>(object: T): T | undefined {
  return Object.keys(object).length > 0 ? object : undefined;
}
