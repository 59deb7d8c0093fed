// `start()` on an element in no document, which nobody would see; and `start()` whose promise nobody holds.
import { expect, html } from '@open-wc/testing';
import '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { avatarFixture, fakePorts, statusPath, untilStatus } from '../support/avatar-fixture.js';
import type { FakePorts } from '../support/fake-room.js';
import { isPending, nextTask, rejection } from '../support/outcome.js';

describe('start() on an element in no document', () => {
  let element: HeygenAvatarElement;
  let fakes: FakePorts;
  let tokens: number;

  beforeEach(() => {
    fakes = fakePorts();
    tokens = 0;
    element = document.createElement('heygen-avatar');
    element.tokenProvider = () => `token-${(tokens += 1)}`;
  });
  afterEach(async () => {
    await element.stop();
    element.remove();
    expect(fakes.service.running, 'sessions left').to.have.lengthOf(0);
  });

  it('asks for no token, and rejects with “aborted” after a second', async () => {
    const path = statusPath(element);
    const since = performance.now();
    const error = await rejection(element.start());
    expect(error.code).to.equal('aborted');
    expect(error.message).to.match(/append/i);
    expect(performance.now() - since).to.be.above(900);
    expect([tokens, fakes.loaded, fakes.service.calls]).to.deep.equal([0, [], []]);
    expect(path).to.deep.equal(['idle']);
  });

  it('starts once it is appended, be it some tasks later', async () => {
    const started = element.start();
    await nextTask();
    await new Promise((resolve) => requestAnimationFrame(resolve));
    expect([await isPending(started), tokens]).to.deep.equal([true, 0]);
    document.body.append(element);
    await started;
    expect([element.state.status, tokens, fakes.service.sessions.length]).to.deep.equal(['live', 1, 1]);
  });

  it('twice is one start', async () => {
    const first = element.start();
    expect(element.start()).to.equal(first);
    document.body.append(element);
    await first;
    expect([tokens, fakes.service.sessions.length]).to.deep.equal([1, 1]);
  });

  it('is called off by stop() at once, and a later append starts nothing', async () => {
    const started = rejection(element.start());
    await element.stop();
    expect((await started).code).to.equal('aborted');
    document.body.append(element);
    await nextTask();
    expect([element.state.status, tokens]).to.deep.equal(['idle', 0]);
  });

  it('rejects after a removal too, and no session is opened', async () => {
    document.body.append(element);
    await element.start();
    await element.stop();
    element.remove();
    const error = await rejection(element.start());
    expect([error.code, tokens]).to.deep.equal(['aborted', 1]);
  });

  it('works anew after it has rejected', async () => {
    await rejection(element.start());
    document.body.append(element);
    await element.start();
    expect([element.state.status, tokens]).to.deep.equal(['live', 1]);
  });

  it('connects no client of the page’s either', async () => {
    const { StreamingAvatar } = await import('../../src/session/streaming-avatar.js');
    const client = new StreamingAvatar({ token: () => `token-${(tokens += 1)}` });
    element.avatar = client;
    expect((await rejection(element.start())).code).to.equal('aborted');
    expect([client.state.status, tokens]).to.deep.equal(['idle', 0]);
  });
});

describe('start() whose promise nobody holds', () => {
  let escaped: unknown[];
  const listener = (event: PromiseRejectionEvent): void => {
    event.preventDefault();
    escaped.push(event.reason);
  };

  beforeEach(() => {
    escaped = [];
    addEventListener('unhandledrejection', listener);
  });
  afterEach(() => removeEventListener('unhandledrejection', listener));

  /** An unhandled rejection is told in a task after the one it happens in. */
  async function told(): Promise<unknown[]> {
    await nextTask();
    await nextTask();
    return escaped;
  }

  const failures: readonly [string, (element: HeygenAvatarElement) => unknown, string][] = [
    ['without a token', (element) => (element.token = ''), 'failed'],
    [
      'with a token that cannot be had',
      (element) => (element.tokenProvider = () => Promise.reject(new Error('No.'))),
      'failed',
    ],
    [
      'that the page calls off',
      (element) => element.addEventListener('before_start', (event) => event.preventDefault()),
      'idle',
    ],
    ['that stop() ends', (element) => void Promise.resolve().then(() => element.stop()), 'ended'],
    ['that the element’s removal ends', (element) => holdAndRemove(element), 'ended'],
  ];

  function holdAndRemove(element: HeygenAvatarElement): void {
    element.tokenProvider = () => new Promise(() => undefined);
    void Promise.resolve().then(() => element.remove());
  }

  for (const [name, prepare, status] of failures) {
    it(`is no unhandled rejection (${name})`, async () => {
      const { element } = await avatarFixture(html`<heygen-avatar token="t"></heygen-avatar>`);
      prepare(element);
      void element.start();
      await untilStatus(element, status as 'failed');
      expect(await told()).to.deep.equal([]);
    });
  }

  it('still rejects for whoever waits for it', async () => {
    const { element } = await avatarFixture(html`<heygen-avatar></heygen-avatar>`);
    expect((await rejection(element.start())).code).to.equal('token_missing');
  });
});
