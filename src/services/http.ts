/**
 * The one way to call a HeyGen service: sends JSON, returns the envelope's `data`, rejects with a typed error. Each
 * service decides which code an error answer gets (`ErrorCodeFor`); a success in a strange form is `bad_answer`.
 */

import { errorTable, sessionError } from '../api/error-table.js';
import { APIError, isStreamingAvatarError, type ErrorCode } from '../api/errors.js';
import { underPolicy } from '../api/page-policy.js';
import { isRecord, parseJson } from '../api/unknown.js';

export interface HttpCall {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON, without null values. No body if left out. */
  readonly body?: unknown;
  readonly signal: AbortSignal;
  /** Lets the request outlive the page that sent it. */
  readonly keepalive?: boolean | undefined;
  readonly redirect?: RequestRedirect | undefined;
  /** Reads the answer's body. Default: all of it. */
  readonly readText?: ((response: Response) => Promise<string>) | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** `Retry-After`, in seconds. */
  readonly retryAfter: number | undefined;
  readonly text: string;
}

/** A call with a session token. */
export interface TokenCall extends Pick<HttpCall, 'url' | 'body' | 'signal'> {
  readonly token: string;
}

/** What an error answer said. */
export interface Refusal {
  readonly status: number;
  readonly serverCode: number | string | undefined;
  readonly serverMessage: string | undefined;
}

/** The code for an error answer. */
export type ErrorCodeFor = (refusal: Refusal) => ErrorCode;

/** Posts `body` and returns the answer's `data`, `undefined` where there is none. */
export async function post(call: TokenCall, errorCodeFor: ErrorCodeFor): Promise<unknown> {
  return (await postForEnvelope(call, errorCodeFor, false)).data ?? undefined;
}

/**
 * Ends a session, with a request that outlives the page and is on its way when this returns. A success needs no body,
 * because nothing is read from it.
 */
export async function postStop(call: TokenCall, errorCodeFor: ErrorCodeFor): Promise<void> {
  await postForEnvelope(call, errorCodeFor, true);
}

async function postForEnvelope(
  { url, token, body, signal }: TokenCall,
  errorCodeFor: ErrorCodeFor,
  stops: boolean,
): Promise<Record<string, unknown>> {
  const headers = { Authorization: `Bearer ${token}` };
  const answer = await exchange({ url, headers, body, signal, keepalive: stops });
  const { status, text, retryAfter } = answer;
  const { envelope, refusal, isEnvelope } = readAnswer(answer);
  if (!refusal) return envelope;
  if (stops && isSuccess(status) && text === '') return {};
  const hide = <Said>(said: Said): Said => withoutToken(said, token);
  const serverMessage = hide(refusal.serverMessage);
  const strange = isSuccess(status) && !isEnvelope;
  const code = strange ? 'bad_answer' : errorCodeFor(refusal);
  const said = serverMessage ? ` The service said: “${serverMessage.slice(0, 200)}”.` : '';
  throw new APIError(code, errorTable[code].message + (strange ? ` It answered ${describe(text)}.` : said), {
    status,
    serverCode: hide(refusal.serverCode),
    serverMessage,
    retryable: errorTable[code].retryable,
    retryAfter,
    responseText: hide(text),
  });
}

/** A service may quote the token, also as JSON writes a slash, and errors go to events and to the console. */
function withoutToken<Said>(said: Said, token: string): Said {
  if (typeof said !== 'string' || token === '') return said;
  return said.replaceAll(token, '…').replaceAll(token.replaceAll('/', '\\/'), '…') as Said & string;
}

/** Sends a call and reads its answer, whatever its status. Rejects with `network`, or with the signal's reason. */
export async function exchange(call: HttpCall): Promise<HttpAnswer> {
  const { url, method = 'POST', headers, body, signal, keepalive = false } = call;
  try {
    const init: RequestInit = {
      method,
      headers: method === 'GET' ? headers : { 'Content-Type': 'application/json', ...headers },
      body: body === undefined ? null : JSON.stringify(body, withoutNull),
      // The services need no cookies, and asking for them forbids a wildcard in their CORS answers.
      credentials: 'omit',
      keepalive,
      signal,
      ...(call.redirect ? { redirect: call.redirect } : {}),
    };
    // A stop may outlive the page; the call that opened its session has shown that the policy lets it through.
    const response = await (keepalive ? send(url, init) : underPolicy(url, signal, () => send(url, init)));
    return {
      status: response.status,
      retryAfter: seconds(response.headers.get('Retry-After')),
      text: await (call.readText ? call.readText(response) : response.text()),
    };
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    if (isStreamingAvatarError(cause)) throw cause;
    throw sessionError('network', { cause });
  }
}

/**
 * The bodies of all keepalive requests of a page share a budget of 64 kB. A browser refuses a request that does not
 * fit, and an ordinary request then takes its place. While the page goes away that refusal comes too late, so both are
 * sent at once and the first answer counts.
 */
function send(url: string, init: RequestInit): Promise<Response> {
  const sent = fetch(url, init);
  if (!init.keepalive) return sent;
  const sendPlain = (): Promise<Response> => fetch(url, { ...init, keepalive: false });
  // A request without a body uses none of the budget.
  if (init.body && isPageLeaving()) return Promise.any([sent, sendPlain()]);
  return sent.catch((error: unknown) => {
    if (init.signal?.aborted) throw error;
    return sendPlain();
  });
}

/** Whether this runs in a listener of an event that may be the page's last. */
function isPageLeaving(): boolean {
  const { event } = globalThis as { event?: Event | undefined };
  return event?.type === 'pagehide' || event?.type === 'freeze';
}

/** Reads an answer: the envelope of a success, or the refusal. */
export function readAnswer({ status, text }: HttpAnswer): {
  readonly envelope: Record<string, unknown>;
  /** Missing for a success. */
  readonly refusal?: Refusal | undefined;
  /** Whether the answer is a JSON object, as all answers of the services are. */
  readonly isEnvelope: boolean;
} {
  const json = parseJson(text);
  const isEnvelope = isRecord(json);
  const envelope = isEnvelope ? json : {};
  const { code, error } = envelope;
  if (isEnvelope && isSuccess(status) && successCodes.has(code) && !isRecord(error))
    return { envelope, isEnvelope };
  // Some failures wrap code and message in `error`.
  const source = isRecord(error) ? error : envelope;
  const serverCode =
    typeof source.code === 'number' || typeof source.code === 'string' ? source.code : undefined;
  return { envelope, isEnvelope, refusal: { status, serverCode, serverMessage: messageOf(source) } };
}

/** Interactive Avatar says 100, LiveAvatar 1000, and some answers nothing. */
const successCodes = new Set<unknown>([100, 1000, undefined, null]);

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Null means the default here. A service may treat it differently. */
function withoutNull(_key: string, value: unknown): unknown {
  return value ?? undefined;
}

/** The address of an API without a trailing slash. Throws `invalid_option` for anything else. */
export function apiAddress(basePath: string): string {
  try {
    const { protocol, origin, pathname } = new URL(basePath, globalThis.document?.baseURI);
    if (protocol === 'http:' || protocol === 'https:') return (origin + pathname).replace(/\/+$/, '');
  } catch {
    // Reported below, like any other invalid address.
  }
  throw sessionError('invalid_option', {
    message: `base-path is “${basePath}”. Set it to the address of an API, for example https://example.com/heygen.`,
  });
}

/** `Retry-After` is a number of seconds or a date. */
function seconds(value: string | null): number | undefined {
  if (value === null) return undefined;
  const wait = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(wait) ? Math.max(0, Math.ceil(wait)) : undefined;
}

/** LiveAvatar lists details in `data`, or in `detail` as its framework does. */
function messageOf({ message, data, detail }: Record<string, unknown>): string | undefined {
  const list: readonly unknown[] = [data, detail].find((given) => Array.isArray(given)) ?? [detail];
  const particulars = list.map((one) => {
    if (!isRecord(one)) return one;
    const field = Array.isArray(one.loc) ? `${one.loc.join('.')}: ` : '';
    const said = one.message ?? one.msg;
    return typeof said === 'string' ? field + said : undefined;
  });
  const particular = particulars.filter((text) => typeof text === 'string').join('; ');
  const said = [message, particular].filter((text) => typeof text === 'string' && text !== '');
  return said.length > 0 ? said.join(': ') : undefined;
}

function describe(text: string): string {
  if (text === '') return 'nothing';
  return /^\s*</.test(text) ? 'a web page' : 'something that is no JSON object';
}
