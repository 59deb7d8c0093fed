// What happens inside a start(), before the client has it: listeners to its events, a page that is left, another client.
import { expect } from '@open-wc/testing';
import '../../src/define.js';
import { StreamingAvatar } from '../../src/session/streaming-avatar.js';
import { avatarFixture, settled, untilStatus } from '../support/avatar-fixture.js';
import { nextTask, rejection } from '../support/outcome.js';

describe('start() called by a listener to', () => {
  for (const type of ['before_start', 'state_changed'] as const) {
    it(`its own ${type} gives the promise of that start, and stop() leaves nothing`, async () => {
      const { element, fakes } = await avatarFixture();
      const inner: Promise<void>[] = [];
      element.addEventListener(type, () => {
        if (element.state.status !== 'live' && inner.length < 5) inner.push(element.start());
      });
      const starting = element.start();
      await starting;
      expect(inner.length).to.be.above(0);
      expect(new Set([starting, ...inner]).size, 'promises').to.equal(1);
      expect(fakes.service.calls).to.have.lengthOf(1);
      await element.stop();
      expect(fakes.service.running).to.deep.equal([]);
      expect(fakes.rooms.map(({ disconnects }) => disconnects)).to.deep.equal([1]);
    });

    it(`its own ${type} is stopped with it`, async () => {
      const { element, fakes } = await avatarFixture();
      const outcomes: Promise<unknown>[] = [];
      element.addEventListener(
        type,
        () => void (element.state.status !== 'ended' && outcomes.push(rejection(element.start()))),
        { once: true },
      );
      outcomes.push(rejection(element.start()));
      await element.stop();
      for (const error of await Promise.all(outcomes)) expect(error).to.include({ code: 'aborted' });
      await nextTask();
      expect(fakes.service.calls).to.deep.equal([]);
      expect(element.state.status).to.equal('ended');
    });
  }
});

describe('stop() called by a listener to', () => {
  it('before_start rejects the start with aborted, and the element stays idle', async () => {
    const { element, fakes } = await avatarFixture();
    element.addEventListener('before_start', () => void element.stop(), { once: true });
    expect(await rejection(element.start())).to.include({ code: 'aborted' });
    await nextTask();
    expect(element.state).to.deep.equal({ status: 'idle' });
    expect(fakes.service.calls).to.deep.equal([]);
    await element.start();
    expect(element.state.status).to.equal('live');
  });

  it('the first state_changed ends the start, and nothing is opened', async () => {
    const { element, fakes } = await avatarFixture();
    element.addEventListener('state_changed', () => void element.stop(), { once: true });
    expect(await rejection(element.start())).to.include({ code: 'aborted' });
    await nextTask();
    expect(element.state).to.include({ status: 'ended', reason: 'stopped' });
    expect(fakes.service.calls).to.deep.equal([]);
  });
});

describe('a start whose code is still being loaded', () => {
  it('opens no session when the page is left', async () => {
    const { element, fakes } = await avatarFixture();
    const failure = rejection(element.start());
    expect(element.avatar, 'the client').to.equal(undefined);
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    expect(element.state).to.include({ status: 'ended', reason: 'page_hidden' });
    expect(await failure).to.include({ code: 'aborted' });
    await nextTask();
    expect(fakes.service.calls).to.deep.equal([]);
    expect(element.state).to.include({ status: 'ended', reason: 'page_hidden' });
  });

  it('ends when the page assigns a client and takes it back, and start() works again', async () => {
    const { element, fakes } = await avatarFixture();
    const failure = rejection(element.start());
    element.avatar = new StreamingAvatar({ token: 't' });
    element.avatar = null;
    expect(element.state).to.include({ status: 'ended', reason: 'replaced' });
    expect(await failure).to.include({ code: 'aborted' });
    await nextTask();
    expect(fakes.service.calls).to.deep.equal([]);
    const starting = element.start();
    await untilStatus(element, 'live');
    await starting;
    expect(fakes.service.calls).to.have.lengthOf(1);
  });
});

describe('start() without MediaStream', () => {
  const { MediaStream: real } = globalThis;
  afterEach(() => (globalThis.MediaStream = real));

  it('rejects with not_supported, and the element is not left connecting', async () => {
    const { element, fakes } = await avatarFixture();
    Reflect.deleteProperty(globalThis, 'MediaStream');
    const error = await rejection(element.start());
    expect(error).to.include({ code: 'not_supported' });
    expect(error.message).to.contain('browser');
    await settled(element);
    expect(element.state.status).to.not.equal('connecting');
    expect(fakes.service.calls).to.deep.equal([]);
  });
});
