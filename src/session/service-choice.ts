/** Which service a session talks to: the one that `service` names, or with `auto` the one that the token is for. */

import { sessionError } from '../api/error-table.js';
import type { ServiceName } from '../api/requests.js';
import { startSessionData } from '../services/live-avatar/token-payload.js';
import { ports, type Backend, type KnownService } from './ports.js';

/** Throws `invalid_option` for an unknown service. */
export function checkService(name: string): void {
  if (name === 'auto' || Object.hasOwn(ports.backends, name)) return;
  const allowed = ['auto', ...Object.keys(ports.backends)].join(', ');
  throw sessionError('invalid_option', { message: `service is “${name}”. Set it to one of: ${allowed}.` });
}

/** The service that a token is for. Only LiveAvatar's tokens tell it. */
export function serviceOf(token: string): KnownService {
  return startSessionData(token) ? 'liveavatar' : 'interactive-avatar';
}

/** The service for a token. */
export function backendFor(name: ServiceName, token: string): Backend {
  return ports.backends[name === 'auto' ? serviceOf(token) : name];
}

/** The service, if it is known before there is a token; undefined while only the token can tell. */
export function knownBackend(name: ServiceName, byToken: KnownService | undefined): Backend | undefined {
  const known = name === 'auto' ? byToken : name;
  return known && ports.backends[known];
}
