// Starts, stops and page leaves in every order and in the same tick: no session stays open, no promise hangs.
import { expect } from '@open-wc/testing';
import { StreamingAvatarError } from '../../src/api/errors.js';
import { sessionError } from '../../src/api/error-table.js';
import type { StreamingAvatar } from '../../src/session/streaming-avatar.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { answerOf } from '../support/fake-service.js';
import { soon } from '../support/outcome.js';
import { pick, seeded, type Random } from '../support/random.js';

const runs = 200;

type Act = (avatar: StreamingAvatar) => Promise<unknown>;

const acts: Readonly<Record<string, Act>> = {
  createStartAvatar: (avatar) => avatar.createStartAvatar({}),
  newSession: (avatar) => avatar.newSession({}),
  startSession: (avatar) => avatar.startSession(),
  startAvatar: (avatar) => avatar.startAvatar({}),
  startForeign: (avatar) => avatar.startAvatar({}, { ...answerOf(0), session_id: 'from-the-server' }),
  stopAvatar: (avatar) => avatar.stopAvatar(),
  speak: (avatar) => avatar.speak('Hello'),
  leave: async () => dispatchEvent(new PageTransitionEvent('pagehide')),
};

/** Takes from none to three tasks, and fails now and then. */
function unreliable(random: Random): () => Promise<void> {
  return async () => {
    const tasks = Math.floor(random() * 4);
    const fails = random() < 0.1;
    for (let n = 0; n < tasks; n += 1) await soon();
    if (fails) throw sessionError('server_error');
  };
}

function unreliableClient(random: Random): ClientUnderTest {
  const step = unreliable(random);
  const steps = { open: step, start: step, create: step, connect: step, disconnect: step, stop: step };
  return new ClientUnderTest({ ...steps, media: soon }, { token: () => step().then(() => 'fresh') });
}

/** Lets time pass until the promise ends: what is owed to an earlier session holds a start up. */
async function inTime<T>(client: ClientUnderTest, promise: Promise<T>): Promise<T> {
  let done = false;
  const settled = promise.finally(() => (done = true));
  settled.catch(() => undefined);
  for (let tasks = 0; !done && tasks < 1000; tasks += 1) {
    for (let n = 0; n < 5; n += 1) await soon();
    client.ports.clock.advance(0.5);
  }
  if (!done) throw new Error('A promise hangs.');
  return settled;
}

/** Every promise ends in a value or a typed error; every session is stopped; every room is left; nothing waits. */
async function expectNothingOpen(client: ClientUnderTest, promises: Promise<unknown>[]): Promise<void> {
  await inTime(client, client.avatar.stopAvatar());
  const outcomes = await inTime(client, Promise.allSettled(promises));
  const untyped = outcomes.filter(
    (outcome) => outcome.status === 'rejected' && !(outcome.reason instanceof StreamingAvatarError),
  );
  expect(untyped).to.deep.equal([]);
  const { service, rooms, clock } = client.ports;
  for (let tasks = 0; clock.pending > 0 && tasks < 200; tasks += 1) {
    for (let n = 0; n < 5; n += 1) await soon();
    clock.advance(0.5);
  }
  // A room that is still being made has up to three tasks to go.
  for (let n = 0; n < 4; n += 1) await soon();
  expect(clock.waits, 'timers left').to.deep.equal([]);
  expect(service.running).to.deep.equal([]);
  expect(service.sessions.map(({ closes }) => closes)).to.deep.equal(service.sessions.map(() => 1));
  expect(rooms.map(({ disconnects }) => disconnects)).to.deep.equal(rooms.map(() => 1));
  expect(client.avatar.state.status).to.be.oneOf(['idle', 'ended', 'failed']);
  expect(client.avatar.sessionId).to.equal(null);
  const connected = client.path.filter((words) => words === 'live').length > 0;
  if (!connected) expect(client.details('session_ended')).to.deep.equal([]);
}

describe('starts and stops in any order', () => {
  // Where a stop in the tick of its start does not reach an end, a start after it would wait for one for ever,
  // without giving the page a chance to end the test: so this comes before all others.
  before(async () => {
    const { avatar } = new ClientUnderTest();
    const starting = Promise.allSettled([avatar.createStartAvatar({})]);
    await avatar.stopAvatar();
    await starting;
    expect(avatar.state.status, 'after a start and a stop in one tick').to.be.oneOf(['idle', 'ended']);
  });

  const names = Object.keys(acts);
  for (const first of names) {
    it(`leave nothing open when anything follows ${first} in the same tick`, async () => {
      for (const second of names) {
        for (const third of ['stopAvatar', 'createStartAvatar']) {
          const client = new ClientUnderTest({}, { token: () => 'fresh' });
          const promises = [first, second, third].map((name) => acts[name]?.(client.avatar) ?? never());
          await inTime(client, Promise.allSettled(promises));
          await expectNothingOpen(client, promises);
        }
      }
    });
  }

  it('give the session to the last of two that start in one tick', async () => {
    const client = new ClientUnderTest({}, { token: () => 'fresh' });
    const [first, second] = await Promise.allSettled([
      client.avatar.newSession({}),
      client.avatar.newSession({}),
    ]);
    expect([first.status, second.status]).to.deep.equal(['rejected', 'fulfilled']);
    expect(client.avatar.sessionId).to.equal('session-1');
    await expectNothingOpen(client, []);
  });

  it(`leave nothing open in ${runs} seeded runs`, async () => {
    for (let seed = 1; seed <= runs; seed += 1) {
      const random = seeded(seed);
      const client = unreliableClient(random);
      const done: string[] = [];
      const promises: Promise<unknown>[] = [];
      for (let n = 2 + Math.floor(random() * 8); n > 0; n -= 1) {
        const name = pick(random, names);
        done.push(name);
        promises.push(acts[name]?.(client.avatar) ?? never());
        promises.at(-1)?.catch(() => undefined);
        if (random() < 0.3) await inTime(client, Promise.allSettled(promises.slice(-1)));
        else for (let wait = Math.floor(random() * 4); wait > 0; wait -= 1) await soon();
      }
      try {
        await expectNothingOpen(client, promises);
      } catch (error) {
        throw new Error(`seed ${seed}: ${done.join(', ')}: ${(error as Error).message}`, { cause: error });
      }
    }
  });
});

function never(): never {
  throw new Error('There is no such act.');
}
