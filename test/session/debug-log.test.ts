// What `debug` writes to the console: everything the client tells, in order, and nothing that is nobody's business.
import { expect } from '@open-wc/testing';
import { sessionError } from '../../src/api/error-table.js';
import { APIError } from '../../src/api/errors.js';
import { SessionEvents, StreamingEvents } from '../../src/api/events.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { ConsoleSpy } from '../support/console-spy.js';

describe('debug', () => {
  let spy: ConsoleSpy;
  beforeEach(() => (spy = new ConsoleSpy()));
  afterEach(() => spy.restore());

  async function ended(client: ClientUnderTest, line = 'session_ended'): Promise<string[]> {
    await client.avatar.stopAvatar();
    await spy.until(line);
    return spy.texts;
  }

  it('is silent when it is not set', async () => {
    const client = new ClientUnderTest();
    await client.start();
    await client.avatar.stopAvatar();
    // The log of a second client shows that it would have been written by now.
    await ended(await started());
    expect(spy.texts.filter((text) => text.includes('session_ended'))).to.have.lengthOf(1);
    expect(new Set(spy.calls.map(({ method }) => method))).to.deep.equal(new Set(['debug']));
  });

  async function started(): Promise<ClientUnderTest> {
    const client = new ClientUnderTest({}, { debug: true, token: () => 'secret-token' });
    await client.start();
    return client;
  }

  it('writes every state and event from the first on, in their order, with the prefix and the time', async () => {
    const texts = await ended(await started());
    for (const text of texts) expect(text).to.match(/^\[heygen-avatar\] \d+\.\d{3} s \S/);
    const steps = texts.map((text) => text.replace(/^.* s /, '').replace(/; \w+ took .*/, ''));
    expect(steps.filter((step, index) => step !== steps[index - 1])).to.deep.equal([
      'state: connecting, token',
      'state: connecting, open',
      'state: connecting, start',
      'state: connecting, room',
      'state: connecting, media',
      'state: live',
      'stream_ready: 0 tracks',
      'state: stopping, stopped',
      'state: ended, stopped',
      'stream_disconnected: 1',
      'session_ended: reason stopped, seconds 0',
    ]);
    for (const phase of ['token', 'open', 'start', 'room', 'media']) {
      expect(
        texts.filter((text) => text.includes(`; ${phase} took `)),
        phase,
      ).to.have.lengthOf(1);
    }
  });

  it('writes times in the order of what happened', async () => {
    const texts = await ended(await started());
    const times = texts.map((text) => Number(/ (\d+\.\d+) s /.exec(text)?.[1]));
    expect(times).to.deep.equal(times.toSorted((a, b) => a - b));
  });

  it('writes the name of each event that there is', async () => {
    const client = new ClientUnderTest({}, { debug: true });
    const names = [...Object.values(StreamingEvents), ...Object.values(SessionEvents)];
    for (const name of names.filter((name) => name !== 'state_changed')) {
      client.avatar.dispatchEvent(new CustomEvent(name, { detail: null }));
    }
    await spy.until('transcript_changed');
    expect(spy.texts.map((text) => text.split(' ').at(-1))).to.deep.equal(
      names.filter((name) => name !== 'state_changed'),
    );
  });

  it('writes how long a text is, and never the text', async () => {
    const client = await started();
    const { session } = client.ports.service;
    session.say({ type: 'avatar_start_talking', task_id: 't1' });
    session.say({ type: 'avatar_talking_message', task_id: 't1', message: 'Pssst', extra: 'Pssst' });
    session.say({ type: 'avatar_end_message', task_id: 't1', message: 'Pssst' });
    session.say({ type: 'user_talking_message', task_id: 't2', message: 'Pssst!' });
    session.say({ type: 'avatar_stop_talking', task_id: 't1', duration_ms: 12 });
    await client.avatar.speak('Pssst');
    const texts = await ended(client);
    const all = texts.join('\n');
    expect(all).not.to.contain('Pssst');
    expect(all).to.contain('avatar_talking_message: task_id t1, 5 characters');
    expect(all).to.contain('user_talking_message: task_id t2, 6 characters');
    expect(all).to.contain('avatar_stop_talking: task_id t1, duration_ms 12');
    expect(all).to.contain('transcript_changed: 2 turns');
    expect(all).to.contain('state: live, avatar talks');
    expect(all).not.to.contain('secret-token');
  });

  it('writes a warning’s code and option, and a device’s kind', async () => {
    const client = await started();
    const warning = { code: 'no_effect', option: 'quality', message: 'Not for the log.' };
    client.ports.service.session.call.emit({ type: 'warning', warning });
    const detail = { kind: 'audioinput', deviceId: 'abc', label: 'My headset' };
    client.avatar.dispatchEvent(new CustomEvent('device_changed', { detail }));
    const all = (await ended(client)).join('\n');
    expect(all).to.match(/ warning: code no_effect, option quality$/m);
    expect(all).to.match(/ device_changed: kind audioinput$/m);
  });

  it('writes an error’s code, phase, status, the service’s code and our sentence, and not what others said', async () => {
    const open = async (): Promise<void> => {
      throw new APIError('unauthorized', 'The service said: “secret-token is bad”.', {
        status: 401,
        serverCode: 401_057,
        serverMessage: 'secret-token is bad',
        responseText: 'secret-token is bad',
      });
    };
    const client = new ClientUnderTest({ open }, { debug: true, token: 'secret-token' });
    await client.avatar.createStartAvatar().catch(() => undefined);
    await spy.until('session_error');
    // Beside the log is the line that tells the author of their mistake, which may quote the service.
    const all = spy.texts.filter((text) => / \d+\.\d+ s /.test(text)).join('\n');
    expect(all).to.contain('state: failed, unauthorized');
    expect(all).to.contain(
      'session_error: unauthorized, phase open, status 401, service 401057. The session token',
    );
    expect(all).not.to.contain('secret-token');
  });

  it('writes the calls to the service, with status and time, and without their query', async () => {
    const basePath = new URL('/test/support/', location.href).href;
    const call = async (path: string): Promise<string> => (await fetch(new URL(path, basePath))).text();
    const client = new ClientUnderTest(
      {
        open: async () => void (await call('console-spy.ts?session_token=secret-token')),
        stop: async () => void (await Promise.all([call('outcome.ts?x'), call('/README.md?x')])),
      },
      { debug: true, basePath: `${basePath}?key=secret-token` },
    );
    await client.start();
    await ended(client);
    await spy.until('outcome.ts');
    const calls = spy.texts.filter((text) => text.includes('/'));
    expect(calls.map((text) => text.replace(/^.* s /, '').replace(/\d+ ms$/, 'N ms'))).to.deep.equal([
      '/test/support/console-spy.ts answered 200 after N ms',
      '/test/support/outcome.ts answered 200 after N ms',
    ]);
  });

  it('does not hold up or fail a session whose service cannot be loaded', async () => {
    const loadService = async (): Promise<void> => {
      throw sessionError('network');
    };
    const client = new ClientUnderTest({ loadService }, { debug: true });
    await client.avatar.createStartAvatar().catch(() => undefined);
    await spy.until('session_error');
    expect(client.avatar.state.status).to.equal('failed');
  });

  it('is not disturbed by an event that a page makes up', async () => {
    const client = new ClientUnderTest({}, { debug: true });
    client.avatar.dispatchEvent(new Event('state_changed'));
    client.avatar.dispatchEvent(new Event('warning'));
    await spy.until('warning');
    expect(spy.texts).to.have.lengthOf(1);
  });
});
