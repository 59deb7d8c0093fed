// The silence prompt of a service that has none: when silence is told, when the avatar speaks up, and when neither.
import { expect } from '@open-wc/testing';
import type { ConversationEvent } from '../../src/api/events.js';
import { ConversationTracker } from '../../src/session/conversation.js';
import { SilencePrompt } from '../../src/session/silence-prompt.js';
import { FakeClock } from '../support/fake-clock.js';

const avatarStarts: ConversationEvent = { type: 'avatar_start_talking', task_id: 'a' };
const avatarStops: ConversationEvent = { type: 'avatar_stop_talking', task_id: 'a' };
const userStarts: ConversationEvent = { type: 'user_start' };
const userStops: ConversationEvent = { type: 'user_stop' };

describe('the silence prompt', () => {
  let clock: FakeClock;
  /** What happened, and at which second. */
  let done: string[];
  let prompt: SilencePrompt;
  let conversation: ConversationTracker;

  beforeEach(() => {
    clock = new FakeClock();
    done = [];
    conversation = new ConversationTracker(clock, () => 0, {
      onChange: () => prompt.update(),
      onTranscript: () => undefined,
    });
    prompt = new SilencePrompt(clock, {
      isSilent: () => !conversation.talking && !conversation.userTalking,
      announce: ({ silence_times, count_down }) =>
        done.push(`${clock.now()} silence ${silence_times}, ${count_down} s`),
      speakUp: () => done.push(`${clock.now()} speak up`),
    });
  });
  afterEach(() => {
    prompt.stop();
    conversation.end();
    expect(clock.pending).to.equal(0);
  });

  const observe = (...events: ConversationEvent[]): void => {
    for (const event of events) {
      conversation.observe(event);
      if (event.type === 'user_start') prompt.noteActivity();
      else if (event.type !== 'user_silence') prompt.noteSpeech();
    }
  };

  it('comes after 10 s of silence, and 5 s after it was told', () => {
    prompt.enabled = true;
    clock.advance(9.9);
    expect(done).to.deep.equal([]);
    clock.advance(60);
    expect(done).to.deep.equal(['10 silence 1, 5 s', '15 speak up']);
  });

  it('comes not at all where nobody asked for it, nor once it is switched off', () => {
    observe(avatarStarts, avatarStops);
    expect(clock.pending).to.equal(0);
    prompt.enabled = true;
    clock.advance(12);
    prompt.enabled = false;
    clock.advance(60);
    expect(done).to.deep.equal(['10 silence 1, 5 s']);
  });

  for (const event of [
    userStarts,
    avatarStarts,
    { type: 'user_talking_message', task_id: 'u', message: 'Hi' },
    { type: 'avatar_talking_message', task_id: 'a', message: 'Hi' },
  ] satisfies ConversationEvent[]) {
    it(`is taken back by ${event.type}`, () => {
      prompt.enabled = true;
      clock.advance(14.9);
      observe(event);
      clock.advance(5);
      expect(done).to.deep.equal(['10 silence 1, 5 s']);
    });
  }

  it('waits for the end of speech', () => {
    prompt.enabled = true;
    observe(avatarStarts);
    clock.advance(60);
    observe(avatarStops);
    clock.advance(10);
    expect(done).to.deep.equal(['70 silence 1, 5 s']);
  });

  it('waits for the user who goes on after the avatar was interrupted', () => {
    prompt.enabled = true;
    observe(avatarStarts, userStarts, avatarStops);
    clock.advance(60);
    expect(done).to.deep.equal([]);
    observe(userStops);
    clock.advance(10);
    expect(done).to.deep.equal(['70 silence 1, 5 s']);
  });

  it('waits for the avatar that talks on though the user has stopped', () => {
    prompt.enabled = true;
    observe(userStarts, avatarStarts, userStops);
    clock.advance(60);
    expect(done).to.deep.equal([]);
  });

  it('knows who talks though it is switched on in mid-sentence', () => {
    observe(userStarts);
    prompt.enabled = true;
    clock.advance(60);
    expect(done).to.deep.equal([]);
  });

  /** A silence, and what the avatar says into it. */
  const silence = (): void => {
    clock.advance(15);
    observe(avatarStarts, avatarStops);
  };

  it('counts silences until the user speaks', () => {
    prompt.enabled = true;
    silence();
    silence();
    observe(userStarts, userStops);
    silence();
    expect(done.filter((what) => what.includes('silence'))).to.deep.equal([
      '10 silence 1, 5 s',
      '25 silence 2, 5 s',
      '40 silence 1, 5 s',
    ]);
  });

  it('comes three times in a row at the most: what the avatar says keeps a session from being idle', () => {
    prompt.enabled = true;
    for (let time = 0; time < 10; time += 1) silence();
    expect(done.filter((what) => what.endsWith('speak up'))).to.have.lengthOf(3);
    expect(clock.pending).to.equal(0);
  });

  for (const [name, act] of [
    ['speaks', () => observe(userStarts, userStops)],
    ['writes', () => prompt.noteActivity()],
  ] as const) {
    it(`comes again once the user ${name}`, () => {
      prompt.enabled = true;
      for (let time = 0; time < 4; time += 1) silence();
      act();
      done.length = 0;
      clock.advance(15);
      expect(done.map((what) => what.replace(/^\S+ /, ''))).to.deep.equal(['silence 1, 5 s', 'speak up']);
    });
  }

  it('is not begun anew by what it told itself', () => {
    prompt.enabled = true;
    clock.advance(12);
    observe({ type: 'user_silence', silence_times: 1, count_down: 5 });
    clock.advance(3);
    expect(done.at(-1)).to.equal('15 speak up');
  });

  it('is over once it is stopped, whatever is said', () => {
    prompt.enabled = true;
    clock.advance(12);
    prompt.stop();
    observe(userStarts, userStops);
    prompt.noteActivity();
    expect(clock.pending).to.equal(0);
  });
});
