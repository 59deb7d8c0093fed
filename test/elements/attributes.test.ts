// What each attribute and property of the tag comes to: a member of the start request, or an option of the client.
import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define.js';
import type { StartAvatarOptions } from '../../src/api/requests.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { preferredVideoCodec } from '../../src/media/video-codec.js';
import { avatarFixture, fakePorts, settled } from '../support/avatar-fixture.js';
import { FakeFetch, json } from '../support/fake-fetch.js';
import { nextTask, rejection } from '../support/outcome.js';

/** The attribute, its property, a value, and what of the start request it makes. */
const requestRows: [attribute: string, property: string, value: string, request: StartAvatarOptions][] = [
  ['avatar-name', 'avatarName', 'Wayne', { avatarName: 'Wayne' }],
  ['quality', 'quality', 'low', { quality: 'low' }],
  ['voice', 'voice', 'v1', { voice: { voiceId: 'v1' } }],
  ['voice-rate', 'voiceRate', '1.25', { voice: { rate: 1.25 } }],
  ['voice-emotion', 'voiceEmotion', 'friendly', { voice: { emotion: 'friendly' } }],
  ['language', 'language', 'de', { language: 'de' }],
  ['knowledge-id', 'knowledgeId', 'k1', { knowledgeId: 'k1' }],
  ['knowledge-base', 'knowledgeBase', 'You are kind.', { knowledgeBase: 'You are kind.' }],
  ['activity-idle-timeout', 'activityIdleTimeout', '300', { activityIdleTimeout: 300 }],
  ['disable-idle-timeout', 'disableIdleTimeout', '', { disableIdleTimeout: true }],
  ['voice-chat-transport', 'voiceChatTransport', 'websocket', { voiceChatTransport: 'websocket' }],
  ['stt-provider', 'sttProvider', 'gladia', { sttSettings: { provider: 'gladia' } }],
  ['use-silence-prompt', 'useSilencePrompt', '', { useSilencePrompt: true }],
  ['push-to-talk', 'pushToTalk', '', { enablePushToTalk: true }],
  ['sandbox', 'sandbox', '', { liveAvatar: { sandbox: true } }],
  ['max-duration', 'maxDuration', '90', { liveAvatar: { maxSessionDuration: 90 } }],
];
const booleans = new Set(['disable-idle-timeout', 'use-silence-prompt', 'push-to-talk', 'sandbox']);

async function requestOf(element: HeygenAvatarElement): Promise<StartAvatarOptions> {
  const fakes = fakePorts();
  await settled(element);
  await element.start();
  const [call] = fakes.service.calls;
  if (!call) throw new Error('No session was opened.');
  return call.request;
}

/** Sets any property, as a framework does that knows no types. */
function set(element: HeygenAvatarElement, property: string, value: unknown): void {
  Object.assign(element, { [property]: value });
}

describe('the attributes', () => {
  it('ask for high quality when nothing is set, and leave all else to the service', async () => {
    const { element } = await avatarFixture();
    expect(await requestOf(element)).to.deep.equal({ quality: 'high' });
  });

  for (const [attribute, property, value, request] of requestRows) {
    const expected = { quality: 'high', ...request };

    it(`${attribute} reaches the start request`, async () => {
      const { element } = await avatarFixture();
      element.setAttribute(attribute, value);
      expect(await requestOf(element)).to.deep.equal(expected);
    });

    it(`${attribute} is the property ${property}, also as a string from a framework`, async () => {
      const { element } = await avatarFixture();
      expect(property in element, `${property} in element`).to.equal(true);
      set(element, property, booleans.has(attribute) ? true : value);
      expect(await requestOf(element)).to.deep.equal(expected);
    });

    it(`${attribute} that is removed again, or set to null or undefined, is as if it had never been there`, async () => {
      const { element } = await avatarFixture();
      const unset = attribute === 'quality' ? [{}, { quality: 'high' }] : [{ quality: 'high' }];
      element.setAttribute(attribute, value);
      element.removeAttribute(attribute);
      expect(await requestOf(element), 'removed').to.be.deep.oneOf(unset);
      for (const nothing of [null, undefined]) {
        await element.stop();
        set(element, 'token', `for ${String(nothing)}`);
        set(element, property, nothing);
        expect(await requestOf(element), `property ${String(nothing)}`).to.be.deep.oneOf(unset);
      }
    });

    it(`${attribute} is not written back by its property`, async () => {
      const { element } = await avatarFixture();
      set(element, property, value);
      await settled(element);
      expect(element.getAttributeNames()).to.deep.equal(['token']);
    });
  }

  for (const [attribute, property] of [
    ['disable-idle-timeout', 'disableIdleTimeout'],
    ['use-silence-prompt', 'useSilencePrompt'],
    ['push-to-talk', 'pushToTalk'],
    ['sandbox', 'sandbox'],
    ['autostart', 'autostart'],
    ['voice-chat', 'voiceChat'],
    ['debug', 'debug'],
  ] as const) {
    it(`${attribute} is a boolean as HTML has it, but off where a framework wrote "false"`, async () => {
      const element = await fixture<HeygenAvatarElement>(html`<heygen-avatar></heygen-avatar>`);
      const after = (value: string | null): boolean => {
        if (value === null) element.removeAttribute(attribute);
        else element.setAttribute(attribute, value);
        return element[property];
      };
      expect(['', 'true', attribute].map(after)).to.deep.equal([true, true, true]);
      expect(after('false'), '="false"').to.equal(false);
      expect([after(''), after(null)], 'set, and removed').to.deep.equal([true, false]);
    });
  }

  it('autostart="false" starts nothing', async () => {
    const { element, fakes } = await avatarFixture(
      html`<heygen-avatar token="t" autostart="false"></heygen-avatar>`,
    );
    await nextTask();
    expect([element.state.status, fakes.service.calls.length]).to.deep.equal(['idle', 0]);
  });

  it('let voice be the whole object, with voice-rate and voice-emotion beside it', async () => {
    const { element } = await avatarFixture();
    const voice = { voiceId: 'v1', rate: 0.75, elevenlabsSettings: { stability: 0.5 } } as const;
    element.voice = voice;
    element.voiceEmotion = 'serious';
    expect((await requestOf(element)).voice).to.deep.equal({ ...voice, emotion: 'serious' });
    expect(voice, 'the page’s own object').to.deep.equal({
      voiceId: 'v1',
      rate: 0.75,
      elevenlabsSettings: { stability: 0.5 },
    });
  });

  it('that change during a session count at the next start, and do not disturb this one', async () => {
    const { element } = await avatarFixture(
      html`<heygen-avatar .tokenProvider=${() => 'fresh'}></heygen-avatar>`,
    );
    expect((await requestOf(element)).avatarName).to.equal(undefined);
    element.avatarName = 'Other';
    await settled(element);
    expect(element.state.status).to.equal('live');
    await element.stop();
    expect((await requestOf(element)).avatarName).to.equal('Other');
  });
});

describe('the attributes of the client', () => {
  /** What is asked for on behalf of a browser without H264. */
  const codec = preferredVideoCodec() === 'H264' ? {} : { videoEncoding: 'VP8' };

  let server: FakeFetch;
  beforeEach(() => (server = new FakeFetch(() => json({ token: 'minted' }))));
  afterEach(() => server.restore());

  it('token is the session’s token', async () => {
    const { element, fakes } = await avatarFixture();
    await element.start();
    expect(fakes.service.calls[0]?.token).to.equal('session-token');
  });

  it('token-url is seen from the page, gets the start request as JSON, and goes before token', async () => {
    const { element, fakes } = await avatarFixture(
      html`<heygen-avatar token="unused" token-url="mint?x=1" avatar-name="Wayne"></heygen-avatar>`,
    );
    await element.start();
    expect(server.request.url.href).to.equal(new URL('mint?x=1', document.baseURI).href);
    expect(server.request.body).to.deep.equal({ avatarName: 'Wayne', quality: 'high', ...codec });
    expect(fakes.service.calls[0]?.token).to.equal('minted');
  });

  it('token-credentials is the credentials mode of that request, checked before it', async () => {
    const { element } = await avatarFixture(html`<heygen-avatar token-url="mint"></heygen-avatar>`);
    const after = async (): Promise<string> => {
      await element.start();
      await element.stop();
      return server.request.credentials;
    };
    expect(await after(), 'by default').to.equal('same-origin');
    element.setAttribute('token-credentials', 'include');
    expect(await after(), 'of the next start').to.equal('include');
    element.removeAttribute('token-credentials');
    expect(await after(), 'removed').to.equal('same-origin');
    element.setAttribute('token-credentials', 'always');
    expect(await rejection(element.start())).to.include({ code: 'invalid_option' });
    expect(server.requests).to.have.lengthOf(3);
  });

  it('tokenProvider is asked for each session, and goes before token-url', async () => {
    const asked: StartAvatarOptions[] = [];
    const { element, fakes } = await avatarFixture(html`<heygen-avatar token-url="mint"></heygen-avatar>`);
    element.tokenProvider = (request) => {
      asked.push(request);
      return `token-${asked.length}`;
    };
    await element.start();
    await element.stop();
    await element.start();
    expect(fakes.service.calls.map(({ token }) => token)).to.deep.equal(['token-1', 'token-2']);
    expect(asked[0]).to.deep.equal({ quality: 'high', ...codec });
    expect(server.requests).to.have.lengthOf(0);
  });

  it('base-path and service say where to', async () => {
    const { element, fakes } = await avatarFixture(
      html`<heygen-avatar
        token="t"
        base-path="https://proxy.example/v"
        service="interactive-avatar"
      ></heygen-avatar>`,
    );
    await element.start();
    expect(fakes.service.calls[0]?.basePath).to.equal('https://proxy.example/v');
    expect(fakes.loaded).to.deep.equal(['interactive-avatar']);
  });

  it('base-path and service that are removed again are the default', async () => {
    const { element, fakes } = await avatarFixture(
      html`<heygen-avatar token="t" base-path="https://proxy.example" service="liveavatar"></heygen-avatar>`,
    );
    element.removeAttribute('base-path');
    element.removeAttribute('service');
    await element.start();
    expect(fakes.service.calls[0]?.basePath).to.equal(undefined);
    expect(fakes.loaded, 'the service of such a token').to.deep.equal(['interactive-avatar']);
  });

  it('token-url that is no address is named in the error', async () => {
    const { element } = await avatarFixture(html`<heygen-avatar token-url="https://"></heygen-avatar>`);
    await element.start().catch(() => undefined);
    expect(element.state).to.have.property('status', 'failed');
    expect(element.state)
      .to.have.nested.property('error.code')
      .that.is.oneOf(['invalid_option', 'token_source_failed']);
    expect(element.state).to.have.nested.property('error.message').that.contains('token-url');
  });

  it('keep the token out of the attributes, the events and the state', async () => {
    const element = document.createElement('heygen-avatar');
    const told: unknown[] = [];
    for (const type of [
      'state_changed',
      'session_error',
      'session_ended',
      'warning',
      'stream_disconnected',
    ]) {
      element.addEventListener(type, (event) => told.push((event as CustomEvent).detail));
    }
    element.token = 'secret-token';
    fakePorts();
    document.body.append(element);
    await element.start();
    await element.stop();
    await element.start().catch((error: unknown) => told.push(error, String(error)));
    told.push(element.state, element.outerHTML, element.shadowRoot?.innerHTML);
    element.remove();
    expect(told.length).to.be.greaterThan(5);
    expect(JSON.stringify(told)).not.to.contain('secret-token');
  });
});
