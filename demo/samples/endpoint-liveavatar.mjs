import { createTokenHandler } from 'heygen-avatar/server';

export const POST = createTokenHandler({
  apiKey: process.env.LIVEAVATAR_API_KEY,
  allowedOrigins: ['https://your.site'],
  request: {
    avatarName: 'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a',
    knowledgeId: '5b9dba8a-aa31-11f0-a6ee-066a7fa2e369',
    liveAvatar: { maxSessionDuration: 600 },
  },
});
