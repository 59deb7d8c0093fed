/** Which error code an error answer of Interactive Avatar gets (protocol.md A.4, C 7, C 26). */

import type { ErrorCode } from '../../api/errors.js';
import type { Refusal } from '../rest.js';

const codes: Readonly<Record<number, ErrorCode>> = {
  10001: 'not_connected',
  10002: 'not_connected',
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
  400006: 'not_connected',
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

export function classify({ status, serverCode, serverMessage = '' }: Refusal): ErrorCode {
  if (/endpoint_sunset/i.test(serverMessage)) return 'endpoint_sunset';
  // 10003 has two meanings, a state and a deprecated avatar; only the message tells (protocol.md C 7).
  if (serverCode === 10003) return /deprecated/i.test(serverMessage) ? 'invalid_avatar' : 'not_connected';
  if (/\bvoice\b/i.test(serverMessage) && status === 400) return 'invalid_voice';
  const known = (serverCode !== undefined && codes[serverCode]) || statuses[status];
  if (known) return known;
  if (status >= 500) return 'server_error';
  // An answer in the service's own form was refused for its content; any other comes from another server.
  return serverCode === undefined ? 'bad_answer' : 'invalid_option';
}

/** Whether the answer means that the session is over, or never was. */
export function meansSessionOver(serverCode: unknown): boolean {
  return serverCode === 10004 || serverCode === 10005 || serverCode === 10006;
}
