/** Owns the record of every session since the sandbox started, open and closed. */
import type { MicrophoneReport } from '../hearing/microphone.js';
import type { EndedBy, SessionStatus } from './ended-by.js';

/** A session as the books see it. */
export interface BookedSession {
  readonly service: 'interactive-avatar' | 'liveavatar';
  readonly id: string;
  readonly token: BookedToken | undefined;
  readonly status: SessionStatus;
  readonly openedAt: Date;
  readonly startedAt: Date | undefined;
  readonly endedAt: Date | undefined;
  readonly endedBy: EndedBy | undefined;
  /** What the service has to tell beyond that. */
  readonly record: object;
  readonly microphone: MicrophoneReport;
  end(by: EndedBy): Promise<void>;
}

export interface BookedToken {
  readonly value: string;
  readonly trouble: { readonly name: string } | undefined;
  /** A word of the minting page's or test's own, to find its sessions in the books. */
  readonly label: string | undefined;
}

export interface BookFilter {
  sessionId?: string | undefined;
  token?: string | undefined;
  label?: string | undefined;
}

export class Books<Session extends BookedSession> {
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
}

/** Of all services together. Tokens are matched, never shown. */
export function reportBooks(
  { sessionId, token, label }: BookFilter,
  books: readonly Books<BookedSession>[],
): unknown {
  const sessions = books
    .flatMap((ofOne) => ofOne.all())
    .filter(
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

function entry(session: BookedSession): unknown {
  return {
    session_id: session.id,
    service: session.service,
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
