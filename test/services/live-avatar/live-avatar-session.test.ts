// A session of LiveAvatar once it is open: its calls, its two ways to the avatar, its silence prompt, and its end.
import { expect } from '@open-wc/testing';
import type { StartAvatarOptions } from '../../../src/api/requests.js';
import { LiveAvatarSession } from '../../../src/services/live-avatar/live-avatar-session.js';
import type { Command, ServiceEvent } from '../../../src/services/service.js';
import { FakeClock } from '../../support/fake-clock.js';
import { FakeFetch, json, networkFailure, success, type Answer } from '../../support/fake-fetch.js';
import { FakeSocket } from '../../support/fake-socket.js';
import { isPending, nextTask, rejection } from '../../support/outcome.js';
import { TimerLedger } from '../../support/timer-ledger.js';

const speak: Command = { type: 'speak', text: 'Hello', taskType: 'repeat', taskMode: 'async' };
const token = `e30.${btoa('{"start_session_data":{"mode":"FULL"}}').replaceAll('=', '')}.c2ln`;

async function* sound(): AsyncGenerator<Int16Array, void> {
  yield Int16Array.of(1, 2, 3);
}

class UnderTest {
  readonly clock = new FakeClock();
  readonly events: ServiceEvent[] = [];
  readonly published: unknown[] = [];
  readonly abort = new AbortController();
  readonly session: LiveAvatarSession;
  readonly link = {
    publish: async (topic: string | undefined, bytes: Uint8Array): Promise<void> => {
      const { event_type, text } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
      this.published.push([topic, event_type, text]);
    },
  };

  constructor(request: StartAvatarOptions = {}, more: object = {}) {
    const answer = {
      session_id: 's-1',
      url: 'wss://room.example',
      access_token: 'room-token',
      is_paid: true,
      session_duration_limit: 1200,
      ...more,
    };
    const call = {
      request,
      token,
      basePath: undefined,
      videoCodec: 'H264',
      clock: this.clock,
      plainToken: true,
      over: new AbortController().signal,
      existing: undefined,
      signal: this.abort.signal,
      emit: (event: ServiceEvent) => void this.events.push(event),
    } as const;
    this.session = new LiveAvatarSession(call, 'https://api.example/v', answer);
  }

  async start(): Promise<this> {
    await this.session.start(this.link, this.abort.signal);
    return this;
  }

  command(command: Command): ReturnType<LiveAvatarSession['command']> {
    return this.session.command(command, this.abort.signal);
  }

  receive(event_type: string, fields: object = {}): void {
    const bytes = new TextEncoder().encode(JSON.stringify({ event_type, ...fields }));
    this.session.handle({ topic: 'agent-response', bytes });
  }

  /** The types of what it told, with the code of a warning and the reason of an end. */
  get told(): string[] {
    return this.events.map((event) => {
      if (event.type === 'warning') return event.warning.code;
      return event.type === 'ended' ? `ended ${event.reason}` : event.event.type;
    });
  }
}

describe('a session of LiveAvatar', () => {
  let server: FakeFetch;
  let timers: TimerLedger;
  let under: UnderTest;

  beforeEach(() => {
    FakeSocket.install();
    server = new FakeFetch(() => success(null));
    timers = new TimerLedger({ hurry: true });
    under = new UnderTest();
  });
  afterEach(async () => {
    await under.session.stop();
    expect([timers.outstanding, under.clock.pending]).to.deep.equal([[], 0]);
    timers.restore();
    server.restore();
    FakeSocket.restore();
  });

  describe('in FULL mode', () => {
    beforeEach(() => under.start());

    it('starts without a call or a socket: the room is all it needs', () => {
      expect([server.requests, FakeSocket.opened]).to.deep.equal([[], []]);
    });

    it('talks over the room', async () => {
      const { taskId } = await under.command(speak);
      expect(under.published).to.deep.equal([['agent-control', 'avatar.speak_text', 'Hello']]);
      under.receive('avatar.speak_started', { source_event_id: taskId });
      expect(under.events).to.deep.equal([
        { type: 'conversation', event: { type: 'avatar_start_talking', task_id: taskId } },
      ]);
    });

    it('is kept alive by a call', async () => {
      expect(await under.command({ type: 'keep_alive' })).to.deep.equal({});
      expect(server.request.url.href).to.equal('https://api.example/v/v1/sessions/keep-alive');
      expect(server.request.body).to.deep.equal({ session_id: 's-1' });
      expect(server.request.headers.get('Authorization')).to.equal(`Bearer ${token}`);
      expect(under.published).to.deep.equal([]);
    });

    it('rejects a keep-alive with not_connected where the service has no such session any more', async () => {
      server.answer = () => json({ code: 4004, message: 'Session not found' }, { status: 404 });
      expect(await rejection(under.command({ type: 'keep_alive' }))).to.include({ code: 'not_connected' });
    });

    it('speaks no sound', () => {
      expect(under.session.speakAudio).to.equal(undefined);
    });

    it('warns of a question without an answer, unless the page answers by itself', async () => {
      under.receive('user.transcription', { text: 'Who?' });
      under.clock.advance(10);
      expect(under.told.at(-1)).to.equal('no_response');
      await under.session.stop();
      under = await new UnderTest({ liveAvatar: { mode: 'repeat' } }).start();
      under.receive('user.transcription', { text: 'Who?' });
      under.clock.advance(60);
      expect(under.told).to.deep.equal(['user_talking_message', 'user_end_message']);
    });

    it('ends with session.stopped', () => {
      under.receive('session.stopped', { stop_reason: 'IDLE_TIMEOUT' });
      expect(under.told).to.deep.equal(['ended idle']);
    });
  });

  describe('in LITE mode', () => {
    beforeEach(() => {
      under = new UnderTest({ useSilencePrompt: true }, { ws_url: 'wss://signal.example/s-1' });
    });

    /** Started, its socket taken. */
    async function started(): Promise<void> {
      const starting = under.start();
      // Its code is loaded first.
      while (FakeSocket.opened.length === 0) await nextTask();
      expect(await isPending(starting)).to.equal(true);
      FakeSocket.last.accept();
      FakeSocket.last.receive('{"type":"session.state_updated","state":"connected"}');
      await starting;
    }

    it('starts once its socket takes commands', async () => {
      await started();
      expect(FakeSocket.last.url.href).to.equal('wss://signal.example/s-1');
      expect(server.requests).to.deep.equal([]);
    });

    it('speaks sound over its socket, and nothing else', async () => {
      await started();
      const id = await under.session.speakAudio?.(sound(), under.abort.signal);
      expect(
        FakeSocket.last.sent.map((text) => (JSON.parse(text) as { event_id: string }).event_id),
      ).to.deep.equal([id, id]);
      expect(await rejection(under.command(speak))).to.include({ code: 'not_supported' });
      expect(under.published).to.deep.equal([]);
    });

    it('is kept alive by a call, too', async () => {
      await started();
      await under.command({ type: 'keep_alive' });
      expect(server.methods).to.deep.equal(['keep-alive']);
      expect(FakeSocket.last.sent).to.deep.equal([]);
    });

    it('hears the reason of its end in the room', async () => {
      await started();
      under.receive('session.stopped', { end_reason: 'MAX_DURATION_REACHED' });
      expect(under.told).to.deep.equal(['ended duration']);
    });

    it('has no silence prompt: it hears no user', async () => {
      await started();
      await under.command({ type: 'silence_prompt', enabled: true });
      under.clock.advance(600);
      expect(under.told).to.deep.equal([]);
    });

    it('closes its socket when it is stopped', async () => {
      await started();
      const stopping = under.session.stop();
      FakeSocket.last.receive('{"type":"agent.speak_started"}');
      await stopping;
      expect(FakeSocket.last.closed).to.equal(true);
      FakeSocket.last.receive('{"type":"agent.speak_started"}');
      expect(under.told).to.deep.equal([]);
    });

    it('opens no socket where it was stopped before', async () => {
      const starting = under.start().catch(() => undefined);
      under.abort.abort(new Error('stopped'));
      await under.session.stop();
      await starting;
      expect(FakeSocket.opened).to.deep.equal([]);
    });
  });

  describe('with a silence prompt', () => {
    beforeEach(async () => {
      under = await new UnderTest({ useSilencePrompt: true }).start();
    });

    it('tells of the silence, and then has the avatar asked to speak up', async () => {
      under.clock.advance(10);
      expect(under.events).to.deep.equal([
        { type: 'conversation', event: { type: 'user_silence', silence_times: 1, count_down: 5 } },
      ]);
      under.clock.advance(5);
      await nextTask();
      expect(under.published).to.have.lengthOf(1);
      expect((under.published[0] as string[]).slice(0, 2)).to.deep.equal([
        'agent-control',
        'avatar.speak_response',
      ]);
    });

    it('waits anew after speech, and after what the page says', async () => {
      under.clock.advance(9);
      await under.command(speak);
      under.clock.advance(9);
      under.receive('avatar.speak_started');
      under.clock.advance(60);
      under.receive('avatar.speak_ended');
      under.clock.advance(9.9);
      expect(under.told).to.deep.equal(['avatar_start_talking', 'avatar_stop_talking']);
      under.clock.advance(0.1);
      expect(under.told.at(-1)).to.equal('user_silence');
    });

    it('is quiet once that is switched off, and prompts again once it is on', async () => {
      await under.command({ type: 'silence_prompt', enabled: false });
      under.clock.advance(600);
      expect(under.told).to.deep.equal([]);
      await under.command({ type: 'silence_prompt', enabled: true });
      under.clock.advance(10);
      expect(under.told).to.deep.equal(['user_silence']);
    });

    it('takes no failure of the prompt for its own', async () => {
      under.link.publish = () => Promise.reject(new Error('no room'));
      under.clock.advance(15);
      await nextTask();
      expect(under.told).to.deep.equal(['user_silence']);
    });

    it('says nothing more once it is stopped, whatever is switched on', async () => {
      await under.session.stop();
      await under.command({ type: 'silence_prompt', enabled: true });
      under.clock.advance(600);
      expect(under.told).to.deep.equal([]);
    });
  });

  it('has no silence prompt unless it is asked for one', async () => {
    await under.start();
    under.clock.advance(600);
    expect(under.told).to.deep.equal([]);
  });

  describe('when it is stopped', () => {
    beforeEach(() => under.start());
    const stops = (): number => server.methods.filter((method) => method === 'stop').length;

    it('has told the service before the call returns, in a way that outlives the page', async () => {
      const stopping = under.session.stop();
      expect(server.request.url.href).to.equal('https://api.example/v/v1/sessions/stop');
      expect(server.request).to.include({ keepalive: true, credentials: 'omit' });
      expect(server.request.body).to.deep.equal({ session_id: 's-1' });
      expect(server.request.headers.get('Authorization')).to.equal(`Bearer ${token}`);
      await stopping;
    });

    it('tells it once, however often it is stopped', async () => {
      await Promise.all([under.session.stop(), under.session.stop()]);
      await under.session.stop();
      expect(stops()).to.equal(1);
    });

    it('hears and tells nothing after', async () => {
      under.receive('user.transcription', { text: 'Who?' });
      const before = under.told;
      const stopping = under.session.stop();
      under.receive('avatar.speak_started');
      under.receive('session.stopped');
      await stopping;
      under.receive('user.transcription', { text: 'Who?' });
      expect(under.clock.pending).to.equal(0);
      expect(under.told).to.deep.equal(before);
    });

    const failures: readonly [string, Answer][] = [
      ['the network fails', networkFailure],
      ['the service has an error', () => json({ message: 'oops' }, { status: 500 })],
      ['a proxy has an error', () => new Response('<h1>Bad gateway', { status: 502 })],
      ['there are too many calls', () => json({ message: 'Too many' }, { status: 429 })],
    ];
    for (const [name, answer] of failures) {
      it(`tries again where ${name}, three times at the most`, async () => {
        server.answer = answer;
        await under.session.stop();
        expect([stops(), timers.waits]).to.deep.equal([3, [500, 2000]]);
        expect(server.request.keepalive).to.equal(true);
      });
    }

    for (const [name, status, message] of [
      ['the session is unknown', 404, 'Session not found'],
      ['the session is over', 400, 'Session is not in correct state'],
      ['the token is refused', 401, 'Unauthorized'],
    ] as const) {
      it(`does not try again where ${name}, and tells of no end by the server`, async () => {
        server.answer = () => json({ code: 4000, message }, { status });
        await under.session.stop();
        expect([stops(), under.told]).to.deep.equal([1, []]);
      });
    }
  });
});
