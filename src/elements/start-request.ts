/** Turns the tag's properties into a start request and the client's options. */

import { StreamingAvatarError } from '../api/errors.js';
import type { StartAvatarOptions, StreamingAvatarOptions } from '../api/requests.js';
import { isRecord, shown } from '../api/unknown.js';

/** The properties of the session. A change takes effect at the next start. */
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
/** Unchecked, as pages and frameworks set them. The session checks them and names the option that is wrong. */
export type SessionProperties = Readonly<Record<SessionProperty, unknown>>;

/** The start request, with only what the page has set. The service chooses the rest. */
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
    // Not for the token source of another service.
    simulatedScript: service === 'simulated' ? element.simulatedScript : undefined,
  };
  return filled(request) ?? {};
}

/** The client's options. Reading `token` throws `invalid_option` if `token-url` isn't a URL. */
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

function urlOf(tokenUrl: unknown): URL {
  try {
    return new URL(String(tokenUrl), document.baseURI);
  } catch (cause) {
    const message = `token-url is “${shown(tokenUrl)}”. It must be a URL on your server.`;
    throw new StreamingAvatarError('invalid_option', message, { phase: 'token', cause });
  }
}

/** A removed attribute sets null, and frameworks set numbers as text. */
function number(value: unknown): number | undefined {
  return value === null || value === undefined || value === '' ? undefined : Number(value);
}

/** The fields that are set; undefined if there are none. */
function filled(fields: Record<string, unknown>): Record<string, unknown> | undefined {
  const set = Object.entries(fields).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  return set.length > 0 ? Object.fromEntries(set) : undefined;
}
