// What the page's author got wrong is on the console, once each, unless the page prevents it; what others do is not.
import { expect } from '@open-wc/testing';
import { errorTable, sessionError } from '../../src/api/error-table.js';
import type { ErrorCode } from '../../src/api/errors.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { ConsoleSpy } from '../support/console-spy.js';

/** What happens on every page, and is nobody's mistake. */
const others: readonly string[] = [
  ...['microphone_denied', 'microphone_missing', 'microphone_busy', 'playback_blocked'],
  ...['aborted', 'network', 'timeout', 'room_failed', 'media_missing', 'server_error', 'rate_limited'],
  ...['concurrency_limit', 'not_connected', 'not_supported'],
];

describe('the mistakes of an author', () => {
  // What is written in a test comes in the order in which it happened.
  before(() => import('../../src/api/console.js'));
  let spy: ConsoleSpy;
  beforeEach(() => (spy = new ConsoleSpy()));
  afterEach(() => spy.restore());

  /** A client whose start fails. */
  async function failing(code: ErrorCode, message?: string): Promise<ClientUnderTest> {
    const details = message === undefined ? {} : { message };
    const client = new ClientUnderTest({ open: () => Promise.reject(sessionError(code, details)) });
    await client.start().catch(() => undefined);
    return client;
  }

  /** Whatever was to be written has been: the mistake of another client is there. */
  async function written(): Promise<string[]> {
    await failing('invalid_voice', 'The last one.');
    await spy.until('The last one.');
    return spy.texts.filter((text) => !text.includes('The last one.'));
  }

  for (const [code, { message }] of Object.entries(errorTable)) {
    const isTold = !others.includes(code);
    it(`${isTold ? 'include' : 'do not include'} ${code}, which fails a start`, async () => {
      await failing(code as ErrorCode);
      expect(await written()).to.deep.equal(isTold ? [`[heygen-avatar] ${code}: ${message}`] : []);
    });
  }

  it('are errors where they fail a start, and warnings where they do not', async () => {
    const client = await failing('invalid_avatar');
    client.avatar.dispatchEvent(
      new CustomEvent('warning', { detail: { code: 'clamped', message: 'Too fast.' } }),
    );
    await written();
    expect(spy.calls.slice(0, 2).map(({ method, args }) => [method, ...args])).to.deep.equal([
      ['error', `[heygen-avatar] invalid_avatar: ${errorTable.invalid_avatar.message}`],
      ['warn', '[heygen-avatar] clamped: Too fast.'],
    ]);
  });

  it('are told once each, at the first of many starts', async () => {
    const client = await failing('invalid_avatar');
    await client.start().catch(() => undefined);
    await client.start().catch(() => undefined);
    expect(client.details('session_error')).to.have.lengthOf(3);
    expect(await written()).to.have.lengthOf(1);
  });

  it('of two clients are told of each', async () => {
    await failing('invalid_avatar');
    await failing('invalid_avatar');
    expect(await written()).to.have.lengthOf(2);
  });

  it('are not told where the page prevents the event', async () => {
    const client = new ClientUnderTest({ open: () => Promise.reject(sessionError('forbidden')) });
    client.avatar.on('session_error', (event) => event.preventDefault());
    client.avatar.on('warning', (event) => event.preventDefault());
    await client.start({ disableIdleTimeout: true }).catch(() => undefined);
    expect(client.details('session_error')).to.have.lengthOf(1);
    expect(await written()).to.deep.equal([]);
  });

  it('include an option that costs money', async () => {
    const client = new ClientUnderTest();
    await client.start({ disableIdleTimeout: true });
    await spy.until('idle_timeout_disabled');
    expect(client.details('warning')).to.have.lengthOf(1);
    expect(await written()).to.have.lengthOf(1);
    await client.avatar.stopAvatar();
  });

  it('do not include a refused microphone or a lost socket', async () => {
    const client = await failing('server_error');
    for (const code of [
      ...others,
      'microphone_lost',
      'chat_socket_lost',
      'lite_socket_lost',
      'unmute_failed',
    ])
      client.avatar.dispatchEvent(new CustomEvent('warning', { detail: { code, message: 'x' } }));
    expect(await written()).to.deep.equal([]);
  });

  it('never show a token, whoever quotes it', async () => {
    const token = `eyJhbGciOiJIUzI1NiJ9${'x'.repeat(60)}.${'y1'.repeat(30)}.${'z_-'.repeat(20)}`;
    await failing(
      'unauthorized',
      `The service said: “${token} has expired”. See https://example.com/${'path/'.repeat(20)}.`,
    );
    const [text = ''] = await written();
    for (const part of token.split('.')) expect(text).not.to.contain(part);
    expect(text).to.contain('has expired').and.contain('https://example.com/path/path/');
  });

  it('are told of no word that was said', async () => {
    const client = await failing('server_error');
    await client.avatar.speak('A secret.').catch(() => undefined);
    expect(await written()).to.deep.equal([]);
  });

  it('survive an event of the page’s own with that name', async () => {
    const client = await failing('server_error');
    for (const detail of [undefined, null, 'text', {}, { code: 7 }])
      client.avatar.dispatchEvent(new CustomEvent('warning', { detail }));
    client.avatar.dispatchEvent(new Event('session_error'));
    expect(await written()).to.deep.equal([]);
  });
});
