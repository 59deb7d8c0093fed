// The two error classes and the table of their codes: fields, and a sentence and a verdict for each code.
import { expect } from '@open-wc/testing';
import { errorTable, sessionError } from '../../src/api/error-table.js';
import { APIError, StreamingAvatarError, type ErrorCode } from '../../src/api/errors.js';

/** The codes that the design promises. */
const promised: readonly ErrorCode[] = [
  ...(['token_missing', 'token_used', 'token_source_failed', 'api_key_in_page', 'unauthorized'] as const),
  ...(['forbidden', 'endpoint_sunset', 'quota_exceeded', 'concurrency_limit', 'rate_limited'] as const),
  ...([
    'invalid_avatar',
    'invalid_voice',
    'invalid_option',
    'server_error',
    'bad_answer',
    'network',
  ] as const),
  ...(['timeout', 'room_failed', 'media_missing', 'playback_blocked', 'aborted', 'not_connected'] as const),
  ...(['not_supported', 'empty_text', 'microphone_denied', 'microphone_missing', 'microphone_busy'] as const),
  ...(['insecure_context', 'blocked_by_policy', 'content_security_policy'] as const),
];

describe('StreamingAvatarError', () => {
  it('is an Error with its details as fields', () => {
    const cause = new TypeError('Failed to fetch');
    const details = {
      phase: 'open',
      status: 429,
      serverCode: 400140,
      serverMessage: 'rate limit',
      retryable: true,
      retryAfter: 7,
      cause,
    } as const;
    const error = new StreamingAvatarError('rate_limited', 'Too many calls.', details);
    expect(error)
      .to.be.instanceOf(Error)
      .and.to.include({ code: 'rate_limited', ...details });
    expect([error.name, error.message]).to.deep.equal(['StreamingAvatarError', 'Too many calls.']);
    expect(String(error)).to.equal('StreamingAvatarError: Too many calls.');
  });

  it('is not retryable, and without a cause, unless told', () => {
    const error = new StreamingAvatarError('not_supported', 'No.');
    expect(error.retryable).to.equal(false);
    expect('cause' in error).to.equal(false);
    expect(error).to.include({ phase: undefined, status: undefined, serverCode: undefined });
  });

  it('keeps a cause that is undefined, as Error does', () => {
    expect('cause' in new StreamingAvatarError('network', 'No.', { cause: undefined })).to.equal(true);
  });
});

describe('APIError', () => {
  it("has the SDK's name, status and responseText, and is a StreamingAvatarError", () => {
    const error = new APIError('unauthorized', 'Refused.', {
      status: 401,
      responseText: '{"code":400112}',
      serverCode: 400112,
    });
    expect(error).to.be.instanceOf(StreamingAvatarError).and.to.be.instanceOf(Error);
    expect(error).to.include({
      name: 'APIError',
      code: 'unauthorized',
      status: 401,
      serverCode: 400112,
      responseText: '{"code":400112}',
    });
  });

  it('keeps the first 2000 characters of a long answer', () => {
    const error = new APIError('bad_answer', 'No.', { status: 200, responseText: 'x'.repeat(5000) });
    expect(error.responseText).to.equal('x'.repeat(2000));
  });
});

describe('the error table', () => {
  for (const code of promised) {
    it(`has a row with a sentence for ${code}`, () => {
      const { message, retryable } = errorTable[code];
      expect(message).to.match(/^[A-Z].{20,}\.$/);
      expect(retryable).to.be.a('boolean');
    });
  }

  it('has no two codes with one sentence', () => {
    const messages = Object.values(errorTable).map(({ message }) => message);
    expect(new Set(messages).size).to.equal(messages.length);
  });

  it('names LiveAvatar where Interactive Avatar is gone, and token-url where a token is spent', () => {
    expect(errorTable.endpoint_sunset.message).to.contain('LiveAvatar');
    expect(errorTable.token_used.message).to.contain('token-url');
    expect(errorTable.api_key_in_page.message).to.contain('server');
  });

  it('calls only that retryable which may succeed without a change to the page', () => {
    const retryable = promised.filter((code) => errorTable[code].retryable);
    expect(retryable).to.include.members(['concurrency_limit', 'rate_limited', 'server_error', 'network']);
    expect(retryable).not.to.include.members(['token_used']);
    for (const code of ['unauthorized', 'invalid_avatar', 'invalid_option', 'endpoint_sunset'] as const) {
      expect(retryable, code).not.to.include(code);
    }
  });
});

describe('sessionError', () => {
  it("takes the table's sentence and verdict", () => {
    const error = sessionError('network', { phase: 'open' });
    expect(error).to.include({ code: 'network', phase: 'open', retryable: true });
    expect(error.message).to.equal(errorTable.network.message);
  });

  it('prefers a sentence and a verdict that are given', () => {
    const error = sessionError('network', { message: 'No route.', retryable: false });
    expect(error).to.include({ message: 'No route.', retryable: false });
  });
});
