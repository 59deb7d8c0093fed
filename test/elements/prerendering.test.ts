// A page that the browser prerenders, for real: nothing costs before somebody visits it.
import { expect } from '@open-wc/testing';
import { bringToFront, SecondPage } from '../support/commands.js';

describe('a prerendered page', () => {
  it('starts no session, by autostart or by script, until it is visited', async function () {
    this.timeout(20_000);
    const page = await SecondPage.open('/test/elements/pages/leads-to-prerendered.html');
    await page.bringToFront();
    await page.until("localStorage.getItem('waits') === '2'");
    await page.evaluate("void setTimeout(() => (location.href = 'prerendered.html'))");
    const log = (await page.until('window.log?.length >= 5 && window.log')) as string[];
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
