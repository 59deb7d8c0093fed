/**
 * Owns messages that are none (the trouble `garbage-messages`): broken, mistyped, nested, huge; the same ones in
 * the same order for the same seed.
 */

export type Garbage = string | Uint8Array<ArrayBuffer>;

/** LiveKit advises against more in one data message; a few are on its far side. */
const LARGE = 15_000;
const OVERSIZED = 60_000;
/** One in so many is large; more would clog the connection, and what is tested is the client. */
const LARGE_EVERY = 100;

/** Never a plain string or an ordinary number: with those a message could be taken for a true one. */
const WRONG_VALUES: readonly unknown[] = [
  null,
  true,
  [],
  {},
  [[]],
  { toString: 1 },
  -0.5,
  1e308,
  ['x'],
  { length: 3 },
];
const FIXED = [
  '',
  ' ',
  'null',
  'true',
  '0',
  '-1e999',
  '""',
  '"avatar_start_talking"',
  '[]',
  '{}',
  '{',
  '[{"type":',
  '{"type"}',
  '{"type":}',
  '{"type":null}',
  '{"type":[]}',
  '{"type":{}}',
  '{"type":""}',
  '{"type":"undefined"}',
  '{"type":"__proto__"}',
  '{"type":"constructor","task_id":"constructor"}',
  '{"type":"stream_ready"}',
  '{"type":"stream_disconnected"}',
  '{"type":"session_ended","reason":"stopped"}',
  '{"event_type":"toString"}',
  '{"__proto__":{"type":"avatar_start_talking"}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '\u0000',
  '\ufeff{}',
  'undefined',
  'NaN',
  '<html></html>',
];

/** `types` are those of the service's true messages, for messages that are almost ones. */
export function* garbage(seed: number, types: readonly string[]): Generator<Garbage, never, void> {
  const random = randomNumbers(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const bytes = (length: number): Uint8Array<ArrayBuffer> =>
    Uint8Array.from({ length }, () => Math.floor(random() * 256));
  const mistyped = (): string =>
    JSON.stringify({
      [pick(['type', 'event_type', 'Type', 'kind'])]: pick([...WRONG_VALUES, `${pick(types)}_`]),
      task_id: pick(WRONG_VALUES),
      message: pick(WRONG_VALUES),
      duration_ms: pick(WRONG_VALUES),
      silence_times: pick(WRONG_VALUES),
    });
  const cut = (): string => {
    const whole = JSON.stringify({ type: pick(types), task_id: 'garbage', message: 'cut off' });
    return whole.slice(0, 1 + Math.floor(random() * (whole.length - 2)));
  };
  const kinds: (() => Garbage)[] = [
    () => pick(FIXED),
    mistyped,
    mistyped,
    cut,
    () => bytes(1 + Math.floor(random() * 64)),
    () => '['.repeat(1_000),
  ];
  const large: (() => Garbage)[] = [
    () => bytes(LARGE),
    () => JSON.stringify({ type: 'x'.repeat(LARGE), task_id: 'garbage' }),
    () => `${'{"type":'.repeat(LARGE / 8)}`,
    () => 'x'.repeat(OVERSIZED),
  ];
  for (let count = 1; ; count++) yield pick(count % LARGE_EVERY === 0 ? large : kinds)();
}

/** mulberry32: small, and good enough to make a mess. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
