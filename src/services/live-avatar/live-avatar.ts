/** HeyGen's LiveAvatar (protocol.md): opening a session with a token that says what the session is like. */

import { checkNumbers } from '../../api/check-numbers.js';
import { sessionError } from '../../api/error-table.js';
import type { WarningDetail } from '../../api/events.js';
import type { StartAvatarResponse } from '../../api/requests.js';
import { isRecord } from '../../api/unknown.js';
import { apiAddress, post, postStop } from '../http.js';
import type { OpenCall, OpenSession, Service, StopSession } from '../service.js';
import { errorCodeFor } from './error-codes.js';
import { startSessionData } from './token-payload.js';
import { LiveAvatarSession, loadLiteChannel } from './live-avatar-session.js';
import { mayBeUnsupported, warningsOf } from './request-warnings.js';

const defaultBasePath = 'https://api.liveavatar.com';

export const liveAvatar: Service = {
  basePath: defaultBasePath,
  // LITE mode's socket only exists with a session.
  parts: ['calls'],

  open(given) {
    const call = { ...given, request: checkNumbers(given.request) };
    const { token } = call;
    const basePath = apiAddress(call.basePath || defaultBasePath);
    const warnings = warningsOf(call);
    // Loaded while the session opens, which doesn't wait for it. Without its code only these warnings are missing.
    const unsupported = mayBeUnsupported(call)
      ? import('./unsupported-options.js').catch(() => undefined)
      : undefined;
    const warn = (warning: WarningDetail): void => call.emit({ type: 'warning', warning });
    let isStopped = false;
    /** Before that there is nothing to stop. */
    let isSent = call.existing !== undefined;
    // The token is enough, even before an answer. A request without a body uses none of the browser's budget for
    // keepalive requests, so it always goes out.
    const stop: StopSession = async (signal) => {
      isStopped = true;
      if (isSent)
        await postStop({ url: `${basePath}/v1/sessions/stop`, token, body: undefined, signal }, errorCodeFor);
    };

    async function openSession(): Promise<OpenSession> {
      // Before it is paid for: without that code it could not be talked to.
      if (startSessionData(token)?.mode === 'LITE') await loadLiteChannel();
      if (isStopped) throw sessionError('aborted');
      isSent = true;
      const sessionInfo = call.existing ?? (await start(call, basePath));
      if (!sessionInfo.url || !sessionInfo.access_token) {
        const message = 'The answer to sessions/start has no livekit_url and livekit_client_token.';
        throw sessionError('bad_answer', { message });
      }
      warnings.forEach(warn);
      void unsupported?.then((loaded) => loaded?.unsupportedOptions(call.request).forEach(warn));
      return new LiveAvatarSession(call, basePath, sessionInfo, stop);
    }

    return { session: openSession(), stop };
  },

  async probe(call) {
    const { probeCalls } = await import('../probe-calls.js');
    const basePath = apiAddress(call.basePath || defaultBasePath);
    return probeCalls(call, `${basePath}/v1/sessions/keep-alive`, errorCodeFor);
  },
};

async function start({ token, signal }: OpenCall, basePath: string): Promise<StartAvatarResponse> {
  const data = await post({ url: `${basePath}/v1/sessions/start`, token, body: {}, signal }, errorCodeFor);
  if (!isRecord(data) || typeof data.session_id !== 'string') {
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
