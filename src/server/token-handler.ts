/**
 * The address on a site's server that a page gets its session tokens from, so that the API key never leaves the
 * server: a fetch-style handler, `Request` in, `Response` out. Who may ask, how often, and for what, is decided here.
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

/** `Context` is whatever the platform hands to a handler beside the request, such as `{ env }`. */
export interface TokenHandlerOptions<Context = unknown> {
  /** HeyGen's or LiveAvatar's API key; a function where it is only known with a request, as on Workers. */
  readonly apiKey: string | undefined | ((context: Context) => string | undefined);
  /** The service the key is of. Default `liveavatar`. */
  readonly service?: MintingService | undefined;
  /** Where that service's API is. Default: its own address. */
  readonly basePath?: string | undefined;
  /** Origins of the pages that may ask, as browsers send them: `https://your.site`. Others get `forbidden`. */
  readonly allowedOrigins: readonly string[];
  /** Also answer who sends no origin, which browsers always do: apps, scripts. Default false. */
  readonly allowMissingOrigin?: boolean | undefined;
  /**
   * What every session is started with, whatever the page asks for, or a function that says so for each; here
   * `maxSessionDuration` is the longest, and a page may ask for less. A function may throw a `StreamingAvatarError`
   * such as `unauthorized` for a visitor who is not logged in. LiveAvatar only: on Interactive Avatar a token fixes
   * nothing, and the page says how its session is to be.
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
   * What else a page may choose, and from what. Default: quality, language, codec, push-to-talk, speech recognition,
   * the voice's rate and emotion, and sandbox sessions; not the avatar, the voice, the context, the mode, the duration
   * or a session without an idle limit. An option that is not allowed is refused with `forbidden`. LiveAvatar only,
   * for the same reason.
   */
  readonly allow?: AllowedOptions | undefined;
  /** How often one client may ask; `false` for no limit. Default: 20 times in 60 s. */
  readonly rateLimit?: RateLimit | false | undefined;
  /**
   * What a client is told apart by, such as the header that a proxy of your own sets. Default, also where it gives
   * nothing: `context.ip`, or on Cloudflare the address it vouches for; where there is neither, all share one count.
   */
  readonly clientKey?: ((request: Request, context: Context) => string | null | undefined) | undefined;
  /** Longest body of a page's request, in bytes. Default 16384. */
  readonly maxBodySize?: number | undefined;
  /** Longest time for one request, in milliseconds. Default 10000; a page waits 15000. */
  readonly timeout?: number | undefined;
  /** Told of every refusal, with what the service said where it did (`serverMessage`, never the key): for your log. */
  readonly onError?: ((error: StreamingAvatarError, request: Request) => void) | undefined;
}

/** Answers a page's POST with `{ token, sessionId? }`, or with `{ error }` and the status that goes with it. Never rejects. */
export type TokenHandler<Context = unknown> = (request: Request, context?: Context) => Promise<Response>;

/**
 * Throws `invalid_option` for `allowedOrigins` that no browser sends and for a service that there is none of. A missing
 * key is only noticed at a request, for a site may be built where there is none.
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
    // What a handler that needs one is called without is the site's own mistake, and shows in its own functions.
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
          message: 'Pages of this origin get no token: see allowedOrigins.',
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
        // The page's answer does not depend on the site's log.
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
    // Also where nothing of it is sent: the function may be what refuses a visitor.
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
    message: 'A session token is asked for with POST.',
  });
}

function readToken({ data }: Record<string, unknown>, apiKey: string): { token: string; sessionId?: string } {
  const { token, session_token: live = token, session_id: sessionId } = isRecord(data) ? data : {};
  // Whatever answered, the key does not go out by this door.
  if (typeof live !== 'string' || live === '' || live.includes(apiKey.trim())) {
    throw sessionError('bad_answer', {
      message: 'The avatar service answered without a token: see basePath.',
    });
  }
  return typeof sessionId === 'string' ? { token: live, sessionId } : { token: live };
}
