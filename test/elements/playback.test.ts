// The browser's autoplay rules: the visitor's gesture is used, and where sound is refused there is a way to it.
import { expect, html } from '@open-wc/testing';
import '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { avatarFixture, blockSound, inside, scenes, settled, videoOf } from '../support/avatar-fixture.js';

const soundButton = (element: Element): HTMLElement | null | undefined =>
  element.shadowRoot?.querySelector<HTMLElement>('[part~="sound-button"]');

function told(element: HeygenAvatarElement): string[] {
  const types: string[] = [];
  for (const type of ['playback_blocked', 'playback_started'] as const) {
    element.addEventListener(type, () => types.push(type));
  }
  return types;
}

const once = (
  element: HeygenAvatarElement,
  type: 'playback_blocked' | 'playback_started',
): Promise<unknown> => new Promise((resolve) => element.addEventListener(type, resolve, { once: true }));

describe('the visitor’s gesture', () => {
  it('is used before anything is waited for: the video that will show the avatar plays an empty stream', async () => {
    const { element } = await avatarFixture();
    const video = videoOf(element);
    let plays = 0;
    video.play = async () => void (plays += 1);
    const started = element.start();
    expect(plays).to.equal(1);
    const stream = video.srcObject;
    expect(stream).to.be.instanceOf(MediaStream);
    await started;
    expect(video.srcObject).to.equal(stream);
    expect(element.avatar?.mediaStream).to.equal(stream);
  });
});

describe('where the browser refuses sound', () => {
  it('the avatar plays without, tells the page once, and offers a button', async () => {
    const { element } = await avatarFixture();
    blockSound(element);
    const events = told(element);
    const blocked = once(element, 'playback_blocked');
    await element.start();
    await blocked;
    await settled(element);
    expect(events).to.deep.equal(['playback_blocked']);
    expect(videoOf(element).muted).to.equal(true);
    expect(soundButton(element)?.innerText).to.equal('Tap for sound');
  });

  it('a tap on the button turns it on, tells the page, and the button goes', async () => {
    const { element } = await avatarFixture();
    const { allow } = blockSound(element);
    const events = told(element);
    const blocked = once(element, 'playback_blocked');
    await element.start();
    await blocked;
    await settled(element);
    allow();
    const started = once(element, 'playback_started');
    soundButton(element)?.click();
    await started;
    await settled(element);
    expect(events).to.deep.equal(['playback_blocked', 'playback_started']);
    expect(element.muted).to.equal(false);
    expect(soundButton(element)).to.equal(null);
  });

  it('a tap that is refused too leaves the button and the picture', async () => {
    const { element } = await scenes['sound blocked']();
    soundButton(element)?.click();
    await settled(element);
    expect(soundButton(element)).not.to.equal(null);
    expect(element.muted).to.equal(true);
  });

  it('unmuting by any other control does the same as the button', async () => {
    const { element } = await avatarFixture();
    const { allow } = blockSound(element);
    const blocked = once(element, 'playback_blocked');
    await element.start();
    await blocked;
    allow();
    const started = once(element, 'playback_started');
    element.muted = false;
    await started;
    await settled(element);
    expect(soundButton(element)).to.equal(null);
  });

  it('a page that asks for no sound is not asked to tap', async () => {
    const { element } = await avatarFixture(html`<heygen-avatar token="t" muted></heygen-avatar>`);
    blockSound(element);
    const events = told(element);
    await element.start();
    await settled(element);
    expect(events).to.deep.equal([]);
    expect(soundButton(element)).to.equal(null);
  });

  it('the next session begins with sound again', async () => {
    const { element } = await scenes['sound blocked']();
    await element.stop();
    expect(element.muted).to.equal(false);
    await settled(element);
    expect(soundButton(element)).to.equal(null);
  });

  it('a page that mutes meanwhile keeps its wish in the next session', async () => {
    const { element } = await scenes['sound blocked']();
    element.muted = true;
    await element.stop();
    expect(element.muted).to.equal(true);
  });
});

describe('the picture', () => {
  it('fills the stage without being stretched', async () => {
    const { element } = await scenes.live();
    const { width, height } = videoOf(element).getBoundingClientRect();
    expect([width, height]).to.deep.equal([element.clientWidth, element.clientHeight]);
    expect(getComputedStyle(videoOf(element)).objectFit).to.equal('cover');
    expect(inside(element, '[part~="video"]')).to.equal(videoOf(element));
  });
});
