/** Owns the lists of sessions: those that are open, and by pages those that ever were. */
import type { Answer } from '../http/answer.js';
import { BadRequest } from '../http/bad-request.js';
import { whole } from '../http/fields.js';
import { success } from './answers.js';
import type { Session } from './session.js';

const LARGEST_PAGE = 100;
const DEFAULT_PAGE = 20;

/** `GET /v1/streaming.list`. */
export function listOpen(sessions: readonly Session[]): Answer {
  return success({ sessions: sessions.filter(({ ended }) => !ended.aborted).map(listed) });
}

/** `GET /v2/streaming.list`, the newest first. */
export function listHistory(sessions: readonly Session[], query: URLSearchParams): Answer {
  const size = whole(query, 'page_size', DEFAULT_PAGE, LARGEST_PAGE);
  const token = query.get('token');
  const page = token ? Number(token) : whole(query, 'page', 1);
  if (!Number.isInteger(page) || page < 1) throw new BadRequest('token', 'it is not of this list');
  const [from, to] = [time(query, 'date_from'), time(query, 'date_to')];
  const status = query.get('status');
  const found = sessions
    .filter((session) => !status || session.status === status)
    .filter(({ openedAt }) => openedAt.getTime() >= (from ?? 0) && openedAt.getTime() <= (to ?? Infinity))
    .sort((a, b) => b.openedAt.getTime() - a.openedAt.getTime());
  const shown = found.slice((page - 1) * size, page * size).map((session) => ({
    ...listed(session),
    duration: Math.round(((session.endedAt ?? new Date()).getTime() - session.openedAt.getTime()) / 1000),
    avatar_id: session.request.avatar.avatar_id,
    voice_name: session.request.voice.voice,
  }));
  const next = page * size < found.length ? String(page + 1) : null;
  return success(shown, { total: found.length, page, page_size: size, next_pagination_token: next });
}

function listed({ id, status, openedAt }: Session): object {
  const createdAt = Math.floor(openedAt.getTime() / 1000);
  return { session_id: id, status, created_at: createdAt, api_key_type: 'sandbox' };
}

function time(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  const parsed = Date.parse(value);
  if (Number.isNaN(parsed)) throw new BadRequest(name, 'YYYY-MM-DDTHH:MM:ssZ is expected');
  return parsed;
}
