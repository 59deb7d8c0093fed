/** What can be done before a start that neither costs money nor opens anything. */

import type { StreamingAvatarOptions } from '../api/requests.js';
import type { Ports } from './ports.js';

/** Loads the chunks of a start, and has the browser look up the service and shake hands with it. */
export async function warmUp(
  ports: Ports,
  { service = 'auto', basePath }: Pick<StreamingAvatarOptions, 'service' | 'basePath'>,
): Promise<void> {
  try {
    const backend = ports.backend(service);
    const [{ basePath: own }] = await Promise.all([backend.loadService(), backend.warmUp()]);
    // A service without an address is in the page.
    if (own) preconnect(new URL(basePath || own, document.baseURI).origin);
  } catch {
    // Met again, and reported, at the start.
  }
}

function preconnect(origin: string): void {
  const links = document.head.querySelectorAll<HTMLLinkElement>('link[rel=preconnect]');
  if ([...links].some(({ href }) => new URL(href).origin === origin)) return;
  const link = document.createElement('link');
  Object.assign(link, { rel: 'preconnect', href: origin, crossOrigin: 'anonymous' });
  document.head.append(link);
}
