/** What can be loaded and connected before a start, without opening a session. */

import type { StreamingAvatarOptions } from '../api/requests.js';
import { ports } from './ports.js';
import { knownBackend } from './service-choice.js';
import { TokenSupplier } from './token-supplier.js';

/**
 * Loads the chunks of a start and prepares the connection to the service. While only the token can tell the service, loads
 * what both need. Never rejects.
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
    // Fails again at the start, and is reported there.
  }
}

/** Makes the browser connect to a server ahead of the first call. Ignores an invalid URL. */
export function preconnect(address: string): void {
  if (!globalThis.document || !URL.canParse(address, document.baseURI)) return;
  const { origin } = new URL(address, document.baseURI);
  const links = document.head.querySelectorAll<HTMLLinkElement>('link[rel=preconnect]');
  if ([...links].some(({ href }) => new URL(href).origin === origin)) return;
  const link = document.createElement('link');
  Object.assign(link, { rel: 'preconnect', href: origin, crossOrigin: 'anonymous' });
  document.head.append(link);
}
