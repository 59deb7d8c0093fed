/** Which values LiveAvatar takes: ids, the rate of speech, durations. */

import { sessionError } from '../../api/error-table.js';
import { isSet } from '../../api/option-checks.js';
import { shown } from '../../api/unknown.js';

/** The only avatar of free sandbox sessions. */
export const sandboxAvatar = 'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a';
/** The longest sandbox session, in seconds. */
const sandboxDuration = 60;
/** Of `voice_settings.speed`. */
const [slowest, fastest] = [0.8, 1.2];

/** The rate the avatar speaks with. */
export function clampedRate(rate: number): number {
  return Math.min(fastest, Math.max(slowest, rate));
}

/** The duration that a session gets, in seconds. */
export function clampedDuration(seconds: number, sandbox: boolean | undefined): number {
  return sandbox ? Math.min(sandboxDuration, seconds) : seconds;
}

/** Throws `invalid_avatar` for a name of Interactive Avatar. */
export function avatarId(name: unknown): string | undefined {
  if (!isSet(name) || name === '') return undefined;
  if (isUuid(name)) return name;
  throw sessionError('invalid_avatar', {
    message: `avatarName is “${shown(name)}”. LiveAvatar's avatar ids are UUIDs, for example ${sandboxAvatar}. Find yours at app.liveavatar.com.`,
  });
}

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}
