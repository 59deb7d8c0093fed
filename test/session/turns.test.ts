// When a spoken turn is over, by every order of messages that the service may choose.
import { expect } from '@open-wc/testing';
import type { ConversationEvent } from '../../src/api/events.js';
import { Turns } from '../../src/session/turns.js';
import { isPending } from '../support/outcome.js';

const start = (task_id: string): ConversationEvent => ({ type: 'avatar_start_talking', task_id });
const words = (task_id: string): ConversationEvent => ({
  type: 'avatar_talking_message',
  task_id,
  message: 'Hi',
});
const complete = (task_id: string): ConversationEvent => ({ type: 'avatar_end_message', task_id });
const stop = (task_id: string): ConversationEvent => ({ type: 'avatar_stop_talking', task_id });
const userStart: ConversationEvent = { type: 'user_start' };
const userStop: ConversationEvent = { type: 'user_stop' };

/** What is heard after `over('a')` was asked, and whether the turn is over by then. */
const orders: readonly [string, readonly ConversationEvent[], boolean][] = [
  ['nothing is said', [], false],
  ['the avatar speaks', [start('a'), words('a')], false],
  ['its text is complete, and it still speaks', [start('a'), words('a'), complete('a')], false],
  ['it has spoken', [start('a'), words('a'), complete('a'), stop('a')], true],
  ['the text was complete before it spoke', [words('a'), complete('a'), start('a'), stop('a')], true],
  ['it pauses within a long answer', [start('a'), words('a'), stop('a')], false],
  ['it pauses and goes on to the end', [start('a'), stop('a'), start('a'), complete('a'), stop('a')], true],
  ['the end of its text comes after its last word', [start('a'), words('a'), stop('a'), complete('a')], true],
  ['another turn ends', [start('b'), complete('b'), stop('b')], false],
  ['the user barges in', [start('a'), words('a'), userStart], true],
  ['the user barges in before the avatar speaks', [userStart], true],
  ['the user has spoken', [userStop], false],
];

describe('a turn', () => {
  for (const [name, events, over] of orders) {
    it(`${over ? 'is over' : 'goes on'} when ${name}`, async () => {
      const turns = new Turns();
      const waiting = turns.over('a', new AbortController().signal);
      for (const event of events) turns.observe(event);
      expect(await isPending(waiting)).to.equal(!over);
    });
  }

  it('is over for those who ask after its end', async () => {
    const turns = new Turns();
    for (const event of [start('a'), complete('a'), stop('a')]) turns.observe(event);
    expect(await isPending(turns.over('a', new AbortController().signal))).to.equal(false);
  });

  it('is over for those who ask after its interruption', async () => {
    const turns = new Turns();
    turns.observe(start('a'));
    turns.interrupt();
    expect(await isPending(turns.over('a', new AbortController().signal))).to.equal(false);
  });

  it('stays interrupted when an earlier turn ends while it is spoken', async () => {
    const turns = new Turns();
    for (const event of [start('a'), complete('a'), start('b'), stop('a')]) turns.observe(event);
    turns.interrupt();
    expect(await isPending(turns.over('b', new AbortController().signal))).to.equal(false);
  });

  it('ends with its signal, and at once with one that was aborted before', async () => {
    const turns = new Turns();
    const controller = new AbortController();
    const waiting = turns.over('a', controller.signal);
    expect(await isPending(waiting)).to.equal(true);
    controller.abort();
    expect(await isPending(waiting)).to.equal(false);
    expect(await isPending(turns.over('b', controller.signal))).to.equal(false);
  });

  it('ends for everybody who waits for it, one who gave up before included', async () => {
    const turns = new Turns();
    const impatient = new AbortController();
    const first = turns.over('a', impatient.signal);
    const second = turns.over('a', new AbortController().signal);
    impatient.abort();
    expect(await isPending(first)).to.equal(false);
    expect(await isPending(second)).to.equal(true);
    for (const event of [start('a'), complete('a'), stop('a')]) turns.observe(event);
    expect(await isPending(second)).to.equal(false);
  });

  it('leaves the turns that come after an interruption alone', async () => {
    const turns = new Turns();
    turns.observe(start('a'));
    turns.interrupt();
    expect(await isPending(turns.over('b', new AbortController().signal))).to.equal(true);
  });
});
