// No state of the element, with any of its bars, at the width of a phone and of a desk, has a violation that axe knows.
import { expect, html } from '@open-wc/testing';
import { defineControls } from '../../src/define.js';
import { avatarFixture, inside, scenes, settled } from '../support/avatar-fixture.js';

const poster = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='16' height='9'/>";

const tags = {
  'no controls': (width: number) =>
    html`<div style="width: ${width}px"><heygen-avatar token="t"></heygen-avatar></div>`,
  'the default bar': (width: number) =>
    html`<div style="width: ${width}px">
      <heygen-avatar token="t" controls poster=${poster}></heygen-avatar>
    </div>`,
};

describe('accessibility', () => {
  before(() => defineControls());

  for (const width of [320, 1024]) {
    for (const [bar, tag] of Object.entries(tags)) {
      for (const [name, reach] of Object.entries(scenes)) {
        it(`of “${name}” with ${bar}, ${width} px wide`, async () => {
          const { element } = await reach(tag(width));
          expect(element.clientWidth).to.equal(width);
          await expect(element).to.be.accessible();
        }).timeout(10_000);
      }
    }
  }

  it('says aloud, as an alert, why a start failed', async () => {
    const { element } = await scenes.failed();
    const alert = inside(element, '[role="alert"]');
    expect(alert.checkVisibility()).to.equal(true);
    expect(alert.textContent).to.contain('sessions');
  });

  it('says aloud, politely, why a session has ended', async () => {
    const { element } = await scenes.ended();
    const ended = inside(element, '[part~="ended"]').textContent;
    expect(ended).not.to.equal('');
    const status = element.shadowRoot?.querySelector('heygen-avatar-status');
    expect(status?.shadowRoot?.querySelector('[role="status"]')?.textContent).to.equal(ended);
  });

  it('says aloud, politely, that the avatar is there, in the live region that said it was connecting', async () => {
    const { element } = await avatarFixture();
    await element.start();
    await settled(element);
    const status = element.shadowRoot?.querySelector('heygen-avatar-status');
    expect(status?.shadowRoot?.querySelector('[role="status"]')?.textContent).to.equal('Connected');
  });
});
