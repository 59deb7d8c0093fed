// What the avatar and the chat socket say, parsed: each message of the protocol, and a flood of others.
import { expect } from '@open-wc/testing';
import type { ConversationEvent } from '../../../src/api/events.js';
import { parseMessage as parse } from '../../../src/services/interactive-avatar/messages.js';
import type { ServiceEvent } from '../../../src/services/service.js';
import { pick, seeded, type Random } from '../../support/random.js';

/** The event of the conversation that a message tells; `ServiceEvent`s of other kinds come out as they are. */
const parseMessage = (raw: unknown): ConversationEvent | ServiceEvent | undefined => {
  const event = parse(raw);
  return event?.type === 'conversation' ? event.event : event;
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** On the wire, and as the page gets it. */
const messages: readonly [Record<string, unknown> & { type: string }, ConversationEvent][] = [
  [
    { type: 'avatar_start_talking', task_id: 'a' },
    { type: 'avatar_start_talking', task_id: 'a' },
  ],
  [
    { type: 'avatar_talking_message', task_id: 'a', message: 'Hel' },
    { type: 'avatar_talking_message', task_id: 'a', message: 'Hel' },
  ],
  [
    { type: 'avatar_talking_message', task_id: 'a', message: '' },
    { type: 'avatar_talking_message', task_id: 'a', message: '' },
  ],
  [
    { type: 'avatar_end_message', task_id: 'a' },
    { type: 'avatar_end_message', task_id: 'a' },
  ],
  [
    { type: 'avatar_end_message', task_id: 'a', message: 'Hello' },
    { type: 'avatar_end_message', task_id: 'a', message: 'Hello' },
  ],
  [
    { type: 'avatar_stop_talking', task_id: 'a', duration_ms: 1234.5 },
    { type: 'avatar_stop_talking', task_id: 'a', duration_ms: 1234.5 },
  ],
  [
    { type: 'avatar_stop_talking', task_id: 'a' },
    { type: 'avatar_stop_talking', task_id: 'a' },
  ],
  [
    { type: 'avatar_stop_talking', task_id: 'a', duration_ms: 'long' },
    { type: 'avatar_stop_talking', task_id: 'a' },
  ],
  [
    { type: 'user_talking_message', task_id: 'u', message: 'Hi ✓' },
    { type: 'user_talking_message', task_id: 'u', message: 'Hi ✓' },
  ],
  [
    { type: 'user_end_message', task_id: 'u' },
    { type: 'user_end_message', task_id: 'u' },
  ],
  [
    { type: 'user_end_message', task_id: null },
    { type: 'user_end_message', task_id: '' },
  ],
  [{ type: 'user_start' }, { type: 'user_start' }],
  [
    { type: 'user_stop', task_id: 'u' },
    { type: 'user_stop', task_id: 'u' },
  ],
  [
    { type: 'user_silence', silence_times: 1, count_down: 5 },
    { type: 'user_silence', silence_times: 1, count_down: 5 },
  ],
  [
    { type: 'avatar_start_talking', task_id: 'a', unknown: { deep: [1] } },
    { type: 'avatar_start_talking', task_id: 'a', unknown: { deep: [1] } },
  ],
];

const types = [...new Set(messages.map(([{ type }]) => type))];

const ignored: readonly [string, unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['a number', 7],
  ['an ArrayBuffer', bytes('{"type":"user_start"}').buffer],
  ['a Blob', new Blob(['{"type":"user_start"}'])],
  ['an empty text', ''],
  ['no bytes', new Uint8Array()],
  ['no JSON', 'hello'],
  ['a JSON word', '"user_start"'],
  ['a JSON number', '7'],
  ['JSON null', 'null'],
  ['a list', '[{"type":"user_start"}]'],
  ['no type', '{"task_id":"a"}'],
  ['a type of our own', '{"type":"session_ended","task_id":"a"}'],
  ['a type of every object', '{"type":"toString"}'],
  ['a type that is a list', '{"type":["user_start"]}'],
  ['a task_id that is a number', '{"type":"avatar_start_talking","task_id":7}'],
  ['words without a message', '{"type":"avatar_talking_message","task_id":"a"}'],
  ['a message that is an object', '{"type":"user_talking_message","task_id":"a","message":{}}'],
  ['a silence without numbers', '{"type":"user_silence"}'],
  ['a silence with negative numbers', '{"type":"user_silence","silence_times":-1,"count_down":5}'],
  ['a silence without end', '{"type":"user_silence","silence_times":1,"count_down":1e999}'],
  ['more than any message has', JSON.stringify({ type: 'user_start', padding: 'x'.repeat(65_536) })],
];

describe('a message', () => {
  for (const [wire, event] of messages) {
    it(`is read from ${JSON.stringify(wire)}, by either key, as text and as bytes`, () => {
      const { type, ...rest } = wire;
      for (const [text, expected] of [
        [JSON.stringify(wire), event],
        [JSON.stringify({ event_type: type, ...rest }), { event_type: type, ...event }],
      ] as const) {
        expect(parseMessage(text)).to.deep.equal(expected);
        expect(parseMessage(bytes(text))).to.deep.equal(expected);
      }
    });
  }

  it('of a name that is none of ours comes out as it is', () => {
    const detail = { type: 'avatar_dances', task_id: 7, how: { fast: true } };
    expect(parse(JSON.stringify(detail))).to.deep.equal({ type: 'other', name: 'avatar_dances', detail });
  });

  for (const [name, raw] of ignored) {
    it(`is ignored when it is ${name}`, () => {
      expect(parseMessage(raw)).to.equal(undefined);
      if (typeof raw === 'string') expect(parseMessage(bytes(raw))).to.equal(undefined);
    });
  }

  it('is read up to the longest, and not past it', () => {
    const ofLength = (length: number): string => `{"type":"user_start"}`.padEnd(length);
    expect(parseMessage(ofLength(65_536))).to.deep.equal({ type: 'user_start' });
    expect(parseMessage(ofLength(65_537))).to.equal(undefined);
  });

  it('never throws, and gives only well-formed events, whatever comes (20000 seeded messages)', () => {
    const random = seeded(20_260_331);
    let given = 0;
    // One expectation for all: twenty thousand take seconds on a busy machine.
    const wrong: string[] = [];
    for (let n = 0; n < 20_000; n += 1) {
      const raw = hostile(random);
      const parsed = parse(random() < 0.5 ? raw : bytes(raw));
      if (parsed?.type !== 'conversation') {
        if (parsed?.type === 'other' && types.includes(parsed.name)) wrong.push(raw);
        continue;
      }
      const { event } = parsed;
      given += 1;
      if (!isWellFormed(event)) wrong.push(raw);
    }
    expect(wrong).to.deep.equal([]);
    expect(given, 'some of them are valid').to.be.greaterThan(500);
  });

  it('is never made of random bytes', () => {
    const random = seeded(7);
    for (let n = 0; n < 2000; n += 1) {
      const noise = Uint8Array.from({ length: Math.floor(random() * 200) }, () => random() * 256);
      expect(parseMessage(noise)).to.equal(undefined);
    }
  });
});

const strange = [null, true, -1, 0, 1e20, 'text', '', [], {}, [{}], '\u0000', '__proto__', 1.5, 'user_start'];

/** A message of the protocol with a member or two replaced, or its text cut or stirred. */
function hostile(random: Random): string {
  const wire: Record<string, unknown> = { ...pick(random, messages)[0] };
  for (let n = Math.floor(random() * 3); n > 0; n -= 1) {
    const key = pick(random, [...Object.keys(wire), 'type', 'event_type', 'task_id', 'message', '__proto__']);
    if (random() < 0.3) delete wire[key];
    else wire[key] = pick(random, [...strange, ...types]);
  }
  const text = JSON.stringify(wire);
  if (random() < 0.7) return text;
  const at = Math.floor(random() * text.length);
  return random() < 0.5
    ? text.slice(0, at)
    : `${text.slice(0, at)}${pick(random, ['"', '{', '\\', '7', ','])}${text.slice(at + 1)}`;
}

function isWellFormed(event: ConversationEvent): boolean {
  const { type, task_id, message, duration_ms, silence_times, count_down } = event as Record<string, unknown>;
  const isNumber = (value: unknown): boolean => Number.isFinite(value) && (value as number) >= 0;
  if (!types.includes(type as string)) return false;
  if (type === 'user_silence') return isNumber(silence_times) && isNumber(count_down);
  if (type === 'user_start' || type === 'user_stop')
    return task_id === undefined || typeof task_id === 'string';
  if (typeof task_id !== 'string') return false;
  if (String(type).endsWith('talking_message')) return typeof message === 'string';
  return (
    (duration_ms === undefined || isNumber(duration_ms)) &&
    (message === undefined || typeof message === 'string')
  );
}
