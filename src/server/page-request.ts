/** Reads a page's request: JSON, no larger than a start request can be. Refuses everything else. */

import { sessionError } from '../api/error-table.js';
import type { StreamingAvatarError } from '../api/errors.js';
import { isRecord, parseJson } from '../api/unknown.js';
import { limitedText } from './limited-text.js';

/** The start request as it came, not checked yet. */
export type Asked = Readonly<Record<string, unknown>>;

/** Rejects with `invalid_option`, with the `status` to respond with. */
export async function readAsked(request: Request, limit: number, signal: AbortSignal): Promise<Asked> {
  const type = request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw refused(415, 'Send the start request as application/json.');
  const tooLarge = `The start request is larger than ${limit} bytes.`;
  if (Number(request.headers.get('Content-Length') ?? 0) > limit) throw refused(413, tooLarge);
  const text = await limitedText(request.body, limit, signal);
  if (text === undefined) throw refused(413, tooLarge);
  // A page without options may send nothing at all.
  const asked = text.trim() === '' ? {} : parseJson(text);
  if (!isRecord(asked)) throw refused(400, 'The start request is not a JSON object.');
  return asked;
}

function refused(status: number, message: string): StreamingAvatarError {
  return sessionError('invalid_option', { message, status });
}
