import { createClient } from '@redis/client';
import { createTokenHandler } from 'heygen-avatar/server';
import { redisStore } from '../token-endpoint/redis-store.mjs';

const client = await createClient({ url: process.env.REDIS_URL }).connect();

export const POST = createTokenHandler({
  apiKey: process.env.LIVEAVATAR_API_KEY,
  allowedOrigins: ['https://your.site'],
  request: { avatarName: process.env.AVATAR_ID, knowledgeId: process.env.CONTEXT_ID },
  rateLimit: { limit: 20, window: 60, store: redisStore(client) },
});
