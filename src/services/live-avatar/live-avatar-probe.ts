/** Whether LiveAvatar can be reached from this page, found out by what it refuses: a keep-alive for no session. */

import { errorTable, sessionError } from '../../api/error-table.js';
import { APIError } from '../../api/errors.js';
import { post } from '../rest.js';
import type { ProbeCall } from '../service.js';
import { classify } from './refusals.js';

/** Of a session's shape, and nobody's. */
const noSession = '00000000-0000-0000-0000-000000000000';

export async function probe({ token = '', signal }: ProbeCall, basePath: string): Promise<void> {
  // As in a start, a key is not sent anywhere (protocol.md A.1).
  if (token.trim().startsWith('sk_')) throw sessionError('api_key_in_page');
  const url = `${basePath}/v1/sessions/keep-alive`;
  try {
    await post({ url, token, body: { session_id: noSession }, signal }, classify);
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    const { code, status } = error;
    // An address that the server does not have, in the form of the service's own errors.
    if (status === 404 && code === 'invalid_option') {
      throw new APIError('bad_answer', errorTable.bad_answer.message, error);
    }
    // The session was refused, so whoever asked was let in.
    if (code === 'not_connected' || code === 'invalid_option') return;
    if (code === 'server_error' && status < 500) return;
    if (code === 'unauthorized' && token === '') return;
    throw error;
  }
}
