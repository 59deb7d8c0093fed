// The room's messages, parsed: every type that we translate, and those that are passed on.
import { expect } from '@open-wc/testing';
import {
  controlMessage,
  endReasonOf,
  parseAgentEvent,
  type AgentEvent,
  type OtherAgentEvent,
} from '../../../src/services/live-avatar/agent-messages.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const parseAny = (json: unknown): AgentEvent | OtherAgentEvent | undefined =>
  parseAgentEvent(encode(JSON.stringify(json)));
/** One of those that we translate. */
const parse = (json: unknown): AgentEvent | undefined => {
  const event = parseAny(json);
  expect(event?.type).not.to.equal('other');
  return event as AgentEvent | undefined;
};
const bare = { source: undefined, text: '', reason: undefined };

describe('a message of the agent', () => {
  for (const event_type of [
    'user.speak_started',
    'user.speak_ended',
    'user.push_to_talk_started',
    'user.push_to_talk_start_failed',
    'user.push_to_talk_stopped',
    'user.push_to_talk_stop_failed',
    'avatar.speak_started',
    'avatar.speak_ended',
    'session.stopped',
  ]) {
    it(`is read as ${event_type}`, () => {
      const message = { event_id: 'e', event_type, session_id: 's', source_event_id: null };
      expect(parse(message)).to.deep.equal({ ...bare, type: event_type, fields: message });
    });
  }

  for (const event_type of [
    'user.transcription.chunk',
    'user.transcription',
    'avatar.transcription.chunk',
    'avatar.transcription',
  ]) {
    it(`is read as ${event_type}, with its text as it is`, () => {
      expect(parse({ event_type, text: ' Grüße 🎤 ' })).to.deep.equal({
        ...bare,
        type: event_type,
        text: ' Grüße 🎤 ',
        fields: { event_type, text: ' Grüße 🎤 ' },
      });
      expect(parse({ event_type })?.text).to.equal('');
      expect(parse({ event_type, text: null })?.text).to.equal('');
    });
  }

  for (const [spelt, type] of [
    ['user.transcription_chunk', 'user.transcription.chunk'],
    ['avatar.transcription_chunk', 'avatar.transcription.chunk'],
    ['session_stopped', 'session.stopped'],
  ] as const) {
    it(`is read as ${type} where it is spelt ${spelt}`, () => {
      expect(parse({ event_type: spelt, text: 'a' })?.type).to.equal(type);
    });
  }

  it('of another name is passed on as it is', () => {
    const fields = { event_type: 'elevenlabs_agent_event', data: { vad_score: 0.5 }, text: 7 };
    expect(parseAny(fields)).to.deep.equal({ type: 'other', name: 'elevenlabs_agent_event', fields });
  });

  it('names the command that it answers', () => {
    expect(parse({ event_type: 'avatar.speak_started', source_event_id: 'c' })?.source).to.equal('c');
  });

  const event_type = 'session.stopped';
  for (const [fields, reason, end] of [
    [{ stop_reason: 'IDLE_TIMEOUT' }, 'IDLE_TIMEOUT', 'idle'],
    [{ end_reason: 'IDLE_TIMEOUT' }, 'IDLE_TIMEOUT', 'idle'],
    [{ stop_reason: null, end_reason: 'MAX_DURATION_REACHED' }, 'MAX_DURATION_REACHED', 'duration'],
    [{ stop_reason: 7, end_reason: 'ZOMBIE_SESSION_REAP' }, 'ZOMBIE_SESSION_REAP', 'idle'],
    [{ stop_reason: 'NO_CREDITS', end_reason: 'UNKNOWN' }, 'NO_CREDITS', 'server'],
    [{ stop_reason: 'toString' }, 'toString', 'server'],
    [{}, undefined, 'server'],
  ] as const) {
    it(`ends a session as ${end} where it says ${JSON.stringify(fields)}`, () => {
      const event = parse({ event_type, ...fields });
      expect(event?.reason).to.equal(reason);
      expect(event && endReasonOf(event)).to.equal(end);
    });
  }

  for (const [name, bytes] of [
    ['nothing', new Uint8Array()],
    ['no JSON', encode('{"event_type":"user.speak_sta')],
    ['no text at all', Uint8Array.of(0xff, 0xfe, 0x00)],
    ['null', encode('null')],
    ['a text', encode('"user.speak_started"')],
    ['a number', encode('7')],
    ['a list', encode('[{"event_type":"user.speak_started"}]')],
    ['no type', encode('{"text":"Hello"}')],
    ['a type that no event can have', encode('{"event_type":"user speak"}')],
    ['an event of ours', encode('{"event_type":"stream_ready"}')],
    ['a type that is no text', encode('{"event_type":["user.speak_started"]}')],
    ['the name of another field', encode('{"type":"user.speak_started"}')],
    ["a type that every object's prototype has", encode('{"event_type":"constructor"}')],
    ['what is not ours to hear', encode('{"event_type":"session.state_updated"}')],
    ['a text that is a number', encode('{"event_type":"user.transcription","text":7}')],
    ['a text that is an object', encode('{"event_type":"user.transcription","text":{"a":1}}')],
  ] as const) {
    it(`is nothing where it is ${name}`, () => {
      expect(parseAgentEvent(bytes)).to.equal(undefined);
    });
  }

  it('is nothing where it is longer than any of the service', () => {
    const ofLength = (length: number): Uint8Array => {
      const around = JSON.stringify({ event_type: 'user.transcription', text: '' }).length;
      return encode(JSON.stringify({ event_type: 'user.transcription', text: 'x'.repeat(length - around) }));
    };
    expect(ofLength(65_536)).to.have.lengthOf(65_536);
    expect(parseAgentEvent(ofLength(65_536))?.type).to.equal('user.transcription');
    expect(parseAgentEvent(ofLength(65_537))).to.equal(undefined);
  });

  it('changes nobody’s prototype, whatever its fields are called', () => {
    const spoof =
      '{"event_type":"user.speak_started","type":"session.stopped","__proto__":{"text":"x"},"task_id":1}';
    expect(parseAgentEvent(encode(spoof))).to.include({ ...bare, type: 'user.speak_started' });
    expect('text' in {}).to.equal(false);
  });

  it('that names itself as its source by something other than a text names none', () => {
    for (const source_event_id of [7, {}, ['c'], true]) {
      expect(parse({ event_type: 'avatar.speak_started', source_event_id })?.source).to.equal(undefined);
    }
  });
});

describe('a command', () => {
  it('is JSON of its id, its type and its fields', () => {
    const bytes = controlMessage('avatar.speak_text', 'id-1', { text: 'Grüße "🎤"' });
    expect(new TextDecoder().decode(bytes)).to.equal(
      '{"event_id":"id-1","event_type":"avatar.speak_text","text":"Grüße \\"🎤\\""}',
    );
  });
});
