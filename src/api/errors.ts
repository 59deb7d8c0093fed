/**
 * The errors that everything here rejects with. The message of each code is in `error-table.ts`, which a page loads only
 * when it starts a session.
 */

import type { Phase } from './phases.js';

/** Every error code. The README's table explains each. */
export type ErrorCode =
  | 'token_missing'
  | 'token_used'
  | 'token_source_failed'
  | 'api_key_in_page'
  | 'unauthorized'
  | 'forbidden'
  | 'endpoint_sunset'
  | 'quota_exceeded'
  | 'concurrency_limit'
  | 'rate_limited'
  | 'invalid_avatar'
  | 'invalid_voice'
  | 'invalid_option'
  | 'server_error'
  | 'bad_answer'
  | 'network'
  | 'timeout'
  | 'room_failed'
  | 'media_missing'
  | 'playback_blocked'
  | 'aborted'
  | 'not_connected'
  | 'not_supported'
  | 'empty_text'
  | 'microphone_denied'
  | 'microphone_missing'
  | 'microphone_busy'
  | 'insecure_context'
  | 'blocked_by_policy'
  | 'content_security_policy'
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
