/** Owns the sandbox's own interface, which no real service has: tokens for the demo, books, troubles, catalogue. */
import type { Handler } from './http/http-server.js';
import type { InteractiveAvatar } from './interactive-avatar/interactive-avatar.js';
import { stillPicture } from './avatar/portrait/still-picture.js';
import { AVATARS, catalogue } from './catalogue.js';
import { invalid } from './interactive-avatar/answers.js';
import { TROUBLES } from './troubles.js';

export function sandboxRoutes(service: InteractiveAvatar): Record<string, Handler> {
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
