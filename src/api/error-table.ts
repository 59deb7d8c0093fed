/** What each error code says to the page's author and whether trying again can help: the one place for both. */

import { StreamingAvatarError, type ErrorCode, type ErrorDetails } from './errors.js';

interface ErrorRow {
  readonly retryable: boolean;
  readonly message: string;
}

export const errorTable: Readonly<Record<ErrorCode, ErrorRow>> = {
  token_missing: {
    retryable: false,
    message: 'There is no session token. Set token-url to an address on your server that answers { token }.',
  },
  token_used: {
    retryable: false,
    message:
      'This session token has served its one session. Set token-url (or tokenProvider), so that each start gets a token of its own.',
  },
  token_source_failed: {
    retryable: true,
    message: 'No session token could be had. See that the address in token-url answers { token }.',
  },
  api_key_in_page: {
    retryable: false,
    message:
      'This is an API key, not a session token. Keep it on your server, mint a session token there, and replace the key: everybody who saw this page could read it.',
  },
  unauthorized: {
    retryable: false,
    message: 'The session token was refused: it is expired, used up, or of another service. Mint a new one.',
  },
  forbidden: {
    retryable: false,
    message:
      'This HeyGen account may not do that. See that its plan includes streaming avatars and this avatar.',
  },
  endpoint_sunset: {
    retryable: false,
    message:
      'HeyGen has switched off the Interactive Avatar API. Its successor is LiveAvatar: use a LiveAvatar session token, or set base-path to a proxy that still speaks the old API.',
  },
  quota_exceeded: {
    retryable: false,
    message: 'This HeyGen account has no credits left for a session.',
  },
  concurrency_limit: {
    retryable: true,
    message:
      'All sessions this account may have at a time are in use. End one of them, or try again in half a minute.',
  },
  rate_limited: {
    retryable: true,
    message: 'Too many calls in a short time. Try again in a moment.',
  },
  invalid_avatar: {
    retryable: false,
    message: 'The service does not know this avatar, or this account may not use it. See avatar-name.',
  },
  invalid_voice: {
    retryable: false,
    message: 'The service does not know this voice, or it does not fit the avatar. See voice.',
  },
  invalid_option: {
    retryable: false,
    message: 'A start option has a value that is not allowed.',
  },
  server_error: {
    retryable: true,
    message: 'The avatar service had an error of its own. Try again in a moment.',
  },
  bad_answer: {
    retryable: false,
    message: 'The answer is not one of the avatar service. See that base-path is the address of its API.',
  },
  network: {
    retryable: true,
    message:
      'The avatar service could not be reached. See that this device is online, that base-path is right and that the service allows calls from this page (CORS).',
  },
  timeout: {
    retryable: true,
    message: 'The avatar service did not answer in time. Try again in a moment.',
  },
  room_failed: {
    retryable: true,
    message:
      'The connection for picture and sound failed. A firewall may block WebRTC: *.livekit.cloud has to be reachable.',
  },
  media_missing: {
    retryable: true,
    message: 'The session started, but the avatar’s picture or sound never came. Try again in a moment.',
  },
  playback_blocked: {
    retryable: true,
    message: 'The browser does not play sound before the visitor has touched the page.',
  },
  aborted: {
    retryable: true,
    message: 'The session was stopped before this was done.',
  },
  not_connected: {
    retryable: true,
    message: 'There is no connected session. Call start() or createStartAvatar() and wait for it first.',
  },
  not_supported: {
    retryable: false,
    message: 'This service or browser cannot do that.',
  },
  empty_text: {
    retryable: false,
    message: 'There is nothing to say: the text is empty.',
  },
  microphone_denied: {
    retryable: true,
    message: 'The microphone was not allowed. Allow it in the browser’s site settings and try again.',
  },
  microphone_missing: {
    retryable: true,
    message: 'No microphone was found. Connect one and try again.',
  },
  microphone_busy: {
    retryable: true,
    message: 'The microphone is in use by another program. Close that and try again.',
  },
  insecure_context: {
    retryable: false,
    message: 'Browsers give a microphone only to pages on https or localhost.',
  },
  blocked_by_policy: {
    retryable: false,
    message:
      'The page’s permissions policy forbids the microphone. In an iframe, add allow="microphone; autoplay".',
  },
  internal_error: {
    retryable: true,
    message: 'Something failed inside heygen-avatar. Please report it with this message.',
  },
  content_security_policy: {
    retryable: false,
    message:
      'The page’s Content-Security-Policy forbids this connection. Add the service and its LiveKit host to connect-src.',
  },
};

/** An error with the table's sentence, or the `message` given where more is known. */
export function sessionError(
  code: ErrorCode,
  details: ErrorDetails & { message?: string } = {},
): StreamingAvatarError {
  const row = errorTable[code];
  return new StreamingAvatarError(code, details.message ?? row.message, {
    ...details,
    retryable: details.retryable ?? row.retryable,
  });
}

/** Throws the error of a chunk that could not be loaded. */
export function notLoaded(cause: unknown): never {
  throw sessionError('network', {
    message:
      "Couldn't load the avatar's code. Try again; if that doesn't help, reload the page: it may have been updated since it was opened.",
    cause,
  });
}
