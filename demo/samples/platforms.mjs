import { createTokenHandler } from 'heygen-avatar/server';

const tokens = createTokenHandler({
  apiKey: process.env.LIVEAVATAR_API_KEY,
  allowedOrigins: ['https://your.site'],
  request: { avatarName: process.env.AVATAR_ID, knowledgeId: process.env.CONTEXT_ID },
});

// #region deno
Deno.serve((request, { remoteAddr }) => tokens(request, { ip: remoteAddr.hostname }));
// #endregion

// #region bun
Bun.serve({ fetch: (request, server) => tokens(request, { ip: server.requestIP(request)?.address }) });
// #endregion

// #region sveltekit
export const POST = ({ request, getClientAddress }) => tokens(request, { ip: getClientAddress() });
export const OPTIONS = POST;
// #endregion
