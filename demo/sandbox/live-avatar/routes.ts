/** Owns the REST calls of LiveAvatar: who may, what is asked, what is answered. */
import { choice } from '../http/fields.js';
import type { Handler, Routes } from '../http/http-server.js';
import { avatarNotFound, notAllowed, refuse, sessionNotFound, success } from './answers.js';
import { findFigure, listedAvatar, listedAvatars, listedVoices, paged } from './catalogue.js';
import { listedSession, listSessions, transcriptOf } from './history.js';
import type { LiveAvatar } from './live-avatar.js';
import type { LiveAvatarSession } from './session.js';
import { STOP_REASONS } from './session-record.js';

const CREATED = 201;

export function liveAvatarRoutes(service: LiveAvatar): Routes {
  const withKey =
    (act: Handler): Handler =>
    (exchange) => {
      service.requireKey(exchange.headers);
      return act(exchange);
    };
  const find = (id: string): LiveAvatarSession => {
    const session = service.books.find(id);
    if (!session) throw sessionNotFound();
    return session;
  };

  /** LA018 sends it without a body, after a failed start and after an end that it was told of: always a success. */
  const stop: Handler = async (exchange) => {
    const token = service.tokenFor(exchange);
    const reason = choice(exchange.body, 'reason', STOP_REASONS);
    // Never started, it never will be: a stop may overtake the start that it is to undo.
    token.state = 'spent';
    await service.books.find(token.sessionId)?.stop(reason ?? 'USER_CLOSED');
    return success(null);
  };

  const sessions: Record<string, Handler> = {
    'POST /v1/sessions/token': withKey(async (exchange) => {
      const trouble = exchange.headers['x-sandbox-trouble'];
      const label = exchange.query.get('label') ?? undefined;
      const minted = await service.mint(exchange.body, { trouble, label }, exchange);
      if ('refusal' in minted) return minted.refusal;
      const { sessionId, value } = minted.token;
      return success({ session_id: sessionId, session_token: value });
    }),

    'POST /v1/sessions/start': async (exchange) => {
      const token = service.bearer(exchange.headers);
      if (token.trouble?.start?.answer) return token.trouble.start.answer;
      const session = await service.start(token);
      await service.interfereWithStart(token, exchange);
      return success(await service.started(session, exchange.origin), CREATED);
    },

    'POST /v1/sessions/stop': stop,
    // What older examples send; with an id in the path there never was one.
    'DELETE /v1/sessions': stop,
    'DELETE /v1/sessions/:id': () => {
      throw notAllowed();
    },

    'POST /v1/sessions/keep-alive': (exchange) => {
      find(service.tokenFor(exchange).sessionId).keepAlive();
      return success(null);
    },

    'GET /v1/sessions': withKey(({ query, origin }) => listSessions(service.books.all(), query, origin)),
    'GET /v1/sessions/:id': withKey(({ id }) => success(listedSession(find(id)))),
    'GET /v1/sessions/:id/transcript': withKey(({ id, query }) => transcriptOf(find(id), query)),
  };

  const { contexts } = service;
  const library: Record<string, Handler> = {
    'GET /v1/avatars/public': ({ query, origin }) =>
      success(paged(listedAvatars(origin), query, `${origin}/v1/avatars/public`)),
    // Nobody has avatars of their own here.
    'GET /v1/avatars': withKey(({ query, origin }) => success(paged([], query, `${origin}/v1/avatars`))),
    'GET /v1/avatars/:id': withKey(({ id, origin }) => {
      const figure = findFigure(id);
      if (!figure) throw avatarNotFound();
      return success(listedAvatar(figure, origin));
    }),
    'GET /v1/voices': withKey(({ query, origin }) => {
      const voices = query.get('voice_type') === 'private' ? [] : listedVoices();
      return success(paged(voices, query, `${origin}/v1/voices`));
    }),

    'GET /v1/contexts': withKey(({ query, origin }) =>
      success(paged(contexts.all(), query, `${origin}/v1/contexts`)),
    ),
    'POST /v1/contexts': withKey(({ body }) => success(contexts.add(body))),
    'GET /v1/contexts/:id': withKey(({ id }) => success(contexts.get(id))),
    'PATCH /v1/contexts/:id': withKey(({ id, body }) => success(contexts.change(id, body))),
    'DELETE /v1/contexts/:id': withKey(({ id }) => {
      contexts.remove(id);
      return success(null);
    }),

    'GET /v1/users/credits': withKey(() => success({ credits_left: '1000' })),
  };

  return { handlers: { ...sessions, ...library }, refuse };
}
