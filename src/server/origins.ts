/** Which pages may ask for a token, and what a browser has to be told of it (CORS). */

import { sessionError } from '../api/error-table.js';

export class Origins {
  readonly #allowed: ReadonlySet<string>;
  readonly #allowMissing: boolean;

  /** Throws `invalid_option` for an origin that no browser sends, for example one with a trailing slash. */
  constructor(allowed: readonly string[], allowMissing: boolean) {
    if (typeof allowed !== 'object') {
      throw sessionError('invalid_option', { message: 'allowedOrigins must be a list of origins.' });
    }
    for (const origin of allowed) {
      if (isOrigin(origin)) continue;
      throw sessionError('invalid_option', {
        message: `allowedOrigins has “${origin}”. Write an origin as browsers send it: scheme, host and port, for example https://your.site.`,
      });
    }
    this.#allowed = new Set(allowed);
    this.#allowMissing = allowMissing;
  }

  /** Compares the whole text. There are no patterns, and no part of a host is enough. */
  allow(request: Request): boolean {
    const origin = request.headers.get('Origin');
    return origin === null ? this.#allowMissing : this.#allowed.has(origin);
  }

  /** Headers for every response. An origin is only repeated to an allowed page. */
  headers(request: Request): Record<string, string> {
    const origin = request.headers.get('Origin');
    if (origin === null || !this.#allowed.has(origin)) return { Vary: 'Origin' };
    return {
      Vary: 'Origin',
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Expose-Headers': 'Retry-After',
    };
  }
}

/** What an allowed page is told before it may POST JSON from another origin. */
export const preflightHeaders = {
  'Access-Control-Allow-Methods': 'POST',
  'Access-Control-Allow-Headers': 'content-type',
  'Access-Control-Max-Age': '600',
} as const;

function isOrigin(text: string): boolean {
  // `null` is what every sandboxed frame and every file sends.
  if (!URL.canParse(text)) return false;
  const { protocol, origin } = new URL(text);
  if (protocol === 'http:' || protocol === 'https:') return origin === text;
  // Of apps, such as capacitor://localhost.
  return /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9.-]+(:\d+)?$/.test(text);
}
