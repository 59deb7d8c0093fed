/** Owns the envelopes of Interactive Avatar v1 and its errors. */

import { Refusal, type Answer } from '../http/answer.js';
import type { BadRequest } from '../http/bad-request.js';
import type { SessionStatus } from '../sessions/ended-by.js';

export function success(data: unknown, extra: Record<string, unknown> = {}): Answer {
  return { status: 200, body: { code: 100, message: 'success', data, ...extra } };
}

function refusal(status: number, code: number, message: string): Refusal {
  return new Refusal(status, { code, message });
}

export const unauthorized = (): Refusal => refusal(401, 400112, 'Unauthorized');
export const missing = (field: string): Refusal => refusal(400, 40001, `${field} is required`);
export const refuse = ({ status, message }: BadRequest): Answer => ({
  status,
  body: { code: 400175, message },
});
export const emptyText = (): Refusal => refusal(400, 40039, 'text is empty');
export const avatarNotFound = (): Refusal => refusal(400, 10012, 'Avatar not found');
export const sessionNotFound = (): Refusal => refusal(400, 10006, 'Session not found');
/** What live bodies show for a task before the start. */
export const notInCorrectState = (): Refusal => refusal(400, 400006, 'Session is not in correct state');
export const speechFailed = (why: string): Refusal =>
  refusal(400, 400009, `Error calling text to speech provider: ${why}`);

const STATE_CODES: Record<SessionStatus, number> = {
  new: 10001,
  connecting: 10002,
  connected: 10003,
  closing: 10004,
  closed: 10005,
};

export const wrongState = (status: SessionStatus): Refusal =>
  refusal(400, STATE_CODES[status], `session state wrong: ${status}`);
