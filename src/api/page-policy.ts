/** Distinguishes a connection blocked by the page's CSP from a network failure. */

import { systemClock } from './clock.js';
import { sessionError } from './error-table.js';
import { noAbort, pause } from './wait.js';

/** Collects what the page's policy blocks, until it ends. */
export interface PolicyWatch {
  /**
   * Whether the policy has blocked a connection to this host, by HTTP or by WebSocket as in `url`. Asked once a connection
   * has failed. An aborted call doesn't wait.
   */
  hasBlocked(url: string, signal?: AbortSignal): Promise<boolean>;
  end(): void;
}

export function watchPolicy(): PolicyWatch {
  const blocked: string[] = [];
  const onViolation = (event: SecurityPolicyViolationEvent): void => {
    const { blockedURI, disposition, effectiveDirective } = event;
    // Some aren't URLs but words, as `inline`.
    if (disposition === 'enforce' && effectiveDirective === 'connect-src' && URL.canParse(blockedURI))
      blocked.push(serverOf(blockedURI));
  };
  // Not removed by a signal: with old versions of zone.js that removes the page's own listeners too.
  const page = globalThis.document as Partial<Document> | undefined;
  page?.addEventListener?.('securitypolicyviolation', onViolation);
  return {
    async hasBlocked(url, signal = noAbort) {
      // The event may come in a later task than the failure. In Chromium it never came after this one.
      await pause(systemClock, 0, signal).catch(() => undefined);
      return URL.canParse(url) && blocked.includes(serverOf(url));
    },
    end: () => page?.removeEventListener?.('securitypolicyviolation', onViolation),
  };
}

/**
 * Runs `connect`, which connects to `url`, and returns what it returns. If it fails and the page's policy has blocked the
 * server meanwhile, rejects with `content_security_policy`.
 */
export async function underPolicy<T>(
  url: string,
  signal: AbortSignal,
  connect: () => Promise<T>,
): Promise<T> {
  const watch = watchPolicy();
  try {
    return await connect();
  } catch (cause) {
    throw (await watch.hasBlocked(url, signal)) ? sessionError('content_security_policy', { cause }) : cause;
  } finally {
    watch.end();
  }
}

/** The host, with what tells a WebSocket from a call: their addresses differ in nothing else. */
function serverOf(address: string): string {
  const { protocol, host } = new URL(address);
  return protocol.slice(0, 2) + host;
}
