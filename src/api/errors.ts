/**
 * The errors that everything here rejects with. The message of each code is in `error-table.ts`, which a page loads only
 * when it starts a session.
 */

import type { Phase } from './phases.js';

/** Every error code, with what causes it. */
export type ErrorCode =
  /** No `token-url`, `tokenProvider` or `token`. */
  | 'token_missing'
  /** A plain `token` at its second start. */
  | 'token_used'
  /** `token-url` or `tokenProvider` failed, or gave no token. */
  | 'token_source_failed'
  /** An API key where a session token belongs. */
  | 'api_key_in_page'
  /** 401: the token has expired, has been used, or is for another service. */
  | 'unauthorized'
  /** 403: plan or permission. From a token endpoint: the page's origin, or an option that it doesn't `allow`. */
  | 'forbidden'
  /** 410: the service is switched off. */
  | 'endpoint_sunset'
  /** No credits left. */
  | 'quota_exceeded'
  /** Too many sessions at a time. */
  | 'concurrency_limit'
  /** 429: too many calls. `retryAfter` has the seconds to wait. */
  | 'rate_limited'
  /** The service refused the avatar. */
  | 'invalid_avatar'
  /** The service refused the voice. */
  | 'invalid_voice'
  /** A value of the wrong kind or out of its range. The message names option, value and range. */
  | 'invalid_option'
  /** 5xx. */
  | 'server_error'
  /** A response that is not the service's, for example a web page. */
  | 'bad_answer'
  /** No connection, a wrong address, CORS, or code of the avatar that could not be loaded. */
  | 'network'
  /** No response within the phase's deadline. */
  | 'timeout'
  /** LiveKit refused the connection or could not be reached. */
  | 'room_failed'
  /** The session started, but picture or sound didn't arrive. */
  | 'media_missing'
  /** The browser's autoplay policy. */
  | 'playback_blocked'
  /** `stop()`, removal of the tag, leaving the page, or a cancelled `before_start`. */
  | 'aborted'
  /** A command without a connected session. */
  | 'not_connected'
  /** The service or the browser can't do it, for example a browser without WebRTC. */
  | 'not_supported'
  /** `speak()` with nothing to say. */
  | 'empty_text'
  /** The visitor or the browser refused the microphone. */
  | 'microphone_denied'
  /** There is no microphone. */
  | 'microphone_missing'
  /** Another program uses the microphone. */
  | 'microphone_busy'
  /** A page on plain http. */
  | 'insecure_context'
  /** A permissions policy, for example an iframe without `allow`. */
  | 'blocked_by_policy'
  /** The page's own Content-Security-Policy. */
  | 'content_security_policy'
  /** A fault of heygen-avatar itself. */
  | 'internal_error';

export interface ErrorDetails {
  phase?: Phase | undefined;
  /** HTTP status of the response, if there was one. */
  status?: number | undefined;
  /** The `code` in the service's response. */
  serverCode?: number | string | undefined;
  /** The `message` in the service's response. */
  serverMessage?: string | undefined;
  /** Whether the same call may succeed later without a change to the page. */
  retryable?: boolean | undefined;
  /** Seconds to wait before trying again, if the service says so (`Retry-After`). */
  retryAfter?: number | undefined;
  cause?: unknown;
}

/** Marks our errors, including those of another copy of this package on the page, for which `instanceof` fails. */
const mark: unique symbol = Symbol.for('heygen-avatar.error') as never;

/** An error with a `code` from a closed list and a `message` that tells the page's author what to do. */
export class StreamingAvatarError extends Error {
  readonly [mark] = true;
  override name = 'StreamingAvatarError';
  readonly code: ErrorCode;
  /** The phase it happened in. The session sets it if the error was made without one. */
  phase: Phase | undefined;
  readonly status: number | undefined;
  readonly serverCode: number | string | undefined;
  readonly serverMessage: string | undefined;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.phase = details.phase;
    this.status = details.status;
    this.serverCode = details.serverCode;
    this.serverMessage = details.serverMessage;
    this.retryable = details.retryable ?? false;
    this.retryAfter = details.retryAfter;
  }
}

/** An error response of the service. Has the SDK's name, `status` and `responseText`. */
export class APIError extends StreamingAvatarError {
  override name = 'APIError';
  declare readonly status: number;
  /** The body of the response, up to 2000 characters. */
  readonly responseText: string;

  constructor(
    code: ErrorCode,
    message: string,
    details: ErrorDetails & { status: number; responseText: string },
  ) {
    super(code, message, details);
    this.responseText = details.responseText.slice(0, 2000);
  }
}

/** Whether it is an error of this package, of any copy on the page. */
export function isStreamingAvatarError(error: unknown): error is StreamingAvatarError {
  return typeof error === 'object' && error !== null && mark in error;
}
