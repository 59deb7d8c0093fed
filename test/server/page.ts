/** Owns the page's side of a token handler: what it POSTs, and what it reads of the answer. */
import type { ErrorAnswer, TokenHandler } from '../../src/server.js';

export const site = 'https://your.site';
export const endpoint = 'https://your.site/avatar-token';
export const avatar = '7a1c53f0-94d1-4b8e-8a55-3c6b2e90d101';
export const context = '5b9dba8a-aa31-11f0-a6ee-066a7fa2e369';
export const apiKey = 'sk_V2_hgu_the-key-that-nobody-may-see';

export interface PageAnswer {
  status: number;
  headers: Headers;
  text: string;
  token: string | undefined;
  sessionId: string | undefined;
  error: ErrorAnswer | undefined;
}

/** A page's request; `headers` beside or in place of the usual ones, null takes one away. */
export function ask(body: unknown = {}, headers: Record<string, string | null> = {}): Request {
  const all = { Origin: site, 'Content-Type': 'application/json', ...headers };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Request(endpoint, { method: 'POST', headers: given, body: text });
}

export async function read(response: Response): Promise<PageAnswer> {
  const text = await response.text();
  const body = (text.startsWith('{') ? JSON.parse(text) : {}) as Partial<PageAnswer>;
  const { token, sessionId, error } = body;
  return { status: response.status, headers: response.headers, text, token, sessionId, error };
}

export async function answerTo(
  handler: TokenHandler,
  body: unknown = {},
  headers: Record<string, string | null> = {},
): Promise<PageAnswer> {
  return read(await handler(ask(body, headers)));
}
