// Interactive Avatar as a service: opening, starting, commands, what it hears, and which addresses it calls.
import { expect } from '@open-wc/testing';
import { systemClock } from '../../../src/api/clock.js';
import type { StartAvatarResponse } from '../../../src/api/requests.js';
import { interactiveAvatar } from '../../../src/services/interactive-avatar/interactive-avatar.js';
import type { Command, OpenCall, Opening, OpenSession, ServiceEvent } from '../../../src/services/service.js';
import { FakeFetch, json, networkFailure, success } from '../../support/fake-fetch.js';
import { FakeSocket } from '../../support/fake-socket.js';
import { anyRejection, never, rejection, thrown } from '../../support/outcome.js';

const answer: StartAvatarResponse = {
  session_id: 's-1',
  access_token: 'room-token',
  url: 'wss://room.example',
  is_paid: true,
  session_duration_limit: 600,
};
const link = { publish: async () => undefined };
const { signal } = new AbortController();

describe('Interactive Avatar', () => {
  let server: FakeFetch;
  let events: ServiceEvent[];

  const open = (call: Partial<OpenCall> = {}): Promise<OpenSession> => opening(call).session;
  const opening = (call: Partial<OpenCall> = {}): Opening =>
    interactiveAvatar.open({
      request: {},
      token: 'token-1',
      basePath: 'https://api.example',
      videoCodec: 'H264',
      clock: systemClock,
      plainToken: true,
      existing: undefined,
      signal,
      emit: (event) => events.push(event),
      ...call,
    });

  beforeEach(() => {
    server = new FakeFetch(() => success(answer));
    events = [];
    FakeSocket.install();
  });
  afterEach(() => {
    server.restore();
    FakeSocket.restore();
  });

  describe('opening', () => {
    it('posts the request, and holds what was answered', async () => {
      const session = await open({ request: { avatarName: 'Wayne', quality: 'low' }, videoCodec: 'VP8' });
      expect(server.methods).to.deep.equal(['streaming.new']);
      expect(server.request.body).to.include({
        avatar_name: 'Wayne',
        quality: 'low',
        video_encoding: 'VP8',
        ia_is_livekit_transport: true,
      });
      expect(server.request.headers.get('Authorization')).to.equal('Bearer token-1');
      expect(session.sessionInfo).to.deep.equal(answer);
      expect(session.connection).to.deep.equal({
        url: 'wss://room.example',
        token: 'room-token',
        avatar: 'heygen',
      });
      expect(FakeSocket.opened, 'no socket yet').to.have.length(0);
    });

    it('keeps the members it does not know, and fills in what may be missing', async () => {
      const { session_id, access_token, url } = answer;
      server.answer = () => success({ session_id, access_token, url, realtime_endpoint: 'wss://r' });
      expect((await open()).sessionInfo).to.deep.equal({
        session_id,
        access_token,
        url,
        realtime_endpoint: 'wss://r',
        is_paid: false,
        session_duration_limit: 600,
      });
    });

    for (const request of [
      { voice: { rate: 9 } },
      { activityIdleTimeout: Number.NaN },
      { activityIdleTimeout: 0 },
      { activityIdleTimeout: -60 },
      { activityIdleTimeout: '2 minutes' as unknown as number },
      { quality: 'best' as 'high' },
    ]) {
      it(`throws invalid_option and sends nothing for ${JSON.stringify(request)}`, () => {
        expect(thrown(() => opening({ request }))).to.include({ code: 'invalid_option' });
        expect(server.requests).to.have.length(0);
      });
    }

    it('sends no null, which means the default here', async () => {
      const request = { quality: null, activityIdleTimeout: null, voice: { rate: null }, sttSettings: null };
      const session = await open({ request: request as unknown as OpenCall['request'] });
      expect(server.request.body).to.deep.equal({
        avatar_name: 'default',
        voice: { elevenlabs_settings: {} },
        version: 'v2',
        video_encoding: 'H264',
        source: 'sdk',
        ia_is_livekit_transport: true,
      });
      expect(session.idleWindow).to.equal(120);
    });

    it('has an idle window of whole seconds as the request asks for it', async () => {
      const session = await open({ request: { activityIdleTimeout: 45.9 } });
      expect(session.idleWindow).to.equal(45);
      expect(server.request.body).to.include({ activity_idle_timeout: 45 });
    });

    it('takes over a session that was opened before, without a call', async () => {
      const session = await open({ existing: answer });
      expect(server.requests).to.have.length(0);
      expect(session.sessionInfo).to.deep.equal(answer);
    });

    for (const [name, data] of [
      ['no data', null],
      ['no session_id', { url: 'wss://r' }],
      ['a session_id that is a number', { session_id: 7 }],
    ] as const) {
      it(`rejects with bad_answer when there is ${name}`, async () => {
        server.answer = () => success(data);
        const error = await rejection(open());
        expect(error).to.include({ code: 'bad_answer' });
        expect(error.message).to.contain('session_id');
        expect(server.methods).to.deep.equal(['streaming.new']);
      });
    }

    for (const missing of ['url', 'access_token']) {
      it(`rejects with bad_answer without ${missing}, and can then stop what it opened`, async () => {
        server.answer = () => success({ ...answer, [missing]: undefined });
        const useless = opening();
        expect(useless.stop, 'without an answer there is no id').to.equal(undefined);
        expect(await rejection(useless.session)).to.include({ code: 'bad_answer' });
        expect(server.methods, 'stops nothing by itself').to.deep.equal(['streaming.new']);
        await useless.stop?.(signal);
        expect(server.methods.at(-1)).to.equal('streaming.stop');
        expect(server.request.body).to.deep.equal({ session_id: 's-1' });
      });
    }

    it('rejects with endpoint_sunset, naming LiveAvatar, when the service is gone', async () => {
      server.answer = () => json({ code: 410, message: 'endpoint_sunset' }, { status: 410 });
      const error = await rejection(open());
      expect(error).to.include({ name: 'APIError', code: 'endpoint_sunset', status: 410, retryable: false });
      expect(error.message).to.contain('LiveAvatar');
    });

    it('rejects with network when nothing answers', async () => {
      server.answer = networkFailure;
      expect(await rejection(open())).to.include({ code: 'network', retryable: true });
    });

    it('ends with its signal', async () => {
      const controller = new AbortController();
      server.answer = never;
      const opening = open({ signal: controller.signal });
      controller.abort(new Error('enough'));
      expect(await anyRejection(opening)).to.have.property('message', 'enough');
    });
  });

  describe('its address', () => {
    const { origin } = location;
    const addresses: readonly [string | undefined, string, string][] = [
      [undefined, 'https://api.heygen.com', 'wss://api.heygen.com'],
      ['', 'https://api.heygen.com', 'wss://api.heygen.com'],
      ['https://a.example:8443', 'https://a.example:8443', 'wss://a.example:8443'],
      ['https://a.example/', 'https://a.example', 'wss://a.example'],
      ['https://a.example/heygen/api//', 'https://a.example/heygen/api', 'wss://a.example/heygen/api'],
      ['http://127.0.0.1:8010/x', 'http://127.0.0.1:8010/x', 'ws://127.0.0.1:8010/x'],
      ['/proxy', `${origin}/proxy`, `${origin.replace('http', 'ws')}/proxy`],
      ['//a.example', `${location.protocol}//a.example`, 'ws://a.example'],
    ];
    for (const [basePath, rest, socket] of addresses) {
      it(`is ${rest} for “${String(basePath)}”`, async () => {
        const session = await open({ basePath });
        expect(server.request.url.href).to.equal(`${rest}/v1/streaming.new`);
        await session.start(link, signal);
        expect(server.request.url.href).to.equal(`${rest}/v1/streaming.start`);
        expect(FakeSocket.last.url.href.split('?')[0]).to.equal(`${socket}/v1/ws/streaming.chat`);
      });
    }

    for (const basePath of ['ftp://a.example', 'http://', 'localhost:8010', 'javascript:alert(1)']) {
      it(`is refused with invalid_option, naming base-path, for “${basePath}”`, async () => {
        const error = thrown(() => opening({ basePath }));
        expect(error).to.include({ code: 'invalid_option' });
        expect(error.message).to.contain('base-path').and.to.contain(basePath);
        expect(server.requests).to.have.length(0);
      });
    }
  });

  describe('a session of it', () => {
    let session: OpenSession;

    beforeEach(async () => {
      session = await open({ request: { useSilencePrompt: true } });
      server.answer = () => success(null);
    });

    it('starts by a post and a chat socket of its own', async () => {
      await session.start(link, signal);
      expect(server.methods).to.deep.equal(['streaming.new', 'streaming.start']);
      expect(server.request.body).to.deep.equal({ session_id: 's-1' });
      expect(server.request.headers.get('Authorization')).to.equal('Bearer token-1');
      expect(Object.fromEntries(FakeSocket.last.url.searchParams)).to.deep.equal({
        session_id: 's-1',
        session_token: 'token-1',
        arch_version: 'v2',
        silence_response: 'true',
        push_to_talk: 'false',
      });
    });

    it('starts without a chat socket where the page forbids one', async () => {
      Object.assign(globalThis, {
        WebSocket: function refused() {
          throw new DOMException('CSP', 'SecurityError');
        },
      });
      await session.start(link, signal);
      expect(server.methods.at(-1)).to.equal('streaming.start');
    });

    const tasks: readonly [Command, object][] = [
      [
        { type: 'speak', text: 'Hello', taskType: 'talk', taskMode: 'async' },
        { task_type: 'talk', task_mode: 'async' },
      ],
      [
        { type: 'speak', text: 'Hello', taskType: 'repeat', taskMode: 'sync' },
        { task_type: 'repeat', task_mode: 'sync' },
      ],
      [{ type: 'speak', text: 'Hello', taskType: 'repeat' }, { task_type: 'repeat' }],
    ];
    for (const [command, body] of tasks) {
      it(`sends ${JSON.stringify(command)} to streaming.task`, async () => {
        await session.command(command, signal);
        expect(server.methods.at(-1)).to.equal('streaming.task');
        expect(server.request.body).to.deep.equal({ session_id: 's-1', text: 'Hello', ...body });
      });
    }

    const commands: readonly [Command, string, object][] = [
      [{ type: 'interrupt' }, 'streaming.interrupt', {}],
      [{ type: 'start_listening' }, 'streaming.start_listening', {}],
      [{ type: 'stop_listening' }, 'streaming.stop_listening', {}],
      [{ type: 'keep_alive' }, 'streaming.keep_alive', {}],
    ];
    for (const [command, method, body] of commands) {
      it(`sends ${JSON.stringify(command)} to ${method}`, async () => {
        expect(await session.command(command, signal)).to.deep.equal({});
        expect(server.methods.at(-1)).to.equal(method);
        expect(server.request.body).to.deep.equal({ session_id: 's-1', ...body });
      });
    }

    const speak: Command = { type: 'speak', text: 'Hello', taskType: 'talk', taskMode: 'async' };

    it('reads the answer to a task', async () => {
      server.answer = () => success({ task_id: 't', duration_ms: 4829.5 });
      expect(await session.command(speak, signal)).to.deep.equal({ taskId: 't', durationMs: 4829.5 });
    });

    for (const duration_ms of ['9', -7000, null, undefined]) {
      it(`estimates how long the avatar speaks where the answer says ${JSON.stringify(duration_ms)}`, async () => {
        server.answer = () => success({ task_id: 7, duration_ms });
        expect(await session.command(speak, signal)).to.deep.equal({ taskId: undefined, durationMs: 400 });
      });
    }

    for (const code of [10004, 10005, 10006]) {
      it(`refuses a command with not_connected when the service says ${code}: the session is over`, async () => {
        server.answer = () => json({ code, message: 'session state wrong' }, { status: 400 });
        const error = await rejection(session.command(speak, signal));
        expect(error).to.include({ code: 'not_connected', serverCode: code });
      });
    }

    it('goes on when a command is refused for what it says', async () => {
      server.answer = () => json({ code: 40039, message: 'INVALID_TEXT_INPUT' }, { status: 400 });
      expect(await rejection(session.command(speak, signal))).to.include({ code: 'empty_text' });
      expect(events).to.deep.equal([]);
    });

    it('tells what is said in the room and over the socket, and ignores the rest', async () => {
      await session.start(link, signal);
      const inRoom = (text: string): void =>
        session.handle({ topic: undefined, bytes: new TextEncoder().encode(text) });
      inRoom('{"type":"avatar_start_talking","task_id":"t"}');
      inRoom('"hello"');
      FakeSocket.last.receive('{"event_type":"user_start"}');
      FakeSocket.last.receive('nonsense');
      FakeSocket.last.receive(new Blob(['{"event_type":"user_stop"}']));
      expect(events).to.deep.equal([
        { type: 'conversation', event: { type: 'avatar_start_talking', task_id: 't' } },
        { type: 'conversation', event: { event_type: 'user_start', type: 'user_start' } },
      ]);
    });

    it('passes on what it has no name for, and never under a name of ours', async () => {
      await session.start(link, signal);
      for (const type of ['avatar_dances', 'session_ended', '__proto__', 'constructor', 'a b', 'error', '']) {
        const bytes = new TextEncoder().encode(JSON.stringify({ type, step: 1 }));
        session.handle({ topic: undefined, bytes });
      }
      FakeSocket.last.receive('{"event_type":"user_waves","hands":2}');
      expect(events).to.deep.equal([
        { type: 'other', name: 'avatar_dances', detail: { type: 'avatar_dances', step: 1 } },
        { type: 'other', name: 'user_waves', detail: { event_type: 'user_waves', hands: 2 } },
      ]);
    });
  });
});
