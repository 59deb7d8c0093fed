/** What can be done before a start that neither costs money nor opens anything. */

import type { StreamingAvatarOptions } from '../api/requests.js';
import { ports, knownBackend } from './ports.js';
import { TokenSupplier } from './token-supplier.js';

/**
 * Loads the chunks of a start, and has the browser look up the service and shake hands with it. Of a service that
 * only its token can tell it loads what every service with a token needs. Never rejects.
 */
export async function warmUp({
  token,
  service = 'auto',
  basePath,
}: Pick<StreamingAvatarOptions, 'token' | 'service' | 'basePath'>): Promise<void> {
  try {
    const backend = knownBackend(service, new TokenSupplier(token).service);
    await Promise.all([
      (backend ?? ports.backends.liveavatar).loadPlayer(),
      backend?.loadService().then(({ basePath: own }) => {
        if (own) preconnect(basePath || own);
      }),
    ]);
  } catch {
    // Met again, and reported, at the start.
  }
}

/** Has the browser shake hands with a server ahead of the first call. An address that is none does nothing. */
export function preconnect(address: string): void {
  if (!globalThis.document || !URL.canParse(address, document.baseURI)) return;
  const { origin } = new URL(address, document.baseURI);
  const links = document.head.querySelectorAll<HTMLLinkElement>('link[rel=preconnect]');
  if ([...links].some(({ href }) => new URL(href).origin === origin)) return;
  const link = document.createElement('link');
  Object.assign(link, { rel: 'preconnect', href: origin, crossOrigin: 'anonymous' });
  document.head.append(link);
}
