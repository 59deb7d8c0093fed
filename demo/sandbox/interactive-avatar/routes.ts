/** Owns the REST calls of Interactive Avatar v1: who may, what is asked, what is answered. */
import type { Answer } from '../http/answer.js';
import { BadRequest } from '../http/bad-request.js';
import { choice, text, type Fields } from '../http/fields.js';
import type { Exchange, Handler, Routes } from '../http/http-server.js';
import type { Caller, InteractiveAvatar } from './interactive-avatar.js';
import { emptyText, missing, refuse, sessionNotFound, success, unauthorized } from './answers.js';
import { listHistory, listOpen } from './history.js';
import { readOpenRequest } from './open-request.js';
import type { Session } from './session.js';

export function interactiveAvatarRoutes(service: InteractiveAvatar): Routes {
  const onSession =
    (act: (session: Session, body: Fields, exchange: Exchange) => Promise<Answer> | Answer): Handler =>
    (exchange) => {
      const caller = service.caller(exchange.headers);
      return act(findSession(service, caller, exchange.body), exchange.body, exchange);
    };

  const handlers: Record<string, Handler> = {
    'POST /v1/streaming.create_token': ({ headers }) => {
      if (!headers['x-api-key']) throw unauthorized();
      const token = service.mint(headers['x-sandbox-trouble']);
      return {
        status: 200,
        body: { error: null, data: { token: token.value }, code: 100, message: 'success' },
      };
    },

    'POST /v1/streaming.new': async (exchange) => {
      const caller = service.caller(exchange.headers);
      const trouble = caller.token?.trouble;
      if (trouble?.new?.answer) return trouble.new.answer;
      // One session per token; an invalid request does not use it up.
      if (caller.token?.used) throw unauthorized();
      const request = readOpenRequest(exchange.body);
      if (caller.token) caller.token.used = true;
      const session = await service.open(caller, request, exchange.body);
      // Nobody was told the id, so nobody can ever stop it.
      exchange.hungUp.addEventListener('abort', () => void session.end('undelivered'));
      if (exchange.hungUp.aborted) void session.end('undelivered');
      await service.interfere(trouble?.new, exchange);
      return success(await service.opened(session, exchange.origin));
    },

    'POST /v1/streaming.start': onSession(async (session, _body, exchange) => {
      const trouble = session.token?.trouble?.start;
      session.requireOpen();
      if (trouble?.answer) return trouble.answer;
      await session.start();
      await service.interfere(trouble, exchange);
      return success(null);
    }),

    'POST /v1/streaming.task': onSession(async (session, body) => {
      session.requireConnected();
      const said = text(body, 'text');
      if (said === undefined) throw missing('text');
      if (said.trim() === '') throw emptyText();
      // Left out, they are what the real service takes them for.
      const kind = choice(body, 'task_type', ['repeat', 'talk', 'chat'] as const) ?? 'repeat';
      const mode = choice(body, 'task_mode', ['sync', 'async'] as const) ?? 'sync';
      session.record.tasks.push(body);
      return success(await session.task(said, { kind: kind === 'repeat' ? 'repeat' : 'talk', mode }));
    }),

    'POST /v1/streaming.interrupt': onSession((session) => {
      session.interrupt();
      session.record.interrupt_calls++;
      return success(null);
    }),

    'POST /v1/streaming.start_listening': onSession((session) => {
      session.listen(true);
      return success(null);
    }),

    'POST /v1/streaming.stop_listening': onSession((session) => {
      session.listen(false);
      return success(null);
    }),

    'POST /v1/streaming.keep_alive': onSession((session) => {
      session.requireOpen();
      session.record.keep_alive_calls++;
      session.touch();
      return success(null);
    }),

    'POST /v1/streaming.stop': onSession(async (session) => {
      session.record.stop_calls++;
      session.requireOpen();
      await session.end('stop');
      return success(null, { status: 'success' });
    }),

    'GET /v1/streaming.list': ({ headers }) => listOpen(sessionsOf(service, service.caller(headers))),

    'GET /v2/streaming.list': ({ headers, query }) =>
      listHistory(sessionsOf(service, service.caller(headers)), query),
  };
  return { handlers, refuse };
}

/** A key's holder sees them all, a page its own. */
function sessionsOf(service: InteractiveAvatar, { token }: Caller): Session[] {
  return service.books.all().filter((session) => !token || session.token === token);
}

function findSession(service: InteractiveAvatar, caller: Caller, body: Fields): Session {
  const id = text(body, 'session_id');
  if (id === undefined) throw missing('session_id');
  if (id === '') throw new BadRequest('session_id', 'it is empty');
  const session = service.books.find(id);
  if (!session || (caller.token && session.token !== caller.token)) throw sessionNotFound();
  return session;
}
