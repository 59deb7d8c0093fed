/** Owns the lists of sessions as `GET /v1/sessions` and what lies below it show them. */
import type { Answer } from '../http/answer.js';
import { BadRequest } from '../http/bad-request.js';
import { success } from './answers.js';
import { paged } from './catalogue.js';
import type { LiveAvatarSession } from './session.js';

const TYPES = ['active', 'historic'];
/** Credits by the minute begun, as the service counts them. */
const CREDITS_PER_MINUTE = { FULL: 2, LITE: 1 };

/** The newest first. */
export function listSessions(
  sessions: readonly LiveAvatarSession[],
  query: URLSearchParams,
  origin: string,
): Answer {
  const type = query.get('type');
  if (type === null) throw new BadRequest('type', 'Field required');
  if (!TYPES.includes(type)) throw new BadRequest('type', `Input should be ${TYPES.join(' or ')}`);
  const [avatarId, contextId] = [query.get('avatar_id'), query.get('context_id')];
  const found = sessions
    .filter(({ ended }) => ended.aborted === (type === 'historic'))
    .filter(({ request }) => !avatarId || request.figure.id === avatarId)
    .filter(({ record }) => !contextId || record.context === contextId)
    .sort((a, b) => b.openedAt.getTime() - a.openedAt.getTime());
  return success(paged(found.map(listedSession), query, `${origin}/v1/sessions`));
}

export function listedSession(session: LiveAvatarSession): object {
  const { id, openedAt, endedAt, request, record } = session;
  const seconds = Math.round(((endedAt ?? new Date()).getTime() - openedAt.getTime()) / 1000);
  return {
    id,
    created_at: openedAt.toISOString(),
    updated_at: (endedAt ?? openedAt).toISOString(),
    duration: seconds,
    source: 'API',
    mode: request.mode,
    is_sandbox: request.isSandbox,
    credits_consumed: request.isSandbox ? 0 : Math.ceil(seconds / 60) * CREDITS_PER_MINUTE[request.mode],
    end_at: endedAt?.toISOString() ?? null,
    end_reason: record.end_reason,
  };
}

export function transcriptOf(session: LiveAvatarSession, query: URLSearchParams): Answer {
  const time = (name: string, fallback: number): number => {
    const value = Number(query.get(name) ?? fallback);
    if (Number.isNaN(value)) throw new BadRequest(name, 'Input should be a valid number');
    return value;
  };
  return success({
    session_active: !session.ended.aborted,
    next_timestamp: null,
    transcript_data: session.transcript.between(time('start_timestamp', 0), time('end_timestamp', Infinity)),
  });
}
