/** Owns the service LiveAvatar behind its routes and its socket: credentials, tokens, contexts, sessions. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from '../http/answer.js';
import { bearerOf } from '../http/credentials.js';
import { text, type Fields } from '../http/fields.js';
import type { Exchange } from '../http/http-server.js';
import { Books } from '../sessions/books.js';
import type { SessionParts } from '../sessions/hosted-session.js';
import { interfere, roomAddress, socketAddress } from '../sessions/interference.js';
import { namedTrouble } from '../sessions/room-troubles.js';
import { USER } from '../sessions/user-presence.js';
import { noSuchModel, notActive, sessionNotFound, unauthorized, voiceNotFound } from './answers.js';
import { findVoice } from './catalogue.js';
import { Contexts } from './contexts.js';
import { LiveAvatarSession } from './session.js';
import { readSessionRequest } from './session-request.js';
import { SessionTokens, type LiveToken } from './session-tokens.js';
import { LIVE_AVATAR_TROUBLES } from './troubles.js';

/** Where LITE's sockets are. */
export const LITE_PATH = '/v2-alpha/interactive-avatar/session/:id';

export class LiveAvatar {
  readonly books = new Books<LiveAvatarSession>();
  readonly contexts = new Contexts();
  readonly #tokens = new SessionTokens();
  readonly #parts: SessionParts;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** Any non-empty API key is one; a session token is none. */
  requireKey(headers: IncomingHttpHeaders): void {
    if (!headers['x-api-key']) throw unauthorized();
  }

  /** The holder of a session token, which names its session. */
  bearer(headers: IncomingHttpHeaders): LiveToken {
    const token = this.#tokens.find(bearerOf(headers) ?? '');
    if (!token) throw unauthorized();
    return token;
  }

  /** The token whose session a call is for: the caller's own or, with an API key, the one that the body names. */
  tokenFor({ headers, body }: Exchange): LiveToken {
    if (headers.authorization !== undefined) return this.bearer(headers);
    this.requireKey(headers);
    const token = this.#tokens.findBySession(text(body, 'session_id') ?? '');
    if (!token) throw sessionNotFound();
    return token;
  }

  /** The token, or what its trouble answers in its place. */
  async mint(
    body: Fields,
    named: { trouble: unknown; label: string | undefined },
    exchange: Exchange,
  ): Promise<{ token: LiveToken } | { refusal: Answer }> {
    const trouble = namedTrouble(LIVE_AVATAR_TROUBLES, named.trouble);
    if (trouble?.token?.answer) return { refusal: trouble.token.answer };
    const request = readSessionRequest(body);
    const token = this.#tokens.mint({ request, body, trouble, label: named.label });
    await interfere(this.#parts.clock, trouble?.token, exchange);
    return { token };
  }

  /** Starts the token's session; billing would begin here. Voice and model are not looked at before (B.3). */
  async start(token: LiveToken): Promise<LiveAvatarSession> {
    if (token.state === 'spent') throw notActive();
    const { voiceId, contextId, llmConfigurationId } = token.request;
    const voice = findVoice(voiceId);
    if (!voice) throw voiceNotFound(voiceId);
    if (llmConfigurationId !== undefined) throw noSuchModel(llmConfigurationId);
    token.state = 'spent';
    const known = token.trouble?.contextMissing ? undefined : this.contexts.find(contextId ?? '');
    const session = new LiveAvatarSession(this.#parts, token, voice, known);
    this.books.add(session);
    await session.start();
    return session;
  }

  /** The data of the answer to `/v1/sessions/start`. */
  async started({ id, token, request, durationS }: LiveAvatarSession, origin: string): Promise<unknown> {
    const { rooms } = this.#parts;
    const full = request.mode === 'FULL';
    return {
      session_id: id,
      livekit_url: roomAddress(rooms, token.trouble, origin),
      livekit_client_token: await rooms.pass(id, USER),
      livekit_agent_token: full ? null : await rooms.pass(id, 'agent'),
      max_session_duration: durationS,
      ws_url: full ? null : socketAddress(origin, LITE_PATH.replace(':id', id)),
    };
  }

  interfereWithStart({ trouble }: LiveToken, exchange: Exchange): Promise<void> {
    return interfere(this.#parts.clock, trouble?.start, exchange);
  }

  async close(): Promise<void> {
    await Promise.all(this.books.all().map((session) => session.end('sandbox_closed')));
  }
}
