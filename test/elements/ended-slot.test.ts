// The slot `ended`: what the page says when a session is over, instead of our words.
import { expect, html } from '@open-wc/testing';
import { defineControls } from '../../src/define.js';
import { avatarFixture, control, liveFixture, settled, untilStatus } from '../support/avatar-fixture.js';
import { seenPart } from '../support/rendered.js';

const withSlot = () =>
  html`<heygen-avatar .tokenProvider=${() => 't'} controls
    ><p slot="ended">Thank you. <a href="#book">Book a meeting</a></p></heygen-avatar
  >`;

describe('content in the slot ended', () => {
  before(() => defineControls());

  it('is shown only when a session is over', async () => {
    const { element } = await avatarFixture(withSlot());
    const own = element.querySelector('p')!;
    expect(own.checkVisibility()).to.equal(false);
    await element.start();
    await settled(element);
    expect(own.checkVisibility()).to.equal(false);
    await element.stop();
    await settled(element);
    expect(own.checkVisibility()).to.equal(true);
    await element.start();
    await settled(element);
    expect(own.checkVisibility()).to.equal(false);
    await element.stop();
  });

  it('replaces the text, with the button to start again below', async () => {
    const { element, fakes } = await liveFixture(withSlot());
    fakes.service.session.call.emit({ type: 'ended', reason: 'idle' });
    await untilStatus(element, 'ended');
    const own = element.querySelector('p')!;
    expect(own.checkVisibility()).to.equal(true);
    expect(seenPart(element, 'ended')?.querySelector('p')?.checkVisibility() ?? false).to.equal(false);
    const button = control(element, 'start-button');
    expect(button.innerText).to.equal('Start again');
    expect(button.getBoundingClientRect().top).to.be.at.least(own.getBoundingClientRect().bottom);
    // Links in it are for everybody.
    expect(
      own.closest('[aria-hidden=true]') ?? seenPart(element, 'ended')?.closest('[aria-hidden=true]'),
    ).to.equal(null);
  });

  it('left out, leaves our text, and nothing where there is none', async () => {
    const { element, fakes } = await liveFixture();
    fakes.service.session.call.emit({ type: 'ended', reason: 'idle' });
    await untilStatus(element, 'ended');
    expect(seenPart(element, 'ended')?.innerText).not.to.equal('');
    element.tokenProvider = () => 'next';
    await element.start();
    await element.stop();
    await settled(element);
    expect(seenPart(element, 'ended')).to.equal(undefined);
  });
});
