// LITE mode: nothing before `connected`, sound in pieces at the pace it is heard, and a socket that may be lost.
import { expect } from '@open-wc/testing';
import type { ConversationEvent } from '../../../src/api/events.js';
import type { ChannelCommand } from '../../../src/services/live-avatar/channel.js';
import { LiteChannel } from '../../../src/services/live-avatar/lite-channel.js';
import { FakeClock } from '../../support/fake-clock.js';
import { FakeSocket } from '../../support/fake-socket.js';
import { anyRejection, isPending, never, nextTask, rejection } from '../../support/outcome.js';
import { TimerLedger } from '../../support/timer-ledger.js';

const rate = 24_000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const url = 'wss://signal.example/v2-alpha/interactive-avatar/session/s-1';
const link = { publish: async () => undefined };
const interrupt: ChannelCommand = { type: 'interrupt' };

async function* sound(...seconds: number[]): AsyncGenerator<Int16Array, void> {
  for (const length of seconds) yield new Int16Array(length * rate).fill(1000);
}

/** Sound that goes on when it is told to. */
class LiveSound implements AsyncIterable<Int16Array> {
  #next: (result: IteratorResult<Int16Array>) => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;
  stopped = false;

  [Symbol.asyncIterator](): AsyncIterator<Int16Array> {
    return {
      next: () =>
        new Promise((resolve, reject) => {
          this.#next = resolve;
          this.#fail = reject;
        }),
      return: async () => {
        this.stopped = true;
        return { done: true, value: undefined };
      },
    };
  }

  add(seconds: number): Promise<void> {
    this.#next({ done: false, value: new Int16Array(seconds * rate) });
    return nextTask();
  }

  end(): void {
    this.#next({ done: true, value: undefined });
  }

  fail(error: Error): void {
    this.#fail(error);
  }
}

class UnderTest {
  readonly clock = new FakeClock();
  readonly told: ConversationEvent[] = [];
  readonly passedOn: string[] = [];
  readonly warnings: string[] = [];
  readonly ends: string[] = [];
  readonly abort = new AbortController();
  readonly channel = new LiteChannel(url, this.clock, {
    converse: (event) => void this.told.push(event),
    passOn: (name) => void this.passedOn.push(name),
    warn: (code) => void this.warnings.push(code),
    ended: (reason) => void this.ends.push(reason),
  });

  /** As far as the service lets it: the socket is open, and takes commands. */
  async start(): Promise<this> {
    const starting = this.channel.start(link, this.abort.signal);
    FakeSocket.last.accept();
    this.state('connected');
    await starting;
    return this;
  }

  command(command: ChannelCommand): Promise<unknown> {
    return this.channel.command(command, this.abort.signal);
  }

  speakAudio(what: AsyncIterable<Int16Array>): Promise<string> {
    const speaking = this.channel.speakAudio(what, this.abort.signal);
    // Reported where a test waits for it.
    speaking.catch(() => undefined);
    return speaking;
  }

  receive(type: string, fields: object = {}): void {
    FakeSocket.last.receive(JSON.stringify({ type, event_id: 'e', ...fields }));
  }

  state(state: string): void {
    this.receive('session.state_updated', { state });
  }

  /** In the room. */
  hear(text: string, topic = 'agent-response'): void {
    this.channel.handle({ topic, bytes: new TextEncoder().encode(text) });
  }
}

interface Sent {
  readonly type: string;
  readonly event_id: string;
  readonly audio?: string;
}

/** What went out over a socket. */
const sent = (socket = FakeSocket.last): Sent[] => socket.sent.map((text) => JSON.parse(text) as Sent);

/** In short, with the length of its sound in seconds. */
const words = (socket = FakeSocket.last): string[] =>
  sent(socket).map(({ type, audio }) => {
    const what = type.replace('agent.', '');
    return audio === undefined ? what : `${what} ${atob(audio).length / 2 / rate}`;
  });

describe("LITE mode's socket", () => {
  let timers: TimerLedger;
  let under: UnderTest;

  beforeEach(() => {
    FakeSocket.install();
    timers = new TimerLedger({ hurry: true });
    under = new UnderTest();
  });
  afterEach(async () => {
    under.channel.close();
    await nextTask();
    expect([timers.outstanding, under.clock.pending]).to.deep.equal([[], 0]);
    timers.restore();
    FakeSocket.restore();
  });

  describe('at the start', () => {
    it('is opened at the address that the service gave', async () => {
      await under.start();
      expect(FakeSocket.opened.map(({ url: { href } }) => href)).to.deep.equal([url]);
      expect(sent()).to.deep.equal([]);
    });

    it('is not there before the service takes commands', async () => {
      const starting = under.channel.start(link, under.abort.signal);
      FakeSocket.last.accept();
      for (const state of ['new', 'connecting', 'something']) under.state(state);
      FakeSocket.last.receive('connected');
      expect(await isPending(starting)).to.equal(true);
      under.state('connected');
      await starting;
    });

    it('ends with the signal of the start', async () => {
      const starting = anyRejection(under.channel.start(link, under.abort.signal));
      under.abort.abort(new Error('enough'));
      expect(await starting).to.have.property('message', 'enough');
    });

    it('is tried again where it cannot be had, and told of once', async () => {
      const starting = under.channel.start(link, under.abort.signal);
      FakeSocket.last.lose();
      await nextTask();
      FakeSocket.last.lose();
      await nextTask();
      expect(FakeSocket.opened).to.have.lengthOf(3);
      FakeSocket.last.accept();
      under.state('connected');
      await starting;
      expect(under.warnings).to.deep.equal(['lite_socket_lost']);
    });
  });

  describe('for commands', () => {
    for (const [command, type] of [
      [interrupt, 'agent.interrupt'],
      [{ type: 'start_listening' }, 'agent.start_listening'],
      [{ type: 'stop_listening' }, 'agent.stop_listening'],
    ] as const) {
      it(`sends ${type}`, async () => {
        await under.start();
        expect(await under.command(command)).to.deep.equal({});
        const [{ event_id } = { event_id: '' }] = sent();
        expect(event_id).to.match(uuid);
        expect(FakeSocket.last.sent).to.deep.equal([`{"type":"${type}","event_id":"${event_id}"}`]);
      });
    }

    for (const command of [
      { type: 'speak', text: 'Hello', taskType: 'talk', taskMode: 'async' },
      { type: 'speak', text: 'Hello', taskType: 'repeat', taskMode: 'sync' },
      { type: 'push_to_talk', pressed: true },
      { type: 'push_to_talk', pressed: false },
    ] as const) {
      it(`has none for ${JSON.stringify(command)}, which is not_supported`, async () => {
        await under.start();
        expect(await rejection(under.command(command))).to.include({ code: 'not_supported', phase: 'live' });
        expect(sent()).to.deep.equal([]);
      });
    }

    it('sends nothing before the service takes it, and nothing is dropped', async () => {
      const starting = under.channel.start(link, under.abort.signal);
      FakeSocket.last.accept();
      const listening = under.command({ type: 'start_listening' });
      const speaking = under.speakAudio(sound(0.5));
      await nextTask();
      expect(sent()).to.deep.equal([]);
      under.state('connected');
      await Promise.all([starting, listening, speaking]);
      expect(words()).to.deep.equal(['start_listening', 'speak 0.4', 'speak 0.1', 'speak_end']);
    });

    it('ends one that waits with its signal', async () => {
      const starting = under.channel.start(link, under.abort.signal);
      const waiting = anyRejection(under.command(interrupt));
      starting.catch(() => undefined);
      under.abort.abort(new Error('enough'));
      expect(await waiting).to.have.property('message', 'enough');
    });
  });

  describe('for sound', () => {
    beforeEach(() => under.start());

    it('sends 0.4 s, then 1 s each, then the end, under the one id that it resolves with', async () => {
      const id = await under.speakAudio(sound(2.5));
      expect(id).to.match(uuid);
      expect(words()).to.deep.equal(['speak 0.4', 'speak 1', 'speak 1', 'speak 0.1', 'speak_end']);
      expect(new Set(sent().map(({ event_id }) => event_id))).to.deep.equal(new Set([id]));
    });

    it('sends samples of 16 bit, little-endian, in base64', async () => {
      async function* two(): AsyncGenerator<Int16Array, void> {
        yield Int16Array.of(1, -2);
      }
      const id = await under.speakAudio(two());
      expect(FakeSocket.last.sent).to.deep.equal([
        `{"type":"agent.speak","event_id":"${id}","audio":"AQD+/w=="}`,
        `{"type":"agent.speak_end","event_id":"${id}"}`,
      ]);
    });

    it('is 3 s ahead of what is heard, and no more', async () => {
      const speaking = under.speakAudio(sound(6.4));
      await nextTask();
      expect(words()).to.have.lengthOf(4);
      for (const [seconds, messages] of [
        [0.3, 4],
        [0.11, 5],
        [0.9, 5],
        [0.1, 6],
        [1, 8],
      ] as const) {
        under.clock.advance(seconds);
        await nextTask();
        expect(words(), `at ${under.clock.now()} s`).to.have.lengthOf(messages);
      }
      await speaking;
      expect(words().at(-1)).to.equal('speak_end');
      expect(under.clock.now(), 'before all of it is heard').to.be.lessThan(6.4);
    });

    it('does not catch up on silence in which there was no sound to send', async () => {
      const live = new LiveSound();
      void under.speakAudio(live);
      await live.add(0.4);
      under.clock.advance(60);
      await live.add(10);
      expect(words()).to.deep.equal(['speak 0.4', 'speak 1', 'speak 1', 'speak 1', 'speak 1']);
      expect(under.clock.pending).to.equal(1);
    });

    it('gives each utterance an id of its own', async () => {
      const ids = [await under.speakAudio(sound(0.1)), await under.speakAudio(sound(0.1))];
      expect(new Set(ids).size).to.equal(2);
      expect(words()).to.deep.equal(['speak 0.1', 'speak_end', 'speak 0.1', 'speak_end']);
    });

    for (const [name, silence] of [
      ['none', sound()],
      ['empty', sound(0, 0)],
    ] as const) {
      it(`rejects with empty_text where there is ${name}, and claims no turn`, async () => {
        expect(await rejection(under.speakAudio(silence))).to.include({ code: 'empty_text', phase: 'live' });
        expect(sent()).to.deep.equal([]);
        const id = await under.speakAudio(sound(0.1));
        under.receive('agent.speak_started');
        expect(under.told.map(({ type, task_id }) => [type, task_id])).to.deep.equal([
          ['avatar_start_talking', id],
        ]);
      });
    }

    it('ends the utterance at an interruption: nothing of it is sent after', async () => {
      const speaking = rejection(under.speakAudio(sound(20)));
      await nextTask();
      const before = words();
      await under.command(interrupt);
      expect(await speaking).to.include({ code: 'aborted', phase: 'live' });
      under.clock.advance(60);
      await nextTask();
      expect(words()).to.deep.equal([...before, 'interrupt']);
    });

    it('ends the utterance at an interruption also while more of its sound is waited for', async () => {
      const live = new LiveSound();
      const speaking = rejection(under.speakAudio(live));
      await live.add(0.4);
      await under.command(interrupt);
      expect(await speaking).to.include({ code: 'aborted' });
      expect(live.stopped).to.equal(true);
      expect(words()).to.deep.equal(['speak 0.4', 'interrupt']);
    });

    it('puts what is said anew in the place of what is being sent, and says so', async () => {
      const first = under.speakAudio(sound(20));
      await nextTask();
      const second = await under.speakAudio(sound(0.1));
      expect(await rejection(first)).to.include({ code: 'aborted' });
      expect(words().slice(-3)).to.deep.equal(['interrupt', 'speak 0.1', 'speak_end']);
      const ids = sent().map(({ event_id }) => event_id);
      expect(ids.at(-3), 'the interruption is of the first').to.equal(ids[0]);
      expect(ids.at(-1)).to.equal(second);
    });

    it('interrupts nothing for an utterance of which nothing was sent', async () => {
      const first = under.speakAudio(new LiveSound());
      await nextTask();
      await under.speakAudio(sound(0.1));
      expect(await rejection(first)).to.include({ code: 'aborted' });
      expect(words()).to.deep.equal(['speak 0.1', 'speak_end']);
    });

    it('finishes what was sent of sound that fails, and rejects with its error', async () => {
      const live = new LiveSound();
      const speaking = anyRejection(under.speakAudio(live));
      await live.add(0.4);
      live.fail(new Error('no more'));
      expect(await speaking).to.have.property('message', 'no more');
      expect(words()).to.deep.equal(['speak 0.4', 'speak_end']);
    });

    it('has nothing to finish of sound that fails at once', async () => {
      const live = new LiveSound();
      const speaking = anyRejection(under.speakAudio(live));
      await nextTask();
      live.fail(new Error('no sound'));
      expect(await speaking).to.have.property('message', 'no sound');
      expect(sent()).to.deep.equal([]);
    });

    it('ends with its signal, wherever it waits', async () => {
      const speaking = anyRejection(under.speakAudio(sound(20)));
      await nextTask();
      under.abort.abort(new Error('enough'));
      expect(await speaking).to.have.property('message', 'enough');
    });

    it('ends when it is closed', async () => {
      const speaking = rejection(under.speakAudio(sound(20)));
      await nextTask();
      under.channel.close();
      expect(await speaking).to.include({ code: 'aborted' });
    });
  });

  describe('when it is lost', () => {
    beforeEach(() => under.start());

    it('comes back at the same address and goes on where it was', async () => {
      const speaking = under.speakAudio(sound(4.4));
      await nextTask();
      const first = FakeSocket.last;
      expect(words(first)).to.deep.equal(['speak 0.4', 'speak 1', 'speak 1', 'speak 1']);
      first.lose();
      under.clock.advance(1);
      await nextTask();
      const second = FakeSocket.last;
      expect(second.url.href).to.equal(url);
      second.accept();
      await nextTask();
      expect(sent(second), 'before it takes commands').to.deep.equal([]);
      under.state('connected');
      const id = await speaking;
      expect(words(second)).to.deep.equal(['speak 1', 'speak_end']);
      expect(sent(second)[0]?.event_id).to.equal(id);
      expect(under.warnings).to.deep.equal(['lite_socket_lost']);
    });

    it('takes commands again only once the service says so, though it is open', async () => {
      FakeSocket.last.lose();
      await nextTask();
      FakeSocket.last.accept();
      const listening = under.command({ type: 'start_listening' });
      expect(await isPending(listening)).to.equal(true);
      expect(sent()).to.deep.equal([]);
      under.state('connected');
      await listening;
      expect(words()).to.deep.equal(['start_listening']);
    });

    it('drops nothing while it is closing and nobody knows', async () => {
      FakeSocket.last.closing();
      const listening = under.command({ type: 'start_listening' });
      expect(await isPending(listening)).to.equal(true);
      FakeSocket.last.lose();
      await nextTask();
      FakeSocket.last.accept();
      under.state('connected');
      await listening;
      expect(words()).to.deep.equal(['start_listening']);
    });

    it('sends the interruption once it is back, and nothing of what was interrupted', async () => {
      const live = new LiveSound();
      const speaking = rejection(under.speakAudio(live));
      FakeSocket.last.lose();
      await live.add(0.4);
      const interrupting = under.command(interrupt);
      expect(await speaking).to.include({ code: 'aborted' });
      FakeSocket.last.accept();
      under.state('connected');
      await interrupting;
      expect(words()).to.deep.equal(['interrupt']);
    });

    it('is told of once, however often', async () => {
      for (let time = 0; time < 3; time += 1) {
        FakeSocket.last.lose();
        await nextTask();
      }
      expect([under.warnings, under.ends]).to.deep.equal([['lite_socket_lost'], []]);
    });
  });

  describe('for what the avatar does', () => {
    beforeEach(() => under.start());

    for (const [name, name_of] of [
      ['as source_event_id', (id: string) => ({ source_event_id: id, task: { id: 't' } })],
      ['as event_id', (id: string) => ({ event_id: id })],
      ['as nothing', () => ({ event_id: 'new', source_event_id: null })],
    ] as const) {
      it(`tells it under the utterance's id where that comes back ${name}`, async () => {
        const id = await under.speakAudio(sound(0.1));
        under.receive('agent.speak_started', name_of(id));
        under.clock.advance(1.5);
        under.receive('agent.speak_ended', name_of(id));
        expect(under.told).to.deep.equal([
          { event_id: 'e', ...name_of(id), type: 'avatar_start_talking', task_id: id },
          { event_id: 'e', ...name_of(id), type: 'avatar_stop_talking', task_id: id, duration_ms: 1500 },
        ]);
      });
    }

    it('tells one end of an interrupted utterance, whose end may come twice', async () => {
      const id = await under.speakAudio(sound(0.1));
      under.receive('agent.speak_started', { source_event_id: id });
      under.receive('agent.speak_interrupted', { source_event_id: id });
      under.receive('agent.speak_ended', { source_event_id: id });
      expect(under.told.map(({ type }) => type)).to.deep.equal([
        'avatar_start_talking',
        'avatar_stop_talking',
      ]);
    });

    it('tells the turns of two utterances apart, without a name', async () => {
      const ids = [await under.speakAudio(sound(0.1)), await under.speakAudio(sound(0.1))];
      for (const type of ['started', 'ended', 'started', 'ended']) under.receive(`agent.speak_${type}`);
      expect(under.told.map((event) => event.task_id)).to.deep.equal([ids[0], ids[0], ids[1], ids[1]]);
    });

    it('ignores the rest, and whatever it cannot read', () => {
      for (const type of [
        'agent.state_updated',
        'agent.audio_buffer_appended',
        'agent.idle_started',
        'error',
        'warning',
        'constructor',
        'avatar.speak_started',
      ]) {
        under.receive(type, { text: 'Hello', stop_reason: 'IDLE_TIMEOUT' });
      }
      for (const data of ['', '{', 'null', '7', '[]', '{"type":7}', new Blob(['{}']), new ArrayBuffer(2)]) {
        FakeSocket.last.receive(data);
      }
      expect([under.told, under.ends, under.warnings]).to.deep.equal([[], [], []]);
    });
  });

  describe('at the end', () => {
    beforeEach(() => under.start());

    for (const state of ['closing', 'closed', 'disconnected']) {
      it(`ends the session with the state ${state}, and does not come back`, async () => {
        under.state(state);
        expect(FakeSocket.last.closed).to.equal(true);
        FakeSocket.last.lose();
        await nextTask();
        under.clock.advance(1);
        expect([under.ends, under.warnings]).to.deep.equal([['server'], []]);
        expect(FakeSocket.opened).to.have.lengthOf(1);
      });
    }

    for (const state of ['new', 'connecting', 'connected', 'CLOSED', 7, null]) {
      it(`ends nothing with the state ${JSON.stringify(state)}`, () => {
        under.receive('session.state_updated', { state });
        under.clock.advance(60);
        expect(under.ends).to.deep.equal([]);
      });
    }

    for (const before of [true, false]) {
      it(`has the reason that the room tells, ${before ? 'before' : 'after'} the socket tells of it`, () => {
        const stopped = '{"event_type":"session.stopped","end_reason":"MAX_DURATION_REACHED"}';
        if (before) under.hear(stopped);
        else under.state('closing');
        under.clock.advance(0.5);
        if (!before) under.hear(stopped);
        expect(under.ends).to.deep.equal(['duration']);
        expect(under.clock.pending).to.equal(0);
      });
    }

    it('hears nothing else in the room', () => {
      under.hear('{"event_type":"avatar.speak_started"}');
      under.hear('{"event_type":"session.stopped"}', 'agent-control');
      under.hear('nonsense');
      expect([under.told, under.ends]).to.deep.equal([[], []]);
    });

    it('tells nothing more once it is closed', async () => {
      under.state('closing');
      under.channel.close();
      under.clock.advance(60);
      FakeSocket.last.lose();
      await nextTask();
      expect([under.ends, under.warnings]).to.deep.equal([[], []]);
    });
  });

  it('waits for nobody who never sends anything', async () => {
    await under.start();
    const speaking = rejection(under.speakAudio({ [Symbol.asyncIterator]: () => ({ next: never }) }));
    under.channel.close();
    expect(await speaking).to.include({ code: 'aborted' });
  });
});
