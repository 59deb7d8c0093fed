// Whatever the client tells is told again on the element: once, under the same name, with the same detail.
import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define.js';
import { SessionEvents, StreamingEvents } from '../../src/api/events.js';
import { sessionError } from '../../src/api/error-table.js';
import { StreamingAvatarError } from '../../src/api/errors.js';
import type { SessionState } from '../../src/api/state.js';
import { en } from '../../src/elements/strings/en.js';
import { StreamingAvatar } from '../../src/session/streaming-avatar.js';
import {
  avatarFixture,
  fakePorts,
  liveFixture,
  scenes,
  settled,
  untilStatus,
  videoOf,
} from '../support/avatar-fixture.js';
import { nextTask, rejection, untilAborted } from '../support/outcome.js';

const names = [...Object.values(StreamingEvents), ...Object.values(SessionEvents)];

/** A client on which a test dispatches what it likes. */
async function withClient(): Promise<{ element: HTMLElement; client: StreamingAvatar; outside: Element }> {
  fakePorts();
  const outside = await fixture(html`<section></section>`);
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  outside.append(host);
  const element = document.createElement('heygen-avatar');
  root.append(element);
  const client = new StreamingAvatar({ token: 't' });
  element.avatar = client;
  await settled(element);
  return { element, client, outside };
}

describe('the client’s events', () => {
  // state_changed is the element's own: it has a state before there is a client. See below.
  for (const name of names.filter((name) => name !== 'state_changed')) {
    it(`${name} is dispatched on the element once, bubbling and composed, with the same detail`, async () => {
      const { element, client, outside } = await withClient();
      const detail =
        name === 'session_error' ? new StreamingAvatarError('network', 'No.') : { some: 'detail' };
      const onElement: CustomEvent[] = [];
      const beyondShadow: Event[] = [];
      element.addEventListener(name, (event) => onElement.push(event as CustomEvent));
      outside.addEventListener(name, (event) => beyondShadow.push(event));
      client.dispatchEvent(new CustomEvent(name, { detail }));
      expect(onElement).to.have.lengthOf(1);
      expect(onElement[0]?.detail).to.equal(detail);
      expect(onElement[0]?.bubbles).to.equal(true);
      expect(onElement[0]?.composed).to.equal(true);
      expect(beyondShadow).to.have.lengthOf(1);
    });
  }

  it('session_error is cancelable on both, and cancelling it on the element cancels it on the client', async () => {
    const { element, client } = await withClient();
    element.addEventListener('session_error', (event) => event.preventDefault());
    const detail = new StreamingAvatarError('network', 'No.');
    const event = new CustomEvent('session_error', { detail, cancelable: true });
    expect(client.dispatchEvent(event)).to.equal(false);
  });

  it('tell of a whole session in order, each once', async () => {
    const { element, fakes } = await avatarFixture();
    const told: string[] = [];
    for (const name of names) {
      element.addEventListener(name, (event) => {
        const { detail } = event as CustomEvent<{ state?: { status: string } } | null>;
        const status = name === 'state_changed' ? detail?.state?.status : name;
        if (status && told.at(-1) !== status) told.push(status);
      });
    }
    await element.start();
    fakes.service.session.say({ type: 'avatar_start_talking', task_id: 'a' });
    fakes.room.emit({ type: 'reconnecting' });
    fakes.room.emit({ type: 'reconnected' });
    await element.stop();
    expect(told).to.deep.equal(
      [
        'before_start',
        'connecting',
        'live',
        'stream_ready',
        'live',
        'avatar_start_talking',
        'reconnecting',
        'live',
        'reconnected',
        'stopping',
        'ended',
        'stream_disconnected',
        'session_ended',
      ].filter((status, index, all) => all[index - 1] !== status),
    );
  });

  it('find the element in the state they tell of', async () => {
    const { element } = await avatarFixture();
    const differ: string[] = [];
    element.addEventListener('state_changed', ({ detail }) => {
      if (detail.state !== element.state) differ.push(detail.state.status);
    });
    await element.start();
    await element.stop();
    expect(differ).to.deep.equal([]);
  });

  it('tell of every state that element.state passes through, without a gap', async () => {
    const { element } = await avatarFixture();
    const step = (state: SessionState): string =>
      state.status === 'connecting' ? state.phase : state.status;
    let last = element.state;
    const gaps: string[] = [];
    element.addEventListener('state_changed', ({ bubbles, composed, detail }) => {
      if (step(detail.previous) !== step(last)) gaps.push(`${step(last)} → ${step(detail.previous)}`);
      if (!bubbles || !composed) gaps.push('an event that stays inside');
      last = detail.state;
    });
    await element.start();
    await element.stop();
    expect(gaps).to.deep.equal([]);
    expect(last).to.equal(element.state);
  });

  it('stream_ready carries the stream that the element plays, once, before start() has resolved', async () => {
    const { element } = await avatarFixture();
    const ready: unknown[] = [];
    element.addEventListener('stream_ready', ({ detail }) => ready.push(detail));
    await element.start();
    expect(ready).to.have.lengthOf(1);
    expect(ready[0]).to.be.instanceOf(MediaStream);
    expect(ready[0]).to.equal(videoOf(element).srcObject);
  });

  it('session_ended says why, after how long and after how many turns', async () => {
    const { element, fakes } = await liveFixture();
    const told: unknown[] = [];
    element.addEventListener('session_ended', ({ detail }) => told.push(detail));
    fakes.service.session.say({ type: 'avatar_talking_message', task_id: 'a', message: 'Hello' });
    fakes.clock.advance(12.4);
    await element.stop();
    expect(told).to.deep.equal([{ reason: 'stopped', seconds: 12, turns: 1 }]);
  });

  it('session_ended does not come for a start that fails or is called off', async () => {
    const { element } = await avatarFixture(html`<heygen-avatar></heygen-avatar>`);
    let told = 0;
    element.addEventListener('session_ended', () => (told += 1));
    await element.start().catch(() => undefined);
    element.tokenProvider = (_request, { signal }) => untilAborted(signal);
    const failure = rejection(element.start());
    await untilStatus(element, 'connecting');
    await element.stop();
    await failure;
    expect([told, element.state.status]).to.deep.equal([0, 'ended']);
  });
});

describe('session_error', () => {
  it('that is prevented hides the built-in message, and leaves the retry', async () => {
    const open = () => Promise.reject(sessionError('server_error'));
    const { element } = await avatarFixture(html`<heygen-avatar token="t"></heygen-avatar>`, { open });
    element.addEventListener('session_error', (event) => event.preventDefault());
    await element.start().catch(() => undefined);
    await settled(element);
    const shown = (part: string) => element.shadowRoot?.querySelector(`[part~="${part}"]`)?.checkVisibility();
    expect(element.state.status).to.equal('failed');
    expect([shown('error'), shown('start')]).to.deep.equal([false, true]);
  });

  it('that is prevented once does not hide the message of the next', async () => {
    const { element } = await avatarFixture(html`<heygen-avatar></heygen-avatar>`);
    element.addEventListener('session_error', (event) => event.preventDefault(), { once: true });
    await element.start().catch(() => undefined);
    await element.start().catch(() => undefined);
    await settled(element);
    expect(element.shadowRoot?.querySelector('[part~="error"]')?.checkVisibility()).to.equal(true);
  });

  it('carries what start() rejects with, and is told once', async () => {
    const { element } = await avatarFixture(html`<heygen-avatar></heygen-avatar>`);
    const told: unknown[] = [];
    element.addEventListener('session_error', ({ detail }) => told.push(detail));
    const error: unknown = await element.start().catch((reason: unknown) => reason);
    await nextTask();
    expect(error).to.have.property('code', 'token_missing');
    expect(told).to.deep.equal([error]);
  });
});

describe('the message of an error', () => {
  it('is a sentence for visitors, in words only', async () => {
    const { element } = await scenes.failed();
    expect(element.shadowRoot?.querySelector('[role="alert"]')?.textContent).to.equal(
      en.errors.concurrency_limit,
    );
  });

  it('is the error’s own, for the page’s author, only under debug', async () => {
    const { element } = await scenes.failed();
    element.debug = true;
    await settled(element);
    const { state } = element;
    const message = state.status === 'failed' ? state.error.message : '';
    expect(element.shadowRoot?.querySelector('[role="alert"]')?.textContent).to.equal(message);
  });

  it('is the page’s own for that code, where it has one', async () => {
    const { element } = await scenes.failed();
    element.strings = { retry: 'Nochmal', errors: { concurrency_limit: 'Gerade sind alle belegt.' } };
    await settled(element);
    expect(element.shadowRoot?.querySelector('[role="alert"]')?.textContent).to.equal(
      'Gerade sind alle belegt.',
    );
    expect(
      element.shadowRoot?.querySelector('heygen-avatar-start-button')?.shadowRoot?.textContent,
    ).to.contain('Nochmal');
  });

  it('gives way to what the page slots for it', async () => {
    const { element } = await avatarFixture(
      html`<heygen-avatar><p slot="error">Please call us.</p></heygen-avatar>`,
    );
    const own = element.querySelector('p');
    expect(own?.checkVisibility(), 'while idle').to.equal(false);
    await element.start().catch(() => undefined);
    await settled(element);
    expect(own?.checkVisibility()).to.equal(true);
    expect(element.shadowRoot?.querySelector('[role="alert"]')?.checkVisibility()).to.equal(false);
  });

  it('is gone at the next start', async () => {
    const { element } = await scenes.failed();
    element.tokenProvider = () => new Promise<string>(() => undefined);
    element.start().catch(() => undefined);
    await untilStatus(element, 'connecting');
    expect(element.shadowRoot?.querySelector('[part~="error"]')?.checkVisibility()).to.equal(false);
    await element.stop();
  });

  it('leaves no warning behind: a live session shows none', async () => {
    const { element } = await liveFixture();
    expect(element.shadowRoot?.querySelector('[part~="error"]')?.checkVisibility()).to.equal(false);
  });
});
