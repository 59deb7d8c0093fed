/**
 * Owns the reading of fields out of JSON that anybody may have sent. Clients send `null` for what they leave unset
 * (PIPECAT), so null and absent are one.
 */
import { BadRequest } from './bad-request.js';

export type Fields = Readonly<Record<string, unknown>>;

export function given(fields: Fields, name: string): unknown {
  return fields[name] ?? undefined;
}

export function text(fields: Fields, name: string, label = name): string | undefined {
  const value = given(fields, name);
  if (value !== undefined && typeof value !== 'string') throw new BadRequest(label, 'a string is expected');
  return value;
}

export function flag(fields: Fields, name: string): boolean | undefined {
  const value = given(fields, name);
  if (value !== undefined && typeof value !== 'boolean') {
    throw new BadRequest(name, 'true or false is expected');
  }
  return value;
}

export function number(
  fields: Fields,
  name: string,
  min: number,
  max: number,
  label = name,
): number | undefined {
  const value = given(fields, name);
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !(value >= min && value <= max)) {
    throw new BadRequest(label, `a number from ${min} to ${max} is expected`);
  }
  return value;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function object(fields: Fields, name: string, label = name): Fields {
  const value = given(fields, name);
  if (value === undefined) return {};
  if (!isFields(value)) throw new BadRequest(label, 'an object is expected');
  return value;
}

export function choice<T extends string>(
  fields: Fields,
  name: string,
  choices: readonly T[],
  label = name,
): T | undefined {
  const value = text(fields, name, label);
  if (value === undefined) return undefined;
  const found = choices.find((option) => option === value);
  if (found === undefined) throw new BadRequest(label, `one of ${choices.join(', ')} is expected`);
  return found;
}

/** A whole number in a query. */
export function whole(query: URLSearchParams, name: string, fallback: number, largest = Infinity): number {
  const value = Number(query.get(name) ?? fallback);
  if (Number.isInteger(value) && value >= 1 && value <= largest) return value;
  throw new BadRequest(name, `a whole number from 1 to ${largest} is expected`);
}
