// Talking to a live session: what each way of calling `speak` sends, when it resolves, and the other commands.
import { expect } from '@open-wc/testing';
import { sessionError } from '../../src/api/error-table.js';
import type { SpeakOptions } from '../../src/api/requests.js';
import type { TranscriptTurn } from '../../src/api/transcript.js';
import type { Command, CommandAnswer } from '../../src/services/service.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { isPending, never, rejection } from '../support/outcome.js';

const repeat = { type: 'speak', text: 'Hello', taskType: 'repeat', taskMode: undefined } as const;
const talk = { type: 'speak', text: 'Hello', taskType: 'talk', taskMode: 'async' } as const;

/** What the page says, and what goes to the service. */
const variants: readonly [string, SpeakOptions | string, Command][] = [
  ['a string', 'Hello', talk],
  ['a text alone', { text: 'Hello' }, talk],
  ['taskType', { text: 'Hello', taskType: 'repeat' }, repeat],
  ['task_type', { text: 'Hello', task_type: 'repeat' }, repeat],
  [
    'taskMode of a REPEAT',
    { text: 'Hello', taskType: 'repeat', taskMode: 'async' },
    { ...repeat, taskMode: 'async' },
  ],
  ['taskMode of a TALK', { text: 'Hello', taskMode: 'sync' }, { ...talk, taskMode: 'sync' }],
  ['both spellings', { text: 'Hello', taskType: 'talk', task_type: 'repeat' }, talk],
  ['options left undefined', { text: 'Hello', taskType: undefined, taskMode: undefined }, talk],
  ['white space around', { text: ' Hello ' }, { ...talk, text: ' Hello ' }],
];

const refused: readonly [string, unknown, string][] = [
  ['an empty text', '', 'empty_text'],
  ['white space', { text: ' \n' }, 'empty_text'],
  ['no text', {}, 'empty_text'],
  ['a number', { text: 7 }, 'empty_text'],
  ['nothing', undefined, 'empty_text'],
  ['null', null, 'empty_text'],
  ['an unknown task type', { text: 'Hello', taskType: 'sing' }, 'invalid_option'],
  ['an unknown task mode', { text: 'Hello', taskMode: 'later' }, 'invalid_option'],
];

describe('speak', () => {
  let client: ClientUnderTest;
  let answer: (command: Command) => Promise<CommandAnswer>;

  beforeEach(async () => {
    answer = async () => ({ taskId: 't-1', durationMs: 1200 });
    client = new ClientUnderTest({ command: (command) => answer(command) });
    await client.start();
  });
  afterEach(() => client.avatar.stopAvatar());

  const ofAvatar = (): readonly TranscriptTurn[] =>
    client.avatar.transcript.filter(({ role }) => role === 'avatar');

  for (const [name, request, command] of variants) {
    it(`sends what was resolved: ${name}`, async () => {
      expect(await client.avatar.speak(request)).to.deep.equal({ task_id: 't-1', duration_ms: 1200 });
      expect(client.ports.service.session.commands).to.deep.equal([command]);
    });
  }

  for (const [name, request, code] of refused) {
    it(`rejects with ${code}, and sends nothing: ${name}`, async () => {
      const error = await rejection(client.avatar.speak(request as SpeakOptions));
      expect(error).to.include({ code, phase: 'live' });
      expect(client.ports.service.session.commands).to.deep.equal([]);
    });
  }

  it('makes a task_id of its own where the service gives none, another each time', async () => {
    answer = async () => ({});
    const first = await client.avatar.speak('Hello');
    const second = await client.avatar.speak('Hello');
    expect(first, 'pages time their next step by it').to.have.all.keys('task_id', 'duration_ms');
    expect(first.duration_ms).to.be.a('number');
    expect(first.task_id).to.match(/^[\w-]{8,}$/);
    expect(second.task_id).not.to.equal(first.task_id);
  });

  it('rejects as the service does, and the session goes on', async () => {
    answer = () => Promise.reject(sessionError('rate_limited'));
    expect(await rejection(client.avatar.speak('Hello'))).to.include({ code: 'rate_limited', phase: 'live' });
    expect(client.avatar.state.status).to.equal('live');
    expect(client.told.filter((type) => type !== 'transcript_changed')).to.deep.equal(['stream_ready']);
    expect(client.avatar.transcript, 'of a text that nobody heard').to.deep.equal([]);
  });

  it('ends the session with the reason unauthorized when the token is refused', async () => {
    answer = () => Promise.reject(sessionError('unauthorized', { status: 401 }));
    expect(await rejection(client.avatar.speak('Hello'))).to.include({ code: 'unauthorized', phase: 'live' });
    await client.reaches('ended unauthorized');
    expect(client.ports.service.session.stops).to.equal(1);
  });

  it('rejects with aborted when the session is stopped meanwhile', async () => {
    answer = never;
    const speaking = rejection(client.avatar.speak('Hello'));
    await client.avatar.stopAvatar();
    expect(await speaking).to.include({ code: 'aborted' });
  });

  it('makes that id on a page without https too, where crypto.randomUUID is missing', async () => {
    answer = async () => ({});
    const { randomUUID } = crypto;
    Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true });
    try {
      expect((await client.avatar.speak('Hello')).task_id).to.match(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-/);
    } finally {
      Object.defineProperty(crypto, 'randomUUID', { value: randomUUID, configurable: true });
    }
  });

  it('tells a network failure of its chunk as such, and nothing raw', async () => {
    answer = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
    expect(await rejection(client.avatar.speak('Hello'))).to.include({
      code: 'internal_error',
      phase: 'live',
    });
  });

  for (const taskMode of ['sync', 'async'] as const) {
    it(`resolves once the service has taken it, before the avatar has said it: ${taskMode}`, async () => {
      const speaking = client.avatar.speak({ text: 'Hello', taskType: 'repeat', taskMode });
      expect(await isPending(speaking)).to.equal(false);
      // As pages do that were written for the SDK: they wait for that event from here on.
      const stopped = new Promise((resolve) => client.avatar.on('avatar_stop_talking', resolve));
      say('avatar_start_talking');
      say('avatar_stop_talking');
      await stopped;
    });
  }

  const say = (
    type: 'avatar_start_talking' | 'avatar_end_message' | 'avatar_stop_talking',
    id = 't-1',
  ): void => client.ports.service.session.say({ type, task_id: id });
  const sayWhole = (id?: string): void => {
    say('avatar_start_talking', id);
    say('avatar_end_message', id);
    say('avatar_stop_talking', id);
  };

  for (const [name, refusedRequest] of [
    ['a REPEAT', { text: 'Hello', taskType: 'repeat' }],
    ['an earlier TALK', { text: 'Hello' }],
  ] satisfies [string, SpeakOptions][]) {
    it(`thinks on when ${name} is refused: the answer to another is awaited`, async () => {
      const answered = Promise.withResolvers<CommandAnswer>();
      answer = (command) =>
        command.type === 'speak' && command.text === 'Why?' ? never() : answered.promise;
      const first = rejection(client.avatar.speak(refusedRequest));
      const second = rejection(client.avatar.speak('Why?'));
      expect(client.avatar.state).to.include({ thinking: true });
      answered.reject(sessionError('server_error'));
      expect(await first).to.include({ code: 'server_error' });
      expect(client.avatar.state).to.include({ thinking: true });
      await client.avatar.stopAvatar();
      await second;
    });
  }

  for (const [name, ask] of [
    ['by another TALK', async () => client.avatar.speak('Why?')],
    [
      'by voice',
      async () => {
        client.ports.service.session.say({ type: 'user_start' });
        client.ports.service.session.say({ type: 'user_talking_message', task_id: 'u', message: 'Why?' });
        client.ports.service.session.say({ type: 'user_stop' });
      },
    ],
  ] as const) {
    it(`thinks on when a TALK is refused after the user has asked ${name}`, async () => {
      await ask();
      answer = () => Promise.reject(sessionError('server_error'));
      await rejection(client.avatar.speak('Hello'));
      expect(client.avatar.state).to.include({ thinking: true });
    });
  }

  describe('has in its answer a promise of the end that', () => {
    it('is not among its members, so that the answer looks like the SDK’s', async () => {
      const spoken = await client.avatar.speak('Hello');
      expect(Object.keys(spoken)).to.deep.equal(['task_id', 'duration_ms']);
      expect(JSON.stringify(spoken)).to.equal('{"task_id":"t-1","duration_ms":1200}');
      expect(spoken.finished).to.be.instanceOf(Promise);
    });

    for (const last of ['avatar_stop_talking', 'avatar_end_message'] as const) {
      it(`resolves at the end of its turn, here ${last}`, async () => {
        const { finished } = await client.avatar.speak('Hello');
        say('avatar_start_talking');
        say(last === 'avatar_stop_talking' ? 'avatar_end_message' : 'avatar_stop_talking');
        client.ports.service.session.say({ type: 'avatar_talking_message', task_id: 't-1', message: 'Hi' });
        expect(await isPending(finished)).to.equal(last === 'avatar_stop_talking');
        say(last);
        expect(await finished).to.deep.equal({ interrupted: false });
      });
    }

    it('resolves though the turn takes ten minutes', async () => {
      await client.avatar.stopAvatar();
      client = new ClientUnderTest({ command: (command) => answer(command) });
      await client.start({ disableIdleTimeout: true });
      const { finished } = await client.avatar.speak({ text: 'Hello', taskMode: 'sync' });
      say('avatar_start_talking');
      client.ports.clock.advance(600);
      expect(await isPending(finished)).to.equal(true);
      say('avatar_end_message');
      say('avatar_stop_talking');
      expect(await finished).to.deep.equal({ interrupted: false });
    });

    it('resolves where the turn was over before the answer came', async () => {
      const answered = Promise.withResolvers<CommandAnswer>();
      answer = () => answered.promise;
      const speaking = client.avatar.speak('Hello');
      sayWhole();
      answered.resolve({ taskId: 't-1' });
      expect(await (await speaking).finished).to.deep.equal({ interrupted: false });
    });

    for (const [name, cut] of [
      ['it is interrupted', () => client.avatar.interrupt()],
      ['the user barges in', async () => client.ports.service.session.say({ type: 'user_start' })],
      ['the session is stopped', () => client.avatar.stopAvatar()],
      [
        'the session breaks',
        async () => client.ports.room.emit({ type: 'disconnected', code: 0, reason: 'network' }),
      ],
    ] as const) {
      for (const begun of [true, false]) {
        it(`resolves when ${name}, ${begun ? 'in mid-sentence' : 'before it has begun'}`, async () => {
          const { finished } = await client.avatar.speak('Hello');
          if (begun) say('avatar_start_talking');
          expect(await isPending(finished)).to.equal(true);
          await cut();
          expect(await finished).to.deep.equal({ interrupted: true });
        });
      }
    }

    it('goes on while another turn ends', async () => {
      const { finished } = await client.avatar.speak('Hello');
      sayWhole('other');
      expect(await isPending(finished)).to.equal(true);
    });

    describe('resolves though avatar_end_message was lost,', () => {
      const begin = (id: string, message: string): void => {
        say('avatar_start_talking', id);
        client.ports.service.session.say({ type: 'avatar_talking_message', task_id: id, message });
      };

      it('when the next turn begins, and neither calls it interrupted', async () => {
        const { finished } = await client.avatar.speak('Hello');
        begin('t-1', 'Hi');
        say('avatar_stop_talking', 't-1');
        expect(await isPending(finished)).to.equal(true);
        begin('t-2', 'And');
        expect(await isPending(finished), 'in the next turn').to.equal(false);
        expect(await finished).to.deep.equal({ interrupted: false });
        await client.avatar.interrupt();
        expect(ofAvatar().map(({ id, interrupted }) => [id, interrupted])).to.deep.equal([
          ['t-1', false],
          ['t-2', true],
        ]);
      });

      it('when the user speaks after it was heard, and neither calls it interrupted', async () => {
        const { finished } = await client.avatar.speak('Hello');
        begin('t-1', 'Hi');
        say('avatar_stop_talking', 't-1');
        client.ports.service.session.say({ type: 'user_start' });
        expect(await isPending(finished)).to.equal(false);
        expect(await finished).to.deep.equal({ interrupted: false });
        expect(ofAvatar()[0]).to.include({ id: 't-1', interrupted: false });
      });
    });

    it('takes the next unknown turn for its own where the service names none, and tells that under its id', async () => {
      answer = async () => ({});
      const first = await client.avatar.speak('Hello');
      const second = await client.avatar.speak('Hello');
      sayWhole('named-by-the-service');
      expect(await first.finished).to.deep.equal({ interrupted: false });
      expect(await isPending(second.finished)).to.equal(true);
      sayWhole('another');
      expect(await second.finished).to.deep.equal({ interrupted: false });
      expect(
        client.details('avatar_stop_talking').map((detail) => (detail as { task_id: string }).task_id),
      ).to.deep.equal([first.task_id, second.task_id]);
    });

    it('is settled by its own turn after one that was interrupted before it began', async () => {
      answer = async () => ({});
      const first = await client.avatar.speak('One');
      await client.avatar.interrupt();
      expect(await first.finished).to.deep.equal({ interrupted: true });
      const second = await client.avatar.speak('Two');
      say('avatar_start_talking', 'x');
      client.ports.service.session.say({ type: 'avatar_talking_message', task_id: 'x', message: 'Two' });
      say('avatar_end_message', 'x');
      say('avatar_stop_talking', 'x');
      expect(await isPending(second.finished), 'took it for the first').to.equal(false);
      expect(ofAvatar().map(({ id, text }) => [id, text])).to.deep.equal([[second.task_id, 'Two']]);
    });
  });

  describe('and the other commands', () => {
    it('interrupt, keepAlive, startListening and stopListening are sent each as itself', async () => {
      await client.avatar.interrupt();
      await client.avatar.keepAlive();
      await client.avatar.startListening();
      await client.avatar.stopListening();
      expect(client.ports.service.session.commands).to.deep.equal([
        { type: 'interrupt' },
        { type: 'keep_alive' },
        { type: 'start_listening' },
        { type: 'stop_listening' },
      ]);
    });

    it('change the listening pose when the service has taken it, not before', async () => {
      const taken = Promise.withResolvers<CommandAnswer>();
      answer = () => taken.promise;
      const listening = client.avatar.startListening();
      expect(client.avatar.state).to.include({ listening: false });
      taken.resolve({});
      await listening;
      expect(client.avatar.state).to.include({ listening: true });
      await client.avatar.stopListening();
      expect(client.avatar.state).to.include({ listening: false });
    });

    it('give up after a minute', async () => {
      answer = never;
      const asking = rejection(client.avatar.keepAlive());
      client.ports.clock.advance(59.9);
      expect(await isPending(asking)).to.equal(true);
      client.ports.clock.advance(0.1);
      expect(await asking).to.include({ code: 'timeout', phase: 'live' });
      expect(client.avatar.state.status).to.equal('live');
    });
  });
});
