import { createTokenHandler } from 'heygen-avatar/server';

export const POST = createTokenHandler({
  apiKey: process.env.LIVEAVATAR_API_KEY,
  allowedOrigins: ['https://your.site'],
  request: {
    avatarName: process.env.AVATAR_ID,
    knowledgeId: process.env.CONTEXT_ID,
    liveAvatar: { llmConfigurationId: process.env.LLM_CONFIGURATION_ID },
  },
});
