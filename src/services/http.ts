/**
 * One REST call to a HeyGen service: JSON out, the envelope's `data` back, and whatever goes wrong as a typed
 * error (protocol.md A.2, B.2). Which code an error answer gets is the service's own knowledge: `ErrorCodeFor`.
 */

import { errorTable, sessionError } from '../api/error-table.js';
import { APIError, type ErrorCode } from '../api/errors.js';

export interface RestCall {
  readonly url: string;
  readonly token: string;
  readonly body: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Lets the request outlive the page that sent it. */
  readonly keepalive?: boolean | undefined;
}

/** What an error answer said. */
export interface Refusal {
  readonly status: number;
  readonly serverCode: number | string | undefined;
  readonly serverMessage: string | undefined;
}

/** The code for an error answer, and a sentence where more is known than the table's. */
export type ErrorCodeFor = (refusal: Refusal) => ErrorCode;

/** Success is 100 on v1, 1000 on LiveAvatar, or not said (protocol.md C 1). */
const successCodes = new Set<unknown>([100, 1000, undefined, null]);

/** Posts `body` and returns the answer's `data`, `undefined` where there is none. */
export async function post(call: RestCall, errorCodeFor: ErrorCodeFor): Promise<unknown> {
  const { status, retryAfter, text } = await exchange(call);
  const json = parseJson(text);
  const envelope = isRecord(json) ? json : {};
  const ok = status >= 200 && status < 300;
  if (ok && !isRecord(json)) {
    throw new APIError('bad_answer', `${errorTable.bad_answer.message} It answered ${describe(text)}.`, {
      status,
      responseText: text,
    });
  }
  if (ok && successCodes.has(envelope.code) && !isRecord(envelope.error)) return envelope.data ?? undefined;

  // A v2-style failure wraps code and message in `error` (protocol.md A.2).
  const source = isRecord(envelope.error) ? envelope.error : envelope;
  const refusal: Refusal = {
    status,
    serverCode: typeof source.code === 'number' || typeof source.code === 'string' ? source.code : undefined,
    serverMessage: messageOf(source),
  };
  const code = errorCodeFor(refusal);
  const said = refusal.serverMessage ? ` The service said: “${refusal.serverMessage.slice(0, 200)}”.` : '';
  throw new APIError(code, errorTable[code].message + said, {
    ...refusal,
    retryable: errorTable[code].retryable,
    retryAfter,
    responseText: text,
  });
}

async function exchange({ url, token, body, signal, keepalive }: RestCall) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
      // Cookies are of no use to the service, and asking for them forbids a wildcard in its CORS answer.
      credentials: 'omit',
      keepalive: keepalive ?? false,
      signal: signal ?? null,
    });
    const retryAfter = seconds(response.headers.get('Retry-After'));
    return { status: response.status, retryAfter, text: await response.text() };
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    throw sessionError('network', { cause });
  }
}

/** The address of an API without a slash at its end; throws `invalid_option` for what is none. */
export function apiAddress(basePath: string): string {
  try {
    const { protocol, origin, pathname } = new URL(basePath, globalThis.document?.baseURI);
    if (protocol === 'http:' || protocol === 'https:') return (origin + pathname).replace(/\/+$/, '');
  } catch {
    // Reported below, as any other address that is none.
  }
  throw sessionError('invalid_option', {
    message: `base-path is “${basePath}”; it has to be the address of an API, such as https://example.com/heygen.`,
  });
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

/** LiveAvatar puts the particulars into a list, under `data` or, in its framework's own form, `detail` (protocol.md B.2). */
function messageOf({ message, data, detail }: Record<string, unknown>): string | undefined {
  const list: readonly unknown[] = [data, detail].find((given) => Array.isArray(given)) ?? [detail];
  const [first] = list;
  const particular = isRecord(first) ? (first.message ?? first.msg) : first;
  const said = [message, particular].filter((text) => typeof text === 'string');
  return said.length > 0 ? said.join(': ') : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describe(text: string): string {
  if (text === '') return 'nothing';
  return /^\s*</.test(text) ? 'a web page' : 'something that is no JSON object';
}
