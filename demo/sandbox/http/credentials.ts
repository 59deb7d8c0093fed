/** Owns the reading of a caller's credentials out of the headers; what they are good for is each service's matter. */
import type { IncomingHttpHeaders } from 'node:http';

/** The token of `Authorization: Bearer …`; undefined where there is none. */
export function bearerOf({ authorization }: IncomingHttpHeaders): string | undefined {
  return /^Bearer +(.+)$/i.exec(authorization ?? '')?.[1];
}
