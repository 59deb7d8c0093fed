// The simulated service by itself, on a clock that the test moves: its phases and troubles, its limits, and that the same
// seed gives the same session. What is said in it has a file of its own: dialogue.test.ts.
import { expect } from '@open-wc/testing';
import type { StartAvatarResponse } from '../../../src/api/requests.js';
import type { SimulatedStage } from '../../../src/services/simulated/cues.js';
import { simulated } from '../../../src/services/simulated/simulated.js';
import { FakeClock } from '../../support/fake-clock.js';
import { anyRejection, isPending, rejection } from '../../support/outcome.js';
import { SimulatedUnderTest as Session } from './simulated-under-test.js';

const start = (...request: Parameters<typeof Session.start>): Promise<Session> => Session.start(...request);
const stageOf = ({ session }: Session): SimulatedStage =>
  JSON.parse(session.connection.token) as SimulatedStage;

describe('opening a simulated session', () => {
  it('gives it an id that says what it is, and the limits that a service has', async () => {
    const { sessionInfo, idleWindow, longestPause } = (await Session.open()).session;
    expect(sessionInfo.session_id).to.match(/^simulated-[\da-f]{16}$/);
    expect([sessionInfo.session_duration_limit, idleWindow, longestPause]).to.deep.equal([600, 120, 0]);
  });

  it('takes as long as the script says, give or take a tenth', async () => {
    const clock = new FakeClock();
    const opening = Session.open({ simulatedScript: { delays: { open: 1000 } } }, clock);
    clock.advance(0.89);
    expect(await isPending(opening)).to.equal(true);
    clock.advance(0.22);
    await opening;
  });

  it('takes over a session that was opened before', async () => {
    const existing: StartAvatarResponse = {
      session_id: 'theirs',
      access_token: '',
      url: '',
      is_paid: true,
      session_duration_limit: 30,
    };
    const { session, stop } = simulated.open({
      request: {},
      token: '',
      plainToken: false,
      basePath: undefined,
      videoCodec: 'VP8',
      existing,
      clock: new FakeClock(),
      signal: new AbortController().signal,
      emit: () => undefined,
    });
    expect((await session).sessionInfo).to.equal(existing);
    await stop?.(new AbortController().signal);
  });

  it('stops waiting when it is cancelled, and leaves nothing on the clock', async () => {
    const clock = new FakeClock();
    const abort = new AbortController();
    const made = await Session.open({ simulatedScript: { delays: { start: 1000 } } }, clock);
    const starting = made.session.start(made.link, abort.signal);
    abort.abort(new Error('cancelled'));
    expect(await anyRejection(starting)).to.have.property('message', 'cancelled');
    expect(clock.pending).to.equal(0);
  });

  for (const [quality, height] of [
    ['low', 360],
    ['medium', 480],
    ['high', 720],
    [undefined, 360],
  ] as const) {
    it(`has a picture of ${height} lines for the quality ${quality}`, async () => {
      expect(stageOf(await Session.open({ quality })).height).to.equal(height);
    });
  }

  it('has a picture that says what it is, unless the script has it otherwise', async () => {
    expect(stageOf(await Session.open())).to.include({ label: true });
    const simulatedScript = { label: false, background: 'green' };
    expect(stageOf(await Session.open({ simulatedScript }))).to.include({
      label: false,
      background: 'green',
    });
  });
});

describe('a trouble', () => {
  for (const [trouble, code] of [
    ['expired-token', 'unauthorized'],
    ['concurrency-limit', 'concurrency_limit'],
    ['endpoint-sunset', 'endpoint_sunset'],
    ['html-answer', 'bad_answer'],
    ['empty-answer', 'bad_answer'],
    ['forbidden', 'forbidden'],
    ['rate-limited', 'rate_limited'],
    ['server-error', 'server_error'],
  ] as const) {
    it(`named ${trouble} fails the opening with ${code}`, async () => {
      expect(await rejection(Session.open({ simulatedScript: { trouble } }))).to.include({ code });
    });
  }

  it('named start-refused fails the start', async () => {
    const starting = start({ simulatedScript: { trouble: 'start-refused' } });
    expect(await rejection(starting)).to.include({ code: 'server_error' });
  });

  /** The phase that a trouble is about, under way. */
  async function phaseOf(
    trouble: `${'slow' | 'hanging'}-${'open' | 'start'}`,
  ): Promise<{ clock: FakeClock; phase: Promise<unknown> }> {
    const clock = new FakeClock();
    const opening = Session.open({ simulatedScript: { trouble } }, clock);
    if (trouble.endsWith('open')) return { clock, phase: opening };
    const made = await opening;
    return { clock, phase: made.session.start(made.link, new AbortController().signal) };
  }

  for (const trouble of ['slow-open', 'slow-start'] as const) {
    it(`named ${trouble} takes three seconds`, async () => {
      const { clock, phase } = await phaseOf(trouble);
      clock.advance(2.9);
      expect(await isPending(phase)).to.equal(true);
      clock.advance(0.1);
      await phase;
    });
  }

  for (const trouble of ['hanging-open', 'hanging-start'] as const) {
    it(`named ${trouble} never ends`, async () => {
      const { clock, phase } = await phaseOf(trouble);
      clock.advance(3600);
      expect(await isPending(phase)).to.equal(true);
    });
  }
});

describe('a simulated session', () => {
  it('ends at its duration, whatever is done in it', async () => {
    const made = await start({ simulatedScript: { durationLimit: 100 } });
    made.clock.advance(90);
    await made.command({ type: 'keep_alive' });
    made.clock.advance(10);
    expect(made.log).to.deep.equal([{ at: 100_000, event: { type: 'ended', reason: 'duration' } }]);
    expect(await rejection(made.say('More'))).to.include({ code: 'not_connected' });
  });

  it('ends when nobody has kept it alive', async () => {
    const made = await start({ activityIdleTimeout: 60 });
    made.clock.advance(50);
    await made.command({ type: 'keep_alive' });
    made.clock.advance(59);
    expect(made.told).to.deep.equal([]);
    made.clock.advance(1);
    expect(made.log.at(-1)).to.deep.equal({ at: 110_000, event: { type: 'ended', reason: 'idle' } });
  });

  it('does not end while somebody speaks, nor because of inactivity if disableIdleTimeout is set', async () => {
    const speaking = await start({ activityIdleTimeout: 30 });
    const { durationMs = 0 } = await speaking.say('word '.repeat(400));
    speaking.clock.advance(durationMs / 1000 + 29);
    expect(speaking.told).not.to.include('ended');
    const unlimited = await start({ disableIdleTimeout: true });
    unlimited.clock.advance(599);
    expect(unlimited.told).to.deep.equal([]);
  });

  it('tells nothing once it is stopped, and leaves nothing on the clock', async () => {
    const made = await start({ useSilencePrompt: true });
    await made.say('Never heard.');
    made.hear({ type: 'microphone', open: true }, { type: 'user_start' });
    const { length } = made.log;
    await made.session.stop(new AbortController().signal);
    made.session.close();
    expect(made.clock.pending).to.equal(0);
    made.hear({ type: 'user_stop' });
    made.clock.advance(3600);
    expect(made.log).to.have.length(length);
  });

  it('is the same for the same seed, to the millisecond, and another for another', async () => {
    const logs = await Promise.all([7, 7, 8].map(play));
    expect(logs[0]).to.have.length.above(40);
    expect(logs[1]).to.deep.equal(logs[0]);
    expect(logs[2]).not.to.deep.equal(logs[0]);
  });

  /** A conversation with all there is in it; everything it told, with its times and ids. */
  async function play(seed: number): Promise<unknown[]> {
    const clock = new FakeClock();
    const delays = { answer: 800 };
    const answers = [{ answer: ['Yes.', 'No.', 'Perhaps, perhaps not.', 'Who knows?'] }];
    const made = await start({ simulatedScript: { seed, answers, delays }, useSilencePrompt: true }, clock);
    for (const text of ['One?', 'Two?', 'Three?']) await made.say(text, 'talk');
    clock.advance(30);
    made.hear({ type: 'microphone', open: true }, { type: 'user_start' });
    clock.advance(2);
    made.hear({ type: 'user_stop' });
    clock.advance(1);
    await made.command({ type: 'interrupt' });
    clock.advance(700);
    return [made.session.sessionInfo, stageOf(made), ...made.log, ...made.cues];
  }
});
