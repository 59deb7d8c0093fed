// A page that the browser prerenders, for real: nothing costs before somebody visits it.
import { expect } from '@open-wc/testing';
import { bringToFront, SecondPage } from '../support/commands.js';

/** What the page has stored, once it is enough. To evaluate something there may hang while the browser swaps the pages. */
async function stored(name: string, isEnough: (value: unknown) => boolean): Promise<unknown> {
  for (;;) {
    const value: unknown = JSON.parse(localStorage.getItem(name) ?? 'null');
    if (isEnough(value)) return value;
    await new Promise((resolve) => addEventListener('storage', resolve, { once: true }));
  }
}

describe('a prerendered page', () => {
  it('starts no session, by autostart or by script, until it is visited', async function () {
    this.timeout(60_000);
    const page = await SecondPage.open('/test/elements/pages/leads-to-prerendered.html');
    await page.bringToFront();
    await stored('waits', (waits) => waits === 2);
    await page.evaluate("void setTimeout(() => (location.href = 'prerendered.html'))");
    const log = (await stored('log', (lines) => (lines as string[]).length >= 5)) as string[];
    expect([...log].sort()).to.deep.equal([
      'before_start, visited',
      'stream_ready, visited',
      'the client’s stream_ready, visited',
      'waits, prerendered',
      'waits, prerendered',
    ]);
    await page.close();
    await bringToFront();
  });
});
