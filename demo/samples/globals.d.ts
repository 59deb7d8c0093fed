// What the samples take for granted: the page around them, and the runtimes that they are for.
import type { HeygenAvatarElement } from 'heygen-avatar';

declare global {
  interface ParentNode {
    querySelector(tag: 'heygen-avatar'): HeygenAvatarElement;
    querySelector(tag: 'video'): HTMLVideoElement;
    querySelector(id: '#transcript'): HTMLElement;
    querySelector(id: '#ask'): HTMLButtonElement;
  }
  const Deno: {
    serve(
      handler: (request: Request, info: { remoteAddr: { hostname: string } }) => Promise<Response>,
    ): unknown;
  };
  const Bun: {
    serve(options: {
      fetch(
        request: Request,
        server: { requestIP(request: Request): { address: string } | null },
      ): Promise<Response>;
    }): unknown;
  };
}
