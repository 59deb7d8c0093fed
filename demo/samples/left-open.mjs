import { listSessions, stopSession } from 'heygen-avatar/server';

const access = { apiKey: process.env.LIVEAVATAR_API_KEY ?? '' };
const hourAgo = Date.now() - 60 * 60 * 1000;

for (const { sessionId, createdAt } of await listSessions(access)) {
  if (createdAt && createdAt.getTime() < hourAgo) await stopSession(access, sessionId);
}
