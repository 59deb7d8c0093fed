/** Owns the service Interactive Avatar v1 behind its routes and its socket: credentials, sessions, delays. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Exchange } from '../http/http-server.js';
import { findTrouble, type Interference } from '../troubles.js';
import { Tokens, type SessionToken } from '../tokens.js';
import { invalid, unauthorized } from './answers.js';
import { Books } from './books.js';
import type { Fields, OpenRequest } from './open-request.js';
import { Session, SESSION_DURATION_LIMIT_S, type SessionParts } from './session.js';

/** A server with an API key, or a page with a session token. */
export interface Caller {
  token: SessionToken | undefined;
}

/** Port 1 is reserved and nothing listens on it: a connection is refused at once. */
const UNREACHABLE = 'ws://127.0.0.1:1';

/** Where a room seems to be that accepts a connection and never says a word. */
export const SILENT_ROOM = '/sandbox/silent-room';

export class InteractiveAvatar {
  readonly books = new Books();
  readonly tokens = new Tokens();
  readonly #parts: SessionParts;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** Any non-empty API key is one; a token must have been minted here (protocol.md A.1). */
  caller(headers: IncomingHttpHeaders): Caller {
    const bearer = /^Bearer +(.+)$/i.exec(headers.authorization ?? '')?.[1];
    if (bearer !== undefined) {
      const token = this.tokens.find(bearer);
      if (!token) throw unauthorized();
      return { token };
    }
    if (!headers['x-api-key']) throw unauthorized();
    return { token: undefined };
  }

  mint(troubleName: unknown, label?: string): SessionToken {
    if (troubleName === undefined || troubleName === null || troubleName === '') {
      return this.tokens.mint({ label });
    }
    const trouble = typeof troubleName === 'string' ? findTrouble(troubleName) : undefined;
    if (!trouble) throw invalid('trouble', 'GET /sandbox/troubles lists those there are');
    return this.tokens.mint({ trouble, label });
  }

  async open(caller: Caller, request: OpenRequest, body: Fields): Promise<Session> {
    const session = new Session(this.#parts, caller.token, request, body);
    this.books.add(session);
    await this.#parts.rooms.create(session.id);
    return session;
  }

  /** The data of the answer to streaming.new (protocol.md A.3). */
  async opened(session: Session, origin: string): Promise<unknown> {
    const { rooms } = this.#parts;
    const [accessToken, agentToken] = await Promise.all([
      rooms.pass(session.id, 'client'),
      rooms.pass(session.id, 'agent'),
    ]);
    return {
      session_id: session.id,
      url: this.#roomUrl(session, origin),
      access_token: accessToken,
      session_duration_limit: SESSION_DURATION_LIMIT_S,
      is_paid: true,
      realtime_endpoint: `${origin.replace(/^http/, 'ws')}/v2-alpha/interactive-avatar/session/${session.id}`,
      livekit_agent_token: agentToken,
      sdp: null,
      ice_servers: null,
      ice_servers2: null,
    };
  }

  #roomUrl({ token }: Session, origin: string): string {
    if (token?.trouble?.roomUnreachable) return UNREACHABLE;
    if (token?.trouble?.roomSilent) return `${origin.replace(/^http/, 'ws')}${SILENT_ROOM}`;
    return this.#parts.rooms.url;
  }

  /** A trouble's delay; the call's work is done already, only its answer is late or never comes. */
  async interfere(interference: Interference | undefined, { hungUp }: Exchange): Promise<void> {
    if (interference?.delayMs) await this.#parts.clock.delay(interference.delayMs, hungUp);
    if (interference?.hangs && !hungUp.aborted) {
      await new Promise((resolve) => hungUp.addEventListener('abort', resolve, { once: true }));
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.books.all().map((session) => session.end('sandbox_closed')));
  }
}
