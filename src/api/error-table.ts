/** The message of each error code, for the page's author, and whether it is retryable. The only place for both. */

import { StreamingAvatarError, type ErrorCode, type ErrorDetails } from './errors.js';

interface ErrorRow {
  readonly retryable: boolean;
  readonly message: string;
}

export const errorTable: Readonly<Record<ErrorCode, ErrorRow>> = {
  token_missing: {
    retryable: false,
    message: 'There is no session token. Set token-url to a URL on your server that responds with { token }.',
  },
  token_used: {
    retryable: false,
    message:
      'A session token serves one session, and this one has been used. Set token-url or tokenProvider, so that each start gets a new token.',
  },
  token_source_failed: {
    retryable: true,
    message: "Couldn't get a session token. Check that the URL in token-url responds with { token }.",
  },
  api_key_in_page: {
    retryable: false,
    message:
      'This is an API key, not a session token. Keep the key on your server and create session tokens there. Replace this key: anyone who opened the page could read it.',
  },
  unauthorized: {
    retryable: false,
    message:
      'The session token was refused: it has expired, has been used, or is for another service. Create a new one for each session.',
  },
  forbidden: {
    retryable: false,
    message:
      "This HeyGen account isn't allowed to do that. Check that its plan includes streaming avatars and this avatar.",
  },
  endpoint_sunset: {
    retryable: false,
    message:
      'HeyGen has switched off the Interactive Avatar API. Use a session token of its successor, LiveAvatar, or set base-path to a proxy that still supports the old API.',
  },
  quota_exceeded: {
    retryable: false,
    message: 'This HeyGen account has no credits left. Add credits, then start again.',
  },
  concurrency_limit: {
    retryable: true,
    message:
      'This HeyGen account has reached its limit of concurrent sessions. Stop one of them, or try again in 30 seconds.',
  },
  rate_limited: {
    retryable: true,
    message: 'Too many calls in a short time. Try again in a moment.',
  },
  invalid_avatar: {
    retryable: false,
    message: "The service doesn't know this avatar, or this account may not use it. Check avatar-name.",
  },
  invalid_voice: {
    retryable: false,
    message: "The service doesn't know this voice, or the voice doesn't fit the avatar. Check voice.",
  },
  invalid_option: {
    retryable: false,
    message: "An option has a value that isn't allowed. Check the start options.",
  },
  server_error: {
    retryable: true,
    message: 'The avatar service reported an internal error. Try again in a moment.',
  },
  bad_answer: {
    retryable: false,
    message: "The response didn't come from the avatar service. Check that base-path is the URL of its API.",
  },
  network: {
    retryable: true,
    message:
      "Couldn't reach the avatar service. Check that this device is online, that base-path is correct, and that the service allows requests from this page (CORS).",
  },
  timeout: {
    retryable: true,
    message: "The avatar service didn't respond in time. Try again in a moment.",
  },
  room_failed: {
    retryable: true,
    message: "Couldn't connect picture and sound. Check that no firewall blocks WebRTC or *.livekit.cloud.",
  },
  media_missing: {
    retryable: true,
    message: "The session started, but the avatar's picture or sound didn't arrive. Try again in a moment.",
  },
  playback_blocked: {
    retryable: true,
    message:
      'The browser blocks sound until the visitor interacts with the page. Turn it on in a click or key press.',
  },
  aborted: {
    retryable: true,
    message: 'The session was stopped before this was finished.',
  },
  not_connected: {
    retryable: true,
    message:
      'There is no connected session. Call start() or createStartAvatar() first, and wait until it resolves.',
  },
  not_supported: {
    retryable: false,
    message: "This service or browser doesn't support that.",
  },
  empty_text: {
    retryable: false,
    message: 'There is nothing to say: the text is empty. Pass at least one word.',
  },
  microphone_denied: {
    retryable: true,
    message:
      "The microphone was not allowed. Allow it for this page in the browser's site settings, then try again.",
  },
  microphone_missing: {
    retryable: true,
    message: 'No microphone was found. Connect one, then try again.',
  },
  microphone_busy: {
    retryable: true,
    message: 'Another program is using the microphone. Close that program, then try again.',
  },
  insecure_context: {
    retryable: false,
    message: 'Browsers allow the microphone only on https and localhost. Serve the page over https.',
  },
  blocked_by_policy: {
    retryable: false,
    message:
      'The page\'s permissions policy blocks the microphone. In an iframe, add allow="microphone; autoplay".',
  },
  internal_error: {
    retryable: true,
    message: 'Something went wrong inside heygen-avatar. Please report this message.',
  },
  content_security_policy: {
    retryable: false,
    message:
      "The page's Content-Security-Policy blocks this connection. Add the service's API and its LiveKit host to connect-src.",
  },
};

/** An error with the message of the table, or with `message` if more is known. */
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

/** Throws `network` for a chunk that could not be loaded. */
export function notLoaded(cause: unknown): never {
  throw sessionError('network', {
    message: "Couldn't load the avatar's code. Try again, or reload the page.",
    cause,
  });
}
