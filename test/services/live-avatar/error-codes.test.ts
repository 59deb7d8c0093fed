// Which code each refusal of LiveAvatar gets: what was seen (src/services/live-avatar/protocol.md, "Envelope"), and what may come.
import { expect } from '@open-wc/testing';
import type { ErrorCode } from '../../../src/api/errors.js';
import { errorCodeFor } from '../../../src/services/live-avatar/error-codes.js';

/** Status, the service's code and message, and ours. */
const refusals: readonly [number, number | undefined, string, ErrorCode][] = [
  // Seen.
  [401, 4001, 'Unauthorized', 'unauthorized'],
  [400, 4000, 'max_session_duration (120s) exceeds the maximum allowed (60s)', 'invalid_option'],
  [400, 4000, "LLM configuration with id '5b9d' not found in your space", 'invalid_option'],
  [422, undefined, 'Provide exactly one of avatar_persona or voice_agent', 'invalid_option'],
  [422, undefined, 'Input should be a valid UUID', 'invalid_option'],
  [404, 4004, 'Session not found', 'not_connected'],
  [404, undefined, 'Session not found', 'not_connected'],
  [405, 4005, 'Method Not Allowed', 'bad_answer'],
  [429, 4029, 'Too many requests', 'rate_limited'],
  [500, 5000, 'Internal error', 'server_error'],
  [409, 4009, 'Session concurrency limit reached', 'concurrency_limit'],
  [403, 4003, 'Concurrency limit reached', 'concurrency_limit'],
  [400, 4000, 'Session is not in correct state', 'not_connected'],

  // As the other service has them.
  [400, 10007, 'Concurrent limit reached', 'concurrency_limit'],
  [400, 10014, 'Session full', 'concurrency_limit'],
  [400, 10015, 'Trial API limit reached', 'quota_exceeded'],

  // What only words tell.
  [400, 4000, 'Not enough credits', 'quota_exceeded'],
  [403, 4003, 'You need at least one credit', 'quota_exceeded'],
  [400, 4000, "Voice with id '5b9d' not found", 'invalid_voice'],
  [400, 4000, 'voice_id 5b9d is unknown', 'invalid_voice'],
  [404, 4004, 'Avatar not found', 'invalid_avatar'],
  [400, 4000, 'avatar_id 5b9d is unknown', 'invalid_avatar'],
  [400, 4000, 'voice_settings.speed is out of range', 'invalid_option'],
  [400, 4000, 'invoice missing', 'invalid_option'],
  [400, 4000, 'Session has already ended', 'not_connected'],
  [400, 4000, 'The session is closed', 'not_connected'],
  [404, 4004, 'Context not found', 'invalid_option'],
  [403, 4003, 'This avatar is not yours', 'forbidden'],
  [400, 4000, 'something new', 'invalid_option'],
  [500, undefined, 'avatar service down', 'server_error'],

  // By the status alone, and from another server.
  [401, undefined, '', 'unauthorized'],
  [402, undefined, '', 'quota_exceeded'],
  [403, undefined, '', 'forbidden'],
  [404, undefined, 'Not Found', 'bad_answer'],
  [404, undefined, '', 'bad_answer'],
  [409, undefined, '', 'concurrency_limit'],
  [410, undefined, '', 'endpoint_sunset'],
  [429, undefined, '', 'rate_limited'],
  [502, undefined, '', 'server_error'],
  [400, undefined, '', 'bad_answer'],
  [200, 4000, 'something new', 'invalid_option'],
];

describe('a refusal of LiveAvatar', () => {
  for (const [status, serverCode, serverMessage, code] of refusals) {
    it(`is ${code} for ${status} ${serverCode ?? 'without code'} “${serverMessage}”`, () => {
      expect(errorCodeFor({ status, serverCode, serverMessage: serverMessage || undefined })).to.equal(code);
    });
  }
});
