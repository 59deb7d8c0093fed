// A token endpoint in Next: this file is app/avatar-token/route.js. The variables go into .env.local, without NEXT_PUBLIC_,
// which would put the key into the page.
import { createTokenHandler } from 'heygen-avatar/server';

const { env } = process;

export const POST = createTokenHandler({
  apiKey: env.LIVEAVATAR_API_KEY,
  basePath: env.LIVEAVATAR_URL, // only where it is another than LiveAvatar's own
  allowedOrigins: (env.ALLOWED_ORIGINS ?? 'http://localhost:3000').split(','),
  request: {
    avatarName: env.AVATAR_ID,
    knowledgeId: env.CONTEXT_ID,
    liveAvatar: { maxSessionDuration: 600 },
  },
  // Vercel sets it, whatever a client sends. On a server of your own: what your proxy sets.
  clientKey: (request) => request.headers.get('x-real-ip'),
});

// For pages of another origin, whose browser asks first.
export const OPTIONS = POST;
