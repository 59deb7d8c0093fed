/** Finds out whether this page can reach a service, by a keep-alive for a session that does not exist. */

import { errorTable, sessionError } from '../api/error-table.js';
import { APIError, isStreamingAvatarError } from '../api/errors.js';
import { post, type ErrorCodeFor } from './http.js';
import type { ProbeCall } from './service.js';

/** Looks like a session's id. */
const noSession = '00000000-0000-0000-0000-000000000000';

/** Opens nothing. `url` is that of the service's keep-alive. */
export async function probeCalls(
  { token = '', signal }: ProbeCall,
  url: string,
  errorCodeFor: ErrorCodeFor,
): Promise<void> {
  // Like a start, this never sends an API key.
  if (token.trim().startsWith('sk_')) throw sessionError('api_key_in_page');
  try {
    await post({ url, token, body: { session_id: noSession }, signal }, errorCodeFor);
  } catch (error) {
    // Only what the service answered has a status.
    if (!isStreamingAvatarError(error) || error.status === undefined) throw error;
    const { code, status } = error;
    // The server does not have this path, but says so in the form of the service's errors.
    if (status === 404 && code === 'invalid_option') {
      throw new APIError('bad_answer', errorTable.bad_answer.message, error as APIError);
    }
    // The session was refused, so the token was accepted.
    if (code === 'not_connected' || code === 'invalid_option') return;
    if (code === 'server_error' && status < 500) return;
    if (code === 'unauthorized' && token === '') return;
    throw error;
  }
}
