// One session at a time, whatever the page does in whatever order: a client that is running is never lost sight of.
import { expect, html } from '@open-wc/testing';
import '../../src/define.js';
import { StreamingAvatar } from '../../src/session/streaming-avatar.js';
import { avatarFixture, liveFixture, settled } from '../support/avatar-fixture.js';
import { FakePorts } from '../support/fake-room.js';
import { nextTask, rejection, untilAborted } from '../support/outcome.js';

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

describe('a client that the page gives', () => {
  async function given(): Promise<StreamingAvatar> {
    return new StreamingAvatar({ token: 'given-token' }, new FakePorts());
  }

  it('is connected by the element, with its own token and the tag’s request', async () => {
    const behind = new FakePorts();
    const { element, fakes } = await avatarFixture(html`<heygen-avatar avatar-name="Wayne"></heygen-avatar>`);
    const client = new StreamingAvatar({ token: 'given-token' }, behind);
    element.avatar = client;
    await element.start();
    expect(element.avatar === client, 'the same client').to.equal(true);
    expect(behind.service.calls[0]?.token).to.equal('given-token');
    expect(behind.service.calls[0]?.request.avatarName).to.equal('Wayne');
    expect(fakes.service.calls).to.have.lengthOf(0);
  });

  it('is shown as it is, when it is live already', async () => {
    const { element } = await avatarFixture();
    const client = await given();
    await client.createStartAvatar({});
    element.avatar = client;
    await settled(element);
    expect(element.state.status).to.equal('live');
    expect(element.shadowRoot?.querySelector('video')?.srcObject).to.equal(client.mediaStream);
  });

  it('is not stopped by the removal of the element, nor by another taking its place', async () => {
    const { element } = await avatarFixture();
    const [one, two] = [await given(), await given()];
    element.avatar = one;
    await element.start();
    element.avatar = two;
    await element.start();
    element.remove();
    await nextTask();
    expect([one.state.status, two.state.status]).to.deep.equal(['live', 'live']);
  });

  it('is heard no longer once it is taken back', async () => {
    const { element } = await avatarFixture();
    const client = await given();
    element.avatar = client;
    await element.start();
    element.avatar = undefined;
    expect(element.state).to.deep.equal({ status: 'idle' });
    let heard = 0;
    element.addEventListener('state_changed', () => (heard += 1));
    await client.stopAvatar();
    expect(heard).to.equal(0);
  });

  it('ends the element’s own session, whose place it takes', async () => {
    const { element, fakes } = await liveFixture();
    element.avatar = await given();
    await nextTask();
    expect(fakes.service.running).to.have.lengthOf(0);
    expect(element.state).to.deep.equal({ status: 'idle' });
  });

  it('stays the element’s client when it is given while the element’s own is being loaded', async () => {
    const { element, fakes } = await avatarFixture();
    const started = element.start();
    const client = await given();
    element.avatar = client;
    await started.catch(() => undefined);
    expect(element.avatar === client, 'the same client').to.equal(true);
    element.remove();
    await nextTask();
    expect(fakes.service.running, 'sessions of a client nobody sees').to.have.lengthOf(0);
  });

  it('is stopped by stop(), which the visitor asks for', async () => {
    const { element } = await avatarFixture();
    const client = await given();
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
    element.avatar = await given();
    expect((await failure).code).to.equal('aborted');
    expect(signal.aborted).to.equal(true);
    expect(element.state).to.deep.equal({ status: 'idle' });
    expect(fakes.service.calls).to.have.lengthOf(0);
  });
});
