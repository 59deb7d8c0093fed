/**
 * Lists the open sessions of the account and ends one. For the site's administration, never for a page. A session that
 * a crashed tab leaves behind ends by itself after minutes; use this if you don't want to wait.
 */

import { sessionError } from '../api/error-table.js';
import { isRecord } from '../api/unknown.js';
import { withDeadline } from './deadline.js';
import { callService, type ServiceAccess } from './service-call.js';

export interface ListedSession {
  readonly sessionId: string;
  /** When it was opened, if the service says so. */
  readonly createdAt: Date | undefined;
}

/** Longest wait for one call, in milliseconds. */
const timeout = 10_000;
const pageSize = 100;
/** More open sessions than any account may have. */
const mostPages = 20;

/** Lists the open sessions of the account. Rejects with a `StreamingAvatarError`. */
export async function listSessions(access: ServiceAccess): Promise<ListedSession[]> {
  if (access.service === 'interactive-avatar') return (await listPage(access, '/v1/streaming.list')).sessions;
  const all: ListedSession[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const query = new URLSearchParams({ type: 'active', page: String(page), page_size: String(pageSize) });
    const { sessions, more } = await listPage(access, `/v1/sessions?${query}`);
    all.push(...sessions);
    if (!more) break;
  }
  return all;
}

/** Ends one session. If it is over already, Interactive Avatar rejects with `not_connected`; LiveAvatar does not. */
export async function stopSession(access: ServiceAccess, sessionId: string): Promise<void> {
  const path = access.service === 'interactive-avatar' ? '/v1/streaming.stop' : '/v1/sessions/stop';
  await withDeadline(timeout, undefined, (signal) =>
    callService(access, { method: 'POST', path, body: { session_id: sessionId }, signal }),
  );
}

async function listPage(
  access: ServiceAccess,
  path: string,
): Promise<{ sessions: ListedSession[]; more: boolean }> {
  const { data } = await withDeadline(timeout, undefined, (signal) =>
    callService(access, { method: 'GET', path, signal }),
  );
  // `results` on LiveAvatar; on Interactive Avatar `sessions`, or the list itself.
  const fields = isRecord(data) ? data : {};
  const rows = Array.isArray(data) ? data : (fields.results ?? fields.sessions);
  if (!Array.isArray(rows)) throw sessionError('bad_answer');
  return { sessions: rows.flatMap(toSession), more: typeof fields.next === 'string' };
}

function toSession(row: unknown): ListedSession[] {
  if (!isRecord(row)) return [];
  const sessionId = row.id ?? row.session_id;
  return typeof sessionId === 'string' ? [{ sessionId, createdAt: toDate(row.created_at) }] : [];
}

/** LiveAvatar's is ISO text, Interactive Avatar's seconds. */
function toDate(value: unknown): Date | undefined {
  const date = new Date(typeof value === 'number' ? value * 1000 : String(value));
  return Number.isNaN(date.getTime()) ? undefined : date;
}
