import { createTokenHandler } from 'heygen-avatar/server';

// In Next this file is app/avatar-token/route.js. Other servers: see the guide.
export const POST = createTokenHandler({
  apiKey: process.env.LIVEAVATAR_API_KEY,
  allowedOrigins: ['https://your.site'],
  // What every session has: who the avatar is (the id of a context), and its longest duration in seconds.
  request: { knowledgeId: process.env.CONTEXT_ID, liveAvatar: { maxSessionDuration: 600 } },
  // What the page may choose.
  allow: { avatarName: ['dd73ea75-1218-4ef3-92ce-606d5f7fbc0a'], 'voice.voiceId': true },
});
