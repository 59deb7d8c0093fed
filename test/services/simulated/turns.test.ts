// The queue of turns, stepped by hand: each turn's events in order, one turn after the other, and none after a cut.
import { expect } from '@open-wc/testing';
import { planSpeech } from '../../../src/services/simulated/speech-plan.js';
import { Turns } from '../../../src/services/simulated/turns.js';

const plan = planSpeech('One two', 1);

/** All that is due by then, in words. */
function step(turns: Turns, now: number): string[] {
  const told: string[] = [];
  for (let event = turns.step(now); event; event = turns.step(now)) {
    const { type, task_id, message = '' } = event as { type: string; task_id?: string; message?: string };
    told.push(`${task_id} ${type.replace('avatar_', '')}${message}`);
  }
  return told;
}

describe('turns', () => {
  let turns: Turns;
  beforeEach(() => (turns = new Turns()));

  it('tell each word when it begins, and then the end', () => {
    turns.add('a', plan, 0);
    expect(step(turns, 0)).to.deep.equal(['a start_talking', 'a talking_messageOne']);
    expect(turns.speaking).to.deep.equal({ id: 'a', plan });
    expect(turns.due).to.equal(plan.words[1]?.at);
    expect(step(turns, (turns.due ?? 0) - 0.01)).to.deep.equal([]);
    expect(step(turns, turns.due ?? 0)).to.deep.equal(['a talking_message two']);
    expect(turns.due).to.equal(plan.seconds);
    expect(step(turns, plan.seconds)).to.deep.equal(['a end_messageOne two', 'a stop_talking']);
    expect([turns.due, turns.speaking]).to.deep.equal([undefined, undefined]);
  });

  it('tell all of a turn at once where nobody looked meanwhile', () => {
    turns.add('a', plan, 0);
    step(turns, 0);
    expect(step(turns, 60)).to.deep.equal([
      'a talking_message two',
      'a end_messageOne two',
      'a stop_talking',
    ]);
  });

  it('follow each other, and none begins before it is ready', () => {
    turns.add('a', plan, 2);
    turns.add('b', plan, 0);
    expect(step(turns, 1)).to.deep.equal([]);
    expect(turns.due).to.equal(2);
    step(turns, 2);
    expect(step(turns, 2 + plan.seconds)).to.deep.equal([
      'a talking_message two',
      'a end_messageOne two',
      'a stop_talking',
      'b start_talking',
      'b talking_messageOne',
    ]);
  });

  it('say how long was spoken: all of it, or what was heard', () => {
    turns.add('a', plan, 0);
    step(turns, 0);
    expect(turns.interrupt(0.3)).to.deep.equal({
      type: 'avatar_stop_talking',
      task_id: 'a',
      duration_ms: 300,
    });
  });

  it('that waited are forgotten by an interruption, and say nothing', () => {
    turns.add('a', plan, 0);
    turns.add('b', plan, 0);
    step(turns, 0);
    turns.interrupt(0.1);
    expect(step(turns, 60)).to.deep.equal([]);
    turns.add('c', plan, 70);
    expect(turns.interrupt(65)).to.equal(undefined);
    expect(step(turns, 80)).to.deep.equal([]);
  });
});
