/** What the tag's attributes come to: a start request and the client's options. */

import { StreamingAvatarError } from '../api/errors.js';
import type { StartAvatarOptions, StreamingAvatarOptions } from '../api/requests.js';
import { isRecord, shown } from '../api/unknown.js';

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
/** Pages and frameworks set what they like. The session checks it, and says which option is wrong. */
type SessionProperties = Readonly<Record<SessionProperty, unknown>>;

/** Only what the page has set: what is left out is the service's to choose. */
export function startRequest(element: SessionProperties): StartAvatarOptions {
  const { voice, voiceRate, voiceEmotion, sttProvider, service } = element;
  const request = {
    avatarName: element.avatarName,
    quality: element.quality,
    voice: filled({
      ...(isRecord(voice) ? voice : { voiceId: voice }),
      ...filled({ rate: number(voiceRate), emotion: voiceEmotion }),
    }),
    language: element.language,
    knowledgeId: element.knowledgeId,
    knowledgeBase: element.knowledgeBase,
    activityIdleTimeout: number(element.activityIdleTimeout),
    disableIdleTimeout: element.disableIdleTimeout || undefined,
    voiceChatTransport: element.voiceChatTransport,
    useSilencePrompt: element.useSilencePrompt || undefined,
    enablePushToTalk: element.pushToTalk || undefined,
    sttSettings: filled({ provider: sttProvider }),
    liveAvatar: filled({
      sandbox: element.sandbox || undefined,
      maxSessionDuration: number(element.maxDuration),
    }),
    // Another service's token source does not see it.
    simulatedScript: service === 'simulated' ? element.simulatedScript : undefined,
  };
  return filled(request) ?? {};
}

/** Reading `token` throws `invalid_option` if `token-url` is no URL. */
export function sessionConfig(element: SessionProperties): StreamingAvatarOptions {
  const { basePath, service, debug } = element;
  return {
    get token() {
      const { tokenProvider, tokenUrl, token } = element;
      return tokenProvider ?? (tokenUrl ? urlOf(tokenUrl) : token || undefined);
    },
    basePath: basePath || undefined,
    service: service || 'auto',
    debug,
  } as StreamingAvatarOptions;
}

/** Whether there is something to start with; a simulated session needs nothing. */
export function hasToken({ tokenProvider, tokenUrl, token, service }: SessionProperties): boolean {
  return service === 'simulated' || Boolean(tokenProvider ?? (tokenUrl || token));
}

function urlOf(tokenUrl: unknown): URL {
  try {
    return new URL(String(tokenUrl), document.baseURI);
  } catch (cause) {
    const message = `token-url is “${shown(tokenUrl)}”. It must be a URL on your server.`;
    throw new StreamingAvatarError('invalid_option', message, { phase: 'token', cause });
  }
}

/** A removed attribute leaves null behind, and frameworks set text where a number is meant. */
function number(value: unknown): number | undefined {
  return value === null || value === undefined || value === '' ? undefined : Number(value);
}

/** Only what is set; undefined if nothing is. */
function filled(fields: Record<string, unknown>): Record<string, unknown> | undefined {
  const set = Object.entries(fields).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  return set.length > 0 ? Object.fromEntries(set) : undefined;
}
