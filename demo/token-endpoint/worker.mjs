// A token endpoint on Cloudflare Workers, with Hono. `wrangler secret put LIVEAVATAR_API_KEY`; the other variables, and
// the Durable Object's binding CLIENTS, go into wrangler.toml.
import { DurableObject } from 'cloudflare:workers';
import { Hono } from 'hono';
import { createTokenHandler } from 'heygen-avatar/server';

/** Counts one client for all of the Worker's instances, each of which would otherwise count for itself. */
export class ClientCount extends DurableObject {
  #count = 0;
  #endsAt = 0;

  count(window) {
    const now = Date.now();
    if (now >= this.#endsAt) {
      this.#count = 0;
      this.#endsAt = now + window * 1000;
    }
    this.#count += 1;
    return { count: this.#count, resetIn: (this.#endsAt - now) / 1000 };
  }
}

let tokens;

const handlerFor = (env) =>
  (tokens ??= createTokenHandler({
    apiKey: env.LIVEAVATAR_API_KEY,
    basePath: env.LIVEAVATAR_URL, // only where it is another than LiveAvatar's own
    allowedOrigins: env.ALLOWED_ORIGINS.split(','),
    request: {
      avatarName: env.AVATAR_ID,
      knowledgeId: env.CONTEXT_ID,
      liveAvatar: { maxSessionDuration: 600 },
    },
    rateLimit: {
      limit: 20,
      store: { count: (client, window) => env.CLIENTS.getByName(client).count(window) },
    },
  }));

const app = new Hono();
app.all('/avatar-token', (c) => handlerFor(c.env)(c.req.raw));

export default app;
