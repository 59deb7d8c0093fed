/** Supplies session tokens: from a string, for one session, a function, or a URL that mints them. */

import { errorTable, sessionError } from '../api/error-table.js';
import { isStreamingAvatarError, type ErrorCode, type StreamingAvatarError } from '../api/errors.js';
import type {
  StartAvatarOptions,
  StreamingAvatarOptions,
  TokenReason,
  TokenSource,
} from '../api/requests.js';
import { oneOf } from '../api/option-checks.js';
import { underPolicy } from '../api/page-policy.js';
import { isRecord, parseJson, shown } from '../api/unknown.js';
import type { KnownService } from './ports.js';
import { serviceOf } from './service-choice.js';

/** The service of each source's last token, so that the next start can load and connect ahead. */
const toldByUrl = new Map<string, KnownService>();
const toldByFunction = new WeakMap<TokenSource, KnownService>();

const noToken =
  'The session token has characters that no token has, such as typographic quotes. Copy it again.';

export class TokenSupplier {
  readonly #token: StreamingAvatarOptions['token'];
  readonly #source: TokenSource | URL | undefined;
  readonly #credentials: RequestCredentials | undefined;
  #used = false;

  /** Throws `invalid_option` for a URL or credentials that aren't one. */
  constructor(token: StreamingAvatarOptions['token'], credentials?: RequestCredentials) {
    this.#token = token;
    this.#credentials = oneOf('tokenCredentials', credentials, ['omit', 'same-origin', 'include']);
    if (typeof token === 'function' || token instanceof URL) this.#source = token;
    else if (typeof token === 'string' && /^(https?:\/\/|\.{0,2}\/)/i.test(token))
      this.#source = urlOf(token);
  }

  /** Whether it can get another token after a refusal. */
  get renewable(): boolean {
    return this.#source !== undefined;
  }

  /** Whether it is asked once more: only a source, and only if the service refused the first token that it gave. */
  isAskedAgain(error: unknown, reason: TokenReason): boolean {
    return this.renewable && reason === 'start' && isRefusedToken(error);
  }

  /** Whether it was made for this option. If so it is kept, since it knows whether a string was used. */
  isFor(token: StreamingAvatarOptions['token'], credentials?: RequestCredentials): boolean {
    // JavaScript may give null, which is the default too.
    if ((credentials ?? undefined) !== this.#credentials) return false;
    if (token === this.#token) return true;
    return token instanceof URL && this.#token instanceof URL && token.href === this.#token.href;
  }

  /** The service that `auto` means; undefined if it isn't known without asking for a token. */
  get service(): KnownService | undefined {
    if (this.#source instanceof URL) return toldByUrl.get(this.#source.href);
    if (this.#source) return toldByFunction.get(this.#source);
    return this.#token ? serviceOf(String(this.#token)) : undefined;
  }

  /** Throws `token_missing` or `token_used`, without asking for a token. */
  check(): void {
    if (!this.#token) throw sessionError('token_missing', { phase: 'token' });
    if (this.#used) throw sessionError('token_used', { phase: 'token' });
  }

  /** Gets a token for one session. Rejects with a typed error if the source fails. */
  async get(request: StartAvatarOptions, reason: TokenReason, signal: AbortSignal): Promise<string> {
    this.check();
    const given = this.#source ? await this.#ask(this.#source, request, reason, signal) : this.#token;
    if (typeof given !== 'string' || given.trim() === '')
      throw sessionError(this.renewable ? 'token_source_failed' : 'token_missing');
    const token = given.trim();
    // HeyGen's API keys start with this. Older ones look like tokens; no guessing.
    if (token.startsWith('sk_')) throw sessionError('api_key_in_page');
    if (/[^\x20-\x7e]/.test(token)) throw sessionError('invalid_option', { message: noToken });
    if (this.#source instanceof URL) toldByUrl.set(this.#source.href, serviceOf(token));
    else if (this.#source) toldByFunction.set(this.#source, serviceOf(token));
    return token;
  }

  /** Notes that the token was sent to the service: a plain string can't be used again. */
  spend(): void {
    this.#used = !this.renewable;
  }

  /** Notes that the service refused the token and opened nothing: a plain string can be used again. */
  restore(): void {
    this.#used = false;
  }

  async #ask(
    source: TokenSource | URL,
    request: StartAvatarOptions,
    reason: TokenReason,
    signal: AbortSignal,
  ): Promise<unknown> {
    try {
      if (source instanceof URL) return await mintAt(source, request, this.#credentials, signal);
      return await source(request, { reason, signal });
    } catch (cause) {
      if (signal.aborted) throw signal.reason;
      if (isStreamingAvatarError(cause)) throw cause;
      const why = cause instanceof Error && cause.message ? ` It failed with: ${cause.message}` : '';
      throw sessionError('token_source_failed', { message: `Couldn't get a session token.${why}`, cause });
    }
  }
}

/** Whether the service has refused the token: it has opened nothing with it, and would not stop anything. */
export function isRefusedToken(error: unknown): boolean {
  return isStreamingAvatarError(error) && error.code === 'unauthorized';
}

function urlOf(token: string): URL {
  try {
    return new URL(token, globalThis.document?.baseURI);
  } catch (cause) {
    const message = `The token URL is “${shown(token)}”. Give a full URL, or a path on a page's own server.`;
    throw sessionError('invalid_option', { phase: 'token', message, cause });
  }
}

/** Posts the start request as JSON and reads the token in the response. */
async function mintAt(
  url: URL,
  request: StartAvatarOptions,
  credentials: RequestCredentials | undefined,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await underPolicy(url.href, signal, () =>
    fetch(url, {
      method: 'POST',
      ...(credentials && { credentials }),
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(request),
      signal,
    }),
  ).catch((cause: unknown) => {
    if (signal.aborted) throw signal.reason;
    if (isStreamingAvatarError(cause)) throw cause;
    throw failed(url, 'could not be reached', undefined, cause);
  });
  const text = await response.text();
  if (!response.ok) throw readError(text, response.status) ?? refused(url, response.status);
  const found = readToken(text);
  if (typeof found !== 'string' || found === '') throw failed(url, 'answered no { token }', response.status);
  return found;
}

/** Reads `{ token }`, `{ data: { token } }`, or the bare token of HeyGen's own demo (`/api/get-access-token`). */
function readToken(text: string): unknown {
  const json = parseJson(text);
  if (typeof json === 'string') return json;
  if (isRecord(json)) return json.token ?? (isRecord(json.data) ? json.data.token : undefined);
  // Other JSON isn't a token, although `null` looks like a bare one.
  return json === undefined && /^[\w.~+/=-]+$/.test(text.trim()) ? text.trim() : undefined;
}

/** Reads an error of `createTokenHandler()`: `{ error: { code, message, retryable, retryAfter? } }`, with our codes. */
function readError(text: string, status: number): StreamingAvatarError | undefined {
  const json = parseJson(text);
  const { code, message, retryable, retryAfter } =
    isRecord(json) && isRecord(json.error) ? json.error : ({} as Record<string, unknown>);
  // `aborted` is for starts that were stopped here.
  if (typeof code !== 'string' || !Object.hasOwn(errorTable, code) || code === 'aborted') return undefined;
  return sessionError(code as ErrorCode, {
    ...(typeof message === 'string' && message ? { message: message.slice(0, 300) } : {}),
    ...(typeof retryable === 'boolean' ? { retryable } : {}),
    ...(typeof retryAfter === 'number' ? { retryAfter } : {}),
    status,
  });
}

/** Web frameworks answer these to a POST without their token against forged requests (CSRF). */
const csrfStatuses = [403, 419, 422];
const csrfHelp =
  " If the server protects its forms against forged requests (CSRF), set tokenProvider to a function that sends your framework's header, such as X-CSRF-TOKEN, and returns the token.";

function refused(url: URL, status: number): StreamingAvatarError {
  const help = csrfStatuses.includes(status) ? csrfHelp : '';
  return failed(url, `answered ${status}`, status, undefined, help);
}

function failed(url: URL, what: string, status?: number, cause?: unknown, help = ''): StreamingAvatarError {
  return sessionError('token_source_failed', {
    message: `Couldn't get a session token: ${url.origin}${url.pathname} ${what}. It must answer a POST with { token }.${help}`,
    status,
    cause,
  });
}
