// Which service `auto` stands for: only the token tells, and until it has, nothing is done or said of any.
import { expect } from '@open-wc/testing';
import { StreamingAvatar } from '../../src/session/streaming-avatar.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { FakePorts } from '../support/fake-room.js';
import { FakeFetch, json } from '../support/fake-fetch.js';
import { nextTask, rejection } from '../support/outcome.js';

const payload = { start_session_data: { avatar_id: 'a' } };
/** As LiveAvatar's are: a JWT that says what it is for. */
const liveAvatarToken = ['{}', JSON.stringify(payload), 'signature'].map((part) => btoa(part)).join('.');

const cases = [
  ['liveavatar', liveAvatarToken],
  ['interactive-avatar', 'any-other-token'],
] as const;

/** Where the browser was told to connect ahead. */
const preconnected = (): string[] =>
  [...document.head.querySelectorAll<HTMLLinkElement>('link[rel=preconnect]')].map(({ href }) => href);

describe('the service auto', () => {
  beforeEach(() => {
    for (const link of document.head.querySelectorAll('link[rel=preconnect]')) link.remove();
  });

  for (const [service, token] of cases) {
    it(`is ${service} for its token`, async () => {
      const client = new ClientUnderTest({}, { token });
      await client.start();
      expect(new Set(client.ports.loaded)).to.deep.equal(new Set([service]));
      expect(client.ports.service.calls[0]?.token).to.equal(token);
      await client.avatar.stopAvatar();
    });

    it(`is ${service} where its token is renewed`, async () => {
      let asked = 0;
      const source = (): string => ((asked += 1) === 1 ? 'other' : token);
      const client = new ClientUnderTest({}, { token: source });
      await client.start();
      await client.start();
      expect(client.ports.loaded.at(-1)).to.equal(service);
      await client.avatar.stopAvatar();
    });

    it(`is not known while a source has given no token, and remembered then: ${service}`, async () => {
      const ports = new FakePorts();
      const source = (): string => token;
      await StreamingAvatar.warmUp({ token: source });
      expect([ports.loaded, preconnected()], 'warmed up').to.deep.equal([[], []]);

      const client = new ClientUnderTest({}, { token: source });
      const rows = await client.avatar.diagnose();
      const unknown = rows.filter(({ check }) => check === 'service' || check === 'websocket');
      expect(unknown.map(({ status }) => status)).to.deep.equal(['unknown', 'unknown']);
      for (const { message } of unknown) expect(message).to.contain('diagnose({ token })');
      expect([client.ports.loaded, preconnected()], 'diagnosed').to.deep.equal([[], []]);

      await client.start();
      await client.avatar.stopAvatar();
      expect(new Set(client.ports.loaded)).to.deep.equal(new Set([service]));

      const later = new FakePorts();
      await StreamingAvatar.warmUp({ token: source });
      expect(later.loaded, 'remembered').to.deep.equal([service]);
      expect(preconnected()).to.deep.equal(['https://service.example/']);
    });

    it(`is known to diagnose() from the token it is given: ${service}`, async () => {
      const client = new ClientUnderTest({}, { token: () => 'unasked' });
      await client.avatar.diagnose({ token });
      expect(new Set(client.ports.loaded)).to.deep.equal(new Set([service]));
    });
  }

  it('loads no service before its source has answered, and what plays every service', async () => {
    const given = Promise.withResolvers<string>();
    let players = 0;
    const loadPlayer = async (): Promise<void> => void (players += 1);
    const client = new ClientUnderTest({ loadPlayer }, { token: () => given.promise });
    const starting = client.avatar.createStartAvatar({});
    await client.reaches('connecting token');
    await nextTask();
    expect([client.ports.loaded, preconnected(), players]).to.deep.equal([[], [], 1]);
    given.resolve(liveAvatarToken);
    await starting;
    await client.avatar.stopAvatar();
  });

  it('is remembered for each source by itself', async () => {
    const first = (): string => liveAvatarToken;
    const second = (): string => liveAvatarToken;
    const client = new ClientUnderTest({}, { token: first });
    await client.start();
    await client.avatar.stopAvatar();
    const ports = new FakePorts();
    await StreamingAvatar.warmUp({ token: second });
    expect(ports.loaded).to.deep.equal([]);
  });

  it('is remembered by the address of one that is a URL', async () => {
    const server = new FakeFetch(() => json({ token: liveAvatarToken }));
    try {
      const client = new ClientUnderTest({}, { token: new URL('https://page.example/auto-token') });
      await client.start();
      await client.avatar.stopAvatar();
    } finally {
      server.restore();
    }
    const ports = new FakePorts();
    await StreamingAvatar.warmUp({ token: 'https://page.example/auto-token' });
    expect(ports.loaded).to.deep.equal(['liveavatar']);
  });

  it('is not known of a client without a token, which fails before it loads anything', async () => {
    const client = new ClientUnderTest({}, { token: undefined });
    await client.avatar.diagnose();
    expect(await rejection(client.avatar.createStartAvatar({}))).to.include({ code: 'token_missing' });
    expect(client.ports.loaded).to.deep.equal([]);
  });
});

describe('a service that is named', () => {
  for (const service of ['interactive-avatar', 'liveavatar', 'simulated'] as const) {
    it(`is the one that is warmed up, diagnosed and opened, whatever the token: ${service}`, async () => {
      for (const [, token] of cases) {
        const client = new ClientUnderTest({}, { token, service });
        await StreamingAvatar.warmUp({ token, service });
        await client.avatar.diagnose();
        await client.start();
        expect(new Set(client.ports.loaded)).to.deep.equal(new Set([service]));
        await client.avatar.stopAvatar();
      }
    });
  }

  it('simulated asks for no token', async () => {
    let asked = 0;
    const client = new ClientUnderTest({}, { service: 'simulated', token: () => `${(asked += 1)}` });
    await client.start();
    expect([asked, client.ports.service.calls[0]?.token]).to.deep.equal([0, '']);
    await client.avatar.stopAvatar();
    const without = new ClientUnderTest({}, { service: 'simulated', token: undefined });
    await without.start();
    await without.avatar.stopAvatar();
  });
});

describe('warming up', () => {
  it('never rejects', async () => {
    const broken = (): Promise<never> => Promise.reject(new Error('no'));
    new FakePorts({ loadPlayer: broken, loadService: broken });
    for (const token of ['a', '/a', undefined, new URL('https://page.example')])
      await StreamingAvatar.warmUp({ token });
    await StreamingAvatar.warmUp({ token: 'https://', service: 'none' as 'auto', basePath: 'http://' });
  });

  it('connects ahead to the address of the page’s own', async () => {
    new FakePorts();
    await StreamingAvatar.warmUp({ token: 'any', basePath: 'https://proxy.example/heygen/' });
    expect(preconnected()).to.include('https://proxy.example/');
  });
});
