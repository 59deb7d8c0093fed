// When which tag is defined; and what the small elements do where there is no avatar around them.
import { expect, fixture, html } from '@open-wc/testing';
import { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { avatarFixture, control, liveFixture, settled } from '../support/avatar-fixture.js';
import { nextTask } from '../support/outcome.js';

const lazy = [
  'heygen-avatar-end-button',
  'heygen-avatar-interrupt-button',
  'heygen-avatar-status',
  'heygen-avatar-text-input',
  'heygen-avatar-volume',
];
const all = ['heygen-avatar', 'heygen-avatar-start-button', ...lazy];
const defined = (): string[] => all.filter((name) => customElements.get(name));

describe('the definition of the tags', () => {
  it('is not done by the classes alone', async () => {
    await import('../../src/elements.js');
    expect(defined()).to.deep.equal([]);
  });

  it('is done for two by the entry point; the others wait', async () => {
    const entry = await import('../../src/index.js');
    expect(defined()).to.deep.equal(['heygen-avatar', 'heygen-avatar-start-button']);
    expect(entry).to.include.keys(
      'createStreamingAvatar',
      'StreamingEvents',
      'AvatarQuality',
      'StreamingAvatarError',
    );
    expect(entry).not.to.have.property('StreamingAvatar');
  });

  it('is not hastened by an idle avatar', async () => {
    await avatarFixture();
    expect(defined()).to.have.lengthOf(2);
  });

  it('is not hastened by tags of others inside an idle avatar', async () => {
    const needed = HeygenAvatarElement.onControlsNeeded;
    let asked = 0;
    HeygenAvatarElement.onControlsNeeded = () => (asked += 1);
    await avatarFixture(html`<heygen-avatar token="t"><some-other-tag></some-other-tag></heygen-avatar>`);
    HeygenAvatarElement.onControlsNeeded = needed;
    expect(asked).to.equal(0);
  });

  it('is done for the others when one of them is found in an avatar, however deep', async () => {
    const { element } = await avatarFixture(
      html`<heygen-avatar token="t">
        <div slot="controls"><heygen-avatar-volume></heygen-avatar-volume></div>
      </heygen-avatar>`,
    );
    await Promise.all(lazy.map((name) => customElements.whenDefined(name)));
    await settled(element);
    expect(control(element, 'volume').getAttribute('aria-label')).to.equal('Mute');
  });

  it('twice is harmless, also by another copy of the code', async () => {
    const copy = '../../src/define.ts?another-copy';
    const second = (await import(copy)) as { defineControls: () => Promise<void> };
    await second.defineControls();
    await second.defineControls();
    expect(defined()).to.deep.equal(all);
    const { element } = await liveFixture();
    expect(element.state.status).to.equal('live');
  });

  it('lets createStreamingAvatar make a client that has started nothing', async () => {
    const { createStreamingAvatar } = await import('../../src/index.js');
    const client = await createStreamingAvatar({ token: 't' });
    expect(client.state).to.deep.equal({ status: 'idle' });
  });
});

describe('a small element outside an avatar', () => {
  for (const name of ['start-button', 'end-button', 'interrupt-button', 'status', 'text-input', 'volume']) {
    it(`(${name}) renders, and nothing it is told to do throws`, async () => {
      const errors: unknown[] = [];
      const listener = (event: ErrorEvent | PromiseRejectionEvent): void => void errors.push(event);
      addEventListener('error', listener);
      addEventListener('unhandledrejection', listener);
      const place = await fixture(html`<div></div>`);
      const element = document.createElement(`heygen-avatar-${name}`);
      place.append(element);
      await (element as HTMLElement & { updateComplete: Promise<unknown> }).updateComplete;
      element.shadowRoot?.querySelector('button')?.click();
      element.shadowRoot?.querySelector('input')?.dispatchEvent(new InputEvent('input', { bubbles: true }));
      element.shadowRoot?.querySelector('form')?.requestSubmit();
      removeEventListener('error', listener);
      removeEventListener('unhandledrejection', listener);
      expect(errors).to.deep.equal([]);
      expect(element.shadowRoot?.childElementCount).to.be.greaterThan(0);
    });

    it(`(${name}) is accessible: what has no avatar still has its names`, async () => {
      const place = await fixture(html`<div></div>`);
      const element = document.createElement(`heygen-avatar-${name}`);
      place.append(element);
      await (element as HTMLElement & { updateComplete: Promise<unknown> }).updateComplete;
      await expect(place).to.be.accessible();
    });
  }

  it('that is taken out of its avatar does not control it any more', async () => {
    const { element } = await liveFixture(
      html`<heygen-avatar token="t"><heygen-avatar-end-button></heygen-avatar-end-button></heygen-avatar>`,
    );
    const place = await fixture(html`<div></div>`);
    const button = element.querySelector('heygen-avatar-end-button');
    if (!button) throw new Error('There is no end button.');
    place.append(button);
    await button.updateComplete;
    button.shadowRoot?.querySelector('button')?.click();
    expect(element.state.status).to.equal('live');
    expect(button.shadowRoot?.querySelector('button')?.disabled).to.equal(true);
  });

  it('that comes into an avatar controls it, and then the next one', async () => {
    const one = await liveFixture();
    const button = document.createElement('heygen-avatar-end-button');
    one.element.append(button);
    await settled(one.element);
    const two = await liveFixture();
    two.element.append(button);
    await settled(two.element);
    button.shadowRoot?.querySelector('button')?.click();
    expect([one.element.state.status, two.element.state.status]).to.deep.equal(['live', 'stopping']);
  });

  it('that comes into an idle avatar later is found and defined', async () => {
    const needed = HeygenAvatarElement.onControlsNeeded;
    const { element } = await avatarFixture();
    let asked = 0;
    HeygenAvatarElement.onControlsNeeded = () => (asked += 1);
    element.append(document.createElement('heygen-avatar-not-yet-defined'));
    await nextTask();
    await settled(element);
    HeygenAvatarElement.onControlsNeeded = needed;
    expect(asked).to.be.greaterThan(0);
  });
});
