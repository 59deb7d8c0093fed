import { createTokenHandler, StreamingAvatarError } from 'heygen-avatar/server';
import { userOf } from './users.mjs'; // your own

export const POST = createTokenHandler({
  apiKey: process.env.LIVEAVATAR_API_KEY,
  allowedOrigins: ['https://your.site'],
  async request(asked, request) {
    const user = await userOf(request.headers.get('cookie'));
    if (!user) throw new StreamingAvatarError('unauthorized', 'Log in first.');
    return {
      avatarName: process.env.AVATAR_ID,
      knowledgeId: process.env.CONTEXT_ID,
      liveAvatar: { maxSessionDuration: 600, dynamicVariables: { name: user.name } },
    };
  },
});
