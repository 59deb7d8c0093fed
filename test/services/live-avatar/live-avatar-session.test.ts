// A session of LiveAvatar once it is open: its calls, its ways to the avatar, and its end.
import { expect } from '@open-wc/testing';
import type { StartAvatarOptions } from '../../../src/api/requests.js';
import { liveAvatar } from '../../../src/services/live-avatar/live-avatar.js';
import type { Command, CommandAnswer, OpenSession, ServiceEvent } from '../../../src/services/service.js';
import { FakeClock } from '../../support/fake-clock.js';
import { FakeFetch, json, success } from '../../support/fake-fetch.js';
import { FakeSocket } from '../../support/fake-socket.js';
import { isPending, nextTask, rejection } from '../../support/outcome.js';
import { TimerLedger } from '../../support/timer-ledger.js';

const speak: Command = { type: 'speak', text: 'Hello', taskType: 'repeat', taskMode: 'async' };
const tokenOf = (mode: string): string =>
  `e30.${btoa(JSON.stringify({ start_session_data: { mode } })).replaceAll('=', '')}.c2ln`;
const token = tokenOf('FULL');

async function* sound(): AsyncGenerator<Int16Array, void> {
  yield Int16Array.of(1, 2, 3);
}

class UnderTest {
  readonly clock: FakeClock;
  readonly events: ServiceEvent[];
  readonly published: unknown[] = [];
  readonly abort = new AbortController();
  readonly session: OpenSession;
  readonly link = {
    publish: async (topic: string | undefined, bytes: Uint8Array): Promise<void> => {
      const { event_type, text } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
      this.published.push([topic, event_type, text]);
    },
  };

  private constructor(session: OpenSession, events: ServiceEvent[], clock: FakeClock) {
    this.session = session;
    this.events = events;
    this.clock = clock;
  }

  static async open(
    request: StartAvatarOptions = {},
    more: object = {},
    sessionToken = token,
  ): Promise<UnderTest> {
    const events: ServiceEvent[] = [];
    const clock = new FakeClock();
    const existing = {
      session_id: 's-1',
      url: 'wss://room.example',
      access_token: 'room-token',
      is_paid: true,
      session_duration_limit: 1200,
      ...more,
    };
    const { session } = liveAvatar.open({
      request,
      token: sessionToken,
      basePath: 'https://api.example/v',
      videoCodec: 'H264',
      clock,
      plainToken: false,
      existing,
      signal: new AbortController().signal,
      emit: (event) => void events.push(event),
    });
    return new UnderTest(await session, events, clock);
  }

  async start(): Promise<this> {
    await this.session.start(this.link, this.abort.signal);
    return this;
  }

  command(command: Command): Promise<CommandAnswer> {
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
      if (event.type === 'other') return `other ${event.name}`;
      return event.type === 'ended' ? `ended ${event.reason}` : event.event.type;
    });
  }
}

describe('a session of LiveAvatar', () => {
  let server: FakeFetch;
  let timers: TimerLedger;
  let under: UnderTest;

  beforeEach(async () => {
    FakeSocket.install();
    server = new FakeFetch(() => success(null));
    timers = new TimerLedger({ hurry: true });
    under = await UnderTest.open();
  });
  afterEach(async () => {
    under.session.close();
    // LITE's channel closes in a later task than the call.
    await nextTask();
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
      const { taskId, durationMs } = await under.command(speak);
      expect(durationMs, 'an estimate, since the service says nothing').to.equal(400);
      expect(under.published).to.deep.equal([['agent-control', 'avatar.speak_text', 'Hello']]);
      const wire = { event_type: 'avatar.speak_started', source_event_id: taskId };
      under.receive('avatar.speak_started', { source_event_id: taskId });
      expect(under.events).to.deep.equal([
        { type: 'conversation', event: { ...wire, type: 'avatar_start_talking', task_id: taskId } },
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
      under.session.close();
      under = await (await UnderTest.open({ liveAvatar: { mode: 'repeat' } })).start();
      under.receive('user.transcription', { text: 'Who?' });
      under.clock.advance(60);
      expect(under.told).to.deep.equal(['user_talking_message', 'user_end_message']);
    });

    it('leaves the silence prompt to its client, with the words for it', async () => {
      under = await (await UnderTest.open({ useSilencePrompt: true })).start();
      await under.command({ type: 'silence_prompt', enabled: true });
      expect(under.session.silencePrompt).to.match(/silent/);
      expect([under.clock.pending, under.published]).to.deep.equal([0, []]);
    });

    it('passes on what it has no name for', () => {
      under.receive('elevenlabs_agent_event', { data: { score: 1 } });
      under.receive('session.updated');
      expect(under.events).to.deep.equal([
        {
          type: 'other',
          name: 'elevenlabs_agent_event',
          detail: { event_type: 'elevenlabs_agent_event', data: { score: 1 } },
        },
      ]);
    });

    it('ends with session.stopped', () => {
      under.receive('session.stopped', { stop_reason: 'IDLE_TIMEOUT' });
      expect(under.told).to.deep.equal(['ended idle']);
    });
  });

  describe('in LITE mode', () => {
    beforeEach(async () => {
      under = await UnderTest.open({ useSilencePrompt: true }, { ws_url: 'wss://signal.example/s-1' });
    });

    /** Started, its socket taken. */
    async function started(): Promise<void> {
      under.events.length = 0;
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
      expect([under.told, under.session.silencePrompt]).to.deep.equal([[], undefined]);
    });

    it('closes its socket when it is closed, and tells nothing from then on', async () => {
      await started();
      under.events.length = 0;
      under.session.close();
      FakeSocket.last.receive('{"type":"agent.speak_started"}');
      await nextTask();
      expect(FakeSocket.last.closed).to.equal(true);
      FakeSocket.last.receive('{"type":"agent.speak_started"}');
      expect(under.told).to.deep.equal([]);
    });

    it('opens no socket where it was stopped before', async () => {
      const starting = under.start().catch(() => undefined);
      under.abort.abort(new Error('stopped'));
      under.session.close();
      await starting;
      expect(FakeSocket.opened).to.deep.equal([]);
    });
  });

  describe('in LITE mode without a socket, where an agent of another provider leads', () => {
    beforeEach(async () => {
      under = await (await UnderTest.open({}, {}, tokenOf('LITE'))).start();
    });

    for (const command of [
      speak,
      { ...speak, taskType: 'talk' },
      { type: 'interrupt' },
      { type: 'start_listening' },
      { type: 'push_to_talk', pressed: true },
    ] satisfies Command[]) {
      it(`refuses ${JSON.stringify(command)} with not_supported, and sends nothing`, async () => {
        expect(await rejection(under.command(command))).to.include({ code: 'not_supported' });
        expect([under.published, server.requests]).to.deep.equal([[], []]);
      });
    }

    it('waits for no agent, and has nothing to say into a silence', () => {
      expect([under.session.connection.agent, under.session.silencePrompt]).to.deep.equal([
        undefined,
        undefined,
      ]);
    });

    it('hears what is said in the room, and how the session ends', () => {
      under.receive('user.transcription', { text: 'Who?' });
      under.clock.advance(60);
      under.receive('avatar.speak_started');
      under.receive('session.stopped', { stop_reason: 'AGENT_HANG_UP' });
      expect(under.told).to.deep.equal([
        'user_talking_message',
        'user_end_message',
        'avatar_start_talking',
        'ended agent',
      ]);
    });

    it('is kept alive as any other', async () => {
      await under.command({ type: 'keep_alive' });
      expect(server.methods).to.deep.equal(['keep-alive']);
    });
  });

  it('may pause in an answer for a second, but not where the page made its sound', async () => {
    const lite = (await UnderTest.open({}, { ws_url: 'wss://signal.example/s-1' })).session;
    expect(
      [under, await UnderTest.open({}, {}, tokenOf('LITE'))].map(({ session }) => session.longestPause),
    ).to.deep.equal([1, 1]);
    expect([lite.longestPause, lite.idleWindow]).to.deep.equal([0, 300]);
    lite.close();
  });

  describe('when it is stopped', () => {
    const stop = (): Promise<void> => under.session.stop(new AbortController().signal);
    beforeEach(() => under.start());

    it('has told the service before the call returns, in a way that outlives the page and its budget', async () => {
      const stopping = stop();
      expect(server.request.url.href).to.equal('https://api.example/v/v1/sessions/stop');
      expect(server.request).to.include({ keepalive: true, credentials: 'omit', body: undefined });
      expect(server.request.headers.get('Authorization')).to.equal(`Bearer ${token}`);
      await stopping;
    });

    it('hears and tells nothing once it is closed', async () => {
      under.receive('user.transcription', { text: 'Who?' });
      const before = under.told;
      under.session.close();
      under.session.close();
      under.receive('avatar.speak_started');
      under.receive('session.stopped');
      await nextTask();
      expect(under.clock.pending).to.equal(0);
      expect(under.told).to.deep.equal(before);
    });

    for (const [name, status, message, code] of [
      ['the service has an error', 500, 'oops', 'server_error'],
      ['there are too many calls', 429, 'Too many', 'rate_limited'],
      ['the session is unknown', 404, 'Session not found', 'not_connected'],
      ['the session is over', 400, 'Session is not in correct state', 'not_connected'],
      ['the token is refused', 401, 'Unauthorized', 'unauthorized'],
    ] as const) {
      it(`tries once and rejects with ${code} where ${name}`, async () => {
        server.answer = () => json({ code: 4000, message }, { status });
        expect(await rejection(stop())).to.include({ code });
        expect([server.methods, under.told, timers.waits]).to.deep.equal([['stop'], [], []]);
      });
    }
  });
});
