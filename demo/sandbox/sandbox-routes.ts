/** Owns the sandbox's own interface, which no real service has: tokens for the demo, books, troubles, catalogue. */
import type { Handler } from './http/http-server.js';
import type { InteractiveAvatar } from './interactive-avatar/interactive-avatar.js';
import { stillPicture } from './avatar/portrait/still-picture.js';
import { AVATARS, catalogue } from './catalogue.js';
import { invalid, sessionNotFound } from './interactive-avatar/answers.js';
import { ENDED_BY } from './interactive-avatar/session-record.js';
import { LIVEKIT_DOWN_MS } from './interactive-avatar/session-troubles.js';
import type { Rooms } from './livekit/rooms.js';
import { TROUBLES } from './troubles.js';

export function sandboxRoutes(service: InteractiveAvatar, rooms: Rooms): Record<string, Handler> {
  return {
    /** The demo's `token-url`: the body is the start request; header, query or body may name a trouble. */
    'POST /sandbox/token': async (exchange) => {
      const { headers, query, body } = exchange;
      const name = headers['x-sandbox-trouble'] ?? query.get('trouble') ?? body['trouble'];
      const token = service.mint(name, query.get('label') ?? undefined);
      await service.interfere(token.trouble?.token, exchange);
      return { status: 200, body: { token: token.value } };
    },

    'GET /sandbox/sessions': ({ query }) => ({
      status: 200,
      body: service.books.report({
        sessionId: query.get('session_id') ?? undefined,
        token: query.get('token') ?? undefined,
        label: query.get('label') ?? undefined,
      }),
    }),

    /** For tests that drive by hand: ends a session as the service would, with the reason given. */
    'POST /sandbox/session/end': async ({ query }) => {
      const session = service.books.find(query.get('session_id') ?? '');
      if (!session) throw sessionNotFound();
      const reason = query.get('reason') ?? 'server';
      const endedBy = ENDED_BY.find((known) => known === reason);
      if (!endedBy) throw invalid('reason', `one of ${ENDED_BY.join(', ')} is expected`);
      await session.end(endedBy);
      return { status: 200, body: { session_id: session.id, ended_by: session.endedBy } };
    },

    /** Kills the LiveKit server; the answer comes when it is up again, on the same ports and with its rooms. */
    'POST /sandbox/livekit/restart': async ({ query }) => {
      const downMs = Number(query.get('down_ms') ?? LIVEKIT_DOWN_MS);
      if (!(downMs >= 0)) throw invalid('down_ms', 'a number of milliseconds is expected');
      const restarted = await rooms.restartServer(downMs);
      return { status: restarted ? 200 : 409, body: { restarted, down_ms: downMs } };
    },

    'GET /sandbox/troubles': () => ({
      status: 200,
      body: {
        troubles: TROUBLES.map(({ name, what, code, phase, books }) => ({ name, what, code, phase, books })),
      },
    }),

    'GET /sandbox/picture': async ({ query }) => {
      const avatar = AVATARS.find(({ avatar_id }) => avatar_id === query.get('avatar'));
      if (!avatar) throw invalid('avatar', 'GET /sandbox/catalogue lists those there are');
      return {
        status: 200,
        body: await stillPicture(avatar.look),
        headers: { 'Content-Type': 'image/webp', 'Cache-Control': 'max-age=3600' },
      };
    },

    'GET /sandbox/catalogue': () => ({ status: 200, body: catalogue() }),
  };
}
