/**
 * Calls a HeyGen service with the API key. Rejects with a typed error whose `serverMessage` has the service's own words
 * without the key: for the site's log, never for a page.
 */

import { sessionError } from '../api/error-table.js';
import { isStreamingAvatarError } from '../api/errors.js';
import { exchange, readAnswer, type ErrorCodeFor, type HttpAnswer } from '../services/http.js';
import { errorCodeFor as interactiveAvatarCodeFor } from '../services/interactive-avatar/error-codes.js';
import { errorCodeFor as liveAvatarCodeFor } from '../services/live-avatar/error-codes.js';
import { limitedText } from './limited-text.js';

/** The HeyGen service that a key belongs to. */
export type MintingService = 'interactive-avatar' | 'liveavatar';

/** The API key and its service. */
export interface ServiceAccess {
  /** HeyGen's or LiveAvatar's; each takes only its own. */
  readonly apiKey: string;
  /** Default `liveavatar`. */
  readonly service?: MintingService | undefined;
  /** Default: the service's own address. */
  readonly basePath?: string | undefined;
}

export interface ServiceCall {
  readonly method: 'GET' | 'POST';
  /** Query included. */
  readonly path: string;
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

interface ServiceRow {
  readonly basePath: string;
  readonly errorCodeFor: ErrorCodeFor;
}

const rows: Readonly<Record<MintingService, ServiceRow>> = {
  'interactive-avatar': { basePath: 'https://api.heygen.com', errorCodeFor: interactiveAvatarCodeFor },
  liveavatar: { basePath: 'https://api.liveavatar.com', errorCodeFor: liveAvatarCodeFor },
};

const keyRefused =
  'HeyGen refused the API key of this server. Check apiKey, and that it is a key of this service.';
/** In bytes. Far more than any answer has. */
const longestAnswer = 1_000_000;

/** Throws `invalid_option` for an unknown service, for example `auto`. */
export function checkService(service: MintingService = 'liveavatar'): void {
  if (Object.hasOwn(rows, service)) return;
  throw sessionError('invalid_option', {
    message: `service is “${service}”. Set it to one of: ${Object.keys(rows).join(', ')}.`,
  });
}

/** Resolves with the whole envelope: some answers have more than `data`. */
export async function callService(
  access: ServiceAccess,
  call: ServiceCall,
): Promise<Record<string, unknown>> {
  const answer = await send(access, call);
  const { envelope, refusal } = readAnswer(answer);
  if (!refusal) return envelope;
  const { status, serverCode, serverMessage } = refusal;
  const code = rows[access.service ?? 'liveavatar'].errorCodeFor(refusal);
  throw sessionError(code, {
    status,
    serverCode,
    serverMessage: withoutKey(serverMessage, access.apiKey),
    retryAfter: answer.retryAfter,
    ...(code === 'unauthorized' ? { message: keyRefused } : {}),
  });
}

async function send(
  { apiKey, service = 'liveavatar', basePath }: ServiceAccess,
  call: ServiceCall,
): Promise<HttpAnswer> {
  const { method, path, body, signal } = call;
  const base = (basePath || rows[service].basePath).replace(/\/+$/, '');
  const key = apiKey.trim();
  if (!/^[\x21-\x7e]+$/.test(key)) {
    // The platform's own error would repeat the key.
    throw sessionError('unauthorized', {
      message: 'The server has no valid API key. Check apiKey.',
    });
  }
  try {
    return await exchange({
      url: `${base}${path}`,
      method,
      headers: { 'X-Api-Key': key },
      body,
      signal,
      // A redirect would take the key along.
      redirect: 'manual',
      readText: async (response) => (await limitedText(response.body, longestAnswer, signal)) ?? '',
    });
  } catch (error) {
    if (!isStreamingAvatarError(error) || error.code !== 'network') throw error;
    // Without the cause, which may contain headers.
    throw sessionError('network', { message: 'The avatar service could not be reached from this server.' });
  }
}

/** An answer that quotes the request may repeat the key. */
function withoutKey(text: string | undefined, key: string): string | undefined {
  return text?.replaceAll(key.trim() || '\0', '[key]').slice(0, 500);
}
