// Opening a session of LiveAvatar: what is sent, what the answer becomes, and which mode and whose room it is.
import { expect } from '@open-wc/testing';
import type { StartAvatarResponse } from '../../../src/api/requests.js';
import { liveAvatar } from '../../../src/services/live-avatar/live-avatar.js';
import type { OpenCall, Opening, OpenSession, ServiceEvent } from '../../../src/services/service.js';
import { FakeClock } from '../../support/fake-clock.js';
import { FakeFetch, json, networkFailure, success } from '../../support/fake-fetch.js';
import { FakeSocket } from '../../support/fake-socket.js';
import { anyRejection, never, rejection, thrown, nextTask } from '../../support/outcome.js';

const started = {
  session_id: 's-1',
  livekit_url: 'wss://room.example',
  livekit_client_token: 'room-token',
  max_session_duration: 1200,
};
const existing: StartAvatarResponse = {
  session_id: 's-0',
  url: 'wss://old.example',
  access_token: 'old-token',
  is_paid: true,
  session_duration_limit: 60,
};
const avatarName = 'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a';

const tokenWith = (data: object): string =>
  `e30.${btoa(JSON.stringify({ start_session_data: data })).replaceAll('=', '')}.c2ln`;
const tokenOf = (mode: string): string => tokenWith({ mode });
const full = tokenOf('FULL');
const lite = tokenOf('LITE');

describe('LiveAvatar', () => {
  let server: FakeFetch;
  let events: ServiceEvent[];

  const open = (call: Partial<OpenCall> = {}): Promise<OpenSession> => opening(call).session;
  const opening = (call: Partial<OpenCall> = {}): Opening =>
    liveAvatar.open({
      request: {},
      token: full,
      basePath: 'https://api.example',
      videoCodec: 'H264',
      clock: new FakeClock(),
      plainToken: true,
      existing: undefined,
      signal: new AbortController().signal,
      emit: (event) => events.push(event),
      ...call,
    });

  beforeEach(() => {
    server = new FakeFetch(() => json({ code: 1000, data: started, message: 'Success' }, { status: 201 }));
    events = [];
    FakeSocket.install();
  });
  afterEach(() => {
    server.restore();
    FakeSocket.restore();
  });

  describe('opening', () => {
    it('of a LITE session that is stopped while its code is loaded asks for none, and stops none', async () => {
      const { session, stop } = opening({ token: lite });
      await stop?.(new AbortController().signal);
      expect(await rejection(session)).to.include({ code: 'aborted' });
      expect(server.requests).to.deep.equal([]);
    });

    it('posts the start with the token alone, and holds the answer under the other service’s names', async () => {
      const session = await open({ request: { quality: 'low' } });
      expect(server.requests.map(({ method, url }) => `${method} ${url.pathname}`)).to.deep.equal([
        'POST /v1/sessions/start',
      ]);
      expect(server.request.body).to.deep.equal({});
      expect(server.request.headers.get('Authorization')).to.equal(`Bearer ${full}`);
      expect(server.request.credentials).to.equal('omit');
      expect(session.sessionInfo).to.deep.equal({
        ...started,
        url: 'wss://room.example',
        access_token: 'room-token',
        is_paid: true,
        session_duration_limit: 1200,
      });
      expect(session.idleWindow).to.equal(300);
      expect(FakeSocket.opened, 'no socket yet').to.deep.equal([]);
    });

    for (const code of [1000, 100, undefined]) {
      it(`takes ${code ?? 'no code'} for success`, async () => {
        server.answer = () => json({ code, data: started });
        expect((await open()).sessionInfo.session_id).to.equal('s-1');
      });
    }

    for (const max_session_duration of [undefined, null, '1200']) {
      it(`has no duration where the answer has ${JSON.stringify(max_session_duration)} for one`, async () => {
        server.answer = () => success({ ...started, max_session_duration });
        expect((await open()).sessionInfo.session_duration_limit).to.equal(0);
      });
    }

    it('can stop by its token, once and without a body, what was asked for and has not answered yet', async () => {
      const answered = Promise.withResolvers<Response>();
      server.answer = ({ url }) => (url.pathname.endsWith('/start') ? answered.promise : success(null));
      const { session, stop } = opening();
      const stopping = stop?.(new AbortController().signal);
      expect(server.methods, 'sent when the call returns').to.deep.equal(['start', 'stop']);
      expect(server.request).to.include({ keepalive: true, credentials: 'omit', body: undefined });
      expect(server.request.headers.get('Authorization')).to.equal(`Bearer ${full}`);
      await stopping;
      answered.resolve(success(started));
      await session;
      expect(server.methods).to.deep.equal(['start', 'stop']);
    });

    for (const [name, answer] of [
      ['the connection breaks', networkFailure],
      ['the service has an error', () => json({ code: 5000, message: 'Internal' }, { status: 500 })],
      ['a web page comes back', () => new Response('<p>Hello')],
      ['the JSON breaks off', () => new Response('{"code":1000,"data":{"sess', { status: 201 })],
      ['nothing comes back', () => new Response(null, { status: 204 })],
    ] as const) {
      it(`leaves it to its caller to stop where ${name}, and can do so`, async () => {
        server.answer = answer;
        const { session, stop } = opening();
        expect((await rejection(session)).code).to.be.oneOf(['network', 'server_error', 'bad_answer']);
        expect(server.methods).to.deep.equal(['start']);
        server.answer = () => success(null);
        await stop?.(new AbortController().signal);
        expect(server.methods).to.deep.equal(['start', 'stop']);
      });
    }

    it('takes over a session that was started before, without a call', async () => {
      const session = await open({ existing });
      expect(server.requests).to.deep.equal([]);
      expect(session.sessionInfo).to.deep.equal(existing);
      expect(session.connection).to.include({ url: 'wss://old.example', token: 'old-token' });
      expect(session.connection.agent).to.equal('liveavatar-agent-s-0');
    });

    for (const missing of ['livekit_url', 'livekit_client_token']) {
      for (const value of [undefined, null, '', 7]) {
        it(`rejects with bad_answer where ${missing} is ${JSON.stringify(value)}`, async () => {
          server.answer = () => success({ ...started, [missing]: value });
          const error = await rejection(open());
          expect(error).to.include({ code: 'bad_answer' });
          expect(error.message).to.contain(missing);
          expect(server.methods).to.deep.equal(['start']);
        });
      }
    }

    for (const [name, data] of [
      ['no data', null],
      ['no session_id', { livekit_url: 'wss://r' }],
      ['a session_id that is a number', { ...started, session_id: 7 }],
      ['data that is a list', [started]],
    ] as const) {
      it(`rejects with bad_answer where the answer has ${name}`, async () => {
        server.answer = () => success(data);
        const error = await rejection(open());
        expect(error).to.include({ code: 'bad_answer' });
        expect(error.message).to.contain('session_id');
      });
    }

    it('stops nothing where the start was refused', async () => {
      server.answer = () => json({ code: 4001, message: 'Unauthorized' }, { status: 401 });
      expect(await rejection(open())).to.include({ code: 'unauthorized', status: 401, serverCode: 4001 });
      expect(server.methods).to.deep.equal(['start']);
    });

    it('says how long to wait where there were too many calls', async () => {
      const headers = { 'Retry-After': '2' };
      server.answer = () => json({ message: 'Too many' }, { status: 429, headers });
      expect(await rejection(open())).to.include({ code: 'rate_limited', retryAfter: 2, retryable: true });
    });

    it('rejects with network when nothing answers', async () => {
      server.answer = networkFailure;
      expect(await rejection(open())).to.include({ code: 'network', retryable: true });
    });

    it('ends with its signal', async () => {
      const controller = new AbortController();
      server.answer = never;
      const ending = anyRejection(open({ signal: controller.signal }));
      controller.abort(new Error('enough'));
      expect(await ending).to.have.property('message', 'enough');
      expect(server.methods).to.deep.equal(['start']);
    });

    for (const activityIdleTimeout of [Number.NaN, 0, -5, Infinity, '2 minutes'] as number[]) {
      it(`throws invalid_option and sends nothing for an activityIdleTimeout of ${String(activityIdleTimeout)}`, () => {
        expect(thrown(() => opening({ request: { activityIdleTimeout } }))).to.include({
          code: 'invalid_option',
        });
        expect(server.requests).to.deep.equal([]);
      });
    }
  });

  describe('its address', () => {
    for (const [basePath, expected] of [
      [undefined, 'https://api.liveavatar.com'],
      ['', 'https://api.liveavatar.com'],
      ['https://a.example:8443/', 'https://a.example:8443'],
      ['/proxy/', `${location.origin}/proxy`],
    ] as const) {
      it(`is ${expected} for “${String(basePath)}”`, async () => {
        await open({ basePath });
        expect(server.request.url.href).to.equal(`${expected}/v1/sessions/start`);
      });
    }

    it('is refused with invalid_option where it is none, before anything is sent', async () => {
      expect(thrown(() => opening({ basePath: 'ftp://a.example' }))).to.include({ code: 'invalid_option' });
      expect(server.requests).to.deep.equal([]);
    });
  });

  describe('the mode', () => {
    const ws_url = 'wss://signal.example/s-1';
    const agent = 'liveavatar-agent-s-1';
    const modes: readonly [string, string, object, { agent: string | undefined; speaksAudio: boolean }][] = [
      ['FULL by its token', full, {}, { agent, speaksAudio: false }],
      ['FULL by a token that does not say', tokenOf('CUSTOM'), {}, { agent, speaksAudio: false }],
      ['FULL by a token that cannot be read', 'opaque', {}, { agent, speaksAudio: false }],
      ['FULL where ws_url is null', full, { ws_url: null }, { agent, speaksAudio: false }],
      ['LITE by its token and ws_url', lite, { ws_url }, { agent: undefined, speaksAudio: true }],
      ['LITE by ws_url, whatever its token', 'opaque', { ws_url }, { agent: undefined, speaksAudio: true }],
      [
        'LITE with an agent of another maker, over the room',
        lite,
        {},
        { agent: undefined, speaksAudio: false },
      ],
    ];
    for (const [name, token, fields, expected] of modes) {
      it(`is ${name}`, async () => {
        server.answer = () => success({ ...started, ...fields });
        const { connection, speakAudio } = await open({ token });
        expect({ agent: connection.agent, speaksAudio: speakAudio !== undefined }).to.deep.equal(expected);
        expect(connection).to.include({ avatar: 'heygen', url: 'wss://room.example', token: 'room-token' });
      });
    }
  });

  describe('options', () => {
    const warnings = (): unknown[] =>
      events.map((event) => event.type === 'warning' && [event.warning.code, event.warning.option]);

    it('that a plain token has fixed are told in one warning, and refused never', async () => {
      await open({
        request: { avatarName: 'Wayne', quality: 'low', voice: { rate: 1.2 }, knowledgeBase: 'Be kind.' },
      });
      expect(warnings()).to.deep.equal([['fixed_by_token', 'avatarName, quality, voice, knowledgeBase']]);
    });

    for (const [name, data, request] of [
      ['the default', {}, { quality: 'high' }],
      [
        'what it names',
        { avatar_id: avatarName, video_settings: { quality: 'low' } },
        { avatarName, quality: 'low' },
      ],
    ] as const) {
      it(`that are as the token has them are not warned of: ${name}`, async () => {
        await open({ token: tokenWith(data), request });
        expect(warnings()).to.deep.equal([]);
      });
    }

    for (const video_settings of [null, 'low', 7, []]) {
      it(`do no harm to a token whose video_settings are ${JSON.stringify(video_settings)}`, async () => {
        const payload = btoa(JSON.stringify({ start_session_data: { video_settings } })).replaceAll('=', '');
        await open({ token: `e30.${payload}.c2ln`, request: { quality: 'low' } });
        expect(warnings()).to.deep.equal([['fixed_by_token', 'quality']]);
      });
    }

    it('that a page can still choose are not warned of', async () => {
      await open({ request: { useSilencePrompt: true, activityIdleTimeout: 60, disableIdleTimeout: true } });
      expect(warnings()).to.deep.equal([]);
    });

    it('that have no equivalent are warned of where a token source has seen them', async () => {
      await open({ plainToken: false, request: { avatarName, voice: { emotion: 'excited' } } });
      // Its code, which opening has asked for.
      await import('../../../src/services/live-avatar/unsupported-options.js');
      await nextTask();
      expect(warnings()).to.deep.equal([['no_equivalent', 'voice.emotion']]);
    });

    const minted = {
      avatar_id: avatarName,
      mode: 'FULL',
      is_sandbox: true,
      video_settings: { quality: 'medium', encoding: 'H264' },
      avatar_persona: { voice_id: 'v-1', context_id: 'c-1', language: 'de' },
      max_session_duration: 60,
      interactivity_type: 'CONVERSATIONAL',
    };
    const overruled: readonly [string, OpenCall['request'], string | undefined][] = [
      ['nothing', {}, undefined],
      ['null', { avatarName: null, quality: null, voice: null } as unknown as OpenCall['request'], undefined],
      [
        'what it got',
        {
          avatarName: avatarName.toUpperCase(),
          quality: 'medium',
          videoEncoding: 'H264',
          voice: { voiceId: 'V-1' },
          knowledgeId: 'c-1',
          language: 'de-AT',
          liveAvatar: { sandbox: true, mode: 'FULL', maxSessionDuration: 60 },
        },
        undefined,
      ],
      ['another quality', { quality: 'high' }, 'quality'],
      ['another codec', { videoEncoding: 'VP8' }, 'videoEncoding'],
      ['another voice', { voice: { voiceId: 'v-2' } }, 'voice.voiceId'],
      ['another context', { knowledgeId: 'c-2' }, 'knowledgeId'],
      ['another language', { language: 'fr' }, 'language'],
      ['push-to-talk', { enablePushToTalk: true }, 'enablePushToTalk'],
      ['LITE', { liveAvatar: { mode: 'LITE' } }, 'liveAvatar.mode'],
      ['a longer session', { liveAvatar: { maxSessionDuration: 300 } }, 'liveAvatar.maxSessionDuration'],
      ['two of them', { quality: 'low', language: 'en' }, 'quality, language'],
    ];
    for (const [name, request, options] of overruled) {
      it(`that an endpoint’s token has otherwise are told in one warning: the page asks for ${name}`, async () => {
        await open({ plainToken: false, token: tokenWith(minted), request });
        const told = warnings().filter((warning) => (warning as string[])[0] === 'fixed_by_token');
        expect(told).to.deep.equal(options ? [['fixed_by_token', options]] : []);
      });
    }

    it('that an endpoint has left out of a token are told of too, unless the token tells next to nothing', async () => {
      const call = { plainToken: false, request: { voice: { voiceId: 'v' } } };
      await open({ ...call, token: tokenWith({ avatar_id: avatarName, mode: 'FULL' }) });
      expect(warnings()).to.deep.equal([['fixed_by_token', 'voice.voiceId']]);
      events = [];
      await open({ ...call, token: full });
      expect(warnings()).to.deep.equal([]);
    });

    it('that name an avatar of the other service are refused before anything is started', async () => {
      const call = { plainToken: false, request: { avatarName: 'Wayne_20240711' } };
      const error = thrown(() => opening(call));
      expect(error).to.include({ code: 'invalid_avatar' });
      expect([server.requests, events]).to.deep.equal([[], []]);
    });

    it('are not warned of where the start fails', async () => {
      server.answer = networkFailure;
      await rejection(open({ request: { avatarName: 'Wayne' } }));
      expect(events).to.deep.equal([]);
    });
  });
});
