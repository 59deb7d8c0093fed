/**
 * When a session that nobody uses is to be kept alive, warned about and ended, so that a forgotten tab does not bill
 * until the service's own limit. It only decides; the run does.
 */

/** How long before its end a session is warned about, in seconds; half of its time-out if that is less. */
const warningLead = 30;

export interface IdleLimits {
  /** Seconds without activity after which the session ends. */
  readonly timeout: number;
  /** Seconds between two keep-alives: a third of what the service waits for one. */
  readonly keepAliveEvery: number;
  /** Keep the session alive whatever happens in it. */
  readonly unlimited: boolean;
}

/** Times in seconds, on one clock. */
export interface IdleTimes {
  readonly now: number;
  readonly lastActivity: number;
  readonly lastKeepAlive: number;
  /** This idleness has been warned about. */
  readonly warned: boolean;
}

/** What is due, and in how many seconds to ask again. */
export function idleStep(
  { timeout, keepAliveEvery, unlimited }: IdleLimits,
  { now, lastActivity, lastKeepAlive, warned }: IdleTimes,
): { readonly due: ReadonlySet<'keep_alive' | 'warning' | 'end'>; readonly again: number } {
  const due = new Set<'keep_alive' | 'warning' | 'end'>();
  const idle = now - lastActivity;
  if (!unlimited && idle >= timeout) return { due: new Set(['end']), again: 0 };
  const toKeepAlive = keepAliveEvery - (now - lastKeepAlive);
  if (toKeepAlive <= 0) due.add('keep_alive');
  const waits = [toKeepAlive <= 0 ? keepAliveEvery : toKeepAlive];
  if (!unlimited) {
    const toWarning = timeout - Math.min(warningLead, timeout / 2) - idle;
    if (toWarning <= 0 && !warned) due.add('warning');
    waits.push(toWarning > 0 ? toWarning : timeout - idle);
  }
  return { due, again: Math.min(...waits) };
}
