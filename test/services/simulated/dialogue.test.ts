// What is said in a simulated session, on a clock that the test moves: the avatar's turns, the user's speech, silences.
import { expect } from '@open-wc/testing';
import { SimulatedUnderTest as Session } from './simulated-under-test.js';

const start = (...request: Parameters<typeof Session.start>): Promise<Session> => Session.start(...request);

describe('what a simulated avatar says', () => {
  it('comes word by word with one id, which the answer names, and lasts as long as it says', async () => {
    const made = await start();
    const { taskId, durationMs } = await made.say('One, two, three.');
    made.clock.advance(60);
    expect(made.told).to.deep.equal([
      'avatar_start_talking',
      ...Array<string>(3).fill('avatar_talking_message'),
      'avatar_end_message',
      'avatar_stop_talking',
    ]);
    expect(made.textOf('avatar_talking_message')).to.equal('One, two, three.');
    const ids = made.log.map(({ event }) => event.type === 'conversation' && event.event.task_id);
    expect(new Set(ids)).to.deep.equal(new Set([taskId]));
    expect(made.log.at(-1)).to.deep.include({ at: durationMs });
    expect(made.cues.map(({ type }) => type)).to.deep.equal(['say', 'quiet']);
  });

  it('is told after whoever asked for it knows its id', async () => {
    const made = await start();
    await made.say('Now.');
    expect(made.told).to.deep.equal([]);
  });

  it('is an answer after a while of thinking, where it was asked', async () => {
    const simulatedScript = { answers: [{ answer: 'Because.' }], delays: { answer: 1000 } };
    const made = await start({ simulatedScript });
    await made.say('Why?', 'talk');
    made.clock.advance(0.89);
    expect(made.told).to.deep.equal([]);
    made.clock.advance(60);
    expect(made.textOf('avatar_talking_message')).to.equal('Because.');
  });

  it('waits for what is being said', async () => {
    const made = await start();
    await made.say('First.');
    await made.say('Second.');
    made.clock.advance(60);
    expect(made.textOf('avatar_talking_message')).to.equal('First.Second.');
    expect(made.told.filter((type) => type.endsWith('talking'))).to.deep.equal([
      'avatar_start_talking',
      'avatar_stop_talking',
      'avatar_start_talking',
      'avatar_stop_talking',
    ]);
  });

  it('takes longer at a slower rate, and another time with another voice', async () => {
    const text = 'The same words for everybody.';
    const made = [{}, { rate: 0.5 }, { voiceId: 'wayne' }].map((voice) => start({ voice }));
    const [own, slow, other] = await Promise.all(
      made.map(async (session) => (await (await session).say(text)).durationMs ?? 0),
    );
    expect(slow).to.be.closeTo((own ?? 0) * 2, 2);
    expect(other).not.to.equal(own);
  });

  it('ends at an interruption, with what waits, and says no more', async () => {
    const made = await start();
    await made.say('A long and winding sentence.');
    await made.say('Another.');
    made.clock.advance(0.5);
    await made.command({ type: 'interrupt' });
    const { length } = made.log;
    expect(made.log.at(-1)).to.deep.include({ at: 500 });
    expect(made.told.at(-1)).to.equal('avatar_stop_talking');
    made.clock.advance(60);
    expect(made.log).to.have.length(length);
    expect(made.cues.at(-1)).to.deep.equal({ type: 'quiet' });
  });

  it('is not disturbed by an interruption while it is silent', async () => {
    const made = await start();
    await made.command({ type: 'interrupt' });
    await made.say('Still here.');
    made.clock.advance(60);
    expect(made.textOf('avatar_talking_message')).to.equal('Still here.');
  });

  it('has a pose for listening', async () => {
    const made = await start();
    await made.command({ type: 'start_listening' });
    await made.command({ type: 'stop_listening' });
    expect(made.cues).to.deep.equal([
      { type: 'pose', listening: true },
      { type: 'pose', listening: false },
    ]);
  });
});

describe('what the user says to a simulated avatar', () => {
  const simulatedScript = {
    userTranscripts: ['Where are you?', 'Who are you?'],
    answers: [
      { pattern: 'where', answer: 'Here.' },
      { pattern: 'who', answer: 'Me.' },
    ],
  };

  it('is what the script has, word by word, and is answered', async () => {
    const made = await start({ simulatedScript });
    made.hear({ type: 'user_start' });
    made.clock.advance(0.5);
    expect(made.told).to.deep.equal(['user_start', 'user_talking_message', 'user_talking_message']);
    made.hear({ type: 'user_stop' });
    expect(made.told.slice(3)).to.deep.equal(['user_talking_message', 'user_stop', 'user_end_message']);
    expect(made.textOf('user_talking_message')).to.equal('Where are you?');
    made.clock.advance(60);
    made.hear({ type: 'user_start' }, { type: 'user_stop' });
    made.clock.advance(60);
    expect(made.textOf('avatar_talking_message')).to.equal('Here.Me.');
  });

  it('is not understood without a script, and the avatar says so', async () => {
    const made = await start();
    made.hear({ type: 'user_start' }, { type: 'user_stop' });
    made.clock.advance(60);
    expect(made.textOf('user_talking_message')).to.contain('not what you say');
    expect(made.textOf('avatar_talking_message')).to.contain('scripted');
  });

  it('cuts what the avatar says', async () => {
    const made = await start();
    await made.say('A long and winding sentence.');
    made.clock.advance(0.5);
    made.hear({ type: 'user_start' });
    expect(made.told.slice(-2)).to.deep.equal(['user_start', 'avatar_stop_talking']);
  });

  it('counts only while push-to-talk is pressed', async () => {
    const made = await start({ enablePushToTalk: true });
    made.hear({ type: 'user_start' }, { type: 'user_stop' });
    expect(made.told).to.deep.equal([]);
    await made.command({ type: 'push_to_talk', pressed: true });
    made.hear({ type: 'user_start' });
    await made.command({ type: 'push_to_talk', pressed: false });
    expect([made.told.at(0), made.told.at(-1)]).to.deep.equal(['user_start', 'user_end_message']);
    made.hear({ type: 'user_start' });
    expect(made.told.filter((type) => type === 'user_start')).to.have.length(1);
  });

  for (const nonsense of ['', '{', '[]', 'null', '{"type":"ended"}', '{"type":{"a":1}}', '7']) {
    it(`is not ${nonsense || 'nothing'}`, async () => {
      const made = await start();
      made.session.handle({ topic: undefined, bytes: new TextEncoder().encode(nonsense) });
      expect(made.told).to.deep.equal([]);
    });
  }
});

describe('the silence before a simulated avatar', () => {
  const request = { useSilencePrompt: true, disableIdleTimeout: true };

  it('is counted and ended by the avatar, and begins anew when somebody has spoken', async () => {
    const made = await start(request);
    made.hear({ type: 'microphone', open: true });
    made.clock.advance(10);
    const [silence] = made.log;
    expect(silence?.event).to.deep.include({
      event: { type: 'user_silence', silence_times: 1, count_down: 5 },
    });
    made.clock.advance(5.5);
    expect(made.told).to.include('avatar_start_talking');
    made.clock.advance(20);
    expect(made.textOf('avatar_talking_message')).to.equal(
      'Are you still there?I am still here, should you want to talk.',
    );
    await made.say('Yes.');
    made.clock.advance(11);
    expect(
      made.log.findLast(({ event }) => JSON.stringify(event).includes('user_silence'))?.event,
    ).to.deep.include({
      event: { type: 'user_silence', silence_times: 1, count_down: 5 },
    });
  });

  it('is none without a microphone, nor while the user speaks, nor where it is not asked for', async () => {
    const silent = await start(request);
    silent.clock.advance(60);
    expect(silent.told).to.deep.equal([]);
    const heard = await start(request);
    heard.hear({ type: 'microphone', open: true }, { type: 'user_start' });
    heard.clock.advance(60);
    expect(heard.told).not.to.include('user_silence');
    const off = await start(request);
    off.hear({ type: 'microphone', open: true });
    await off.command({ type: 'silence_prompt', enabled: false });
    off.clock.advance(60);
    expect(off.told).to.deep.equal([]);
  });
});
