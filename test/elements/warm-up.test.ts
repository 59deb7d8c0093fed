// What is loaded and shaken hands with before a start: by `preload`, and by the pointer or the focus on the button.
import { expect, html } from '@open-wc/testing';
import '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { avatarFixture, control, settled } from '../support/avatar-fixture.js';
import { FakeFetch, json } from '../support/fake-fetch.js';
import type { FakePorts } from '../support/fake-room.js';
import { liveAvatarToken } from '../support/live-avatar-token.js';
import { nextTask } from '../support/outcome.js';

const ways: readonly [string, (element: HeygenAvatarElement) => unknown][] = [
  ['preload="connection"', (element) => element.setAttribute('preload', 'connection')],
  [
    'the pointer on the start button',
    (element) => control(element, 'start-button').dispatchEvent(new PointerEvent('pointerenter')),
  ],
  [
    'the focus on the start button',
    (element) => control(element, 'start-button').dispatchEvent(new FocusEvent('focus')),
  ],
];

/** Where the browser was asked to connect to. */
const preconnected = (): string[] =>
  [...document.head.querySelectorAll<HTMLLinkElement>('link[rel=preconnect]')].map(({ href }) => href);

/** The element, and a promise of its player being loaded. */
async function watched(
  template?: ReturnType<typeof html>,
): Promise<{ element: HeygenAvatarElement; fakes: FakePorts; player: () => Promise<void> }> {
  let loads = 0;
  let onLoad = (): void => undefined;
  const loadPlayer = async (): Promise<void> => {
    loads += 1;
    onLoad();
  };
  const { element, fakes } = await avatarFixture(template, { loadPlayer });
  const player = async (): Promise<void> => {
    if (loads === 0) await new Promise<void>((resolve) => (onLoad = resolve));
    // What is loaded beside it, and asked for in the same task, is known by then.
    await nextTask();
    await nextTask();
  };
  return { element, fakes, player };
}

describe('warming up', () => {
  let server: FakeFetch;

  beforeEach(() => {
    server = new FakeFetch(() => json({ token: liveAvatarToken() }));
  });
  afterEach(() => {
    server.restore();
    for (const link of document.head.querySelectorAll('link[rel=preconnect]')) link.remove();
  });

  it('is nothing where nobody asks for it', async () => {
    const { element, fakes } = await watched();
    element.preload = 'none';
    await settled(element);
    await nextTask();
    expect([fakes.loaded, preconnected()]).to.deep.equal([[], []]);
  });

  for (const [name, act] of ways) {
    it(`${name}: loads what a start needs, and opens nothing`, async () => {
      const { element, fakes, player } = await watched();
      act(element);
      await player();
      expect(fakes.loaded).to.deep.equal(['interactive-avatar']);
      expect(preconnected()).to.deep.equal(['https://service.example/']);
      expect([element.state.status, fakes.service.calls, fakes.rooms]).to.deep.equal(['idle', [], []]);
    });

    it(`${name}: with token-url, no service is loaded or connected to before its token has named it`, async () => {
      const { element, fakes, player } = await watched(
        html`<heygen-avatar token-url="mint-${encodeURIComponent(name)}"></heygen-avatar>`,
      );
      act(element);
      await player();
      expect([fakes.loaded, preconnected(), server.requests]).to.deep.equal([[], [], []]);
    });
  }

  it('knows the service that token-url has named once, from then on', async () => {
    const template = html`<heygen-avatar token-url="mint-for-two"></heygen-avatar>`;
    const first = await watched(template);
    await first.element.start();
    expect(first.fakes.loaded).to.deep.equal(['liveavatar']);
    await first.element.stop();
    const { element, fakes, player } = await watched(template);
    control(element, 'start-button').dispatchEvent(new FocusEvent('focus'));
    await player();
    expect(fakes.loaded).to.deep.equal(['liveavatar']);
  });

  it('connects to base-path, once', async () => {
    const { element, player } = await watched();
    element.basePath = 'https://proxy.example:8443/heygen/';
    element.preload = 'connection';
    await player();
    element.preload = 'none';
    await element.updateComplete;
    element.preload = 'connection';
    await element.updateComplete;
    await nextTask();
    expect(preconnected()).to.deep.equal(['https://proxy.example:8443/']);
  });

  it('is harmless where something is wrong: the start says what', async () => {
    const { element } = await avatarFixture(html`<heygen-avatar token-url="http://["></heygen-avatar>`);
    const escaped: unknown[] = [];
    const listener = (event: PromiseRejectionEvent): void => void escaped.push(event.reason);
    addEventListener('unhandledrejection', listener);
    for (const [, act] of ways) act(element);
    await settled(element);
    await nextTask();
    await nextTask();
    removeEventListener('unhandledrejection', listener);
    expect([escaped, element.state.status]).to.deep.equal([[], 'idle']);
  });
});
