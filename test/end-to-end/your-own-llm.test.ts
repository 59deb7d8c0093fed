/** The guide's page: the user is heard, the page answers, and nobody else does. */

import { expect } from '@open-wc/testing';
import { bringToFront, SecondPage } from '../support/commands.js';
import { allClosed, Corner } from '../support/sandbox-books.js';

const script = '/dist/cdn/heygen-avatar.js';

describe('demo/pages/your-own-llm.html', () => {
  let corner: Corner;
  let page: SecondPage;

  beforeEach(async () => {
    corner = await Corner.open();
    const tokenUrl = corner.tokenUrl();
    tokenUrl.searchParams.set('service', 'liveavatar');
    const query = new URLSearchParams({ 'base-path': corner.url, 'token-url': tokenUrl.href });
    page = await SecondPage.open(`/demo/pages/your-own-llm.html?${query}`);
    await page.evaluate(`(async () => {
      await customElements.whenDefined('heygen-avatar');
      window.avatar = document.querySelector('heygen-avatar');
      window.next = (type) => new Promise((resolve) => avatar.addEventListener(type, () => resolve(true), { once: true }));
      await avatar.start();
    })()`);
  });

  afterEach(async () => {
    await page.evaluate('avatar.stop()');
    await page.close();
    await bringToFront();
    await corner.until(allClosed);
  });

  /** Who said what, in order. */
  const turns = (): Promise<unknown> =>
    page.evaluate('avatar.avatar.transcript.map(({ role, text, final }) => [role, text, final])');

  async function commands(): Promise<unknown[]> {
    const { sessions } = await corner.books();
    return (sessions[0] as unknown as { commands: { event_type: string }[] }).commands.map(
      ({ event_type }) => event_type,
    );
  }

  it(`answers what is typed, with ${script}`, async () => {
    await page.evaluate(`(async () => {
      const spoken = next('avatar_stop_talking');
      document.querySelector('#question').value = 'What about elephants?';
      document.querySelector('#send').click();
      await spoken;
    })()`);
    expect(await turns()).to.deep.equal([['avatar', 'I heard 3 words. The longest one is elephants.', true]]);
    expect(await commands()).to.deep.equal(['avatar.speak_text']);
  });

  it('answers what is said, once', async () => {
    await page.evaluate(`(async () => {
      const { ToneMicrophone } = await import('/test/support/tone-microphone.ts');
      window.microphone = new ToneMicrophone(440);
      await avatar.startVoiceChat();
      const starts = next('user_talking_message');
      microphone.sound();
      await starts;
      const spoken = next('avatar_stop_talking');
      microphone.silence();
      await spoken;
    })()`);
    const said = (await turns()) as [role: string, text: string, final: boolean][];
    // Had the service answered too, its turn would have come before the page's.
    expect(said.map(([role]) => role)).to.deep.equal(['user', 'avatar']);
    expect(said[1]?.[1]).to.match(/^I heard \d+ words\. /);
    expect(await commands()).to.deep.equal(['avatar.speak_text']);
  });
});
