/** Reads a LiveAvatar session token: a JWT with `start_session_data` (protocol.md, "Token"). */

import { isRecord } from '../../api/unknown.js';

/** What the token was minted with, as far as it says. Undefined for a token of another service. */
export function startSessionData(token: string): Readonly<Record<string, unknown>> | undefined {
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  try {
    const payload = atob((parts[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(payload, (character) => character.charCodeAt(0));
    const { start_session_data } = JSON.parse(new TextDecoder().decode(bytes)) as {
      start_session_data?: unknown;
    };
    return isRecord(start_session_data) ? start_session_data : undefined;
  } catch {
    return undefined;
  }
}
