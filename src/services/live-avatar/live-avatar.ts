/** HeyGen's LiveAvatar (protocol.md part B): opening a session with a token that says what it is to be. */

import { sessionError } from '../../api/error-table.js';
import { StreamingAvatarError } from '../../api/errors.js';
import type { StartAvatarResponse } from '../../api/requests.js';
import { apiAddress, isRecord, post } from '../http.js';
import type { OpenCall, Service } from '../service.js';
import { stopCall } from '../stop-call.js';
import { LiveAvatarSession } from './live-avatar-session.js';
import { errorCodeFor } from './error-codes.js';
import { warningsOf } from './request-warnings.js';

const defaultBasePath = 'https://api.liveavatar.com';

export const liveAvatar: Service = {
  basePath: defaultBasePath,
  // The socket of LITE mode comes with a session.
  parts: ['calls'],

  async open(call) {
    const basePath = apiAddress(call.basePath || defaultBasePath);
    // Before anything is opened: an avatar that cannot be is refused here.
    const warnings = warningsOf(call);
    const answer = call.existing ?? (await start(call, basePath));
    const session = new LiveAvatarSession(call, basePath, answer);
    if (!session.connection.url || !session.connection.token) {
      // Without a room it is of no use, yet it bills.
      await session.stop();
      const message = 'The answer to sessions/start has no livekit_url and livekit_client_token.';
      throw sessionError('bad_answer', { message });
    }
    for (const warning of warnings) call.emit({ type: 'warning', warning });
    return session;
  },

  async probe(call) {
    const { probeCalls } = await import('../probe-calls.js');
    const basePath = apiAddress(call.basePath || defaultBasePath);
    return probeCalls(call, `${basePath}/v1/sessions/keep-alive`, errorCodeFor);
  },
};

async function start({ token, signal, over }: OpenCall, basePath: string): Promise<StartAvatarResponse> {
  // For a session that is running and has not told its id: the token is enough.
  const stopOnce = (limit: AbortSignal): Promise<unknown> =>
    post({ url: `${basePath}/v1/sessions/stop`, token, body: {}, signal: limit, keepalive: true }, errorCodeFor);
  const stop = (): Promise<void> => stopCall(stopOnce);
  // A page that is closing hears no answer, and the token is enough to stop what may be in it.
  const answered = new AbortController();
  over.addEventListener('abort', () => void stop(), { once: true, signal: answered.signal });
  let data: unknown;
  try {
    data = await post({ url: `${basePath}/v1/sessions/start`, token, body: {}, signal }, errorCodeFor);
  } catch (error) {
    // Nobody waits for the answer any more. Whoever is told so does not wait for this either.
    if (signal.aborted) void stop();
    // The answer alone may have been lost. Not again later: the same token may have been used anew by then.
    else if (error instanceof StreamingAvatarError && error.code === 'network') {
      stopOnce(AbortSignal.timeout(5000)).catch(() => undefined);
    }
    throw error;
  } finally {
    answered.abort();
  }
  if (!isRecord(data) || typeof data.session_id !== 'string') {
    await stop();
    throw sessionError('bad_answer', { message: 'The answer to sessions/start has no session_id.' });
  }
  const { livekit_url, livekit_client_token, max_session_duration } = data;
  return {
    ...data,
    session_id: data.session_id,
    url: typeof livekit_url === 'string' ? livekit_url : '',
    access_token: typeof livekit_client_token === 'string' ? livekit_client_token : '',
    is_paid: true,
    session_duration_limit: typeof max_session_duration === 'number' ? max_session_duration : 0,
  };
}
