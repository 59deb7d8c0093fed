// A simulated session without a room or a page: what it tells and what it has the room do, on a clock that a test moves.
import type { StartAvatarOptions } from '../../../src/api/requests.js';
import type { SimulatedCue, SimulatedNotice } from '../../../src/services/simulated/cues.js';
import type { Command, CommandAnswer, OpenSession, ServiceEvent } from '../../../src/services/service.js';
import { simulated } from '../../../src/services/simulated/simulated.js';
import { FakeClock } from '../../support/fake-clock.js';

const never = new AbortController().signal;
const instantly = { open: 0, start: 0, room: 0, media: 0, answer: 0 };

export class SimulatedUnderTest {
  readonly clock: FakeClock;
  readonly session: OpenSession;
  /** Each event, and when it came on the clock. */
  readonly log: { readonly at: number; readonly event: ServiceEvent }[];
  readonly cues: SimulatedCue[] = [];

  private constructor(clock: FakeClock, session: OpenSession, log: SimulatedUnderTest['log']) {
    this.clock = clock;
    this.session = session;
    this.log = log;
  }

  /** Opens a session on `clock`, without any delay but those that the script has. */
  static async open(request: StartAvatarOptions = {}, clock = new FakeClock()): Promise<SimulatedUnderTest> {
    const log: SimulatedUnderTest['log'] = [];
    const { delays, ...script } = request.simulatedScript ?? {};
    const opening = simulated.open({
      request: { ...request, simulatedScript: { seed: 1, ...script, delays: { ...instantly, ...delays } } },
      token: '',
      plainToken: false,
      basePath: undefined,
      videoCodec: 'VP8',
      existing: undefined,
      clock,
      signal: never,
      emit: (event) => log.push({ at: Math.round(clock.now() * 1000), event }),
    });
    return new SimulatedUnderTest(clock, await opening.session, log);
  }

  static async start(request: StartAvatarOptions = {}, clock = new FakeClock()): Promise<SimulatedUnderTest> {
    const made = await SimulatedUnderTest.open(request, clock);
    await made.session.start(made.link, never);
    return made;
  }

  readonly link = {
    publish: async (_topic: string | undefined, bytes: Uint8Array): Promise<void> => {
      this.cues.push(JSON.parse(new TextDecoder().decode(bytes)) as SimulatedCue);
    },
  };

  /** The conversation's events so far, in a word each. */
  get told(): string[] {
    return this.log.map(({ event }) => (event.type === 'conversation' ? event.event.type : event.type));
  }

  /** What was said in those events, by whoever speaks. */
  textOf(type: 'avatar_talking_message' | 'user_talking_message'): string {
    return this.log
      .map(({ event }) =>
        event.type === 'conversation' && event.event.type === type ? event.event.message : '',
      )
      .join('');
  }

  command(command: Command): Promise<CommandAnswer> {
    return this.session.command(command, never);
  }

  say(text: string, taskType: 'talk' | 'repeat' = 'repeat'): Promise<CommandAnswer> {
    return this.command({ type: 'speak', text, taskType, taskMode: 'async' });
  }

  /** The room tells what it hears. */
  hear(...notices: SimulatedNotice[]): void {
    for (const notice of notices) {
      this.session.handle({ topic: undefined, bytes: new TextEncoder().encode(JSON.stringify(notice)) });
    }
  }
}
