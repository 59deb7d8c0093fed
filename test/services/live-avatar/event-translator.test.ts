// LiveAvatar's events as the SDK's, as a table: what comes on the left, line by line, and what is told on the right.
import { expect } from '@open-wc/testing';
import type { ConversationEvent } from '../../../src/api/events.js';
import type { AgentEvent } from '../../../src/services/live-avatar/agent-messages.js';
import { EventTranslator } from '../../../src/services/live-avatar/event-translator.js';
import { FakeClock } from '../../support/fake-clock.js';

type Step = (under: UnderTest) => void;

class UnderTest {
  readonly clock = new FakeClock();
  readonly told: ConversationEvent[] = [];
  readonly translator = new EventTranslator(this.clock, (event) => this.told.push(event));

  /** What was told in short, with the ids that nobody gave as #1, #2 and so on. */
  get words(): string[] {
    const ids: string[] = [];
    return this.told.map((event) => {
      const { type, task_id, message, duration_ms } = event;
      const own = /^[0-9a-f-]{36}$/.test(String(task_id));
      if (own && !ids.includes(task_id as string)) ids.push(task_id as string);
      const id = own ? `#${ids.indexOf(task_id as string) + 1}` : String(task_id);
      const rest = [message, duration_ms].filter((part) => part !== undefined);
      return [type, id, ...rest.map((part) => JSON.stringify(part))].join(' ');
    });
  }
}

const event =
  (type: AgentEvent['type'], source?: string, text = ''): Step =>
  ({ translator }) =>
    translator.receive({ type, source, text, reason: undefined, fields: {} });

const asked =
  (id: string): Step =>
  ({ translator }) =>
    translator.asked(id);
const withdrawn =
  (id: string): Step =>
  ({ translator }) =>
    translator.withdrawn(id);
const interrupted: Step = ({ translator }) => translator.interrupted();
const wait =
  (seconds: number): Step =>
  ({ clock }) =>
    clock.advance(seconds);
const starts = (source?: string): Step => event('avatar.speak_started', source);
const stops = (source?: string): Step => event('avatar.speak_ended', source);
const says = (text: string, source?: string): Step => event('avatar.transcription.chunk', source, text);
const said = (text: string, source?: string): Step => event('avatar.transcription', source, text);
const userStarts = event('user.speak_started');
const userStops = event('user.speak_ended');
const hears = (text: string): Step => event('user.transcription.chunk', undefined, text);
const heard = (text: string): Step => event('user.transcription', undefined, text);

const turns: readonly [string, readonly Step[], readonly string[]][] = [
  ['nothing', [], []],
  [
    'a turn that nobody asked for',
    [starts(), says('Hel'), says('lo.'), wait(1.5), said('Hello.'), stops()],
    [
      'avatar_start_talking #1',
      'avatar_talking_message #1 "Hel"',
      'avatar_talking_message #1 "lo."',
      'avatar_end_message #1 "Hello."',
      'avatar_stop_talking #1 1500',
    ],
  ],
  [
    'a turn that was asked for, by the name of its command',
    [asked('a'), starts('a'), said('Hi', 'a'), wait(0.25), stops('a')],
    [
      'avatar_start_talking a',
      'avatar_talking_message a "Hi"',
      'avatar_end_message a "Hi"',
      'avatar_stop_talking a 250',
    ],
  ],
  [
    'a turn that was asked for, where nothing is named',
    [asked('a'), starts(), said('Hi'), stops()],
    [
      'avatar_start_talking a',
      'avatar_talking_message a "Hi"',
      'avatar_end_message a "Hi"',
      'avatar_stop_talking a 0',
    ],
  ],
  [
    'a turn that was asked for, where the names are of no use',
    [asked('a'), starts('x'), says('Hi', 'y'), stops('z')],
    ['avatar_start_talking a', 'avatar_talking_message a "Hi"', 'avatar_stop_talking a 0'],
  ],
  [
    'several that were asked for at once, in their order',
    [asked('a'), asked('b'), starts(), said('A'), stops(), starts(), said('B'), stops()],
    [
      'avatar_start_talking a',
      'avatar_talking_message a "A"',
      'avatar_end_message a "A"',
      'avatar_stop_talking a 0',
      'avatar_start_talking b',
      'avatar_talking_message b "B"',
      'avatar_end_message b "B"',
      'avatar_stop_talking b 0',
    ],
  ],
  [
    'several that were asked for, in another order where they are named',
    [asked('a'), asked('b'), starts('b'), stops('b'), starts('a'), stops('a')],
    [
      'avatar_start_talking b',
      'avatar_stop_talking b 0',
      'avatar_start_talking a',
      'avatar_stop_talking a 0',
    ],
  ],
  [
    'several that have no text at all, and no names, as in LITE',
    [asked('a'), asked('b'), starts(), stops(), starts(), stops()],
    [
      'avatar_start_talking a',
      'avatar_stop_talking a 0',
      'avatar_start_talking b',
      'avatar_stop_talking b 0',
    ],
  ],
  [
    'a turn asked for after one whose text was never complete',
    [asked('a'), starts(), says('A'), stops(), asked('b'), starts(), says('B'), stops()],
    [
      'avatar_start_talking a',
      'avatar_talking_message a "A"',
      'avatar_stop_talking a 0',
      'avatar_start_talking b',
      'avatar_talking_message b "B"',
      'avatar_stop_talking b 0',
    ],
  ],
  [
    'a long answer that pauses, as one turn, each part with its own time',
    [
      starts(),
      says('One.'),
      wait(2),
      stops(),
      wait(9),
      starts(),
      says(' Two.'),
      wait(1),
      said('One. Two.'),
      stops(),
    ],
    [
      'avatar_start_talking #1',
      'avatar_talking_message #1 "One."',
      'avatar_stop_talking #1 2000',
      'avatar_start_talking #1',
      'avatar_talking_message #1 " Two."',
      'avatar_end_message #1 "One. Two."',
      'avatar_stop_talking #1 1000',
    ],
  ],
  [
    'a pause while another waits, with names and without',
    [
      asked('a'),
      asked('b'),
      starts('a'),
      says('A'),
      stops('a'),
      starts(),
      said('A!'),
      stops(),
      starts(),
      stops(),
    ],
    [
      'avatar_start_talking a',
      'avatar_talking_message a "A"',
      'avatar_stop_talking a 0',
      'avatar_start_talking a',
      'avatar_end_message a "A!"',
      'avatar_stop_talking a 0',
      'avatar_start_talking b',
      'avatar_stop_talking b 0',
    ],
  ],
  [
    'an answer in several stretches under one name that is no command’s, its whole text between them, as one turn',
    [
      asked('a'),
      starts('x'),
      says('One.', 'x'),
      said('One.', 'x'),
      wait(1),
      stops('x'),
      wait(9),
      starts('x'),
      says(' Two.', 'x'),
      stops('x'),
    ],
    [
      'avatar_start_talking a',
      'avatar_talking_message a "One."',
      'avatar_end_message a "One."',
      'avatar_stop_talking a 1000',
      'avatar_start_talking a',
      'avatar_talking_message a " Two."',
      'avatar_stop_talking a 0',
    ],
  ],
  [
    'an answer in several stretches without a name, gaps of half a second between them, as one turn',
    [
      starts(),
      says('One.'),
      said('One.'),
      stops(),
      wait(0.646),
      starts(),
      said(' Two.'),
      stops(),
      wait(0.457),
      starts(),
      said('One. Two.'),
      stops(),
    ],
    [
      'avatar_start_talking #1',
      'avatar_talking_message #1 "One."',
      'avatar_end_message #1 "One."',
      'avatar_stop_talking #1 0',
      'avatar_start_talking #1',
      'avatar_talking_message #1 " Two."',
      'avatar_end_message #1 " Two."',
      'avatar_stop_talking #1 0',
      'avatar_start_talking #1',
      'avatar_end_message #1 "One. Two."',
      'avatar_stop_talking #1 0',
    ],
  ],
  [
    'what comes without a name more than a second after a complete turn, as another',
    [starts(), said('One.'), stops(), wait(1.01), starts(), stops()],
    [
      'avatar_start_talking #1',
      'avatar_talking_message #1 "One."',
      'avatar_end_message #1 "One."',
      'avatar_stop_talking #1 0',
      'avatar_start_talking #2',
      'avatar_stop_talking #2 0',
    ],
  ],
  [
    'what comes soon after a complete turn as another where something was asked for',
    [starts(), said('One.'), stops(), wait(0.3), asked('b'), starts(), stops()],
    [
      'avatar_start_talking #1',
      'avatar_talking_message #1 "One."',
      'avatar_end_message #1 "One."',
      'avatar_stop_talking #1 0',
      'avatar_start_talking b',
      'avatar_stop_talking b 0',
    ],
  ],
  [
    'what comes soon after a complete turn as another where the user spoke',
    [starts(), said('One.'), stops(), wait(0.3), userStarts, wait(0.3), starts(), stops()],
    [
      'avatar_start_talking #1',
      'avatar_talking_message #1 "One."',
      'avatar_end_message #1 "One."',
      'avatar_stop_talking #1 0',
      'user_start #2',
      'avatar_start_talking #3',
      'avatar_stop_talking #3 0',
    ],
  ],
  [
    'a named turn that goes on after its text was complete',
    [asked('a'), asked('b'), starts('a'), said('A', 'a'), stops('a'), starts('a'), stops('a'), starts('b')],
    [
      'avatar_start_talking a',
      'avatar_talking_message a "A"',
      'avatar_end_message a "A"',
      'avatar_stop_talking a 0',
      'avatar_start_talking a',
      'avatar_stop_talking a 0',
      'avatar_start_talking b',
    ],
  ],
  [
    'text before its sound',
    [asked('a'), says('H'), said('Hi'), starts(), stops()],
    [
      'avatar_talking_message a "H"',
      'avatar_end_message a "Hi"',
      'avatar_start_talking a',
      'avatar_stop_talking a 0',
    ],
  ],
  [
    'text before its sound, though another is asked for in between',
    [asked('a'), says('H'), asked('b'), starts(), said('Hi'), stops(), starts()],
    [
      'avatar_talking_message a "H"',
      'avatar_start_talking a',
      'avatar_end_message a "Hi"',
      'avatar_stop_talking a 0',
      'avatar_start_talking b',
    ],
  ],
  [
    'text after its sound',
    [asked('a'), starts(), stops(), says('H'), said('Hi')],
    [
      'avatar_start_talking a',
      'avatar_stop_talking a 0',
      'avatar_talking_message a "H"',
      'avatar_end_message a "Hi"',
    ],
  ],
  [
    'the text of the next turn while this one is still heard',
    [asked('a'), asked('b'), starts(), said('A'), says('B'), stops(), starts(), stops()],
    [
      'avatar_start_talking a',
      'avatar_talking_message a "A"',
      'avatar_end_message a "A"',
      'avatar_talking_message b "B"',
      'avatar_stop_talking a 0',
      'avatar_start_talking b',
      'avatar_stop_talking b 0',
    ],
  ],
  [
    'a whole text that had come in chunks once',
    [starts(), says('Hi'), said('Hi')],
    ['avatar_start_talking #1', 'avatar_talking_message #1 "Hi"', 'avatar_end_message #1 "Hi"'],
  ],
  [
    'an answer to the user as a turn of its own',
    [starts(), says('Once'), stops(), userStarts, starts(), stops()],
    [
      'avatar_start_talking #1',
      'avatar_talking_message #1 "Once"',
      'avatar_stop_talking #1 0',
      'user_start #2',
      'avatar_start_talking #3',
      'avatar_stop_talking #3 0',
    ],
  ],
  [
    'nothing of what had waited when the user cut in',
    [asked('a'), asked('b'), starts('a'), userStarts, stops('a'), starts(), stops()],
    [
      'avatar_start_talking a',
      'user_start #1',
      'avatar_stop_talking a 0',
      'avatar_start_talking #2',
      'avatar_stop_talking #2 0',
    ],
  ],
  [
    'what waits while the user speaks and nothing is heard',
    [asked('a'), userStarts, starts()],
    ['user_start #1', 'avatar_start_talking a'],
  ],
  [
    'the late end of an interrupted turn',
    [asked('a'), starts('a'), interrupted, wait(0.3), stops('a'), asked('b'), starts('b')],
    ['avatar_start_talking a', 'avatar_stop_talking a 300', 'avatar_start_talking b'],
  ],
  [
    'the late end of an interrupted turn, where nothing is named',
    [asked('a'), starts(), interrupted, asked('b'), wait(0.3), stops(), starts(), stops()],
    [
      'avatar_start_talking a',
      'avatar_stop_talking a 300',
      'avatar_start_talking b',
      'avatar_stop_talking b 0',
    ],
  ],
  [
    'the end of an interrupted turn before the next one, though it comes later',
    [
      asked('a'),
      starts('a'),
      interrupted,
      asked('b'),
      wait(1),
      starts('b'),
      wait(1),
      stops('a'),
      wait(1),
      stops('b'),
    ],
    [
      'avatar_start_talking a',
      'avatar_stop_talking a 1000',
      'avatar_start_talking b',
      'avatar_stop_talking b 2000',
    ],
  ],
  [
    'the late text of an interrupted turn under its own id',
    [
      asked('a'),
      starts('a'),
      says('A', 'a'),
      interrupted,
      stops('a'),
      said('A text', 'a'),
      asked('b'),
      starts('b'),
    ],
    [
      'avatar_start_talking a',
      'avatar_talking_message a "A"',
      'avatar_stop_talking a 0',
      'avatar_end_message a "A text"',
      'avatar_start_talking b',
    ],
  ],
  [
    'the late text of an interrupted turn, where nothing is named',
    [asked('a'), starts(), says('A'), interrupted, stops(), said('A text'), starts()],
    [
      'avatar_start_talking a',
      'avatar_talking_message a "A"',
      'avatar_stop_talking a 0',
      'avatar_end_message a "A text"',
      'avatar_start_talking #1',
    ],
  ],
  [
    'no turn that waited under an id of the interrupted, where nothing is named',
    [asked('a'), asked('b'), starts(), interrupted, stops(), asked('c'), starts()],
    ['avatar_start_talking a', 'avatar_stop_talking a 0', 'avatar_start_talking c'],
  ],
  [
    'a turn that is said though it was interrupted, under its own id',
    [asked('a'), interrupted, asked('b'), starts('a'), stops('a'), starts('b')],
    ['avatar_start_talking a', 'avatar_stop_talking a 0', 'avatar_start_talking b'],
  ],
  [
    'nothing of what could not be asked for',
    [asked('a'), withdrawn('a'), starts(), stops(), asked('b'), withdrawn('a'), starts()],
    ['avatar_start_talking #1', 'avatar_stop_talking #1 0', 'avatar_start_talking b'],
  ],
  [
    'a text that was interrupted before its sound, and then another turn',
    [asked('a'), says('A'), interrupted, asked('b'), starts()],
    ['avatar_talking_message a "A"', 'avatar_start_talking b'],
  ],
  ['no end of what has not begun', [stops(), asked('a'), stops('a'), stops()], []],
  [
    'one end of a turn',
    [starts(), stops(), stops()],
    ['avatar_start_talking #1', 'avatar_stop_talking #1 0'],
  ],
  [
    'the time since the first of two beginnings',
    [starts(), wait(1), starts(), wait(1), stops()],
    ['avatar_start_talking #1', 'avatar_start_talking #1', 'avatar_stop_talking #1 2000'],
  ],
  [
    'whole milliseconds',
    [starts(), wait(1.23456), stops()],
    ['avatar_start_talking #1', 'avatar_stop_talking #1 1235'],
  ],

  [
    "the user's cumulative text as increments",
    [userStarts, hears('Who'), hears('Who is'), hears('Who is it?'), userStops, heard('Who is it?')],
    [
      'user_start #1',
      'user_talking_message #1 "Who"',
      'user_talking_message #1 " is"',
      'user_talking_message #1 " it?"',
      'user_stop #1',
      'user_end_message #1 "Who is it?"',
    ],
  ],
  [
    'nothing of words that have changed, and the corrected text at the end',
    [userStarts, hears('Who is'), hears('How is'), hears('How is it'), heard('How is it?')],
    ['user_start #1', 'user_talking_message #1 "Who is"', 'user_end_message #1 "How is it?"'],
  ],
  [
    'what lies past the text told last, once the words are as they were',
    [hears('Who is'), hears('Who'), hears('Who is it')],
    ['user_talking_message #1 "Who is"', 'user_talking_message #1 " it"'],
  ],
  [
    'a text without chunks',
    [userStarts, userStops, heard('Hello')],
    ['user_start #1', 'user_stop #1', 'user_talking_message #1 "Hello"', 'user_end_message #1 "Hello"'],
  ],
  [
    'the end of a text that says nothing with what was told',
    [userStarts, hears('Hello'), userStops, heard('')],
    ['user_start #1', 'user_talking_message #1 "Hello"', 'user_stop #1', 'user_end_message #1 "Hello"'],
  ],
  [
    'a noise',
    [userStarts, userStops, heard('')],
    ['user_start #1', 'user_stop #1', 'user_end_message #1 ""'],
  ],
  [
    'a text before the end of its sound',
    [userStarts, heard('Hi'), userStops],
    ['user_start #1', 'user_talking_message #1 "Hi"', 'user_end_message #1 "Hi"', 'user_stop #1'],
  ],
  [
    'two turns of the user',
    [userStarts, userStops, heard('One'), userStarts, hears('Two'), userStops, heard('Two')],
    [
      'user_start #1',
      'user_stop #1',
      'user_talking_message #1 "One"',
      'user_end_message #1 "One"',
      'user_start #2',
      'user_talking_message #2 "Two"',
      'user_stop #2',
      'user_end_message #2 "Two"',
    ],
  ],
  [
    'two turns of the user that nothing tells apart but their texts',
    [heard('One'), heard('Two')],
    [
      'user_talking_message #1 "One"',
      'user_end_message #1 "One"',
      'user_talking_message #2 "Two"',
      'user_end_message #2 "Two"',
    ],
  ],
  [
    'a text that goes on after a pause, as one turn',
    [userStarts, hears('Who'), userStops, userStarts, hears('Who is it'), userStops, heard('Who is it?')],
    [
      'user_start #1',
      'user_talking_message #1 "Who"',
      'user_stop #1',
      'user_start #1',
      'user_talking_message #1 " is it"',
      'user_stop #1',
      'user_talking_message #1 "?"',
      'user_end_message #1 "Who is it?"',
    ],
  ],
  [
    'a text that comes after the user spoke again, where it belongs',
    [userStarts, hears('Who'), userStops, userStarts, heard('Who?'), hears('Me')],
    [
      'user_start #1',
      'user_talking_message #1 "Who"',
      'user_stop #1',
      'user_start #1',
      'user_talking_message #1 "?"',
      'user_end_message #1 "Who?"',
      'user_talking_message #2 "Me"',
    ],
  ],
  [
    'a text that begins anew after a pause, and the end of the one before',
    [userStarts, hears('Who'), userStops, userStarts, hears('Me'), heard('Me.')],
    [
      'user_start #1',
      'user_talking_message #1 "Who"',
      'user_stop #1',
      'user_start #1',
      'user_end_message #1',
      'user_talking_message #2 "Me"',
      'user_talking_message #2 "."',
      'user_end_message #2 "Me."',
    ],
  ],
  ['the end of speech whose beginning was not told', [userStops], ['user_stop #1']],
];

describe("LiveAvatar's conversation", () => {
  for (const [name, steps, expected] of turns) {
    it(`tells ${name}`, () => {
      const under = new UnderTest();
      for (const step of steps) step(under);
      expect(under.words).to.deep.equal(expected);
    });
  }

  it('carries every field of the message, under its own in what is ours', () => {
    const under = new UnderTest();
    const fields = {
      event_id: 'e',
      event_type: 'avatar.speak_started',
      session_id: 's',
      type: 'x',
      task_id: 7,
    };
    under.translator.receive({
      type: 'avatar.speak_started',
      source: 'q',
      text: '',
      reason: undefined,
      fields,
    });
    const task_id = (under.told[0] as { task_id: string }).task_id;
    expect(under.told).to.deep.equal([{ ...fields, type: 'avatar_start_talking', task_id }]);
    expect(task_id).to.match(/^[0-9a-f-]{36}$/);
  });

  it('leaves out what the session hears of', () => {
    const under = new UnderTest();
    for (const type of ['session.stopped', 'user.push_to_talk_started'] as const) event(type)(under);
    expect([under.told, under.clock.pending]).to.deep.equal([[], 0]);
  });

  it('remembers the turns of late, and no more of them', () => {
    const under = new UnderTest();
    for (let turn = 0; turn < 60; turn += 1) {
      asked(`t${turn}`)(under);
      starts(`t${turn}`)(under);
      said('Hi', `t${turn}`)(under);
      stops(`t${turn}`)(under);
    }
    says(' there', 't10')(under);
    says(' you', 't9')(under);
    expect(under.words.slice(-2)).to.deep.equal([
      'avatar_talking_message t10 " there"',
      'avatar_talking_message #1 " you"',
    ]);
  });
});
