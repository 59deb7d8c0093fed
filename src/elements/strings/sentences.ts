/** Which of a language's sentences visitors read for an error. There are few: visitors can't mend most errors. */

import type { ErrorCode } from '../../api/errors.js';

/** The sentences of a language. */
export interface Sentences {
  /** A visitor can do nothing. */
  readonly unavailable: string;
  /** The next try may work. */
  readonly again: string;
  readonly busy: string;
  readonly offline: string;
  readonly browser: string;
  readonly sound: string;
  /** The session ended before something was done. */
  readonly over: string;
  /** The page can't use a microphone. */
  readonly microphoneOff: string;
  readonly microphoneDenied: string;
  readonly microphoneMissing: string;
  readonly microphoneBusy: string;
}

const nameOf: Readonly<Record<ErrorCode, keyof Sentences>> = {
  token_missing: 'unavailable',
  token_used: 'unavailable',
  token_source_failed: 'again',
  api_key_in_page: 'unavailable',
  unauthorized: 'unavailable',
  forbidden: 'unavailable',
  endpoint_sunset: 'unavailable',
  quota_exceeded: 'unavailable',
  concurrency_limit: 'busy',
  rate_limited: 'busy',
  invalid_avatar: 'unavailable',
  invalid_voice: 'unavailable',
  invalid_option: 'unavailable',
  server_error: 'again',
  bad_answer: 'unavailable',
  network: 'offline',
  timeout: 'again',
  room_failed: 'offline',
  media_missing: 'again',
  playback_blocked: 'sound',
  aborted: 'over',
  not_connected: 'over',
  not_supported: 'browser',
  empty_text: 'over',
  microphone_denied: 'microphoneDenied',
  microphone_missing: 'microphoneMissing',
  microphone_busy: 'microphoneBusy',
  insecure_context: 'microphoneOff',
  blocked_by_policy: 'microphoneOff',
  content_security_policy: 'unavailable',
  internal_error: 'again',
};

/** The sentence of each error code. */
export function sentenceOfEach(sentences: Sentences): Record<ErrorCode, string> {
  const rows = Object.entries(nameOf).map(([code, name]) => [code, sentences[name]]);
  return Object.fromEntries(rows) as Record<ErrorCode, string>;
}
