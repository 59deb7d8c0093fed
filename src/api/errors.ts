/**
 * The errors everything here rejects with. What each code means and the sentence that goes with it are in
 * `error-table.ts`, which a page loads only when it starts a session.
 */

import type { Phase } from './phases.js';

/** Every way something can go wrong; the README's table explains each. */
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
  /** HTTP status of the answer, where there was one. */
  status?: number | undefined;
  /** The `code` in the service's answer. */
  serverCode?: number | string | undefined;
  /** The `message` in the service's answer. */
  serverMessage?: string | undefined;
  /** Whether the same call may succeed later without a change to the page. */
  retryable?: boolean | undefined;
  /** Seconds to wait before trying again, where the service said so (`Retry-After`). */
  retryAfter?: number | undefined;
  cause?: unknown;
}

/** Marks our errors, also those of another copy of this package on the page, which `instanceof` does not know. */
const mark: unique symbol = Symbol.for('heygen-avatar.error') as never;

/** An error with a `code` from a closed list and a message that tells the page's author what to do. */
export class StreamingAvatarError extends Error {
  readonly [mark] = true;
  override name = 'StreamingAvatarError';
  readonly code: ErrorCode;
  /** The phase it happened in. The session fills it in where the error was made without. */
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

/** An answer of the service that is an error. The SDK's name, with its `status` and `responseText`. */
export class APIError extends StreamingAvatarError {
  override name = 'APIError';
  declare readonly status: number;
  /** The body as it came, up to 2000 characters. */
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

/** Whether it is one of our errors, of whichever copy of this package. */
export function isStreamingAvatarError(error: unknown): error is StreamingAvatarError {
  return typeof error === 'object' && error !== null && mark in error;
}
