// A session's two limits: when one that nobody uses is kept alive, warned about and ended, and when one is too long.
import { expect } from '@open-wc/testing';
import { sessionError } from '../../src/api/error-table.js';
import type { ConversationEvent } from '../../src/api/events.js';
import type { StreamingAvatar } from '../../src/session/streaming-avatar.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { answerOf } from '../support/fake-service.js';
import { nextTask, rejection } from '../support/outcome.js';
import { PageMicrophones } from '../support/page-microphones.js';

const calls: readonly [string, (avatar: StreamingAvatar) => Promise<unknown> | void][] = [
  ['speak', (avatar) => avatar.speak('Hello')],
  ['interrupt', (avatar) => avatar.interrupt()],
  ['startListening', (avatar) => avatar.startListening()],
  ['stopListening', (avatar) => avatar.stopListening()],
  ['keepAlive', (avatar) => avatar.keepAlive()],
  ['startVoiceChat', (avatar) => avatar.startVoiceChat()],
  ['closeVoiceChat', (avatar) => avatar.closeVoiceChat()],
  ['muteInputAudio', (avatar) => avatar.muteInputAudio()],
  ['unmuteInputAudio', (avatar) => avatar.unmuteInputAudio()],
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
    expect(client.details('session_ended')).to.deep.equal([{ reason: 'idle', seconds: 120, turns: 0 }]);
    expect(client.details('stream_disconnected')).to.have.lengthOf(1);
    expect(client.ports.service.session.stops).to.equal(1);
  });

  it('is kept alive until then, every third of its window, and not after', async () => {
    client.ports.clock.advance(119);
    expect(keepAlives()).to.equal(2);
    client.ports.clock.advance(1);
    await client.reaches('ended idle');
    expect(keepAlives()).to.equal(2);
    client.expectReleased(1);
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

  it('is ended on its second also where so little time is left that adding it changes no number', async () => {
    client.ports.clock.advance(8.76);
    client.avatar.noteActivity();
    client.ports.clock.advance(119.99);
    expect(client.avatar.state.status).to.equal('live');
    client.ports.clock.advance(0.02);
    await client.reaches('ended idle');
  });

  it('is held off by activity for as long as there is any, with no more timers than at first', () => {
    const { pending } = client.ports.clock;
    for (let minute = 0; minute < 9; minute += 1) {
      client.ports.clock.advance(60);
      client.avatar.noteActivity();
    }
    expect(client.details('idle_warning')).to.deep.equal([]);
    expect(keepAlives()).to.equal(13);
    expect(client.ports.clock.pending).to.be.at.most(pending);
  });

  for (const type of ['idle_warning', 'time_remaining'] as const) {
    it(`has no timer left where a listener to ${type} stops it`, async () => {
      await client.start({ disableIdleTimeout: type === 'time_remaining' });
      let stopping: Promise<void> | undefined;
      client.avatar.on(type, () => (stopping = client.avatar.stopAvatar()));
      client.ports.clock.advance(type === 'idle_warning' ? 90 : 540);
      await stopping;
      expect(client.avatar.state.status).to.equal('ended');
      client.expectReleased(2);
    });
  }

  it('has no timer left, and no warning after its end, where a listener to idle_warning is active', async () => {
    client.avatar.on('idle_warning', () => client.avatar.noteActivity());
    client.ports.clock.advance(90);
    expect(client.details('idle_warning')).to.have.lengthOf(1);
    await client.avatar.stopAvatar();
    client.expectReleased(1);
    client.ports.clock.advance(600);
    expect(client.told.at(-1)).to.equal('session_ended');
  });

  it('is not forgotten while the page sends sound, however long that lasts', async () => {
    await client.avatar.startAvatar({}, { ...answerOf(2), session_duration_limit: 3600 });
    const begun = Promise.withResolvers<void>();
    let heard = 0;
    Object.assign(client.ports.service.session, {
      speakAudio: async (sound: AsyncIterable<Int16Array>): Promise<string> => {
        for await (const { length } of sound) {
          heard += length;
          begun.resolve();
        }
        return 't-1';
      },
    });
    let source: ReadableStreamDefaultController<Int16Array> | undefined;
    const sound = new ReadableStream<Int16Array>({ start: (controller) => void (source = controller) });
    const speaking = client.avatar.speakAudio(sound);
    source?.enqueue(new Int16Array(1));
    await begun.promise;
    for (let minute = 1; minute <= 20; minute += 1) {
      client.ports.clock.advance(60);
      source?.enqueue(new Int16Array(1));
      await nextTask();
    }
    expect(heard).to.equal(21);
    expect(client.avatar.state.status).to.equal('live');
    expect(client.details('idle_warning')).to.deep.equal([]);
    source?.close();
    expect(await speaking).to.equal('t-1');
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
    client.ports.clock.advance(95);
    await client.avatar.stopAvatar();
    client.expectReleased(1);
    client.avatar.noteActivity();
    expect(client.ports.clock.pending).to.equal(0);
    client = new ClientUnderTest({ media: () => Promise.reject(sessionError('media_missing')) });
    await rejection(client.avatar.createStartAvatar({}));
    client.expectReleased(1);
  });
});

describe("a session's duration", () => {
  /** A session that may last so many seconds, and is kept alive. */
  async function lasting(seconds: number | undefined): Promise<ClientUnderTest> {
    const client = new ClientUnderTest();
    const { session_duration_limit: _, ...rest } = answerOf(7);
    const existing = { ...rest, ...(seconds === undefined ? {} : { session_duration_limit: seconds }) };
    await client.avatar.startAvatar({ disableIdleTimeout: true }, existing as ReturnType<typeof answerOf>);
    client.ports.clock.advance(0);
    return client;
  }

  for (const [duration, left] of [
    [600, 60],
    [120, 60],
    [60, 30],
    [10, 5],
  ] as const) {
    it(`of ${duration} s is told ${left} s before its end, and ends it 5 s later than the service should`, async () => {
      const client = await lasting(duration);
      client.ports.clock.advance(duration - left - 0.1);
      expect(client.details('time_remaining')).to.deep.equal([]);
      client.ports.clock.advance(0.1);
      expect(client.details('time_remaining')).to.deep.equal([{ seconds: left }]);
      client.ports.clock.advance(left + 4.9);
      expect(client.avatar.state.status).to.equal('live');
      client.ports.clock.advance(0.1);
      await client.reaches('ended duration');
      client.expectReleased(1);
    });
  }

  for (const seconds of [undefined, 0, Number.NaN]) {
    it(`that a page's own session gives as ${String(seconds)} ends nothing`, async () => {
      const client = await lasting(seconds);
      expect(client.ports.clock.waits.filter((wait) => !(wait > 0 && wait < 1e6))).to.deep.equal([]);
      client.ports.clock.advance(10_000);
      expect([client.avatar.state.status, client.details('time_remaining')]).to.deep.equal(['live', []]);
      await client.avatar.stopAvatar();
    });
  }
});

describe('a start that is stopped as its last step ends', () => {
  it('has no limits to wait for', async () => {
    const client = new ClientUnderTest();
    client.avatar.on('state_changed', ({ detail: { state } }) => {
      if (state.status === 'connecting' && 'media' in state.timings) void client.avatar.stopAvatar();
    });
    const [outcome] = await Promise.allSettled([client.avatar.createStartAvatar({})]);
    expect(outcome.status).to.equal('rejected');
    expect(client.avatar.state.status).to.equal('ended');
    client.expectReleased(1);
  });
});
