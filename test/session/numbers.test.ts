// Numbers that a page asks for: one that is none is refused before a token is asked for, on every service.
import { expect } from '@open-wc/testing';
import type { StartAvatarOptions, StreamingAvatarOptions } from '../../src/api/requests.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { rejection } from '../support/outcome.js';

/** Each number of a start: its name in the message, a value that is allowed, and the way to ask for it. */
const numbers: readonly [string, number, (value: number) => StartAvatarOptions][] = [
  ['activityIdleTimeout', 60, (value) => ({ activityIdleTimeout: value })],
  ['voice.rate', 1.2, (rate) => ({ voice: { rate } })],
  [
    'voice.elevenlabsSettings.stability',
    0.5,
    (stability) => ({ voice: { elevenlabsSettings: { stability } } }),
  ],
  [
    'voice.elevenlabsSettings.similarity_boost',
    0.5,
    (similarity_boost) => ({ voice: { elevenlabsSettings: { similarity_boost } } }),
  ],
  ['voice.elevenlabsSettings.style', 0.5, (style) => ({ voice: { elevenlabsSettings: { style } } })],
  ['sttSettings.confidence', 0.5, (confidence) => ({ sttSettings: { confidence } })],
  ['liveAvatar.maxSessionDuration', 60, (maxSessionDuration) => ({ liveAvatar: { maxSessionDuration } })],
];

/** From 0 on these begin; 0 itself is allowed. */
const fromZero = (name: string): boolean => name.includes('elevenlabs') || name === 'sttSettings.confidence';

const wrong: readonly unknown[] = [
  NaN,
  Infinity,
  -Infinity,
  -1,
  0,
  '2 minutes',
  '60',
  1e300,
  { seconds: 60 },
  true,
];

const deadlines = ['token', 'open', 'start', 'room', 'media', 'unconnected'] as const;
const services = ['interactive-avatar', 'liveavatar', 'auto'] as const;

describe('a number of a start', () => {
  async function outcome(
    request: StartAvatarOptions,
    config: Partial<StreamingAvatarOptions> = {},
  ): Promise<{ error: unknown; tokens: number; client: ClientUnderTest }> {
    let tokens = 0;
    const client = new ClientUnderTest({}, { token: () => `token-${(tokens += 1)}`, ...config });
    let error: unknown;
    await client.avatar.createStartAvatar(request).catch((caught: unknown) => (error = caught));
    return { error, tokens, client };
  }

  for (const service of services) {
    for (const [name, allowed, ask] of numbers) {
      for (const value of wrong) {
        // 1e300 is a duration like any other.
        if (value === 1e300 && name === 'liveAvatar.maxSessionDuration') continue;
        if (value === 0 && fromZero(name)) continue;
        it(`is refused before a token is asked for: ${name} ${String(value)} (${typeof value}), ${service}`, async () => {
          const { error, tokens, client } = await outcome(ask(value as number), { service });
          expect(error).to.include({ code: 'invalid_option', phase: 'token', retryable: false });
          expect((error as Error).message).to.contain(name);
          expect([tokens, client.ports.service.calls.length, client.ports.loaded.length]).to.deep.equal([
            0, 0, 0,
          ]);
          expect(client.avatar.state).to.include({ status: 'failed' });
          expect(client.details('session_error')).to.deep.equal([error]);
        });
      }

      for (const value of [allowed, undefined, null]) {
        it(`is taken: ${name} ${String(value)}, ${service}`, async () => {
          const { error, client } = await outcome(ask(value as number), { service });
          expect(error).to.equal(undefined);
          await client.avatar.stopAvatar();
          client.expectReleased(1);
        });
      }
    }
  }

  it('that may be zero is taken', async () => {
    for (const [name, , ask] of numbers.filter(([name]) => fromZero(name))) {
      const { error, client } = await outcome(ask(0));
      expect(error, name).to.equal(undefined);
      await client.avatar.stopAvatar();
    }
  });

  it('that is meant to be whole is rounded down', async () => {
    const { client } = await outcome({ activityIdleTimeout: 45.9, liveAvatar: { maxSessionDuration: 60.5 } });
    expect(client.ports.service.session.call.request).to.deep.include({
      activityIdleTimeout: 45,
      liveAvatar: { maxSessionDuration: 60 },
    });
    await client.avatar.stopAvatar();
  });

  it('that is null is the default: the session is idle after 120 s', async () => {
    const { client } = await outcome({ activityIdleTimeout: null as unknown as number });
    client.ports.clock.advance(120);
    await client.reaches('ended idle');
  });

  it('does not end the session that is there', async () => {
    const client = new ClientUnderTest({}, { token: () => 'fresh' });
    await client.start();
    const error = await rejection(client.avatar.createStartAvatar({ activityIdleTimeout: NaN }));
    expect(error).to.include({ code: 'invalid_option' });
    expect([client.avatar.state.status, client.ports.service.session.stops]).to.deep.equal(['live', 0]);
    await client.avatar.stopAvatar();
  });
});

describe('a deadline', () => {
  for (const name of deadlines) {
    for (const value of wrong) {
      if (value === 1e300) continue;
      if (value === Infinity && name === 'unconnected') continue;
      it(`is refused before a token is asked for: ${name} ${String(value)} (${typeof value})`, async () => {
        let tokens = 0;
        const config = { token: () => `token-${(tokens += 1)}`, deadlines: { [name]: value as number } };
        const error = await rejection(new ClientUnderTest({}, config).avatar.createStartAvatar({}));
        expect(error).to.include({ code: 'invalid_option', phase: 'token' });
        expect(error.message).to.contain(`deadlines.${name}`);
        expect(tokens).to.equal(0);
      });
    }

    it(`left out, or null, keeps its default: ${name}`, async () => {
      for (const value of [undefined, null]) {
        const { avatar } = new ClientUnderTest({}, { deadlines: { [name]: value as unknown as number } });
        await avatar.createStartAvatar({});
        await avatar.stopAvatar();
      }
    });
  }
});

describe('a service', () => {
  for (const name of ['v1', '', 'toString', null]) {
    it(`that is none, “${String(name)}”, is refused before a token is asked for, naming those there are`, async () => {
      const { avatar, ports } = new ClientUnderTest({}, { service: name as 'auto' });
      const error = await rejection(avatar.createStartAvatar({}));
      expect(error).to.include({ code: 'invalid_option', phase: 'token' });
      expect(error.message).to.contain('interactive-avatar').and.to.contain(String(name));
      expect(ports.loaded).to.deep.equal([]);
    });
  }
});
