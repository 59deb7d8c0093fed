// Talking to a live session: what each way of calling `speak` sends, when it resolves, and the other commands.
import { expect } from '@open-wc/testing';
import { sessionError } from '../../src/api/error-table.js';
import type { SpeakOptions } from '../../src/api/requests.js';
import type { Command, CommandAnswer } from '../../src/services/service.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { isPending, never, nextTask, rejection } from '../support/outcome.js';
import { TimerLedger } from '../support/timer-ledger.js';

const talk = { type: 'speak', text: 'Hello', taskType: 'talk', taskMode: 'async' } as const;

/** What the page says, and what goes to the service. */
const variants: readonly [string, SpeakOptions | string, Command][] = [
  ['a string', 'Hello', talk],
  ['a text alone', { text: 'Hello' }, talk],
  ['taskType', { text: 'Hello', taskType: 'repeat' }, { ...talk, taskType: 'repeat' }],
  ['task_type', { text: 'Hello', task_type: 'repeat' }, { ...talk, taskType: 'repeat' }],
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
    expect(first).to.have.all.keys('task_id');
    expect(first.task_id).to.match(/^[\w-]{8,}$/);
    expect(second.task_id).not.to.equal(first.task_id);
  });

  it('rejects as the service does, and the session goes on', async () => {
    answer = () => Promise.reject(sessionError('rate_limited'));
    expect(await rejection(client.avatar.speak('Hello'))).to.include({ code: 'rate_limited', phase: 'live' });
    expect(client.avatar.state.status).to.equal('live');
    expect(client.told).to.deep.equal(['stream_ready']);
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

  describe('in sync mode', () => {
    const sync: SpeakOptions = { text: 'Hello', taskType: 'repeat', taskMode: 'sync' };
    const say = (type: 'avatar_start_talking' | 'avatar_end_message' | 'avatar_stop_talking', id = 't-1') =>
      client.ports.service.session.say({ type, task_id: id });

    it('resolves at the end of its turn', async () => {
      const speaking = client.avatar.speak(sync);
      await nextTask();
      say('avatar_start_talking');
      say('avatar_end_message');
      expect(await isPending(speaking)).to.equal(true);
      say('avatar_stop_talking');
      expect(await speaking).to.deep.equal({ task_id: 't-1', duration_ms: 1200 });
      expect(client.ports.service.session.commands).to.deep.equal([
        { ...talk, taskType: 'repeat', taskMode: 'sync' },
      ]);
    });

    it('resolves when the turn was over before the answer came', async () => {
      const answered = Promise.withResolvers<CommandAnswer>();
      answer = () => answered.promise;
      const speaking = client.avatar.speak(sync);
      say('avatar_start_talking');
      say('avatar_end_message');
      say('avatar_stop_talking');
      answered.resolve({ taskId: 't-1' });
      expect(await isPending(speaking)).to.equal(false);
    });

    it('resolves when it is interrupted', async () => {
      const speaking = client.avatar.speak(sync);
      await nextTask();
      say('avatar_start_talking');
      expect(await isPending(speaking)).to.equal(true);
      await client.avatar.interrupt();
      expect(await isPending(speaking)).to.equal(false);
    });

    it('resolves when the user barges in', async () => {
      const speaking = client.avatar.speak(sync);
      await nextTask();
      say('avatar_start_talking');
      client.ports.service.session.say({ type: 'user_start' });
      expect(await isPending(speaking)).to.equal(false);
    });

    it('goes on waiting while another turn ends', async () => {
      const speaking = client.avatar.speak(sync);
      await nextTask();
      for (const type of ['avatar_start_talking', 'avatar_end_message', 'avatar_stop_talking'] as const) {
        say(type, 'other');
      }
      expect(await isPending(speaking)).to.equal(true);
    });

    it('takes the next turn for its own where the service answers nothing', async () => {
      answer = async () => ({});
      const speaking = client.avatar.speak(sync);
      await nextTask();
      for (const type of ['avatar_start_talking', 'avatar_end_message', 'avatar_stop_talking'] as const) {
        say(type, 'named-by-the-service');
      }
      expect(await isPending(speaking)).to.equal(false);
    });

    it('ends with the session', async () => {
      const speaking = client.avatar.speak(sync);
      await nextTask();
      await client.avatar.stopAvatar();
      expect(await isPending(Promise.allSettled([speaking]))).to.equal(false);
    });

    it('waits for its duration and 5 s at the longest', async () => {
      const waits: number[] = [];
      const { timeout } = AbortSignal;
      AbortSignal.timeout = (milliseconds) => {
        waits.push(milliseconds);
        return timeout.call(AbortSignal, 1);
      };
      try {
        expect(await client.avatar.speak(sync)).to.deep.equal({ task_id: 't-1', duration_ms: 1200 });
      } finally {
        AbortSignal.timeout = timeout;
      }
      expect(waits).to.deep.equal([6200]);
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
      const timers = new TimerLedger({ hurry: true });
      const error = await rejection(client.avatar.keepAlive()).finally(() => timers.restore());
      expect(error).to.include({ code: 'timeout', phase: 'live' });
      expect(timers.waits).to.deep.equal([60_000]);
    });
  });
});
