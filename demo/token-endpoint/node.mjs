// A token endpoint on Node's own http server. Run it with the key and the avatar in the environment:
//   LIVEAVATAR_API_KEY=… AVATAR_ID=… CONTEXT_ID=… ALLOWED_ORIGINS=https://your.site node node.mjs
import { createServer } from 'node:http';
import { createTokenHandler } from 'heygen-avatar/server';

const { env } = process;
for (const name of ['LIVEAVATAR_API_KEY', 'AVATAR_ID']) {
  if (!env[name]) throw new Error(`Set ${name} in the environment.`);
}

const tokens = createTokenHandler({
  apiKey: env.LIVEAVATAR_API_KEY,
  basePath: env.LIVEAVATAR_URL, // only where it is another than LiveAvatar's own
  allowedOrigins: (env.ALLOWED_ORIGINS ?? 'http://localhost:5173').split(/\s*,\s*/),
  request: {
    avatarName: env.AVATAR_ID,
    knowledgeId: env.CONTEXT_ID,
    liveAvatar: { maxSessionDuration: 600 },
  },
  onError: ({ code, message, serverMessage = '', cause = '' }) =>
    console.error(code, message, serverMessage, cause),
});

async function serve(incoming, outgoing) {
  if (incoming.url?.split('?')[0] !== '/avatar-token') {
    outgoing.writeHead(404).end();
    return;
  }
  const { method = 'GET', headers } = incoming;
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  const request = new Request('http://localhost/avatar-token', {
    method,
    headers: Object.entries(headers).flatMap(([name, values]) =>
      [values].flat().map((value) => [name, value]),
    ),
    // Left open when the handler has read enough, or the refusal could not be sent any more.
    body: /^(GET|HEAD)$/.test(method)
      ? null
      : ReadableStream.from(incoming.iterator({ destroyOnReturn: false })),
    duplex: 'half',
    signal: gone.signal,
  });
  // Behind a proxy of your own this is the proxy: give clientKey the header that it sets.
  const response = await tokens(request, { ip: incoming.socket.remoteAddress });
  outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
}

const server = createServer((incoming, outgoing) => {
  serve(incoming, outgoing).catch(() => outgoing.writeHead(400).end());
});
server.listen(Number(env.PORT ?? 8787), env.HOST, () => {
  console.log(`token endpoint ready at http://localhost:${server.address().port}/avatar-token`);
});
