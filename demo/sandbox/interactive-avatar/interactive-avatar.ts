/** Owns the service Interactive Avatar v1 behind its routes and its socket: credentials, sessions, delays. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Exchange } from '../http/http-server.js';
import { bearerOf } from '../http/credentials.js';
import type { Fields } from '../http/fields.js';
import { Books } from '../sessions/books.js';
import type { SessionParts } from '../sessions/hosted-session.js';
import { interfere, roomAddress, socketAddress, type Interference } from '../sessions/interference.js';
import { namedTrouble } from '../sessions/room-troubles.js';
import { TROUBLES } from '../troubles.js';
import { Tokens, type SessionToken } from '../tokens.js';
import { unauthorized } from './answers.js';
import type { OpenRequest } from './open-request.js';
import { Session, SESSION_DURATION_LIMIT_S } from './session.js';

/** A server with an API key, or a page with a session token. */
export interface Caller {
  token: SessionToken | undefined;
}

export class InteractiveAvatar {
  readonly books = new Books<Session>();
  readonly tokens = new Tokens();
  readonly #parts: SessionParts;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** Any non-empty API key is one; a token must have been minted here. */
  caller(headers: IncomingHttpHeaders): Caller {
    const bearer = bearerOf(headers);
    if (bearer !== undefined) {
      const token = this.tokens.find(bearer);
      if (!token) throw unauthorized();
      return { token };
    }
    if (!headers['x-api-key']) throw unauthorized();
    return { token: undefined };
  }

  mint(troubleName: unknown, label?: string): SessionToken {
    return this.tokens.mint({ trouble: namedTrouble(TROUBLES, troubleName), label });
  }

  async open(caller: Caller, request: OpenRequest, body: Fields): Promise<Session> {
    const session = new Session(this.#parts, caller.token, request, body);
    this.books.add(session);
    await this.#parts.rooms.create(session.id);
    return session;
  }

  /** The data of the answer to streaming.new. */
  async opened(session: Session, origin: string): Promise<unknown> {
    const { rooms } = this.#parts;
    const [accessToken, agentToken] = await Promise.all([
      rooms.pass(session.id, 'client'),
      rooms.pass(session.id, 'agent'),
    ]);
    return {
      session_id: session.id,
      url: roomAddress(rooms, session.token?.trouble, origin),
      access_token: accessToken,
      session_duration_limit: SESSION_DURATION_LIMIT_S,
      is_paid: true,
      realtime_endpoint: socketAddress(origin, `/v2-alpha/interactive-avatar/session/${session.id}`),
      livekit_agent_token: agentToken,
      sdp: null,
      ice_servers: null,
      ice_servers2: null,
    };
  }

  interfere(interference: Interference | undefined, exchange: Exchange): Promise<void> {
    return interfere(this.#parts.clock, interference, exchange);
  }

  async close(): Promise<void> {
    await Promise.all(this.books.all().map((session) => session.end('sandbox_closed')));
  }
}
