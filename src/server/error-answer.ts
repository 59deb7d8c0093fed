/** Turns an error into the page's response: a fitting status, our code and our sentence, nothing about the cause. */

import { sessionError } from '../api/error-table.js';
import { isStreamingAvatarError, type ErrorCode, type StreamingAvatarError } from '../api/errors.js';

/** What a refused page reads, as `{ error }`. */
export interface ErrorAnswer {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  /** Seconds, also in the header `Retry-After`. */
  readonly retryAfter?: number;
}

const statuses: Readonly<Partial<Record<ErrorCode, number>>> = {
  invalid_option: 400,
  invalid_avatar: 400,
  invalid_voice: 400,
  rate_limited: 429,
  concurrency_limit: 503,
  quota_exceeded: 503,
  timeout: 504,
};

/** For errors that the page caused. What the service has against the key is a bad gateway instead. */
const ofPage: Readonly<Partial<Record<ErrorCode, number>>> = {
  ...statuses,
  unauthorized: 401,
  forbidden: 403,
  timeout: 408,
  server_error: 500,
};

/** Any other error is a fault in the site's own functions. Only `onError` is told about it. */
export function typed(error: unknown): StreamingAvatarError {
  if (isStreamingAvatarError(error)) return error;
  return sessionError('server_error', {
    message: 'This server could not make a session token. Its log may say why.',
    cause: error,
  });
}

/** `byService`: the error is the service's answer, so its status is not ours. */
export function errorAnswer(error: StreamingAvatarError, byService: boolean): Response {
  const { code, message, retryable, status = 0 } = error;
  const own = status >= 400 && status < 600 ? status : (ofPage[code] ?? 500);
  const retryAfter = error.retryAfter === undefined ? undefined : Math.max(1, Math.ceil(error.retryAfter));
  const answer: ErrorAnswer = {
    code,
    message,
    retryable,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
  const response = Response.json({ error: answer }, { status: byService ? (statuses[code] ?? 502) : own });
  if (retryAfter !== undefined) response.headers.set('Retry-After', String(retryAfter));
  if (response.status === 405) response.headers.set('Allow', 'POST, OPTIONS');
  return response;
}
