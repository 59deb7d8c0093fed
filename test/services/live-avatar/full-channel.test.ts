// FULL mode: every command as it is on the wire, push-to-talk's acknowledgements, and what silence and ends become.
import { expect } from '@open-wc/testing';
import type { ConversationEvent } from '../../../src/api/events.js';
import type { ChannelCommand } from '../../../src/services/live-avatar/channel.js';
import { FullChannel } from '../../../src/services/live-avatar/full-channel.js';
import { FakeClock } from '../../support/fake-clock.js';
import { anyRejection, isPending, rejection } from '../../support/outcome.js';

/** Of version 4: the service drops commands with any other. */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const press: ChannelCommand = { type: 'push_to_talk', pressed: true };
const release: ChannelCommand = { type: 'push_to_talk', pressed: false };
const ask = (text: string): ChannelCommand => ({ type: 'speak', text, taskType: 'talk', taskMode: 'async' });
const repeat = (text: string): ChannelCommand => ({
  ...ask(text),
  type: 'speak',
  text,
  taskType: 'repeat',
  taskMode: 'async',
});

class UnderTest {
  readonly clock = new FakeClock();
  readonly told: ConversationEvent[] = [];
  readonly passedOn: unknown[] = [];
  readonly warnings: string[] = [];
  readonly ends: string[] = [];
  readonly published: { topic: string | undefined; text: string }[] = [];
  readonly abort = new AbortController();
  readonly channel: FullChannel;
  publishing: () => Promise<void> = async () => undefined;

  constructor({ answersElsewhere = false, rate = 1 } = {}) {
    const hooks = {
      converse: (event: ConversationEvent) => void this.told.push(event),
      passOn: (name: string, detail: unknown) => void this.passedOn.push([name, detail]),
      warn: (code: string) => void this.warnings.push(code),
      ended: (reason: string) => void this.ends.push(reason),
    };
    this.channel = new FullChannel(this.clock, hooks, { answersElsewhere, rate });
  }

  async start(): Promise<this> {
    const publish = async (topic: string | undefined, bytes: Uint8Array): Promise<void> => {
      this.published.push({ topic, text: new TextDecoder().decode(bytes) });
      await this.publishing();
    };
    await this.channel.start({ publish });
    return this;
  }

  command(command: ChannelCommand): ReturnType<FullChannel['command']> {
    return this.channel.command(command, this.abort.signal);
  }

  receive(event_type: string, fields: object = {}, topic = 'agent-response'): void {
    const text = JSON.stringify({
      event_id: 'e',
      event_type,
      session_id: 's',
      source_event_id: null,
      ...fields,
    });
    this.channel.handle({ topic, bytes: new TextEncoder().encode(text) });
  }

  /** The types of what was told, with the turns' ids. */
  get turns(): unknown[] {
    return this.told.map(({ type, task_id }) => [type, task_id]);
  }

  /** The id of the n-th command. */
  id(n: number): string {
    return (JSON.parse(this.published[n]?.text ?? '{}') as { event_id?: string }).event_id ?? '';
  }
}

describe('a command in FULL mode', () => {
  const commands: readonly [ChannelCommand, string, string][] = [
    [repeat('Grüße "dir"'), 'avatar.speak_text', ',"text":"Grüße \\"dir\\""'],
    [ask('Who is it?'), 'avatar.speak_response', ',"text":"Who is it?"'],
    [{ type: 'interrupt' }, 'avatar.interrupt', ''],
    [{ type: 'start_listening' }, 'avatar.start_listening', ''],
    [{ type: 'stop_listening' }, 'avatar.stop_listening', ''],
    [press, 'user.start_push_to_talk', ''],
    [release, 'user.stop_push_to_talk', ''],
  ];
  for (const [command, type, fields] of commands) {
    it(`is ${type} on the topic agent-control for ${JSON.stringify(command)}`, async () => {
      const under = await new UnderTest().start();
      const sent = under.command(command);
      under.receive('user.push_to_talk_started');
      under.receive('user.push_to_talk_stopped');
      await sent;
      expect(under.id(0)).to.match(uuid);
      expect(under.published).to.deep.equal([
        {
          topic: 'agent-control',
          text: `{"event_id":"${under.id(0)}","event_type":"${type}"${fields}}`,
        },
      ]);
    });
  }

  it('that speaks resolves with its id on the wire, which its turn then has', async () => {
    const under = await new UnderTest().start();
    const { taskId } = await under.command(repeat('Hello'));
    expect(taskId).to.equal(under.id(0));
    under.receive('avatar.speak_started', { source_event_id: taskId });
    expect(under.turns).to.deep.equal([['avatar_start_talking', taskId]]);
  });

  it('that speaks says how long it may take, by its words and the rate', async () => {
    const durations = [1, 0.8, 1.2].map(async (rate) => {
      const under = await new UnderTest({ rate }).start();
      return (await under.command(repeat('One two, three four five. Six!'))).durationMs;
    });
    expect(await Promise.all(durations)).to.deep.equal([2400, 3000, 2000]);
  });

  it('that is longer than a message can be rejects with invalid_option, names the limit and claims no turn', async () => {
    const under = await new UnderTest().start();
    for (const text of ['x'.repeat(60_000), '🎤'.repeat(15_000)]) {
      const error = await rejection(under.command(repeat(text)));
      expect(error).to.include({ code: 'invalid_option', retryable: false });
      expect(error.message).to.contain('60000 bytes');
    }
    expect(under.published).to.deep.equal([]);
    const { taskId } = await under.command(repeat('x'.repeat(59_000)));
    under.receive('avatar.speak_started');
    expect(under.turns).to.deep.equal([['avatar_start_talking', taskId]]);
  });

  it('works on a page that came by plain http, where there is no crypto.randomUUID', async () => {
    const { randomUUID } = crypto;
    Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true });
    try {
      const under = await new UnderTest().start();
      const { taskId } = await under.command(repeat('Hello'));
      under.receive('avatar.speak_started');
      under.receive('user.speak_started');
      expect([taskId === under.id(0), under.told.length]).to.deep.equal([true, 2]);
      expect(taskId).to.match(uuid);
    } finally {
      Object.defineProperty(crypto, 'randomUUID', { value: randomUUID, configurable: true });
    }
  });

  it('that speaks has its turn also where the answer is faster than the sending', async () => {
    const under = await new UnderTest().start();
    under.publishing = async () => under.receive('avatar.speak_started');
    const { taskId } = await under.command(repeat('Hello'));
    expect(under.turns).to.deep.equal([['avatar_start_talking', taskId]]);
  });

  it('that interrupts makes what comes next another turn', async () => {
    const under = await new UnderTest().start();
    await under.command(repeat('One'));
    under.receive('avatar.speak_started');
    await under.command({ type: 'interrupt' });
    under.receive('avatar.speak_ended');
    const { taskId } = await under.command(repeat('Two'));
    under.receive('avatar.speak_started');
    expect(under.turns.at(-1)).to.deep.equal(['avatar_start_talking', taskId]);
  });

  it('that could not be sent claims no turn, and no answer is waited for', async () => {
    const under = await new UnderTest().start();
    under.publishing = () => Promise.reject(new Error('no room'));
    expect(await anyRejection(under.command(ask('One')))).to.have.property('message', 'no room');
    expect(under.clock.pending).to.equal(0);
    under.publishing = async () => undefined;
    const { taskId } = await under.command(repeat('Two'));
    under.receive('avatar.speak_started');
    expect(under.turns).to.deep.equal([['avatar_start_talking', taskId]]);
  });

  it('rejects with what the room rejects with', async () => {
    const under = await new UnderTest().start();
    under.publishing = () => Promise.reject(new Error('no room'));
    expect(await anyRejection(under.command({ type: 'interrupt' }))).to.have.property('message', 'no room');
  });
});

describe('push-to-talk', () => {
  let under: UnderTest;
  beforeEach(async () => (under = await new UnderTest().start()));

  for (const [name, command, acknowledgement] of [
    ['a press', press, 'user.push_to_talk_started'],
    ['a release', release, 'user.push_to_talk_stopped'],
  ] as const) {
    it(`resolves ${name} when it is acknowledged, and no sooner`, async () => {
      const pressing = under.command(command);
      expect(await isPending(pressing)).to.equal(true);
      under.receive(acknowledgement);
      expect(await pressing).to.deep.equal({});
      expect(under.clock.pending).to.equal(0);
    });
  }

  for (const [name, command, refusal] of [
    ['a press', press, 'user.push_to_talk_start_failed'],
    ['a release', release, 'user.push_to_talk_stop_failed'],
  ] as const) {
    it(`rejects ${name} with server_error when it is refused`, async () => {
      const pressing = rejection(under.command(command));
      under.receive(refusal);
      const error = await pressing;
      expect(error).to.include({ code: 'server_error', phase: 'live' });
      expect(error.message).to.contain('push-to-talk');
      expect(under.clock.pending).to.equal(0);
    });

    it(`rejects ${name} with timeout when nothing is said of it within 3 s`, async () => {
      const pressing = rejection(under.command(command));
      under.clock.advance(2.9);
      expect(await isPending(pressing)).to.equal(true);
      under.clock.advance(0.1);
      expect(await pressing).to.include({ code: 'timeout', phase: 'live' });
      expect(under.clock.pending).to.equal(0);
    });

    it(`ends ${name} with its signal`, async () => {
      const pressing = anyRejection(under.command(command));
      under.abort.abort(new Error('enough'));
      expect(await pressing).to.have.property('message', 'enough');
      expect(under.clock.pending).to.equal(0);
    });

    it(`sends nothing of ${name} once its signal has ended`, async () => {
      under.abort.abort(new Error('enough'));
      expect(await anyRejection(under.command(command))).to.have.property('message', 'enough');
      expect([under.published, under.clock.pending]).to.deep.equal([[], 0]);
    });

    it(`ends ${name} that cannot be sent, and waits for nothing`, async () => {
      under.publishing = () => Promise.reject(new Error('no room'));
      expect(await anyRejection(under.command(command))).to.have.property('message', 'no room');
      expect(under.clock.pending).to.equal(0);
    });
  }

  it('tells a press from its release while both wait', async () => {
    const pressing = under.command(press);
    const releasing = under.command(release);
    under.receive('user.push_to_talk_stopped');
    await releasing;
    expect(await isPending(pressing)).to.equal(true);
    under.receive('user.push_to_talk_started');
    await pressing;
  });

  it('takes one acknowledgement for one press, the oldest first', async () => {
    const first = under.command(press);
    const second = under.command(press);
    under.receive('user.push_to_talk_started');
    await first;
    expect(await isPending(second)).to.equal(true);
    under.receive('user.push_to_talk_start_failed');
    expect(await rejection(second)).to.include({ code: 'server_error' });
  });

  it('takes two acknowledgements that come at once for two presses', async () => {
    const both = [under.command(press), under.command(press)];
    under.receive('user.push_to_talk_started');
    under.receive('user.push_to_talk_started');
    await Promise.all(both);
  });

  it('takes an acknowledgement for the press that it names', async () => {
    const first = under.command(press);
    const second = under.command(press);
    under.receive('user.push_to_talk_started', { source_event_id: under.id(1) });
    await second;
    expect(await isPending(first)).to.equal(true);
    under.receive('user.push_to_talk_started', { source_event_id: under.id(0) });
    await first;
  });

  it('is not acknowledged by what one that could not be sent left behind', async () => {
    under.publishing = () => Promise.reject(new Error('no room'));
    await anyRejection(under.command(press));
    under.publishing = async () => undefined;
    const pressing = under.command(press);
    under.receive('user.push_to_talk_started');
    await pressing;
  });

  it('tells the page nothing of its acknowledgements', async () => {
    const pressing = under.command(press);
    under.receive('user.push_to_talk_started');
    await pressing;
    under.receive('user.push_to_talk_stopped');
    expect(under.told).to.deep.equal([]);
  });
});

describe("a user's turn without an answer", () => {
  let under: UnderTest;
  beforeEach(async () => (under = await new UnderTest().start()));
  const question = (): void => under.receive('user.transcription', { text: 'Who is it?' });

  it('is warned of after 10 s', () => {
    question();
    under.clock.advance(9.9);
    expect(under.warnings).to.deep.equal([]);
    under.clock.advance(0.1);
    expect(under.warnings).to.deep.equal(['no_response']);
  });

  it('is warned of once in a session', () => {
    for (let time = 0; time < 3; time += 1) {
      question();
      under.clock.advance(60);
    }
    expect([under.warnings, under.clock.pending]).to.deep.equal([['no_response'], 0]);
  });

  it('is warned of where it was written too, and not where the page says what to say', async () => {
    await under.command(repeat('Hello'));
    expect(under.clock.pending).to.equal(0);
    await under.command(ask('Who is it?'));
    under.clock.advance(10);
    expect(under.warnings).to.deep.equal(['no_response']);
  });

  it('is warned of though its speech is told to have ended after its text', () => {
    question();
    under.receive('user.speak_ended');
    under.clock.advance(10);
    expect(under.warnings).to.deep.equal(['no_response']);
  });

  for (const answer of ['avatar.speak_started', 'avatar.transcription.chunk', 'user.speak_started']) {
    it(`is not warned of after ${answer}`, () => {
      question();
      under.clock.advance(9);
      under.receive(answer);
      expect(under.clock.pending).to.equal(0);
    });
  }

  it('is not warned of once it is interrupted', async () => {
    question();
    await under.command({ type: 'interrupt' });
    expect(under.clock.pending).to.equal(0);
  });

  it('is no turn where it has no words', () => {
    under.receive('user.transcription', { text: ' ' });
    expect(under.clock.pending).to.equal(0);
  });

  it('is not warned of where the page answers by itself', async () => {
    under = await new UnderTest({ answersElsewhere: true }).start();
    question();
    await under.command(ask('Who is it?'));
    expect(under.clock.pending).to.equal(0);
  });

  it('is not waited for once the channel is closed', () => {
    question();
    under.channel.close();
    expect(under.clock.pending).to.equal(0);
  });
});

describe('what is said in the room in FULL mode', () => {
  let under: UnderTest;
  beforeEach(async () => (under = await new UnderTest().start()));

  for (const [fields, reason] of [
    [{ stop_reason: 'MAX_DURATION_REACHED' }, 'duration'],
    [{ end_reason: 'MAX_DURATION_REACHED' }, 'duration'],
    [{ stop_reason: 'IDLE_TIMEOUT', end_reason: 'IDLE_TIMEOUT' }, 'idle'],
    [{ end_reason: 'NO_CREDITS' }, 'server'],
    [{}, 'server'],
  ] as const) {
    it(`ends the session as ${reason} with session.stopped and ${JSON.stringify(fields)}`, () => {
      under.receive('session.stopped', fields);
      expect([under.ends, under.told]).to.deep.equal([[reason], []]);
    });
  }

  it('is passed on where it has a name of its own', () => {
    under.receive('avatar.dances', { step: 1 });
    under.receive('session.updated');
    under.receive('stream_ready');
    expect(under.passedOn).to.have.lengthOf(1);
    expect((under.passedOn[0] as unknown[])[0]).to.equal('avatar.dances');
    expect((under.passedOn[0] as unknown[])[1]).to.include({ event_type: 'avatar.dances', step: 1 });
  });

  for (const topic of [undefined, '', 'agent-control', 'lk.chat']) {
    it(`is not heard on the topic ${JSON.stringify(topic)}`, () => {
      const bytes = new TextEncoder().encode('{"event_type":"session.stopped"}');
      under.channel.handle({ topic, bytes });
      expect(under.ends).to.deep.equal([]);
    });
  }

  it('may be anything, and does no harm', () => {
    for (const text of [
      '',
      'null',
      '[]',
      '{',
      '{"event_type":7}',
      '{"event_type":"avatar.speak_started","text":[]}',
    ]) {
      under.channel.handle({ topic: 'agent-response', bytes: new TextEncoder().encode(text) });
    }
    expect([under.told, under.ends, under.warnings]).to.deep.equal([[], [], []]);
  });
});
