/**
 * Owns the envelope of LiveAvatar and its errors. The statuses and messages are those that were
 * seen; of the codes only `4xxx` is known, so here they follow the status.
 */
import { Refusal, type Answer } from '../http/answer.js';
import type { BadRequest } from '../http/bad-request.js';

const SUCCESS = 1000;

export function success(data: unknown, status = 200): Answer {
  return { status, body: { code: SUCCESS, data, message: 'Success' } };
}

export function refusalBody(code: number, message: string): { code: number; message: string; data: null } {
  return { code, message, data: null };
}

function refusal(status: number, code: number, message: string): Refusal {
  return new Refusal(status, refusalBody(code, message));
}

/** What the body says is not what the fields take: the shape of the framework that the service is made with. */
export function refuse({ status, field, why }: BadRequest): Answer {
  const loc = ['body', ...(field?.split('.') ?? [])];
  return {
    status: status === 413 ? status : 422,
    body: { detail: [{ loc, msg: why, type: 'value_error' }] },
  };
}

export const unauthorized = (): Refusal => refusal(401, 4001, 'Unauthorized');
export const notAllowed = (): Refusal => refusal(405, 4005, 'Method Not Allowed');
export const sessionNotFound = (): Refusal => refusal(404, 4004, 'Session not found');
export const contextNotFound = (): Refusal => refusal(404, 4004, 'Context not found');
export const avatarNotFound = (): Refusal => refusal(404, 4004, 'Avatar not found');
export const notActive = (): Refusal => refusal(400, 4000, 'Session is not in correct state');
export const voiceNotFound = (id: string): Refusal => refusal(400, 4000, `Voice with id '${id}' not found`);
export const noSuchModel = (id: string): Refusal =>
  refusal(400, 4000, `LLM configuration with id '${id}' not found in your space`);
export const tooLong = (seconds: number, most: number): Refusal =>
  refusal(400, 4000, `max_session_duration (${seconds}s) exceeds the maximum allowed (${most}s)`);
export const notServed = (what: string): Refusal =>
  refusal(400, 4000, `${what} needs an account elsewhere and is not served by the sandbox`);
