// `autostart`: what happens without a visitor's act, and what must not.
import { expect, html } from '@open-wc/testing';
import '../../src/define.js';
import { sessionError } from '../../src/api/error-table.js';
import { avatarFixture, fakePorts, settled, untilStatus } from '../support/avatar-fixture.js';
import { nextTask } from '../support/outcome.js';

describe('autostart', () => {
  it('starts when the element is in the page and has a token', async () => {
    const { element, fakes } = await avatarFixture(html`<heygen-avatar autostart token="t"></heygen-avatar>`);
    await untilStatus(element, 'live');
    expect(fakes.service.calls).to.have.lengthOf(1);
  });

  for (const [name, give] of Object.entries({
    token: 't',
    tokenUrl: 'data:application/json,{"token":"t"}',
    tokenProvider: () => 't',
  })) {
    it(`waits for a token, which ${name} may bring later`, async () => {
      const { element, fakes } = await avatarFixture(html`<heygen-avatar autostart></heygen-avatar>`);
      expect(element.state.status).to.equal('idle');
      Object.assign(element, { [name]: give });
      await settled(element);
      expect(element.state.status).not.to.equal('idle');
      await element.stop();
      expect(fakes.service.running).to.have.lengthOf(0);
    });
  }

  it('waits until the element is in the page', async () => {
    const fakes = fakePorts();
    const element = document.createElement('heygen-avatar');
    element.autostart = true;
    element.token = 't';
    await nextTask();
    expect(element.state.status).to.equal('idle');
    document.body.append(element);
    await untilStatus(element, 'live');
    element.remove();
    await untilStatus(element, 'ended');
    expect(fakes.service.running).to.have.lengthOf(0);
  });

  it('starts once: not again after an end, another token or a return to the page', async () => {
    const { element, fakes } = await avatarFixture(html`<heygen-avatar autostart token="t"></heygen-avatar>`);
    await untilStatus(element, 'live');
    await element.stop();
    element.token = 'another';
    await settled(element);
    const place = element.parentElement;
    element.remove();
    place?.append(element);
    await settled(element);
    expect(element.state.status).to.equal('ended');
    expect(fakes.service.calls).to.have.lengthOf(1);
  });

  it('shows a failure, and nothing goes unhandled', async () => {
    const escaped: unknown[] = [];
    const listener = (event: PromiseRejectionEvent): void => void escaped.push(event.reason);
    addEventListener('unhandledrejection', listener);
    const { element } = await avatarFixture(html`<heygen-avatar autostart token="t"></heygen-avatar>`, {
      open: () => Promise.reject(sessionError('quota_exceeded')),
    });
    await untilStatus(element, 'failed');
    await nextTask();
    removeEventListener('unhandledrejection', listener);
    expect(escaped).to.deep.equal([]);
  });

  it('can be called off by before_start', async () => {
    const call = (event: Event): void => event.preventDefault();
    document.addEventListener('before_start', call);
    const { element, fakes } = await avatarFixture(html`<heygen-avatar autostart token="t"></heygen-avatar>`);
    await settled(element);
    document.removeEventListener('before_start', call);
    expect(element.state.status).to.equal('idle');
    expect(fakes.service.calls).to.have.lengthOf(0);
  });

  it('connects a client that the page gives, which has a token of its own', async () => {
    const { createStreamingAvatar } = await import('../../src/index.js');
    const { element } = await avatarFixture(html`<heygen-avatar autostart></heygen-avatar>`);
    element.avatar = await createStreamingAvatar({ token: 'given' });
    await untilStatus(element, 'live');
    await element.stop();
  });
});
