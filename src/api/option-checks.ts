/** Checks of options. Each returns the value, undefined if it isn't set, or throws `invalid_option`. */

import { sessionError } from './error-table.js';
import { shown } from './unknown.js';

/** Whether an option is set. `null` means the default: a removed attribute sets it. */
export function isSet<T>(value: T | null | undefined): value is T {
  return value !== undefined && value !== null;
}

/** What `read` returns. An object of the page may throw when it is read, for example a revoked proxy. */
export function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const message = `The options can't be read: ${shown((cause as Partial<Error> | null)?.message ?? cause)}.`;
    throw sessionError('invalid_option', { message, cause });
  }
}

/** One of a list of texts. */
export function oneOf<T extends string>(
  option: string,
  value: unknown,
  allowed: readonly T[],
): T | undefined {
  if (!isSet(value)) return undefined;
  if (allowed.includes(value as T)) return value as T;
  return refuse(option, value, `one of: ${allowed.join(', ')}`);
}

/** A finite number within a range, both ends included. */
export function within(option: string, value: unknown, least: number, most: number): number | undefined {
  if (!isSet(value)) return undefined;
  if (typeof value === 'number' && value >= least && value <= most) return value;
  const range = most >= Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return refuse(option, value, `a number ${range}${notQuoted(value)}`);
}

/** A whole number within a range; a fraction is rounded down. */
export function wholeNumber(option: string, value: unknown, least: number, most: number): number | undefined {
  const number = within(option, value, least, most);
  return number === undefined ? undefined : Math.floor(number);
}

/** A duration in milliseconds, above zero; `Infinity` only if it may be `endless`. A fraction is rounded down. */
export function wholeMilliseconds(option: string, value: unknown, endless = false): number | undefined {
  if (endless && value === Infinity) return Infinity;
  return wholeNumber(option, value, 1, Number.MAX_SAFE_INTEGER);
}

export function flag(option: string, value: unknown): boolean | undefined {
  if (!isSet(value)) return undefined;
  return typeof value === 'boolean' ? value : refuse(option, value, `true or false${notQuoted(value)}`);
}

/** A text; an empty one counts as not set. */
export function text(option: string, value: unknown): string | undefined {
  if (!isSet(value) || value === '') return undefined;
  return typeof value === 'string' ? value : refuse(option, value, 'a string');
}

/** For an option that takes no string: `"1.2"` and `1.2` look alike in a message. */
function notQuoted(value: unknown): string {
  return typeof value === 'string' ? ', without quotes' : '';
}

/** Throws the error of an option with an invalid value. `allowed` completes “Set it to …”. */
export function refuse(option: string, value: unknown, allowed: string): never {
  throw sessionError('invalid_option', { message: `${option} is “${shown(value)}”. Set it to ${allowed}.` });
}
