/** Owns the sandbox's own interface, which no real service has: tokens for the demo, books, troubles, catalogue. */
import { stillPicture } from './avatar/portrait/still-picture.js';
import { AVATARS, catalogue } from './catalogue.js';
import { BadRequest } from './http/bad-request.js';
import type { Handler, Routes } from './http/http-server.js';
import { refuse } from './interactive-avatar/answers.js';
import type { InteractiveAvatar } from './interactive-avatar/interactive-avatar.js';
import { liveAvatarCatalogue } from './live-avatar/catalogue.js';
import type { LiveAvatar } from './live-avatar/live-avatar.js';
import { sessionBodyOf } from './live-avatar/start-request.js';
import { LIVE_AVATAR_TROUBLES } from './live-avatar/troubles.js';
import type { Rooms } from './livekit/rooms.js';
import { reportBooks } from './sessions/books.js';
import { ENDED_BY } from './sessions/ended-by.js';
import { LIVEKIT_DOWN_MS, type TroubleRow } from './sessions/room-troubles.js';
import { TROUBLES } from './troubles.js';

interface Services {
  interactiveAvatar: InteractiveAvatar;
  liveAvatar: LiveAvatar;
}

export function sandboxRoutes({ interactiveAvatar, liveAvatar }: Services, rooms: Rooms): Routes {
  const books = [interactiveAvatar.books, liveAvatar.books];

  const handlers: Record<string, Handler> = {
    /**
     * The demo's `token-url`: the body is the start request; header, query or body may name a trouble, and
     * `?service=liveavatar` the other service.
     */
    'POST /sandbox/token': async (exchange) => {
      const { headers, query, body } = exchange;
      const trouble = headers['x-sandbox-trouble'] ?? query.get('trouble') ?? body['trouble'];
      const label = query.get('label') ?? undefined;
      if (isLiveAvatar(query)) {
        const wanted = sessionBodyOf(body, (prompt) => liveAvatar.contexts.addUnnamed(prompt));
        const minted = await liveAvatar.mint(wanted, { trouble, label }, exchange);
        return 'refusal' in minted ? minted.refusal : { status: 200, body: { token: minted.token.value } };
      }
      const token = interactiveAvatar.mint(trouble, label);
      await interactiveAvatar.interfere(token.trouble?.token, exchange);
      return { status: 200, body: { token: token.value } };
    },

    'GET /sandbox/sessions': ({ query }) => ({
      status: 200,
      body: reportBooks(
        {
          sessionId: query.get('session_id') ?? undefined,
          token: query.get('token') ?? undefined,
          label: query.get('label') ?? undefined,
        },
        books,
      ),
    }),

    /** For tests that drive by hand: ends a session as the service would, with the reason given. */
    'POST /sandbox/session/end': async ({ query }) => {
      const id = query.get('session_id') ?? '';
      const session = interactiveAvatar.books.find(id) ?? liveAvatar.books.find(id);
      if (!session) throw new BadRequest('session_id', 'GET /sandbox/sessions lists those there are');
      const reason = query.get('reason') ?? 'server';
      const endedBy = ENDED_BY.find((known) => known === reason);
      if (!endedBy) throw new BadRequest('reason', `one of ${ENDED_BY.join(', ')} is expected`);
      await session.end(endedBy);
      return { status: 200, body: { session_id: session.id, ended_by: session.endedBy } };
    },

    /** Kills the LiveKit server; the answer comes when it is up again, on the same ports and with its rooms. */
    'POST /sandbox/livekit/restart': async ({ query }) => {
      const downMs = Number(query.get('down_ms') ?? LIVEKIT_DOWN_MS);
      if (!(downMs >= 0)) throw new BadRequest('down_ms', 'a number of milliseconds is expected');
      const restarted = await rooms.restartServer(downMs);
      return { status: restarted ? 200 : 409, body: { restarted, down_ms: downMs } };
    },

    /** `?service=liveavatar` for the other service's, as below. */
    'GET /sandbox/troubles': ({ query }) => ({
      status: 200,
      body: {
        troubles: isLiveAvatar(query)
          ? LIVE_AVATAR_TROUBLES.map((row) => ({ ...read(row), mode: row.mode ?? null }))
          : TROUBLES.map(read),
      },
    }),

    'GET /sandbox/picture': async ({ query }) => {
      const avatar = AVATARS.find(({ avatar_id }) => avatar_id === query.get('avatar'));
      if (!avatar) throw new BadRequest('avatar', 'GET /sandbox/catalogue lists those there are');
      return {
        status: 200,
        body: await stillPicture(avatar.look),
        headers: { 'Content-Type': 'image/webp', 'Cache-Control': 'max-age=3600' },
      };
    },

    'GET /sandbox/catalogue': ({ query }) => ({
      status: 200,
      body: isLiveAvatar(query) ? liveAvatarCatalogue() : catalogue(),
    }),
  };
  return { handlers, refuse };
}

const read = ({ name, what, code, phase, books }: TroubleRow): TroubleRow => ({
  name,
  what,
  code,
  phase,
  books,
});

function isLiveAvatar(query: URLSearchParams): boolean {
  const service = query.get('service') ?? 'interactive-avatar';
  if (service !== 'interactive-avatar' && service !== 'liveavatar') {
    throw new BadRequest('service', 'interactive-avatar or liveavatar is expected');
  }
  return service === 'liveavatar';
}
