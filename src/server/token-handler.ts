/**
 * Mints session tokens for pages, so that the API key never leaves the server. A fetch-style handler, `Request` in,
 * `Response` out, that decides who may ask, how often and for what.
 */

import { sessionError } from '../api/error-table.js';
import type { StreamingAvatarError } from '../api/errors.js';
import type { StartAvatarOptions } from '../api/requests.js';
import { isRecord } from '../api/unknown.js';
import { startOptions } from '../services/live-avatar/start-options.js';
import { grantedOptions, harmless, knownOptions, type AllowedOptions } from './allowed-options.js';
import { withDeadline } from './deadline.js';
import { errorAnswer, typed } from './error-answer.js';
import { Origins, preflightHeaders } from './origins.js';
import { readAsked } from './page-request.js';
import { addressOf, MemoryStore, type RateLimit, type RateLimitStore } from './rate-limit.js';
import { callService, checkService, type MintingService, type ServiceAccess } from './service-call.js';

/** `Context` is what the platform passes to a handler besides the request, for example `{ env }`. */
export interface TokenHandlerOptions<Context = unknown> {
  /** HeyGen's or LiveAvatar's API key. A function if it is only known with a request, as on Workers. */
  readonly apiKey: string | undefined | ((context: Context) => string | undefined);
  /** The service that the key belongs to. Default `liveavatar`. */
  readonly service?: MintingService | undefined;
  /** Where that service's API is. Default: its own address. */
  readonly basePath?: string | undefined;
  /** Origins of the pages that may ask, as browsers send them, for example `https://your.site`. Others get `forbidden`. */
  readonly allowedOrigins: readonly string[];
  /** Also accept requests without an origin, from apps and scripts. Browsers always send one. Default false. */
  readonly allowMissingOrigin?: boolean | undefined;
  /**
   * Options of every session, whatever the page asks for, or a function that returns them. A page may ask for less
   * than `maxSessionDuration`. The function may throw a `StreamingAvatarError`, for example `unauthorized` for a visitor
   * who is not logged in. LiveAvatar only: on Interactive Avatar a token fixes nothing, and the page decides.
   */
  readonly request?:
    | StartAvatarOptions
    | ((
        asked: StartAvatarOptions,
        request: Request,
        context: Context,
      ) => StartAvatarOptions | Promise<StartAvatarOptions>)
    | undefined;
  /**
   * Options that a page may choose, and their values. Default: quality, language, codec, push-to-talk, speech recognition,
   * the voice's rate and emotion, and sandbox sessions; not the avatar, the voice, the context, the mode, the duration
   * or a session without an idle limit. Any other option is refused with `forbidden`. LiveAvatar only.
   */
  readonly allow?: AllowedOptions | undefined;
  /** How often one client may ask; `false` for no limit. Default: 20 times in 60 s. */
  readonly rateLimit?: RateLimit | false | undefined;
  /**
   * Identifies a client for the rate limit, for example by a header that your own proxy sets. Default, also if it
   * returns nothing: `context.ip`, or Cloudflare's client address. Without either, all clients share one count.
   */
  readonly clientKey?: ((request: Request, context: Context) => string | null | undefined) | undefined;
  /** Longest body of a page's request, in bytes. Default 16384. */
  readonly maxBodySize?: number | undefined;
  /** Longest time for one request, in milliseconds. Default 10000; a page waits 15000. */
  readonly timeout?: number | undefined;
  /** Called for every refusal, for your log. `serverMessage` has the service's words, never the key. */
  readonly onError?: ((error: StreamingAvatarError, request: Request) => void) | undefined;
}

/** Responds to a page's POST with `{ token, sessionId? }`, or with `{ error }` and a fitting status. Never rejects. */
export type TokenHandler<Context = unknown> = (request: Request, context?: Context) => Promise<Response>;

/**
 * Creates a handler that mints session tokens. Throws `invalid_option` for an unknown service and for `allowedOrigins`
 * that no browser sends. A missing key is reported with a request: a site may be built where there is none.
 */
export function createTokenHandler<Context = unknown>(
  options: TokenHandlerOptions<Context>,
): TokenHandler<Context> {
  const { rateLimit = {}, timeout = 10_000, maxBodySize = 16_384 } = options;
  checkService(options.service);
  const origins = new Origins(options.allowedOrigins, options.allowMissingOrigin ?? false);
  const store: RateLimitStore | undefined = rateLimit ? (rateLimit.store ?? new MemoryStore()) : undefined;
  const allowed: AllowedOptions = { ...harmless, ...options.allow };

  return async (request, given) => {
    // A site that forgets it sees so in its own functions.
    const context = given as Context;
    const response = await answer(request, context);
    for (const [name, value] of Object.entries(origins.headers(request))) response.headers.set(name, value);
    response.headers.set('Cache-Control', 'no-store');
    return response;
  };

  async function answer(request: Request, context: Context): Promise<Response> {
    let byService = false;
    try {
      if (!origins.allow(request)) {
        throw sessionError('forbidden', {
          message: 'Pages of this origin get no token. On the server, add it to allowedOrigins.',
        });
      }
      if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: preflightHeaders });
      if (request.method !== 'POST') throw notSupported();
      const minted = await withDeadline(timeout, request, async (signal) => {
        await count(request, context);
        const asked = knownOptions(await readAsked(request, maxBodySize, signal));
        const call = await minting(asked, request, context);
        const access = accessFor(context);
        signal.throwIfAborted();
        byService = true;
        return readToken(await callService(access, { method: 'POST', ...call, signal }), access.apiKey);
      });
      return Response.json(minted);
    } catch (error) {
      const failure = typed(error);
      try {
        options.onError?.(failure, request);
      } catch {
        // The page's response does not depend on the site's log.
      }
      return errorAnswer(failure, byService);
    }
  }

  async function count(request: Request, context: Context): Promise<void> {
    if (!store || !rateLimit) return;
    const client = options.clientKey?.(request, context) || addressOf(request, context);
    const { limit = 20, window = 60 } = rateLimit;
    const { count: so, resetIn } = await store.count(client.slice(0, 200), window);
    if (so > limit) throw sessionError('rate_limited', { retryAfter: resetIn });
  }

  async function minting(
    asked: StartAvatarOptions,
    request: Request,
    context: Context,
  ): Promise<{ path: string; body: unknown }> {
    const { request: own = {} } = options;
    // Also if none of it is sent: the function may refuse the visitor.
    const fixed = typeof own === 'function' ? await own(asked, request, context) : own;
    if (options.service === 'interactive-avatar') return { path: '/v1/streaming.create_token', body: {} };
    const { body } = startOptions(grantedOptions(asked, fixed, allowed));
    if (body.avatar_id === undefined) {
      const message = 'LiveAvatar has no default avatar. On the server, set request: { avatarName }.';
      throw sessionError('invalid_avatar', { message });
    }
    return { path: '/v1/sessions/token', body };
  }

  function accessFor(context: Context): ServiceAccess {
    const { apiKey, service, basePath } = options;
    return { apiKey: (typeof apiKey === 'function' ? apiKey(context) : apiKey) ?? '', service, basePath };
  }
}

function notSupported(): StreamingAvatarError {
  return sessionError('not_supported', {
    status: 405,
    message: 'Ask for a session token with POST.',
  });
}

function readToken({ data }: Record<string, unknown>, apiKey: string): { token: string; sessionId?: string } {
  const { token, session_token: live = token, session_id: sessionId } = isRecord(data) ? data : {};
  // Whatever answered, the key does not go out.
  if (typeof live !== 'string' || live === '' || live.includes(apiKey.trim())) {
    throw sessionError('bad_answer', {
      message: 'The avatar service answered without a token. Check basePath.',
    });
  }
  return typeof sessionId === 'string' ? { token: live, sessionId } : { token: live };
}
