/** Owns the record of every session since the sandbox started, open and closed. */
import type { Session } from './session.js';

export interface BookFilter {
  sessionId?: string | undefined;
  token?: string | undefined;
  label?: string | undefined;
}

export class Books {
  readonly #sessions = new Map<string, Session>();

  add(session: Session): void {
    this.#sessions.set(session.id, session);
  }

  find(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  all(): Session[] {
    return [...this.#sessions.values()];
  }

  /** Tokens are matched, never shown. */
  report({ sessionId, token, label }: BookFilter): unknown {
    const sessions = this.all().filter(
      (session) =>
        (sessionId === undefined || session.id === sessionId) &&
        (token === undefined || session.token?.value === token) &&
        (label === undefined || session.token?.label === label),
    );
    return {
      open: sessions.filter(({ status }) => status !== 'closed').length,
      sessions: sessions.map(entry),
    };
  }
}

function entry(session: Session): unknown {
  return {
    session_id: session.id,
    service: 'interactive-avatar',
    status: session.status,
    opened_at: session.openedAt.toISOString(),
    started_at: session.startedAt?.toISOString() ?? null,
    ended_at: session.endedAt?.toISOString() ?? null,
    ended_by: session.endedBy ?? null,
    trouble: session.token?.trouble?.name ?? null,
    label: session.token?.label ?? null,
    ...session.record,
    microphone: session.microphone,
  };
}
