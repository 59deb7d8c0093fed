// An author's mistakes on the tag: on the console once, never by the element and its client both.
import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define.js';
import { sessionError } from '../../src/api/error-table.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { avatarFixture, liveFixture, settled, warningsOf } from '../support/avatar-fixture.js';
import { ConsoleSpy } from '../support/console-spy.js';

describe('the mistakes of an author, on the tag', () => {
  // What is written in a test comes in the order in which it happened.
  before(() => import('../../src/api/console.js'));
  let spy: ConsoleSpy;
  beforeEach(() => (spy = new ConsoleSpy()));
  afterEach(() => spy.restore());

  const template = html`<heygen-avatar token="t"></heygen-avatar>`;
  const refuse = { open: () => Promise.reject(sessionError('forbidden')) };

  /** Whatever was to be written has been: the mistake of another element is there. */
  async function written(): Promise<string[]> {
    const last = await fixture<HeygenAvatarElement>(
      html`<heygen-avatar stop-when-hidden="-1"></heygen-avatar>`,
    );
    await last.start().catch(() => undefined);
    await spy.until('stop-when-hidden');
    return spy.texts.filter((text) => !/stop-when-hidden|Lit is in dev mode/.test(text));
  }

  it('are told once where the client finds them', async () => {
    const { element } = await avatarFixture(template, refuse);
    await element.start().catch(() => undefined);
    expect((await written()).map((text) => text.slice(0, 26))).to.deep.equal(['[heygen-avatar] forbidden:']);
  });

  it('are told once where the element finds them', async () => {
    const element = await fixture<HeygenAvatarElement>(
      html`<heygen-avatar stop-when-hidden="no"></heygen-avatar>`,
    );
    await element.start().catch(() => undefined);
    await spy.until('stop-when-hidden');
    expect(spy.calls.map(({ method }) => method)).to.deep.equal(['error']);
    expect(spy.texts[0]).to.contain('[heygen-avatar] invalid_option: stop-when-hidden');
  });

  it('include an attribute that does nothing', async () => {
    const element = document.createElement('heygen-avatar');
    element.setAttribute('tokenurl', '/token');
    const warnings = warningsOf(element);
    (await fixture(html`<div></div>`)).append(element);
    await warnings.until(1);
    await spy.until('unknown_attribute');
    expect(spy.calls.map(({ method }) => method)).to.deep.equal(['warn']);
  });

  for (const [where, prevents] of [
    ['on the element', (element: HeygenAvatarElement) => element],
    ['around it', (element: HeygenAvatarElement) => element.parentElement],
  ] as const) {
    it(`are not told where the page prevents the event ${where}`, async () => {
      const { element } = await avatarFixture(template, refuse);
      for (const type of ['session_error', 'warning'])
        prevents(element)?.addEventListener(type, (event) => event.preventDefault(), { once: true });
      element.setAttribute('avatarname', 'Wayne');
      await element.start().catch(() => undefined);
      expect(await written()).to.deep.equal([]);
    });
  }

  it('that are prevented as a warning leave the message of an error', async () => {
    const { element } = await liveFixture(
      html`<heygen-avatar token="t" disable-idle-timeout></heygen-avatar>`,
    );
    expect((await written()).map((text) => text.slice(0, 38))).to.deep.equal([
      '[heygen-avatar] idle_timeout_disabled:',
    ]);
    await element.stop();
    element.addEventListener('warning', (event) => event.preventDefault());
    element.tokenProvider = () => Promise.reject(new Error('No.'));
    await element.start().catch(() => undefined);
    await settled(element);
    expect(element.shadowRoot?.querySelector('[part=error]')?.checkVisibility()).to.equal(true);
  });
});
