// The conversation: its transcript, who talks, what is awaited, and when a turn is over; then what a client shows of it.
import { expect } from '@open-wc/testing';
import type { ConversationEvent } from '../../src/api/events.js';
import type { LiveState } from '../../src/api/state.js';
import type { TranscriptTurn } from '../../src/api/transcript.js';
import { ConversationTracker } from '../../src/session/conversation.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { FakeClock } from '../support/fake-clock.js';
import { isPending } from '../support/outcome.js';

/** What happens: an event of the service, or what the page or the session does. */
type Happening =
  ConversationEvent | 'interrupt' | 'interrupt fails' | 'end' | 'talk' | 'repeat' | { readonly wait: number };

/** A conversation on a clock that a test moves. */
class Talk {
  readonly clock = new FakeClock();
  readonly transcripts: (readonly TranscriptTurn[])[] = [];
  readonly tracker: ConversationTracker;

  constructor(...happenings: Happening[]);
  constructor(longestPause: number, ...happenings: Happening[]);
  constructor(first: number | Happening = 0, ...happenings: Happening[]) {
    const longestPause = typeof first === 'number' ? first : 0;
    this.tracker = new ConversationTracker(this.clock, () => longestPause, {
      onChange: () => undefined,
      onTranscript: (transcript) => this.transcripts.push(transcript),
    });
    if (typeof first !== 'number') this.happens(first);
    this.happens(...happenings);
  }

  happens(...happenings: Happening[]): this {
    for (const happening of happenings) {
      if (happening === 'interrupt') this.tracker.interrupted();
      else if (happening === 'interrupt fails') this.tracker.interruptFailed();
      else if (happening === 'end') this.tracker.end();
      else if (happening === 'talk') this.tracker.ask('Why?');
      else if (happening === 'repeat') this.tracker.ask(undefined);
      else if ('wait' in happening && typeof happening.wait === 'number') this.clock.advance(happening.wait);
      else this.tracker.observe(happening as ConversationEvent);
    }
    return this;
  }

  get words(): string[] {
    return words(this.tracker.transcript);
  }

  /** `avatar talks`, `user talks`, `avatar thinks`. */
  get who(): string {
    const { talking, thinking, userTalking, silenced } = this.tracker;
    return [
      talking && 'avatar talks',
      userTalking && 'user talks',
      thinking && 'avatar thinks',
      silenced && 'silenced',
    ]
      .filter(Boolean)
      .join(', ');
  }
}

const avatarSays = (message: string, task_id = 'a'): ConversationEvent => ({
  type: 'avatar_talking_message',
  task_id,
  message,
});
const userSays = (message: string, task_id = 'u'): ConversationEvent => ({
  type: 'user_talking_message',
  task_id,
  message,
});
const userSaid = (message: string, task_id = 'u'): ConversationEvent => ({
  type: 'user_end_message',
  task_id,
  message,
});
const of = (
  type: 'avatar_start_talking' | 'avatar_end_message' | 'avatar_stop_talking' | 'user_end_message',
  task_id = type === 'user_end_message' ? 'u' : 'a',
): ConversationEvent => ({ type, task_id });
const interrupted = 'interrupt';
const userStarts: ConversationEvent = { type: 'user_start' };

const userStops: ConversationEvent = { type: 'user_stop' };
const starts = (id?: string): ConversationEvent => of('avatar_start_talking', id);
const stops = (id?: string): ConversationEvent => of('avatar_stop_talking', id);
const completes = (id?: string): ConversationEvent => of('avatar_end_message', id);
const wait = (seconds: number): Happening => ({ wait: seconds });

/** `avatar: Hello …` is open, `.` final, `!` interrupted. */
const words = (turns: readonly TranscriptTurn[]): string[] =>
  turns.map(({ role, text, final, interrupted: cut }) => `${role}: ${text}${cut ? '!' : final ? '.' : '…'}`);

const conversations: readonly [string, readonly Happening[], string[]][] = [
  ['nothing at first', [], []],
  [
    'fragments as they are',
    [avatarSays('Hel'), avatarSays('lo'), avatarSays(' you')],
    ['avatar: Hello you…'],
  ],
  ['a whole turn', [avatarSays('Hello'), of('avatar_end_message')], ['avatar: Hello.']],
  ['what the user types, in its place', ['talk', avatarSays('So')], ['user: Why?.', 'avatar: So…']],
  ['what is typed while the avatar talks', [avatarSays('Hi'), 'talk'], ['avatar: Hi…', 'user: Why?.']],
  ['no text that the avatar only repeats', ['repeat', avatarSays('So')], ['avatar: So…']],
  [
    'a typed text once, though the service reports it as heard',
    ['talk', userSays(' Why? '), userSaid('Why?'), wait(7), userSays('Why?', '2'), avatarSays('So')],
    ['user: Why?.', 'avatar: So…'],
  ],
  [
    'the same words twice if they were also said',
    ['talk', userStarts, userSays('Why?'), userStops],
    ['user: Why?.', 'user: Why?…'],
  ],
  ['the same words later', ['talk', wait(9), userSays('Why?')], ['user: Why?.', 'user: Why?…']],
  ['other words', ['talk', userSays('Why? Me?')], ['user: Why?.', 'user: Why? Me?…']],
  [
    'what was open when the session ended',
    [avatarSays('Hello'), of('avatar_end_message'), userSays('Wai'), 'end'],
    ['avatar: Hello.', 'user: Wai.'],
  ],
  [
    'a turn that stopped',
    [avatarSays('Hi'), of('avatar_end_message'), of('avatar_stop_talking')],
    ['avatar: Hi.'],
  ],
  [
    'the end in either order',
    [avatarSays('Hi'), of('avatar_stop_talking'), of('avatar_end_message')],
    ['avatar: Hi.'],
  ],
  [
    'what the user says',
    [userSays('Who'), userSays(' is it?'), of('user_end_message')],
    ['user: Who is it?.'],
  ],
  [
    'what the user said as it was corrected in the end',
    [userSays('Who'), userSays(' is hit'), userSaid('Who is it?')],
    ['user: Who is it?.'],
  ],
  [
    'what the user said, though it came at once and no sooner than its end',
    [userSaid('Who is it?')],
    ['user: Who is it?.'],
  ],
  ['no turn of the user without a word', [userSaid('')], []],
  ['what was told of a turn that ends without a text', [userSays('Well'), userSaid('')], ['user: Well.']],
  [
    'no correction of a turn that is over, nor of another one',
    [userSays('Yes', '1'), userSaid('Yes!', '1'), userSaid('No', '1'), userSaid('Maybe', '2')],
    ['user: Yes!.', 'user: Maybe.'],
  ],
  [
    "the avatar's text as it was said, whatever its end carries",
    [avatarSays('Hi'), { type: 'avatar_end_message', task_id: 'a', message: 'Hi there' }],
    ['avatar: Hi.'],
  ],
  [
    'both sides in the order they began',
    [userSays('Hi'), avatarSays('Hello'), userSays(' you'), of('user_end_message'), of('avatar_end_message')],
    ['user: Hi you.', 'avatar: Hello.'],
  ],
  [
    'both sides apart, though a service gives them one id',
    [userSays('Hi', 'x'), avatarSays('Hello', 'x'), of('avatar_end_message', 'x')],
    ['user: Hi…', 'avatar: Hello.'],
  ],
  [
    'several turns side by side',
    [avatarSays('One', '1'), avatarSays('Two', '2'), avatarSays('!', '1'), of('avatar_end_message', '2')],
    ['avatar: One!…', 'avatar: Two.'],
  ],
  ['interrupt()', [avatarSays('Once upon'), interrupted], ['avatar: Once upon!']],
  ['the user cutting in', [avatarSays('Once upon'), userStarts], ['avatar: Once upon!']],
  [
    'nothing that comes late, after an interruption',
    [avatarSays('Once upon'), interrupted, avatarSays(' a time'), of('avatar_end_message')],
    ['avatar: Once upon!'],
  ],
  [
    "the user's own turn when the avatar is interrupted",
    [userSays('Stop'), avatarSays('Once'), interrupted, userSays(' it')],
    ['user: Stop it…', 'avatar: Once!'],
  ],
  [
    'the turn after an interruption as a new one',
    [avatarSays('Once', '1'), interrupted, avatarSays('Yes?', '2'), of('avatar_end_message', '2')],
    ['avatar: Once!', 'avatar: Yes?.'],
  ],
  [
    'a turn that was over as it was',
    [avatarSays('Hi'), of('avatar_end_message'), of('avatar_stop_talking'), interrupted],
    ['avatar: Hi.'],
  ],
  [
    'what is said after a pause in a long answer, which starts and stops several times',
    [
      of('avatar_start_talking'),
      avatarSays('First.'),
      of('avatar_stop_talking'),
      of('avatar_start_talking'),
      avatarSays(' Second.'),
      of('avatar_end_message'),
      of('avatar_stop_talking'),
    ],
    ['avatar: First. Second..'],
  ],
  [
    'as interrupted what was cut short after all of its text had come',
    [of('avatar_start_talking'), avatarSays('Once upon a time'), of('avatar_end_message'), interrupted],
    ['avatar: Once upon a time!'],
  ],
  [
    'no words that come for the first time after their turn was interrupted',
    [of('avatar_start_talking'), interrupted, avatarSays('Once upon a time'), of('avatar_end_message')],
    [],
  ],
];

describe('a transcript', () => {
  for (const [name, happenings, expected] of conversations) {
    it(`has ${name}`, () => {
      expect(new Talk(...happenings).words).to.deep.equal(expected);
    });
  }

  for (const event of [
    of('avatar_start_talking', 'another'),
    of('avatar_end_message', 'another'),
    of('user_end_message', 'another'),
    of('avatar_end_message', 'u'),
    userSaid('', 'another'),
    { type: 'user_stop' },
    { type: 'user_silence', silence_times: 1, count_down: 5 },
  ] satisfies ConversationEvent[]) {
    it(`is the same array, and not told, after ${JSON.stringify(event)}`, () => {
      const talk = new Talk(avatarSays('Hi'), userSays('Hi'));
      const { transcript } = talk.tracker;
      talk.happens(event);
      expect([talk.tracker.transcript === transcript, talk.transcripts.length]).to.deep.equal([true, 2]);
    });
  }

  for (const happening of [interrupted, userStarts] as const) {
    it(`is the same array after ${JSON.stringify(happening)} where nobody can be interrupted`, () => {
      const talk = new Talk(starts(), avatarSays('Hi'), completes(), stops());
      const { transcript } = talk.tracker;
      expect(talk.happens(happening).tracker.transcript).to.equal(transcript);
    });
  }

  it('is never changed in place', () => {
    const talk = new Talk(avatarSays('Hi'));
    const before = talk.tracker.transcript;
    const copy = structuredClone(before);
    talk.happens(avatarSays(' you'), interrupted);
    expect(before).to.deep.equal(copy);
  });

  it('changes no more once the session is over', () => {
    const talk = new Talk(avatarSays('Hi'), 'end');
    talk.happens(avatarSays(' you'), userSays('What?'), interrupted);
    expect(talk.words).to.deep.equal(['avatar: Hi.']);
  });
});

const said: readonly [string, readonly Happening[], string][] = [
  ['nobody at first', [], ''],
  ['the avatar from its start', [starts()], 'avatar talks'],
  ['nobody from its stop', [starts(), completes(), stops()], ''],
  ['nobody from its stop, though its text is not complete', [starts(), avatarSays('Hi'), stops()], ''],
  ['the avatar whose other turn ends late', [starts('1'), starts('2'), stops('1')], 'avatar talks'],
  ['both at once', [userStarts, starts()], 'avatar talks, user talks'],
  ['the user alone who barges in', [starts(), userStarts], 'user talks'],
  ['nobody once the user has stopped', [userStarts, userStops], ''],
  ['nobody after an interruption, nor is the rest of it heard', [starts(), interrupted], 'silenced'],
  [
    'nobody after a second interruption, and still nothing is heard',
    [starts(), interrupted, interrupted],
    'silenced',
  ],
  ['the next turn, which is heard', [starts('1'), interrupted, starts('2')], 'avatar talks'],
  ['nobody, and all is heard, where an interruption fails', [starts(), interrupted, 'interrupt fails'], ''],
  ['nobody once the session is over', [starts(), userStarts, 'end'], ''],
];

describe('who is talking', () => {
  for (const [name, happenings, expected] of said) {
    it(`is ${name}`, () => {
      expect(new Talk(...happenings).who).to.equal(expected);
    });
  }

  const pause = 1;
  for (const [name, happenings, expected] of [
    ['the avatar in a pause', [starts(), stops(), wait(0.9)], 'avatar talks'],
    [
      'the avatar in a pause after which its text was complete',
      [starts(), completes(), stops(), wait(0.9)],
      'avatar talks',
    ],
    [
      'the avatar after two pauses',
      [starts(), stops(), wait(0.9), starts(), stops(), wait(0.9)],
      'avatar talks',
    ],
    ['nobody once a pause is too long', [starts(), stops(), wait(1)], ''],
    [
      'nobody once the pause of the session’s last turn is over',
      [starts(), completes(), stops(), wait(1)],
      '',
    ],
    ['nobody who was interrupted in a pause', [starts(), stops(), interrupted], 'silenced'],
    ['the user who barges in during a pause', [starts(), stops(), userStarts, wait(5)], 'user talks'],
    ['the next turn that begins in a pause', [starts('1'), stops('1'), starts('2'), wait(5)], 'avatar talks'],
  ] satisfies [string, Happening[], string][]) {
    it(`is ${name}, where a service pauses for a second at the most`, () => {
      expect(new Talk(pause, ...happenings).who).to.equal(expected);
    });
  }

  it('is known since when, over all pauses', () => {
    const talk = new Talk(pause, wait(3), starts(), wait(2), stops(), wait(0.5), starts());
    expect(talk.tracker.talkingSince).to.equal(3);
    expect(talk.happens(stops(), wait(2)).tracker.talkingSince).to.equal(undefined);
  });
});

const awaited: readonly [string, readonly Happening[], boolean][] = [
  ['not at first', [], false],
  ['from a TALK', ['talk'], true],
  ['until its sound', ['talk', starts()], false],
  ['until its text', ['talk', avatarSays('Hi')], false],
  ['from the last word of the user', [userStarts, userSays('Hi'), userStops], true],
  ['not while the user talks', [userStarts, userSays('Hi')], false],
  ['not of a noise', [userStarts, userStops], false],
  [
    'from the words that come after the silence',
    [userStarts, userStops, userSays('Hi'), of('user_end_message')],
    true,
  ],
  [
    'not where the answer came before the question was complete',
    [userStarts, userSays('Hi'), userStops, starts(), of('user_end_message')],
    false,
  ],
  ['not once it was interrupted', ['talk', interrupted], false],
  ['not for longer than a minute', ['talk', wait(59.9)], true],
  ['no more after a minute', ['talk', wait(60)], false],
  ['not once the session is over', ['talk', 'end'], false],
];

describe('an answer', () => {
  for (const [name, happenings, thinking] of awaited) {
    it(`is awaited ${name}`, () => {
      expect(new Talk(...happenings).tracker.thinking).to.equal(thinking);
    });
  }

  it('is not awaited where the TALK was refused', () => {
    const talk = new Talk();
    talk.tracker.ask('Why?').refused();
    expect(talk.tracker.thinking).to.equal(false);
  });

  it('leaves no question in the transcript where the TALK was refused', () => {
    const talk = new Talk('talk');
    const second = talk.tracker.ask('And?');
    expect(talk.words).to.deep.equal(['user: Why?.', 'user: And?.']);
    second.refused();
    expect(talk.words).to.deep.equal(['user: Why?.']);
  });

  it('is not awaited to a REPEAT', () => {
    const talk = new Talk();
    talk.tracker.ask(undefined).taken('a');
    expect(talk.tracker.thinking).to.equal(false);
  });

  for (const [name, first] of [
    ['sound', starts()],
    ['text', avatarSays('Hi')],
  ] as const) {
    it(`has the milliseconds until its first ${name} in its turn`, () => {
      const talk = new Talk(userStarts, userSays('Hi'), wait(1), userStops, wait(0.75), first, wait(1));
      talk.happens(avatarSays(' you'));
      const turn = talk.tracker.transcript.find(({ role }) => role === 'avatar');
      expect(turn?.answerMs).to.equal(750);
    });
  }

  it('has no such time in a turn that nobody asked for, nor in the next', () => {
    const talk = new Talk(
      avatarSays('Hi', '1'),
      'talk',
      wait(1),
      avatarSays('Yes?', '2'),
      avatarSays('!', '3'),
    );
    const times = talk.tracker.transcript
      .filter(({ role }) => role === 'avatar')
      .map((turn) => turn.answerMs);
    expect(times).to.deep.equal([undefined, 1000, undefined]);
    expect(talk.tracker.transcript[0]).to.have.all.keys(
      ...['id', 'role', 'text', 'final', 'interrupted', 'startedAt'],
    );
  });
});

describe('the end of a turn', () => {
  for (const [name, happenings, end] of [
    ['comes with its text and its sound', [starts(), completes(), stops()], { interrupted: false }],
    ['does not come with its text alone', [starts(), completes()], undefined],
    [
      'does not come with its sound alone while text is missing',
      [starts(), avatarSays('Hi'), stops()],
      undefined,
    ],
    ['comes with the sound where no text was sent', [starts(), stops()], { interrupted: false }],
    ['comes with the text that comes last', [starts(), stops(), completes()], { interrupted: false }],
    ['does not come with text that is never spoken', [avatarSays('Hi'), completes()], undefined],
    [
      'comes with the next turn’s start where its own end was lost',
      [starts(), starts('b')],
      { interrupted: false },
    ],
  ] satisfies [string, Happening[], { interrupted: boolean } | undefined][]) {
    it(name, async () => {
      const talk = new Talk();
      talk.tracker.ask('Why?').taken('a');
      const over = talk.tracker.over('a');
      talk.happens(...happenings);
      if (end) expect(await over).to.deep.equal(end);
      else expect(await isPending(over)).to.equal(true);
    });
  }

  it('comes after the pause in which it might have gone on', async () => {
    const talk = new Talk(1);
    const over = talk.tracker.over('a');
    talk.happens(starts(), completes(), stops(), wait(0.9));
    expect(await isPending(over)).to.equal(true);
    talk.happens(wait(0.1));
    expect(await over).to.deep.equal({ interrupted: false });
  });

  it('comes with the session’s, also for who asks afterwards', async () => {
    const talk = new Talk(starts());
    const over = talk.tracker.over('a');
    talk.happens('end');
    expect(await over).to.deep.equal({ interrupted: true });
    expect(await talk.tracker.over('never heard of')).to.deep.equal({ interrupted: true });
  });

  it('leaves nothing to wait for', () => {
    const talk = new Talk(1, 'talk', starts(), stops());
    expect(talk.clock.pending).to.equal(1);
    talk.happens('end');
    expect(talk.clock.pending).to.equal(0);
  });
});

describe("a client's transcript", () => {
  let client: ClientUnderTest;

  beforeEach(async () => {
    client = new ClientUnderTest({}, { token: () => 'fresh' });
    await client.start();
  });
  afterEach(() => client.avatar.stopAvatar());

  const say = (...events: ConversationEvent[]): void => {
    for (const event of events) client.ports.service.session.say(event);
  };

  it('is told each time something was added, and has it by the time the event that added it is heard', () => {
    const seen: string[][] = [];
    client.avatar.on('avatar_talking_message', () => seen.push(words(client.avatar.transcript)));
    say(avatarSays('Hi'), of('avatar_start_talking'), of('avatar_end_message'));
    expect(seen).to.deep.equal([['avatar: Hi…']]);
    expect(client.details('transcript_changed')).to.have.length(2);
    expect(client.details('transcript_changed').at(-1)).to.deep.equal({
      transcript: client.avatar.transcript,
    });
    expect(words(client.avatar.transcript)).to.deep.equal(['avatar: Hi.']);
  });

  it('has when it was said, in milliseconds since 1970', () => {
    const before = Date.now();
    say(userSays('Hi'));
    expect(client.avatar.transcript[0]?.startedAt).to.be.within(before, Date.now());
  });

  it('shows what interrupt() cut short at once, and that nothing of it came after', async () => {
    say(of('avatar_start_talking'), avatarSays('Once'));
    const interrupting = client.avatar.interrupt();
    expect(words(client.avatar.transcript)).to.deep.equal(['avatar: Once!']);
    say(avatarSays(' upon'));
    await interrupting;
    expect(words(client.avatar.transcript)).to.deep.equal(['avatar: Once!']);
  });

  it('has a turn under the id that speak() gave for it', async () => {
    const { task_id } = await client.avatar.speak('Hello');
    say(avatarSays('Hello', 'named-by-the-service'));
    expect(client.avatar.transcript.at(-1)).to.include({ role: 'avatar', id: task_id });
  });

  it('is kept after the end, and begun anew with the next session', async () => {
    say(userSays('Well'), avatarSays('Hi'));
    await client.avatar.stopAvatar();
    // Nothing more comes of what was open.
    expect(words(client.avatar.transcript)).to.deep.equal(['user: Well.', 'avatar: Hi.']);
    await client.start();
    expect(client.avatar.transcript).to.deep.equal([]);
    expect(client.details('transcript_changed').at(-1)).to.deep.equal({ transcript: [] });
  });

  it('is not told to be empty where it was', async () => {
    await client.avatar.stopAvatar();
    await client.start();
    expect(client.details('transcript_changed')).to.deep.equal([]);
  });
});

describe("a client's state", () => {
  let client: ClientUnderTest;

  beforeEach(async () => {
    client = new ClientUnderTest({ start: async () => void (client.ports.service.session.longestPause = 1) });
    await client.start();
  });
  afterEach(() => client.avatar.stopAvatar());

  const say = (...events: ConversationEvent[]): void => {
    for (const event of events) client.ports.service.session.say(event);
  };
  const changes = (name: 'talking' | 'thinking'): boolean[] => {
    const all = client.details('state_changed').map((detail) => (detail as { state: LiveState }).state[name]);
    return all.filter((value, n) => value !== undefined && value !== all[n - 1]);
  };

  it('thinks from a TALK to the first of its answer', async () => {
    const speaking = client.avatar.speak('Hello');
    expect(client.avatar.state).to.include({ thinking: true });
    await speaking;
    client.ports.clock.advance(2);
    say(starts(), avatarSays('Hi'));
    expect(client.avatar.state).to.include({ thinking: false, talking: true });
    expect(client.avatar.transcript.at(-1)?.answerMs).to.equal(2000);
    expect(changes('thinking')).to.deep.equal([false, true, false]);
  });

  it('thinks no more where the TALK is refused', async () => {
    client.ports.service.steps.command = () => Promise.reject(new Error('no'));
    await client.avatar.speak('Hello').catch(() => undefined);
    expect(client.avatar.state).to.include({ thinking: false });
  });

  it('talks over the pauses of one answer, which pages are told of as they come', () => {
    for (let part = 0; part < 3; part += 1) {
      say(starts(), avatarSays('.'), stops());
      client.ports.clock.advance(0.8);
    }
    say(completes());
    client.ports.clock.advance(1);
    expect(changes('talking')).to.deep.equal([false, true, false]);
    expect(client.details('avatar_start_talking')).to.have.length(3);
    expect(client.details('avatar_stop_talking')).to.have.length(3);
    expect(words(client.avatar.transcript)).to.deep.equal(['avatar: ....']);
  });

  it('is quiet in the end, with nothing to wait for', async () => {
    say(starts(), stops());
    await client.avatar.stopAvatar();
    client.expectReleased(1);
  });
});
