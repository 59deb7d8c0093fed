// What was said, as `transcript` keeps it: the pure reduce alone, then what a client shows and when it tells.
import { expect } from '@open-wc/testing';
import type { TranscriptTurn } from '../../src/api/transcript.js';
import {
  nothingSaid,
  reduceTranscript,
  type Transcript,
  type TranscriptEvent,
} from '../../src/session/transcript.js';
import { ClientUnderTest } from '../support/client-under-test.js';

const avatarSays = (message: string, task_id = 'a'): TranscriptEvent => ({
  type: 'avatar_talking_message',
  task_id,
  message,
});
const userSays = (message: string, task_id = 'u'): TranscriptEvent => ({
  type: 'user_talking_message',
  task_id,
  message,
});
const userSaid = (message: string, task_id = 'u'): TranscriptEvent => ({
  type: 'user_end_message',
  task_id,
  message,
});
const of = (
  type: 'avatar_start_talking' | 'avatar_end_message' | 'avatar_stop_talking' | 'user_end_message',
  task_id = type === 'user_end_message' ? 'u' : 'a',
): TranscriptEvent => ({ type, task_id });
const interrupted: TranscriptEvent = { type: 'interrupted' };
const userStarts: TranscriptEvent = { type: 'user_start' };

const reduced = (...events: TranscriptEvent[]): Transcript =>
  events.reduce((transcript, event, at) => reduceTranscript(transcript, event, at), nothingSaid);
const after = (...events: TranscriptEvent[]): readonly TranscriptTurn[] => reduced(...events).turns;

/** `avatar: Hello …` is open, `.` final, `!` interrupted. */
const words = (turns: readonly TranscriptTurn[]): string[] =>
  turns.map(({ role, text, final, interrupted: cut }) => `${role}: ${text}${cut ? '!' : final ? '.' : '…'}`);

const conversations: readonly [string, readonly TranscriptEvent[], string[]][] = [
  ['nothing at first', [], []],
  [
    'fragments as they are',
    [avatarSays('Hel'), avatarSays('lo'), avatarSays(' you')],
    ['avatar: Hello you…'],
  ],
  ['a whole turn', [avatarSays('Hello'), of('avatar_end_message')], ['avatar: Hello.']],
  [
    'what was open when the session ended',
    [avatarSays('Hello'), of('avatar_end_message'), userSays('Wai'), { type: 'ended' }],
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
  for (const [name, events, expected] of conversations) {
    it(`has ${name}`, () => {
      expect(words(after(...events))).to.deep.equal(expected);
    });
  }

  it('says whose turn it is, and when its first words came', () => {
    const [turn] = after(avatarSays('Hi', 't'), avatarSays('!', 't'));
    expect(turn).to.deep.equal({
      id: 't',
      role: 'avatar',
      text: 'Hi!',
      final: false,
      interrupted: false,
      startedAt: 0,
    });
  });

  for (const event of [
    of('avatar_start_talking', 'another'),
    of('avatar_end_message', 'another'),
    of('user_end_message', 'another'),
    of('avatar_end_message', 'u'),
    userSaid('', 'another'),
    { type: 'user_stop' },
    { type: 'user_silence', silence_times: 1, count_down: 5 },
  ] satisfies TranscriptEvent[]) {
    it(`is the same array after ${JSON.stringify(event)}, which changes nothing`, () => {
      const before = reduced(avatarSays('Hi'), userSays('Hi'));
      expect(reduceTranscript(before, event, 9).turns).to.equal(before.turns);
    });
  }

  it('is the same array where nobody can be interrupted', () => {
    const before = reduced(
      userSays('Hi'),
      avatarSays('Hi'),
      of('avatar_end_message'),
      of('avatar_stop_talking'),
    );
    expect(reduceTranscript(before, interrupted, 9).turns).to.equal(before.turns);
    expect(reduceTranscript(before, userStarts, 9).turns).to.equal(before.turns);
  });

  it('is never changed in place', () => {
    const before = reduced(avatarSays('Hi'));
    const copy = structuredClone(before);
    reduceTranscript(before, avatarSays(' you'), 9);
    reduceTranscript(before, interrupted, 9);
    expect(before).to.deep.equal(copy);
  });
});

describe("a client's transcript", () => {
  let client: ClientUnderTest;

  beforeEach(async () => {
    client = new ClientUnderTest({}, { token: () => 'fresh' });
    await client.start();
  });
  afterEach(() => client.avatar.stopAvatar());

  const say = (...events: TranscriptEvent[]): void => {
    for (const event of events)
      if (event.type !== 'interrupted' && event.type !== 'ended') client.ports.service.session.say(event);
  };

  it('is told each time something was added, after the event that added it', () => {
    say(avatarSays('Hi'), of('avatar_start_talking'), of('avatar_end_message'));
    expect(client.told.slice(1)).to.deep.equal([
      'avatar_talking_message',
      'transcript_changed',
      'avatar_start_talking',
      'avatar_end_message',
      'transcript_changed',
    ]);
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
    expect(client.avatar.transcript[0]?.id).to.equal(task_id);
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
