/** LiveAvatar itself, for `npm run check:live`: that page is told where it is, and where its tokens come from. */

import type { StartAvatarOptions, StreamingAvatarOptions } from '../../src/api/requests.js';

export interface LiveService {
  readonly basePath: string;
  /** Answers a POST with a token for a free sandbox session, and `/open` with how many of those are still open. */
  readonly tokenUrl: string;
}

declare global {
  interface Window {
    /** Only there under `npm run check:live`. */
    liveService?: LiveService;
  }
}

/** How a behaviour begins to say that the service cannot be brought to show it; it is no difference then. */
export const notToBeHad = 'Not to be had of LiveAvatar itself:';

/** A sandbox session of before may still be on its way out. */
const longestEnd = 20_000;

export function liveServicePlace({ basePath, tokenUrl }: LiveService) {
  return {
    config(trouble?: string): StreamingAvatarOptions {
      if (trouble) throw new Error(`${notToBeHad} the trouble ${trouble}.`);
      return { token: new URL(tokenUrl), basePath, service: 'auto' };
    },
    request: (): StartAvatarOptions => ({ quality: 'low', liveAvatar: { sandbox: true } }),
    async closed(): Promise<void> {
      const deadline = performance.now() + longestEnd;
      for (;;) {
        const response = await fetch(new URL('open', tokenUrl));
        const { open } = (await response.json()) as { open: number };
        if (open === 0) return;
        if (performance.now() > deadline) throw new Error(`${open} sessions are still open.`);
      }
    },
  };
}
