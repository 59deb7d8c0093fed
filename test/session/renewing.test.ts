// Tokens over a session's life: a source is asked for each start, once more after a 401, and strings serve once.
import { expect } from '@open-wc/testing';
import { sessionError } from '../../src/api/error-table.js';
import type { TokenReason } from '../../src/api/requests.js';
import type { OpenCall } from '../../src/services/service.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { nextTask, never, rejection } from '../support/outcome.js';

describe('the token of a session', () => {
  let reasons: TokenReason[];
  let refused: Set<string>;

  /** Gives token-1, token-2, and so on. */
  const source = (_request: unknown, { reason }: { reason: TokenReason }): string => {
    reasons.push(reason);
    return `token-${reasons.length}`;
  };
  const open = async ({ token }: OpenCall): Promise<void> => {
    if (refused.has(token)) throw sessionError('unauthorized', { status: 401 });
  };

  beforeEach(() => {
    reasons = [];
    refused = new Set();
  });

  it('is asked for once each start', async () => {
    const client = new ClientUnderTest({ open }, { token: source });
    await client.start();
    await client.start();
    expect(reasons).to.deep.equal(['start', 'start']);
    expect(client.ports.service.calls.map(({ token }) => token)).to.deep.equal(['token-1', 'token-2']);
    await client.avatar.stopAvatar();
  });

  it('is renewed once when opening is refused with 401', async () => {
    refused.add('token-1');
    const client = new ClientUnderTest({ open }, { token: source });
    await client.start();
    expect(reasons).to.deep.equal(['start', 'unauthorized']);
    expect(client.avatar.state.status).to.equal('live');
    expect(client.told).to.deep.equal(['stream_ready']);
    await client.avatar.stopAvatar();
    expect(client.ports.service.sessions.map(({ stops }) => stops)).to.deep.equal([1]);
  });

  it('is not renewed twice', async () => {
    refused = new Set(['token-1', 'token-2']);
    const client = new ClientUnderTest({ open }, { token: source });
    const error = await rejection(client.avatar.createStartAvatar({}));
    expect(error).to.include({ code: 'unauthorized', phase: 'open', status: 401 });
    expect(reasons).to.deep.equal(['start', 'unauthorized']);
  });

  it('is not renewed when it is a string', async () => {
    refused.add('token-1');
    const client = new ClientUnderTest({ open }, { token: 'token-1' });
    expect(await rejection(client.avatar.createStartAvatar({}))).to.include({ code: 'unauthorized' });
    expect(client.ports.service.calls).to.have.length(1);
  });

  it('is not renewed when starting is refused with 401, or opening with anything else', async () => {
    const start = (): Promise<never> => Promise.reject(sessionError('unauthorized', { status: 401 }));
    const starting = new ClientUnderTest({ start }, { token: source });
    expect(await rejection(starting.avatar.createStartAvatar({}))).to.include({
      code: 'unauthorized',
      phase: 'start',
    });
    const forbidden = (): Promise<never> => Promise.reject(sessionError('forbidden', { status: 403 }));
    const opening = new ClientUnderTest({ open: forbidden }, { token: source });
    expect(await rejection(opening.avatar.createStartAvatar({}))).to.include({ code: 'forbidden' });
    expect(reasons).to.deep.equal(['start', 'start']);
  });

  it('can be stopped while it is renewed', async () => {
    refused.add('token-1');
    const renewing = Promise.withResolvers<void>();
    const client = new ClientUnderTest(
      { open },
      {
        token: (_request, { reason }) => {
          if (reason === 'start') return 'token-1';
          renewing.resolve();
          return never();
        },
      },
    );
    const starting = rejection(client.avatar.createStartAvatar({}));
    await renewing.promise;
    await client.avatar.stopAvatar();
    expect(await starting).to.include({ code: 'aborted', phase: 'token' });
    expect(client.avatar.state).to.include({ status: 'ended' });
  });

  it('that is a string serves one session; the next start is token_used', async () => {
    const client = new ClientUnderTest();
    await client.start();
    await client.avatar.stopAvatar();
    const error = await rejection(client.avatar.createStartAvatar({}));
    expect(error).to.include({ code: 'token_used', phase: 'token', retryable: false });
    expect(error.message).to.contain('token-url');
    expect(client.avatar.state).to.include({ status: 'failed', error });
    expect(client.ports.service.calls).to.have.length(1);
  });

  it('that is a string may be tried again when the service had not taken it', async () => {
    let down = true;
    const client = new ClientUnderTest({
      open: async () => {
        if (down) throw sessionError('network');
      },
    });
    await rejection(client.avatar.createStartAvatar({}));
    down = false;
    await client.start();
    expect(client.avatar.state.status).to.equal('live');
    await client.avatar.stopAvatar();
  });

  it('that is a string is spent while the service has yet to answer: there may be a session in it', async () => {
    const opened = Promise.withResolvers<void>();
    const client = new ClientUnderTest({ open: () => opened.promise });
    const starting = rejection(client.avatar.createStartAvatar({}));
    await client.ports.clock.waitedFor(20);
    await nextTask();
    client.ports.clock.advance(20);
    expect(await starting).to.include({ code: 'timeout' });
    expect(await rejection(client.avatar.createStartAvatar({}))).to.include({ code: 'token_used' });
    opened.resolve();
    await nextTask();
    expect(client.ports.service.running).to.deep.equal([]);
    expect(client.ports.service.sessions).to.have.length(1);
  });

  it('that is spent ends no session that is live: the second start alone is refused', async () => {
    const client = new ClientUnderTest();
    await client.start();
    const { state } = client.avatar;
    for (const start of [
      () => client.avatar.createStartAvatar({}),
      () => client.avatar.newSession({}),
      () => client.avatar.startAvatar({}),
    ]) {
      expect(await rejection(start())).to.include({ code: 'token_used', phase: 'token' });
    }
    expect(client.avatar.state).to.equal(state);
    expect(client.ports.service.session.stops).to.equal(0);
    expect(client.told).to.deep.equal(['stream_ready']);
    await client.avatar.stopAvatar();
  });

  it('that is missing fails the start and asks no service', async () => {
    const client = new ClientUnderTest({}, { token: '' });
    expect(await rejection(client.avatar.createStartAvatar({}))).to.include({
      code: 'token_missing',
      phase: 'token',
    });
    expect(client.ports.service.calls).to.have.length(0);
  });

  it('that is an API key fails the start before it is sent anywhere', async () => {
    const client = new ClientUnderTest({}, { token: 'sk_V2_hgu_secret' });
    const error = await rejection(client.avatar.createStartAvatar({}));
    expect(error).to.include({ code: 'api_key_in_page', phase: 'token' });
    expect(JSON.stringify([error.message, client.events])).not.to.contain('hgu_secret');
    expect(client.ports.service.calls).to.have.length(0);
  });
});
