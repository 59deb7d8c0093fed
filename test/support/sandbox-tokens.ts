/** Tokens of a corner of the sandbox, for one of HeyGen's services or the other. */

import type { StartAvatarOptions } from '../../src/api/requests.js';
import type { Corner } from './sandbox-books.js';

export type SandboxService = 'interactive-avatar' | 'liveavatar';

/** An address that mints tokens of the corner for that service, with a trouble bound to them if one is named. */
export function tokenUrlOf(corner: Corner, service: SandboxService, trouble = ''): URL {
  const url = corner.tokenUrl(trouble);
  url.searchParams.set('service', service);
  return url;
}

/** A token for what `request` asks for. */
export async function mint(url: URL, request: StartAvatarOptions = {}): Promise<string> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(request) });
  return ((await response.json()) as { token: string }).token;
}
