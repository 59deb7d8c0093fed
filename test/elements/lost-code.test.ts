// The code that a start needs is lost on its way: a network that fails once, or a site that was deployed anew.
import { expect } from '@open-wc/testing';
import type { StreamingAvatarError } from '../../src/api/errors.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { control, inside, statusPath, untilStatus } from '../support/avatar-fixture.js';
import { rejection } from '../support/outcome.js';
import { untilSeen } from '../support/rendered.js';

const scope = '/test/elements/pages/';

/** A page in a frame, all of whose requests go through a service worker that loses some. */
class LossyPage {
  readonly #frame: HTMLIFrameElement;
  readonly #registration: ServiceWorkerRegistration;

  private constructor(frame: HTMLIFrameElement, registration: ServiceWorkerRegistration) {
    this.#frame = frame;
    this.#registration = registration;
  }

  static async open(lose: string): Promise<LossyPage> {
    const registration = await navigator.serviceWorker.register(
      `${scope}lossy-network.js?lose=${encodeURIComponent(lose)}`,
      { scope },
    );
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    if (!worker) throw new Error('There is no service worker.');
    while (worker.state !== 'activated') {
      await new Promise((resolve) => worker.addEventListener('statechange', resolve, { once: true }));
    }
    const frame = document.createElement('iframe');
    frame.src = `${scope}avatar.html`;
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    document.body.append(frame);
    await loaded;
    return new LossyPage(frame, registration);
  }

  get element(): HeygenAvatarElement {
    const element = this.#frame.contentDocument?.querySelector('heygen-avatar');
    if (!element) throw new Error('The page has no <heygen-avatar>.');
    return element;
  }

  /** Every request of the page's own code, none of which is answered. */
  requests(): string[] {
    const page = this.#frame.contentWindow as (Window & typeof globalThis) | null;
    if (!page) throw new Error('The page has no window.');
    const requests: string[] = [];
    page.fetch = async (input, init) => {
      requests.push(`${init?.method ?? 'GET'} ${new URL(String(input), location.href).pathname}`);
      throw new TypeError('Failed to fetch');
    };
    return requests;
  }

  /** Waits until the page has asked for such a file. */
  async until(file: string): Promise<void> {
    const page = this.#frame.contentWindow as (Window & typeof globalThis) | null;
    const isAsked = (): boolean =>
      page?.performance.getEntriesByType('resource').some(({ name }) => name.includes(file)) ?? false;
    while (!isAsked()) await new Promise((resolve) => requestAnimationFrame(resolve));
  }

  /** From here on nothing is lost. */
  async mend(): Promise<void> {
    const { port1, port2 } = new MessageChannel();
    const mended = new Promise((resolve) => (port1.onmessage = resolve));
    this.#registration.active?.postMessage({ loses: false }, [port2]);
    await mended;
  }

  async close(): Promise<void> {
    this.#frame.remove();
    await this.#registration.unregister();
  }
}

/** Waits for what the element says of a failed start. */
async function untilText(element: HeygenAvatarElement, text: RegExp): Promise<void> {
  while (!text.test(inside(element, '[role=alert]').innerText))
    await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Waits for the label of the start button. */
async function untilButton(element: HeygenAvatarElement, label: string): Promise<void> {
  while (control(element, 'start-button').innerText.trim() !== label)
    await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Changes the element, frame by frame, until that is so: a request that was under way is lost as well. */
async function withChanges(element: HeygenAvatarElement, outcome: Promise<unknown>): Promise<void> {
  let isSo = false;
  outcome.then(
    () => (isSo = true),
    () => (isSo = true),
  );
  while (!isSo) {
    element.requestUpdate();
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

describe('code that is lost on its way', function () {
  // Each page loads all of the sources anew.
  this.timeout(60_000);
  let page: LossyPage;
  afterEach(() => page.close());

  for (const [what, file] of [
    ['the client’s', '/src/session/streaming-avatar'],
    ['the service’s', '/src/services/simulated/simulated'],
    ['the player’s', '/src/services/simulated/room'],
  ] as const) {
    it(`(${what}) fails the start, says to reload, and the second press of the button works`, async () => {
      page = await LossyPage.open(file);
      const { element } = page;
      const path = statusPath(element);
      const told: StreamingAvatarError[] = [];
      element.addEventListener('session_error', ({ detail }) => told.push(detail));
      const error = await rejection(element.start());
      expect(error).to.include({ code: 'network', retryable: true });
      expect(error.message).to.match(/reload the page/);
      expect(told).to.deep.equal([error]);
      await untilStatus(element, 'failed');
      expect(inside(element, '[role=alert]').checkVisibility()).to.equal(true);
      // Visitors read it too.
      await untilText(element, /reload the page/);

      await page.mend();
      control(element, 'start-button').click();
      await untilStatus(element, 'live');
      await element.stop();
      expect(path).to.deep.equal([
        ...['idle', 'connecting', 'failed'],
        ...['connecting', 'live', 'stopping', 'ended'],
      ]);
    });
  }

  it('(the question for consent) fails the start, which never goes on without, and the second press asks', async () => {
    // `consent.ts`, not `consent-needed.ts`.
    page = await LossyPage.open('/src/elements/consent.ts');
    const { element } = page;
    const content = element.ownerDocument.createElement('button');
    Object.assign(content, { slot: 'consent', textContent: 'Agree' }).dataset['consent'] = 'accept';
    element.append(content);
    const error = await rejection(element.start());
    expect(error).to.include({ code: 'network', retryable: true });
    await untilStatus(element, 'failed');
    expect(element.matches(':state(consent)')).to.equal(false);

    await page.mend();
    control(element, 'start-button').click();
    await untilSeen(element, 'consent');
    content.click();
    await untilStatus(element, 'live');
    await element.stop();
  });

  for (const name of ['captions', 'push-to-talk-button', 'transcript-button']) {
    it(`(of the ${name}) leaves the session and the other controls, and comes with the next change`, async () => {
      page = await LossyPage.open(`/src/elements/${name}.ts`);
      const { element } = page;
      Object.assign(element, { controls: 'push-to-talk transcript', captions: true });
      const { customElements: registry } = element.ownerDocument.defaultView as Window & typeof globalThis;
      const rejections: unknown[] = [];
      element.ownerDocument.defaultView?.addEventListener('unhandledrejection', (event) =>
        rejections.push(event),
      );
      const lost = page.until(`/src/elements/${name}.ts`);
      await element.start();
      await Promise.all([lost, registry.whenDefined('heygen-avatar-end-button')]);
      expect(registry.get(`heygen-avatar-${name}`)).to.equal(undefined);

      await page.mend();
      await withChanges(element, registry.whenDefined(`heygen-avatar-${name}`));
      control(element, 'end-button').click();
      await untilStatus(element, 'ended');
      expect(rejections).to.deep.equal([]);
    });
  }

  it('(what shows a session) tells visitors to reload', async () => {
    page = await LossyPage.open('/src/elements/session-view');
    const { element } = page;
    element.service = 'liveavatar';
    await rejection(element.start());
    await untilText(element, /^The avatar couldn’t be loaded\. Please reload the page\.$/);
  });

  it('(what shows a session) lets the session begin, with the microphone, once it comes', async () => {
    page = await LossyPage.open('/src/elements/session-view');
    const { element } = page;
    element.voiceChat = true;
    const lost = page.until('/src/elements/session-view');
    await element.start();
    await lost;
    expect(element.state).to.include({ status: 'live', voiceChat: 'off' });

    const isOpen = new Promise<void>((resolve) => {
      element.addEventListener('state_changed', ({ detail: { state } }) => {
        if (state.status === 'live' && state.voiceChat === 'on') resolve();
      });
    });
    await page.mend();
    await withChanges(element, isOpen);
    await element.stop();
  });

  for (const [what, file] of [
    ['the list of languages', '/src/elements/strings/languages'],
    ['a language', '/src/elements/strings/de'],
  ] as const) {
    it(`(${what}) leaves English texts, without an error, until the page asks again`, async () => {
      page = await LossyPage.open(file);
      const { element } = page;
      const rejections: unknown[] = [];
      const window = element.ownerDocument.defaultView as Window;
      window.addEventListener('unhandledrejection', ({ reason }) => rejections.push(reason));
      element.lang = 'de';
      const lost = page.until(file);
      await lost;
      await element.updateComplete;
      expect(control(element, 'start-button').innerText.trim()).to.equal('Start');

      await page.mend();
      element.lang = 'de-AT';
      element.lang = 'fr';
      await untilButton(element, 'Démarrer');
      expect(rejections).to.deep.equal([]);
    });
  }

  it('fails the start and what the page asks of the client, typed, and says to reload', async () => {
    page = await LossyPage.open('/src/session/streaming-avatar');
    const { element } = page;
    expect((await rejection(element.speak('Hello'))).code).to.equal('network');
    const error = await rejection(element.start());
    expect(error).to.include({ code: 'network', retryable: true });
    expect(error.message).to.match(/reload the page/);
    expect(inside(element, '[role=alert]').checkVisibility()).to.equal(true);
  });

  it('rejects what the page asks of the client, and the next call works', async () => {
    page = await LossyPage.open('/src/session/streaming-avatar');
    const { element } = page;
    expect((await rejection(element.speak('Hello'))).code).to.equal('network');
    await page.mend();
    expect((await rejection(element.speak('Hello'))).code).to.equal('not_connected');
  });

  it('(that of LiveAvatar’s LITE mode) fails the start before a session is paid for', async () => {
    page = await LossyPage.open('/src/services/live-avatar/lite-channel');
    const { element } = page;
    const requests = page.requests();
    element.service = 'liveavatar';
    element.token = `e30.${btoa('{"start_session_data":{"mode":"LITE"}}').replaceAll('=', '')}.c2ln`;
    const error = await rejection(element.start());
    expect(error).to.include({ code: 'network', retryable: true });
    expect(error.message).to.match(/reload the page/);
    expect(requests).to.deep.equal([]);

    await page.mend();
    expect(await rejection(element.start())).to.include({ code: 'network' });
    expect(requests[0]).to.equal('POST /v1/sessions/start');
  });
});
