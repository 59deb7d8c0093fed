/** Which error code an error answer of Interactive Avatar gets (protocol.md, "Errors"). */

import type { ErrorCode } from '../../api/errors.js';
import type { Refusal } from '../http.js';

/**
 * `not_connected` means that the session is over or never existed. A session in the wrong state for the call is
 * `server_error`: its state may change in a moment.
 */
const codes: Readonly<Record<number, ErrorCode>> = {
  10001: 'server_error',
  10002: 'server_error',
  10003: 'server_error',
  10004: 'not_connected',
  10005: 'not_connected',
  10006: 'not_connected',
  10007: 'concurrency_limit',
  10012: 'invalid_avatar',
  10013: 'invalid_avatar',
  10014: 'concurrency_limit',
  10015: 'quota_exceeded',
  40001: 'invalid_option',
  40009: 'unauthorized',
  40012: 'invalid_option',
  40039: 'empty_text',
  40056: 'server_error',
  40102: 'unauthorized',
  400006: 'server_error',
  400009: 'invalid_voice',
  400014: 'invalid_avatar',
  400101: 'unauthorized',
  400105: 'invalid_option',
  400112: 'unauthorized',
  400123: 'rate_limited',
  400128: 'invalid_option',
  400140: 'rate_limited',
  400561: 'forbidden',
  400562: 'forbidden',
  400573: 'forbidden',
  400599: 'forbidden',
  400631: 'forbidden',
  401056: 'unauthorized',
  401057: 'unauthorized',
};

const statuses: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthorized',
  402: 'quota_exceeded',
  403: 'forbidden',
  409: 'concurrency_limit',
  410: 'endpoint_sunset',
  429: 'rate_limited',
};

export function errorCodeFor({ status, serverCode, serverMessage = '' }: Refusal): ErrorCode {
  if (/endpoint_sunset/i.test(`${serverCode} ${serverMessage}`)) return 'endpoint_sunset';
  // 10003 is either a state or a deprecated avatar. Only the message tells.
  if (serverCode === 10003 && /deprecated/i.test(serverMessage)) return 'invalid_avatar';
  const known = (typeof serverCode === 'number' && codes[serverCode]) || statuses[status];
  const refused = known ?? (status >= 500 ? 'server_error' : undefined);
  if (refused && refused !== 'invalid_option') return refused;
  // An answer in the service's own form refuses the request's content. Any other comes from another server.
  if (serverCode === undefined) return 'bad_answer';
  return /\bvoice\b/i.test(serverMessage) ? 'invalid_voice' : 'invalid_option';
}
