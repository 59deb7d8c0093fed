/**
 * One call to a HeyGen service with the API key (protocol.md A.1, B.1), and whatever goes wrong as a typed error. The
 * answer's own words end here: they are in `serverMessage`, without the key, for the site's log and never for a page.
 */

import { sessionError } from '../api/error-table.js';
import type { ErrorCode } from '../api/errors.js';
import { limitedText } from './limited-text.js';

/** The HeyGen service that a key belongs to. */
export type MintingService = 'interactive-avatar' | 'liveavatar';

/** Whose key it is, and where the service is. */
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

const basePaths: Readonly<Record<MintingService, string>> = {
  'interactive-avatar': 'https://api.heygen.com',
  liveavatar: 'https://api.liveavatar.com',
};

const keyRefused =
  'HeyGen refused the API key of this server: see apiKey, and that it is one of this service.';
/** Far more than any answer has. */
const longestAnswer = 1_000_000;
/** Success is 100 on v1, 1000 on LiveAvatar, or not said (protocol.md C 1). */
const successCodes = new Set<unknown>([100, 1000, undefined, null]);

/** Throws `invalid_option` for a service that there is none of, such as `auto`. */
export function checkService(service: MintingService = 'liveavatar'): void {
  if (Object.hasOwn(basePaths, service)) return;
  throw sessionError('invalid_option', {
    message: `service is “${service}”; allowed: ${Object.keys(basePaths).join(', ')}.`,
  });
}

/** The `data` of the answer, and all of it for what older answers have beside. */
export async function callService(
  access: ServiceAccess,
  call: ServiceCall,
): Promise<Record<string, unknown>> {
  const { status, text, retryAfter } = await exchange(access, call);
  const json = parse(text);
  const ok = status >= 200 && status < 300;
  if (isRecord(json) && ok && successCodes.has(json.code) && !isRecord(json.error)) return json;
  const source = isRecord(json) && isRecord(json.error) ? json.error : isRecord(json) ? json : {};
  const serverMessage = mask(wordsOf(source), access.apiKey);
  const code = classify(status, source, serverMessage);
  throw sessionError(code, {
    status,
    serverCode: typeof source.code === 'number' ? source.code : undefined,
    serverMessage,
    retryAfter,
    ...(code === 'unauthorized' ? { message: keyRefused } : {}),
  });
}

async function exchange({ apiKey, service = 'liveavatar', basePath }: ServiceAccess, call: ServiceCall) {
  const { method, path, body, signal } = call;
  const base = (basePath || basePaths[service]).replace(/\/+$/, '');
  const key = apiKey.trim();
  if (!/^[\x21-\x7e]+$/.test(key)) {
    // Nothing is sent, and the platform's own complaint would repeat the key.
    throw sessionError('unauthorized', {
      message: 'The server has no API key that could be sent: see apiKey.',
    });
  }
  try {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { 'X-Api-Key': key, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      body: body === undefined ? null : JSON.stringify(body),
      // A redirect would take the key along, wherever it leads.
      redirect: 'manual',
      signal,
    });
    const text = await limitedText(response.body, longestAnswer, signal);
    const retryAfter = seconds(response.headers.get('Retry-After'));
    return { status: response.status, text: text ?? '', retryAfter };
  } catch {
    // Without its cause, which may name headers.
    signal.throwIfAborted();
    throw sessionError('network', { message: 'The avatar service could not be reached from this server.' });
  }
}

const statuses: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthorized',
  402: 'quota_exceeded',
  409: 'concurrency_limit',
  410: 'endpoint_sunset',
  429: 'rate_limited',
};

/** What only the words tell, in the order in which they are looked for (protocol.md A.4, B.2). */
const words: readonly [RegExp, ErrorCode][] = [
  [/endpoint_sunset/i, 'endpoint_sunset'],
  [/concurren/i, 'concurrency_limit'],
  [/\bcredits?\b|trial api limit/i, 'quota_exceeded'],
  [/\bvoice/i, 'invalid_voice'],
  [/\bavatar/i, 'invalid_avatar'],
];

function classify(status: number, source: Record<string, unknown>, said = ''): ErrorCode {
  const known = statuses[status] ?? (status >= 500 ? 'server_error' : undefined);
  if (known) return known;
  const told = words.find(([pattern]) => pattern.test(said))?.[1];
  if (status === 403) return told === 'concurrency_limit' || told === 'quota_exceeded' ? told : 'forbidden';
  // Neither of the two forms that the services refuse in: another server, or another address of it.
  if (source.code === undefined && source.detail === undefined) return 'bad_answer';
  return told ?? (status >= 400 && status < 500 ? 'invalid_option' : 'server_error');
}

/** `message`, or what the service's framework says about each field. */
function wordsOf({ code, message, detail }: Record<string, unknown>): string | undefined {
  if (typeof message === 'string') return typeof code === 'string' ? `${code}: ${message}` : message;
  if (!Array.isArray(detail)) return undefined;
  const each = detail.filter(isRecord).map(({ loc, msg }) => `${JSON.stringify(loc)}: ${String(msg)}`);
  return each.join('; ');
}

/** No answer should repeat a key, but one that quotes the request might. */
function mask(text: string | undefined, key: string): string | undefined {
  return text?.replaceAll(key.trim() || '\0', '[key]').slice(0, 500);
}

/** `Retry-After` is a number of seconds or a date. */
function seconds(value: string | null): number | undefined {
  if (value === null) return undefined;
  const wait = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(wait) ? Math.max(0, Math.ceil(wait)) : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
