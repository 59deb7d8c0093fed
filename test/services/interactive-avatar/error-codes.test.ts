// Which code each refusal of Interactive Avatar gets: those that are known, and what is in no table.
import { expect } from '@open-wc/testing';
import type { ErrorCode } from '../../../src/api/errors.js';
import { errorCodeFor } from '../../../src/services/interactive-avatar/error-codes.js';

/** Status, the service's code and message, and ours. */
const refusals: readonly [number, number | undefined, string, ErrorCode][] = [
  [400, 10001, 'session state wrong: new', 'server_error'],
  [400, 10002, 'session state wrong: connecting', 'server_error'],
  [400, 10003, 'session state wrong: connected', 'server_error'],
  [400, 10003, 'avatar version is deprecated, please update to v3+', 'invalid_avatar'],
  [400, 10004, 'session state wrong: closing', 'not_connected'],
  [400, 10005, 'session state wrong: closed', 'not_connected'],
  [400, 10006, 'Session not found', 'not_connected'],
  [400, 10007, 'Concurrent limit reached', 'concurrency_limit'],
  [400, 10012, 'Avatar not found', 'invalid_avatar'],
  [400, 10013, 'Avatar not allowed', 'invalid_avatar'],
  [400, 10014, 'Session full', 'concurrency_limit'],
  [400, 10015, 'Trial API limit reached', 'quota_exceeded'],
  [400, 40001, 'MISSING_PARAMS', 'invalid_option'],
  [401, 40009, 'INVALID_CREDENTIALS', 'unauthorized'],
  [400, 40012, 'invalid querying parameter', 'invalid_option'],
  [400, 40039, 'INVALID_TEXT_INPUT', 'empty_text'],
  [400, 40056, 'failed to generate audio', 'server_error'],
  [401, 40102, 'unauthorized', 'unauthorized'],
  [400, 400006, 'Session is not in correct state', 'server_error'],
  [400, 400009, 'Error calling text to speech provider: 404', 'invalid_voice'],
  [400, 400014, 'Avatar version is deprecated, please update to v3+', 'invalid_avatar'],
  [400, 400105, 'BLOCKED_WORDS', 'invalid_option'],
  [401, 400112, 'Unauthorized', 'unauthorized'],
  [429, 400123, 'rate limit', 'rate_limited'],
  [400, 400128, 'invalid querying parameter', 'invalid_option'],
  [400, 400140, 'rate limit', 'rate_limited'],
  [400, 400175, 'INVALID_PARAMETER', 'invalid_option'],
  [403, 400562, 'forbidden', 'forbidden'],
  [403, 400573, 'permission denied', 'forbidden'],
  [400, 400599, 'TIER_NOT_SUPPORT', 'forbidden'],
  [401, 401056, 'ACCESS_TOKEN_EXPIRED', 'unauthorized'],
  [401, 401057, 'INVALID_ACCESS_TOKEN', 'unauthorized'],
  [400, 999_999, 'Voice not found', 'invalid_voice'],
  [400, 999_999, 'invoice missing', 'invalid_option'],
  [400, 999_999, 'something new', 'invalid_option'],
  [200, 10007, 'Concurrent limit reached', 'concurrency_limit'],
  [400, undefined, 'Bad Request', 'bad_answer'],
  [401, undefined, '', 'unauthorized'],
  [402, undefined, '', 'quota_exceeded'],
  [403, undefined, '', 'forbidden'],
  [404, undefined, '', 'bad_answer'],
  [409, undefined, '', 'concurrency_limit'],
  [410, undefined, '', 'endpoint_sunset'],
  [404, 404, 'endpoint_sunset: use LiveAvatar', 'endpoint_sunset'],
  [410, 410, 'Gone', 'endpoint_sunset'],
  [429, undefined, '', 'rate_limited'],
  [500, undefined, '', 'server_error'],
  [503, 999_999, 'overloaded', 'server_error'],
  [500, undefined, 'voice service down', 'server_error'],
];

describe('a refusal', () => {
  for (const [status, serverCode, serverMessage, code] of refusals) {
    it(`is ${code} for ${status} ${serverCode ?? 'without code'} “${serverMessage}”`, () => {
      expect(errorCodeFor({ status, serverCode, serverMessage: serverMessage || undefined })).to.equal(code);
    });
  }

  it('is judged by its code first: a word in the message does not outweigh what the service says', () => {
    const serverMessage = 'Concurrent limit reached for voice chat';
    expect(errorCodeFor({ status: 400, serverCode: 10007, serverMessage })).to.equal('concurrency_limit');
  });
});
