/** Turns the tag's properties into a start request and the client's options. */

import { StreamingAvatarError } from '../api/errors.js';
import { wholeNumber } from '../api/option-checks.js';
import type { StartAvatarOptions, StreamingAvatarOptions } from '../api/requests.js';
import { isRecord, shown } from '../api/unknown.js';
import type { StreamingAvatar } from '../session/streaming-avatar.js';
import type { WatchedElement } from './hidden-watch.js';
import { sessionProperties } from './session-properties.js';

type SessionProperty = (typeof sessionProperties)[number] | 'tokenProvider' | 'simulatedScript';
/** Unchecked, as pages and frameworks set them. The session checks them and names the option that is wrong. */
export type SessionProperties = Readonly<Record<SessionProperty, unknown>>;

export type SessionElement = WatchedElement & SessionProperties;

/**
 * Returns what starts a session of a client with what the page has set. Throws `invalid_option` for an option that is
 * only the element's: the client doesn't know it.
 */
export function prepareSession(element: SessionElement): (client: StreamingAvatar) => Promise<void> {
  wholeNumber('stop-when-hidden', number(element.stopWhenHidden), 1, Number.MAX_SAFE_INTEGER);
  return async (client) => {
    await client.createStartAvatar(startRequest(element));
  };
}

/** Returns a function that says whether the page has set another option, or another source of tokens, since this call. */
export function watchOptions(element: SessionElement): () => boolean {
  const options = (): string => JSON.stringify(sessionProperties.map((name) => element[name] ?? ''));
  const before = options();
  const { tokenProvider } = element;
  return () => element.tokenProvider !== tokenProvider || options() !== before;
}

/** The start request, with only what the page has set. The service chooses the rest. */
function startRequest(element: SessionProperties): StartAvatarOptions {
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
export function sessionConfig(element: SessionElement): StreamingAvatarOptions {
  const { basePath, service, debug, tokenCredentials } = element;
  return {
    get token() {
      const { tokenProvider, tokenUrl, token } = element;
      return tokenProvider ?? (tokenUrl ? urlOf(tokenUrl) : token || undefined);
    },
    basePath: basePath || undefined,
    service: service || 'auto',
    tokenCredentials: tokenCredentials || undefined,
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
