// One session at a time, whatever the page does in whatever order: a client that is running is never lost sight of.
import { expect, html } from '@open-wc/testing';
import '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { StreamingAvatar } from '../../src/session/streaming-avatar.js';
import {
  avatarFixture,
  liveFixture,
  removedForGood,
  settled,
  statusPath,
  untilStatus,
} from '../support/avatar-fixture.js';
import { FakeFetch, json } from '../support/fake-fetch.js';
import type { FakePorts } from '../support/fake-room.js';
import { nextTask, rejection, untilAborted } from '../support/outcome.js';

/** Waits until every session that was opened has been stopped. */
async function untilAllStopped(fakes: FakePorts): Promise<void> {
  while (fakes.service.running.length > 0) await nextTask();
}

describe('the element’s client', () => {
  it('is made at the first start, and kept for the next', async () => {
    const { element, fakes } = await avatarFixture(
      html`<heygen-avatar .tokenProvider=${() => 't'}></heygen-avatar>`,
    );
    await element.start();
    const client = element.avatar;
    expect(client).to.be.instanceOf(StreamingAvatar);
    await element.stop();
    await element.start();
    expect(element.avatar === client, 'the same client').to.equal(true);
    expect(fakes.service.running).to.have.lengthOf(1);
  });

  it('is started once by two calls, which get one promise', async () => {
    const { element, fakes } = await avatarFixture();
    const first = element.start();
    expect(element.start()).to.equal(first);
    await first;
    await element.start();
    expect(fakes.service.calls).to.have.lengthOf(1);
  });

  it('is one, also when the page speaks while it is being loaded', async () => {
    const { element, fakes } = await avatarFixture();
    const started = element.start();
    const spoken = Promise.allSettled([element.speak('Hello'), element.interrupt()]);
    await started;
    await spoken;
    expect(element.state.status).to.equal('live');
    await element.stop();
    expect(fakes.service.sessions).to.have.lengthOf(1);
    expect(fakes.service.running, 'sessions left running').to.have.lengthOf(0);
  });

  it('takes another token at the next start', async () => {
    const { element, fakes } = await liveFixture();
    await element.stop();
    element.token = 'second-token';
    await element.start();
    expect(fakes.service.calls.map(({ token }) => token)).to.deep.equal(['session-token', 'second-token']);
  });

  for (const method of ['speak', 'interrupt', 'startListening', 'stopListening', 'keepAlive'] as const) {
    it(`is the one that is running for ${method}(), though the page has set another token meanwhile`, async () => {
      const { element, fakes } = await liveFixture();
      const client = element.avatar;
      element.token = 'for the next start';
      await (method === 'speak' ? element.speak('Hello') : element[method]());
      expect(fakes.service.session.commands).to.have.lengthOf(1);
      expect(element.avatar === client, 'the same client').to.equal(true);
      await element.stop();
      expect(fakes.service.running, 'sessions left running').to.have.lengthOf(0);
    });
  }

  it('is stopped by stop() though the page has set another token provider, as frameworks do at each render', async () => {
    const { element, fakes } = await liveFixture(
      html`<heygen-avatar .tokenProvider=${() => 't'}></heygen-avatar>`,
    );
    element.tokenProvider = () => 't';
    await Promise.allSettled([element.speak('Hello')]);
    await element.stop();
    expect(fakes.service.running).to.have.lengthOf(0);
  });
});

/** The page drives the element's client itself, which must not make a second session of the element's. */
describe('one element has one session', () => {
  const stopped = async (element: HeygenAvatarElement, running: () => number): Promise<void> => {
    expect(running(), 'sessions').to.equal(1);
    await element.stop();
    expect(running(), 'sessions left by stop()').to.equal(0);
    await nextTask();
    expect([element.state.status, running()]).to.deep.equal(['ended', 0]);
  };

  /** An element whose client is loaded, with a token for each session. */
  async function loaded(): ReturnType<typeof avatarFixture> {
    const made = await liveFixture(html`<heygen-avatar .tokenProvider=${() => 't'}></heygen-avatar>`);
    await made.element.stop();
    return made;
  }

  it('where the page calls createStartAvatar() while start() is under way', async () => {
    const { element, fakes } = await loaded();
    const started = element.start();
    await untilStatus(element, 'connecting');
    await element.avatar?.createStartAvatar({});
    await started;
    await stopped(element, () => fakes.service.running.length);
    expect(fakes.service.sessions).to.have.lengthOf(2);
  });

  it('where the page calls createStartAvatar() before start()', async () => {
    const { element, fakes } = await loaded();
    const started = element.avatar?.createStartAvatar({ avatarName: 'Wayne' });
    await element.start();
    await started;
    await stopped(element, () => fakes.service.running.length);
    expect(fakes.service.sessions).to.have.lengthOf(2);
  });

  it('where createStartAvatar() of the page is followed by start(), and stop() comes before either is done', async () => {
    const { element, fakes } = await loaded();
    element.tokenProvider = (_request, { signal }) => untilAborted(signal);
    const created = rejection(element.avatar?.createStartAvatar({}) ?? Promise.resolve());
    const started = rejection(element.start());
    await untilStatus(element, 'connecting');
    await element.stop();
    expect([(await created).code, (await started).code]).to.deep.equal(['aborted', 'aborted']);
    expect(fakes.service.calls, 'but for the first').to.have.lengthOf(1);
  });

  it('where token-url is changed while it connects, and start() is called again', async () => {
    let answer = (): void => undefined;
    const asked = Promise.withResolvers<void>();
    const server = new FakeFetch(async () => {
      asked.resolve();
      await new Promise<void>((resolve) => (answer = resolve));
      return json({ token: 'minted' });
    });
    const { element, fakes } = await avatarFixture(html`<heygen-avatar token-url="one"></heygen-avatar>`);
    const first = element.start();
    await asked.promise;
    element.tokenUrl = 'two';
    await settled(element);
    const second = element.start();
    answer();
    await Promise.all([first, second]);
    server.restore();
    expect(server.requests.map(({ url }) => url.pathname.split('/').at(-1))).to.deep.equal(['one']);
    expect(fakes.service.sessions).to.have.lengthOf(1);
    await stopped(element, () => fakes.service.running.length);
  });

  it('where createStartAvatar() of the page connects when token-url is changed and start() called', async () => {
    const server = new FakeFetch(() => json({ token: 'minted' }));
    const { element, fakes } = await liveFixture(html`<heygen-avatar token-url="one"></heygen-avatar>`);
    await element.stop();
    const created = element.avatar?.createStartAvatar({});
    element.tokenUrl = 'two';
    await settled(element);
    await Promise.all([created, element.start()]);
    server.restore();
    expect(fakes.service.sessions).to.have.lengthOf(2);
    await stopped(element, () => fakes.service.running.length);
  });
});

describe('avatar = null', () => {
  it('leaves the element its own client and session, which its removal ends', async () => {
    const { element, fakes } = await liveFixture();
    const client = element.avatar;
    element.avatar = null;
    expect(element.avatar === client, 'the same client').to.equal(true);
    expect([element.state.status, fakes.service.running.length]).to.deep.equal(['live', 1]);
    element.remove();
    await untilStatus(element, 'ended');
    expect(fakes.service.running).to.have.lengthOf(0);
  });

  it('before the first start, as React and Vue set it, is as if nothing had been set', async () => {
    const { element, fakes } = await avatarFixture(
      html`<heygen-avatar token="t" .avatar=${null}></heygen-avatar>`,
    );
    expect(element.avatar).to.equal(undefined);
    await element.start();
    element.remove();
    await untilStatus(element, 'ended');
    expect(element.state).to.include({ reason: 'removed' });
    expect(fakes.service.running).to.have.lengthOf(0);
  });

  it('while it connects does not disturb the start', async () => {
    const { element, fakes } = await avatarFixture();
    const started = element.start();
    element.avatar = null;
    await started;
    expect([element.state.status, fakes.service.running.length]).to.deep.equal(['live', 1]);
  });

  it('gives the element its own client back, which starts as before', async () => {
    const { element, fakes } = await liveFixture(
      html`<heygen-avatar .tokenProvider=${() => 'its own'}></heygen-avatar>`,
    );
    const own = element.avatar;
    element.avatar = new StreamingAvatar({ token: 'given' });
    await untilAllStopped(fakes);
    element.avatar = null;
    expect(element.avatar === own, 'the same client').to.equal(true);
    await element.start();
    expect(fakes.service.calls.map(({ token }) => token)).to.deep.equal(['its own', 'its own']);
    element.remove();
    await untilStatus(element, 'ended');
    expect(fakes.service.running).to.have.lengthOf(0);
  });
});

describe('a client that the page gives', () => {
  const given = (): StreamingAvatar => new StreamingAvatar({ token: () => 'given-token' });

  it('is connected by the element, with its own token and the tag’s request', async () => {
    const { element, fakes } = await avatarFixture(
      html`<heygen-avatar token="the-tag’s" avatar-name="Wayne"></heygen-avatar>`,
    );
    const client = given();
    element.avatar = client;
    await element.start();
    expect(element.avatar === client, 'the same client').to.equal(true);
    expect(fakes.service.calls).to.have.lengthOf(1);
    expect(fakes.service.calls[0]?.token).to.equal('given-token');
    expect(fakes.service.calls[0]?.request.avatarName).to.equal('Wayne');
  });

  it('is shown as it is, when it is live already', async () => {
    const { element } = await avatarFixture();
    const client = given();
    await client.createStartAvatar({});
    element.avatar = client;
    await settled(element);
    expect(element.state.status).to.equal('live');
    expect(element.shadowRoot?.querySelector('video')?.srcObject).to.equal(client.mediaStream);
  });

  it('is not stopped by the removal of the element, nor by another taking its place', async () => {
    const { element } = await avatarFixture();
    const [one, two] = [given(), given()];
    element.avatar = one;
    await element.start();
    element.avatar = two;
    await element.start();
    await removedForGood(element);
    expect([one.state.status, two.state.status]).to.deep.equal(['live', 'live']);
  });

  it('is heard no longer once it is taken back', async () => {
    const { element } = await avatarFixture();
    const client = given();
    element.avatar = client;
    await element.start();
    element.avatar = null;
    expect(element.state).to.deep.equal({ status: 'idle' });
    let heard = 0;
    element.addEventListener('state_changed', () => (heard += 1));
    await client.stopAvatar();
    expect(heard).to.equal(0);
  });

  it('ends the element’s own session, whose place it takes', async () => {
    const { element, fakes } = await liveFixture();
    element.avatar = given();
    await nextTask();
    expect(fakes.service.running).to.have.lengthOf(0);
    expect(element.state).to.deep.equal({ status: 'idle' });
  });

  it('stays the element’s client when it is given while the element’s own is being loaded', async () => {
    const { element, fakes } = await avatarFixture();
    const started = element.start();
    const client = given();
    element.avatar = client;
    expect((await rejection(started)).code).to.equal('aborted');
    expect(element.avatar === client, 'the same client').to.equal(true);
    expect(fakes.service.running, 'sessions of a client nobody sees').to.have.lengthOf(0);
  });

  it('is stopped by stop(), which the visitor asks for', async () => {
    const { element } = await avatarFixture();
    const client = given();
    element.avatar = client;
    await element.start();
    await element.stop();
    expect(client.state).to.include({ status: 'ended', reason: 'stopped' });
  });

  it('is put in the place of a start under way, which is cancelled', async () => {
    let asked: (signal: AbortSignal) => void = () => undefined;
    const asking = new Promise<AbortSignal>((resolve) => (asked = resolve));
    const { element, fakes } = await avatarFixture(html`<heygen-avatar></heygen-avatar>`);
    element.tokenProvider = (_request, { signal }) => {
      asked(signal);
      return untilAborted(signal);
    };
    const failure = rejection(element.start());
    const signal = await asking;
    element.avatar = given();
    expect((await failure).code).to.equal('aborted');
    expect(signal.aborted).to.equal(true);
    expect(element.state).to.deep.equal({ status: 'idle' });
    expect(fakes.service.calls).to.have.lengthOf(0);
  });

  describe('while the element starts it', () => {
    /** A client that waits for its token until it is stopped, and the element's start. */
    async function starting(): Promise<{
      element: HeygenAvatarElement;
      client: StreamingAvatar;
      failure: ReturnType<typeof rejection>;
      calls: () => number;
    }> {
      const { element, fakes } = await avatarFixture(html`<heygen-avatar></heygen-avatar>`);
      const client = new StreamingAvatar({ token: (_request, { signal }) => untilAborted(signal) });
      element.avatar = client;
      const failure = rejection(element.start());
      await untilStatus(element, 'connecting');
      return { element, client, failure, calls: () => fakes.service.calls.length };
    }

    it('is stopped by the removal of the element', async () => {
      const { element, client, failure, calls } = await starting();
      const path = statusPath(element);
      element.remove();
      expect((await failure).code).to.equal('aborted');
      await untilStatus(element, 'ended');
      expect(client.state).to.include({ status: 'ended', reason: 'removed' });
      expect(path).to.deep.equal(['connecting', 'stopping', 'ended']);
      expect(calls()).to.equal(0);
    });

    it('is stopped when another takes its place', async () => {
      const { element, client, failure, calls } = await starting();
      element.avatar = null;
      expect((await failure).code).to.equal('aborted');
      expect(client.state).to.include({ status: 'ended', reason: 'replaced' });
      expect(element.state).to.deep.equal({ status: 'idle' });
      expect(calls()).to.equal(0);
    });

    it('is stopped by stop()', async () => {
      const { element, client, failure } = await starting();
      await element.stop();
      expect((await failure).code).to.equal('aborted');
      expect(client.state).to.include({ status: 'ended', reason: 'stopped' });
    });
  });

  it('is not started by a start that waits for its last session’s end when the element is removed', async () => {
    const { element, fakes } = await avatarFixture(html`<heygen-avatar></heygen-avatar>`);
    const client = given();
    element.avatar = client;
    await element.start();
    const released = Promise.withResolvers<void>();
    fakes.service.steps.stop = () => released.promise;
    const stopped = element.stop();
    const started = rejection(element.start());
    await removedForGood(element);
    released.resolve();
    await stopped;
    expect((await started).code).to.equal('aborted');
    expect([client.state.status, fakes.service.sessions.length]).to.deep.equal(['ended', 1]);
  });

  it('is not stopped by a removal while the page connects it', async () => {
    const { element, fakes } = await avatarFixture(html`<heygen-avatar></heygen-avatar>`);
    const opened = Promise.withResolvers<void>();
    fakes.service.steps.open = () => opened.promise;
    const client = given();
    element.avatar = client;
    const started = client.createStartAvatar({});
    await removedForGood(element);
    opened.resolve();
    await started;
    expect(client.state.status).to.equal('live');
  });
});
