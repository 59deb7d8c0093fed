import { createTokenHandler } from 'heygen-avatar/server';

const tokens = createTokenHandler({
  apiKey: process.env.LIVEAVATAR_API_KEY,
  allowedOrigins: ['https://www.your.site'],
  request: { avatarName: process.env.AVATAR_ID, knowledgeId: process.env.CONTEXT_ID },
});

export async function POST(request) {
  const response = await tokens(request);
  response.headers.set('Access-Control-Allow-Credentials', 'true');
  return response;
}
export const OPTIONS = POST;
