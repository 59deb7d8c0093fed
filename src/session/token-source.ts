/** Where a session's token comes from: a string that serves once, a function, or an address that mints them. */

import { errorTable, sessionError } from '../api/error-table.js';
import { StreamingAvatarError, type ErrorCode } from '../api/errors.js';
import type {
  StartAvatarOptions,
  StreamingAvatarOptions,
  TokenReason,
  TokenSource,
} from '../api/requests.js';

export class Tokens {
  readonly #token: StreamingAvatarOptions['token'];
  #used = false;

  constructor(token: StreamingAvatarOptions['token']) {
    this.#token = token;
  }

  /** Whether another one can be had after a refusal. */
  get renewable(): boolean {
    return typeof this.#token !== 'string';
  }

  /** The token, where the page gave it as it is. */
  get plain(): string {
    return typeof this.#token === 'string' ? this.#token : '';
  }

  /** Throws what can be known without asking: `token_missing`, `token_used`. */
  check(): void {
    if (!this.#token) throw sessionError('token_missing', { phase: 'token' });
    if (this.#used) throw sessionError('token_used', { phase: 'token' });
  }

  /** A token for one session. */
  async get(request: StartAvatarOptions, reason: TokenReason, signal: AbortSignal): Promise<string> {
    this.check();
    const token = await this.#ask(request, reason, signal);
    if (typeof token !== 'string' || token.trim() === '') {
      throw sessionError(this.renewable ? 'token_source_failed' : 'token_missing');
    }
    // HeyGen's keys begin so (protocol.md A.1). Older ones cannot be told from a token, and nothing is guessed.
    if (token.trim().startsWith('sk_')) throw sessionError('api_key_in_page');
    return token.trim();
  }

  /** The service is given the token: a plain string serves no other session. */
  spend(): void {
    this.#used = !this.renewable;
  }

  /** The service has refused it, and opened nothing. */
  restore(): void {
    this.#used = false;
  }

  #ask(request: StartAvatarOptions, reason: TokenReason, signal: AbortSignal): unknown {
    const token = this.#token;
    if (typeof token === 'string' || token === undefined) return token;
    return (token instanceof URL ? mintAt(token, request, signal) : askSource()).catch((cause: unknown) => {
      if (signal.aborted) throw signal.reason;
      if (cause instanceof StreamingAvatarError) throw cause;
      const why = cause instanceof Error && cause.message ? ` It failed with: ${cause.message}` : '';
      throw sessionError('token_source_failed', { message: `No session token could be had.${why}`, cause });
    });

    async function askSource(): Promise<string> {
      return (token as TokenSource)(request, { reason, signal });
    }
  }
}

/** Posts the start request as JSON and reads the token in the answer. */
async function mintAt(url: URL, request: StartAvatarOptions, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
    signal,
  }).catch((cause: unknown) => {
    if (signal.aborted) throw signal.reason;
    throw failed(url, 'could not be reached', undefined, cause);
  });
  const text = await response.text();
  if (!response.ok)
    throw readError(text, response.status) ?? failed(url, `answered ${response.status}`, response.status);
  const found = readToken(text);
  if (typeof found !== 'string' || found === '') throw failed(url, 'answered no { token }', response.status);
  return found;
}

/** `{ token }`, `{ data: { token } }`, or the bare token that HeyGen's own demo answers (`/api/get-access-token`). */
function readToken(text: string): unknown {
  try {
    const json = JSON.parse(text) as { token?: unknown; data?: { token?: unknown } | null } | string | null;
    return typeof json === 'string' ? json : (json?.token ?? json?.data?.token);
  } catch {
    return /^[\w.~+/=-]+$/.test(text.trim()) ? text.trim() : undefined;
  }
}

/** What `createTokenHandler()` says: `{ error: { code, message, retryable, retryAfter? } }`, its codes being ours. */
function readError(text: string, status: number): StreamingAvatarError | undefined {
  try {
    const { error } = JSON.parse(text) as { error?: Record<string, unknown> | null };
    const { code, message, retryable, retryAfter } = error ?? {};
    // A start that nobody stopped was not aborted, whatever a server says.
    if (typeof code !== 'string' || !Object.hasOwn(errorTable, code) || code === 'aborted') return undefined;
    return sessionError(code as ErrorCode, {
      ...(typeof message === 'string' && message ? { message: message.slice(0, 300) } : {}),
      ...(typeof retryable === 'boolean' ? { retryable } : {}),
      ...(typeof retryAfter === 'number' ? { retryAfter } : {}),
      status,
    });
  } catch {
    return undefined;
  }
}

function failed(url: URL, what: string, status?: number, cause?: unknown): StreamingAvatarError {
  return sessionError('token_source_failed', {
    message: `No session token could be had: ${url.origin}${url.pathname} ${what}. It is to answer a POST with { token }.`,
    status,
    cause,
  });
}
