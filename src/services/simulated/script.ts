/** A start request checked for a simulated session. What is not allowed is told with its path, and what may stand there. */

import { AvatarQuality } from '../../api/enums.js';
import { sessionError } from '../../api/error-table.js';
import * as options from '../../api/option-checks.js';
import type { StartAvatarOptions } from '../../api/requests.js';
import type { SimulatedDelays, SimulatedScript } from '../../api/simulated-script.js';
import { isRecord } from '../../api/unknown.js';
import { patternOf } from './answers.js';
import { troubles } from './troubles.js';

/** Throws `invalid_option` where it finds something else. */
type Check = (value: unknown, path: string) => void;

export const defaultDelays = {
  open: 250,
  start: 350,
  room: 150,
  media: 250,
  answer: 500,
} satisfies SimulatedDelays;

/** Throws `invalid_option`, naming the option, also for what HeyGen's services would refuse. */
export function readScript({ quality, simulatedScript }: StartAvatarOptions): SimulatedScript {
  options.oneOf('quality', quality, [...Object.values(AvatarQuality), 'very_high']);
  if (!options.isSet(simulatedScript)) return {};
  checkScript(simulatedScript, 'simulatedScript');
  return simulatedScript;
}

/** `allowed` completes “Set it to …”. */
function refuse(path: string, value: unknown, allowed: string, what = kindOf(value)): never {
  throw sessionError('invalid_option', { message: `${path} is ${what}. Set it to ${allowed}.` });
}

/** What the script has somebody say is not repeated: errors are logged. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'missing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'string') return value.trim() === '' ? 'an empty string' : 'a string';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

const text: Check = (value, path) => {
  if (typeof value !== 'string' || value.trim() === '') refuse(path, value, 'a string with some text');
};

const flag: Check = (value, path) => void options.flag(path, value);

const oneOf =
  (names: readonly string[]): Check =>
  (value, path) =>
    void options.oneOf(path, value, names);

const within =
  (least: number, most: number): Check =>
  (value, path) =>
    void options.within(path, value, least, most);

const wholeNumber: Check = (value, path) => {
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    refuse(path, value, 'a whole number of at least 0');
};

const pattern: Check = (value, path) => {
  text(value, path);
  try {
    patternOf(value as string);
  } catch {
    refuse(path, value, 'one, without slashes around it', 'not a valid regular expression');
  }
};

const colour: Check = (value, path) => {
  text(value, path);
  if (!CSS.supports('color', value as string)) refuse(path, value, 'a CSS colour', 'not a colour');
};

function list(item: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value) || value.length === 0) refuse(path, value, 'a list with at least one item');
    for (const [index, one] of value.entries()) item(one, `${path}[${index}]`);
  };
}

/** An object with these members and no others; each may be left out but for those in `needed`. */
function object(members: Readonly<Record<string, Check>>, needed: readonly string[] = []): Check {
  return (value, path) => {
    if (!isRecord(value)) refuse(path, value, 'an object');
    for (const name of needed) members[name]?.(value[name], `${path}.${name}`);
    for (const [name, member] of Object.entries(value)) {
      const check = Object.hasOwn(members, name) ? members[name] : undefined;
      if (!check) {
        const message = `${path}.${name} is unknown. Remove it, or use one of: ${Object.keys(members).join(', ')}.`;
        throw sessionError('invalid_option', { message });
      }
      if (member !== undefined) check(member, `${path}.${name}`);
    }
  };
}

const textOrTexts: Check = (value, path) => (Array.isArray(value) ? list(text) : text)(value, path);
const delay = within(0, 600_000);

const checkScript = object({
  seed: wholeNumber,
  answers: list(object({ pattern, answer: textOrTexts }, ['answer'])),
  userTranscripts: list(text),
  delays: object(Object.fromEntries(Object.keys(defaultDelays).map((name) => [name, delay]))),
  durationLimit: within(0.001, 86_400),
  trouble: oneOf(Object.keys(troubles)),
  label: flag,
  background: colour,
} satisfies Record<keyof SimulatedScript, Check>);
