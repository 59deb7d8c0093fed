/**
 * Finds out whether this page can reach Interactive Avatar, by a call about a session that does not exist and a chat
 * socket without one. Neither opens anything, and no token is put into a URL.
 */

import { sessionError } from '../../api/error-table.js';
import { probeCalls } from '../probe-calls.js';
import type { ProbeCall } from '../service.js';
import { errorCodeFor } from './error-codes.js';

export function probe(call: ProbeCall, basePath: string): Promise<void> {
  return call.part === 'calls'
    ? probeCalls(call, `${basePath}/v1/streaming.keep_alive`, errorCodeFor)
    : probeSocket(call, basePath);
}

function probeSocket({ signal }: ProbeCall, basePath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause?: unknown): void => reject(sessionError('network', { cause }));
    try {
      // `http` becomes `ws`, and `https` becomes `wss`.
      const socket = new WebSocket(`${basePath.replace('http', 'ws')}/v1/ws/streaming.chat`);
      signal.addEventListener('abort', () => socket.close(), { once: true });
      // If a Content-Security-Policy forbids it, Chromium fires error and no close.
      socket.onclose = socket.onerror = () => fail();
      socket.onopen = () => {
        resolve();
        socket.close();
      };
    } catch (cause) {
      fail(cause);
    }
  });
}
