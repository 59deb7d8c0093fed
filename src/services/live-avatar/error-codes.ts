/** Which error code an error answer of LiveAvatar gets (protocol.md, "Envelope"). Its own codes are not published. */

import type { ErrorCode } from '../../api/errors.js';
import type { Refusal } from '../http.js';

const statuses: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthorized',
  402: 'quota_exceeded',
  405: 'bad_answer',
  409: 'concurrency_limit',
  410: 'endpoint_sunset',
  429: 'rate_limited',
};

/** Codes of Interactive Avatar, in case the service has kept them. */
const codes: Readonly<Record<number | string, ErrorCode>> = {
  10007: 'concurrency_limit',
  10014: 'concurrency_limit',
  10015: 'quota_exceeded',
};

/** What only a refusal's words tell, checked in this order. Names of other fields do not match. */
const words: readonly [RegExp, ErrorCode][] = [
  [/concurren/i, 'concurrency_limit'],
  [/\bcredits?\b/i, 'quota_exceeded'],
  [/\bsession( is| was| has)?( already)? (not|closed|closing|ended|expired|stopped)\b/i, 'not_connected'],
  [/\bvoice(_id)?\b/i, 'invalid_voice'],
  [/\bavatar(_id)?\b/i, 'invalid_avatar'],
];

export function errorCodeFor({ status, serverCode, serverMessage = '' }: Refusal): ErrorCode {
  const said = words.find(([pattern]) => pattern.test(serverMessage))?.[1];
  if (status === 403) return said === 'concurrency_limit' || said === 'quota_exceeded' ? said : 'forbidden';
  const known = statuses[status] ?? codes[serverCode ?? ''] ?? (status >= 500 ? 'server_error' : said);
  if (known) return known;
  // An answer in another form comes from another server, for example one without this path.
  const strange = serverCode === undefined && (status === 404 || serverMessage === '');
  return strange ? 'bad_answer' : 'invalid_option';
}
