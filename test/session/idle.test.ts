// When a session that nobody uses is kept alive, warned about and ended: the decision alone, then a forgotten tab.
import { expect } from '@open-wc/testing';
import { sessionError } from '../../src/api/error-table.js';
import type { ConversationEvent } from '../../src/api/events.js';
import { idleStep, type IdleLimits, type IdleTimes } from '../../src/session/idle.js';
import type { StreamingAvatar } from '../../src/session/streaming-avatar.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { nextTask, rejection } from '../support/outcome.js';
import { PageMicrophones } from '../support/page-microphones.js';

const usual: IdleLimits = { timeout: 120, keepAliveEvery: 40, unlimited: false };
const unlimited: IdleLimits = { ...usual, unlimited: true };
const longest: IdleLimits = { timeout: 3600, keepAliveEvery: 1200, unlimited: false };
const fresh: IdleTimes = { now: 0, lastActivity: 0, lastKeepAlive: 0, warned: false };

const steps: readonly [string, IdleLimits, Partial<IdleTimes>, string[], number][] = [
  ['nothing at the beginning', usual, {}, [], 40],
  ['a keep-alive after a third of the window', usual, { now: 40 }, ['keep_alive'], 40],
  ['a late keep-alive as one', usual, { now: 75 }, ['keep_alive'], 15],
  ['and then the warning', usual, { now: 80, lastKeepAlive: 40 }, ['keep_alive'], 10],
  ['the warning 30 s before the end', usual, { now: 90, lastKeepAlive: 80 }, ['warning'], 30],
  ['both at once', usual, { now: 90, lastKeepAlive: 50 }, ['keep_alive', 'warning'], 30],
  ['the warning once', usual, { now: 90, lastKeepAlive: 80, warned: true }, [], 30],
  ['the end soon', usual, { now: 119, lastKeepAlive: 80, warned: true }, [], 1],
  ['the end', usual, { now: 120, lastKeepAlive: 80, warned: true }, ['end'], 0],
  ['the end, overslept, and no keep-alive', usual, { now: 9000 }, ['end'], 0],
  ['nothing after activity', usual, { now: 110, lastActivity: 100, lastKeepAlive: 80 }, [], 10],
  ['a keep-alive when unlimited', unlimited, { now: 9000, lastKeepAlive: 8960 }, ['keep_alive'], 40],
  ['nothing else when unlimited', unlimited, { now: 9000, lastKeepAlive: 8990 }, [], 30],
  ['the longest window', longest, { now: 3569, lastKeepAlive: 3500 }, [], 1],
  ["the longest window's warning", longest, { now: 3570, lastKeepAlive: 3500 }, ['warning'], 30],
];

describe('what an idle session is due', () => {
  for (const [name, limits, times, due, again] of steps) {
    it(`is ${name}`, () => {
      const step = idleStep(limits, { ...fresh, ...times });
      expect([[...step.due].sort(), step.again]).to.deep.equal([due, again]);
    });
  }

  it('is asked for again in good time, whatever the window', () => {
    for (const timeout of [30, 31, 45, 60, 120, 3600]) {
      const limits = { timeout, keepAliveEvery: timeout / 3, unlimited: false };
      for (let now = 0; now < timeout; now += 0.5) {
        const { again } = idleStep(limits, { ...fresh, now, warned: now > timeout / 2 });
        expect(again, `${now} of ${timeout}`).to.be.within(0.01, timeout - now);
      }
    }
  });

  it('is no warning of a window of 30 s that has just begun', () => {
    const limits = { timeout: 30, keepAliveEvery: 10, unlimited: false };
    expect([...idleStep(limits, fresh).due]).to.deep.equal([]);
  });
});

const calls: readonly [string, (avatar: StreamingAvatar) => Promise<unknown> | void][] = [
  ['speak', (avatar) => avatar.speak('Hello')],
  ['interrupt', (avatar) => avatar.interrupt()],
  ['startListening', (avatar) => avatar.startListening()],
  ['stopListening', (avatar) => avatar.stopListening()],
  ['keepAlive', (avatar) => avatar.keepAlive()],
  ['startVoiceChat', (avatar) => avatar.startVoiceChat()],
  ['closeVoiceChat', (avatar) => avatar.closeVoiceChat()],
  ['muteInputAudio', (avatar) => avatar.muteInputAudio()],
  ['noteActivity', (avatar) => avatar.noteActivity()],
];

const heard: readonly ConversationEvent[] = [
  { type: 'avatar_start_talking', task_id: 't' },
  { type: 'avatar_talking_message', task_id: 't', message: 'Hi' },
  { type: 'avatar_end_message', task_id: 't' },
  { type: 'avatar_stop_talking', task_id: 't' },
  { type: 'user_start' },
  { type: 'user_stop' },
  { type: 'user_talking_message', task_id: 't', message: 'Hi' },
  { type: 'user_end_message', task_id: 't' },
];

describe('a forgotten session', () => {
  let client: ClientUnderTest;
  let microphones: PageMicrophones;

  beforeEach(async () => {
    microphones = new PageMicrophones();
    client = new ClientUnderTest({}, { token: () => 'fresh' });
    await client.start();
  });
  afterEach(async () => {
    await client.avatar.stopAvatar();
    await microphones.close();
  });

  const { stringify } = JSON;
  const keepAlives = (): number =>
    client.ports.service.session.commands.filter(({ type }) => type === 'keep_alive').length;

  it('is warned about 30 s before, ends with the reason idle, and is stopped once', async () => {
    client.ports.clock.advance(89);
    expect(client.details('idle_warning')).to.deep.equal([]);
    client.ports.clock.advance(1);
    expect(client.details('idle_warning')).to.deep.equal([{ seconds: 30 }]);
    expect(client.avatar.state.status).to.equal('live');
    client.ports.clock.advance(30);
    await client.reaches('ended idle');
    expect(client.details('session_ended')).to.deep.equal([{ reason: 'idle' }]);
    expect(client.details('stream_disconnected')).to.have.lengthOf(1);
    expect(client.ports.service.session.stops).to.equal(1);
  });

  it('is kept alive until then, every third of its window, and not after', async () => {
    client.ports.clock.advance(119);
    expect(keepAlives()).to.equal(2);
    client.ports.clock.advance(1000);
    await client.reaches('ended idle');
    expect([keepAlives(), client.ports.clock.pending]).to.deep.equal([2, 0]);
  });

  it('goes on where keep-alives fail, and no failure escapes', async () => {
    await client.avatar.stopAvatar();
    client = new ClientUnderTest({ command: () => Promise.reject(sessionError('network')) });
    await client.start();
    const escaped: unknown[] = [];
    const listener = (event: PromiseRejectionEvent): void => void escaped.push(event.reason);
    addEventListener('unhandledrejection', listener);
    client.ports.clock.advance(80);
    await nextTask();
    await nextTask();
    removeEventListener('unhandledrejection', listener);
    expect([escaped, client.avatar.state.status]).to.deep.equal([[], 'live']);
  });

  for (const [name, call] of calls) {
    it(`is not forgotten when the page calls ${name}`, async () => {
      client.ports.clock.advance(80);
      await call(client.avatar);
      client.ports.clock.advance(80);
      expect(client.details('idle_warning')).to.deep.equal([]);
    });
  }

  for (const event of heard) {
    it(`is not forgotten when there is ${stringify(event)}`, () => {
      client.ports.clock.advance(80);
      client.ports.service.session.say(event);
      client.ports.clock.advance(80);
      expect(client.details('idle_warning')).to.deep.equal([]);
    });
  }

  it('is forgotten though the service tells of silence', () => {
    client.ports.clock.advance(80);
    client.ports.service.session.say({ type: 'user_silence', silence_times: 1, count_down: 5 });
    client.ports.clock.advance(10);
    expect(client.details('idle_warning')).to.have.lengthOf(1);
  });

  it('is not ended in mid-sentence, while the avatar is talking', async () => {
    client.ports.service.session.say({ type: 'avatar_start_talking', task_id: 'a-long-text' });
    client.ports.clock.advance(125);
    await nextTask();
    expect(client.avatar.state.status).to.equal('live');
  });

  it('is ended though the end of what the avatar said was lost, after five minutes at the most', async () => {
    client.ports.service.session.say({ type: 'avatar_start_talking', task_id: 'a-lost-end' });
    client.ports.clock.advance(300 + 120);
    await client.reaches('ended idle');
  });

  it('is warned about anew after activity, and only then', async () => {
    client.ports.clock.advance(100);
    client.avatar.noteActivity();
    client.ports.clock.advance(89);
    expect(client.details('idle_warning')).to.have.lengthOf(1);
    client.ports.clock.advance(1);
    expect(client.details('idle_warning')).to.deep.equal([{ seconds: 30 }, { seconds: 30 }]);
    client.ports.clock.advance(30);
    await client.reaches('ended idle');
  });

  it('takes activityIdleTimeout for its window', async () => {
    await client.start({ activityIdleTimeout: 60 });
    client.ports.clock.advance(29);
    expect(client.details('idle_warning')).to.deep.equal([]);
    client.ports.clock.advance(31);
    await client.reaches('ended idle');
    expect(keepAlives()).to.equal(2);
  });

  it('of 30 s is not warned about before anybody could have done anything, nor at each word', async () => {
    await client.start({ activityIdleTimeout: 30 });
    expect(client.details('idle_warning'), 'at its start').to.deep.equal([]);
    for (const event of heard) client.ports.service.session.say(event);
    expect(client.details('idle_warning'), 'while it is used').to.deep.equal([]);
  });

  it('with disableIdleTimeout is warned of once, kept alive, and ended by its duration only', async () => {
    await client.start({ disableIdleTimeout: true });
    client.ports.clock.advance(599);
    expect(client.details('warning')).to.have.lengthOf(1);
    expect(client.details('warning')[0]).to.include({
      code: 'idle_timeout_disabled',
      option: 'disableIdleTimeout',
    });
    expect([client.details('idle_warning'), keepAlives()]).to.deep.equal([[], 14]);
    client.ports.clock.advance(6);
    await client.reaches('ended duration');
  });

  describe('of a service that waits 300 s for a keep-alive', () => {
    beforeEach(async () => {
      await client.avatar.stopAvatar();
      client = new ClientUnderTest({
        start: async () => void Object.assign(client.ports.service.session, { idleWindow: 300 }),
      });
    });

    it('is kept alive every 100 s, and idle after 120 s as everywhere', async () => {
      await client.start();
      client.ports.clock.advance(99);
      expect([keepAlives(), client.details('idle_warning')]).to.deep.equal([0, [{ seconds: 30 }]]);
      client.ports.clock.advance(1);
      expect(keepAlives()).to.equal(1);
      client.ports.clock.advance(20);
      await client.reaches('ended idle');
      expect(keepAlives()).to.equal(1);
    });

    it('is kept alive every 100 s without a limit too', async () => {
      await client.start({ disableIdleTimeout: true });
      client.ports.clock.advance(599);
      expect(keepAlives()).to.equal(5);
    });
  });

  it('leaves nothing to wait for when it is stopped, and when its start failed', async () => {
    await client.avatar.stopAvatar();
    expect(client.ports.clock.pending).to.equal(0);
    client = new ClientUnderTest({ media: () => Promise.reject(sessionError('media_missing')) });
    await rejection(client.avatar.createStartAvatar({}));
    expect(client.ports.clock.pending).to.equal(0);
  });
});
