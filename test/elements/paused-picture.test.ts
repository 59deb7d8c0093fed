// A live picture that something outside pauses: it plays again, or says how the visitor gets it back.
import { expect, html } from '@open-wc/testing';
import { defineControls } from '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { liveFixture, settled, videoOf } from '../support/avatar-fixture.js';
import { click } from '../support/commands.js';
import { movingPicture, nextFrame } from '../support/moving-picture.js';
import { nextTask } from '../support/outcome.js';
import { seenPart, untilGone, untilSeen } from '../support/rendered.js';

/** What the element tells of its playback from now on. */
function tellings(element: HeygenAvatarElement): unknown[] {
  const told: unknown[] = [];
  element.addEventListener('playback_blocked', ({ detail }) => told.push(detail));
  element.addEventListener('playback_started', ({ detail }) => told.push(detail));
  return told;
}

const once = (target: EventTarget, type: string): Promise<Event> =>
  new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));

/** Refuses every `play()` until it is allowed, as a browser does without a gesture. */
function refusePlay(video: HTMLVideoElement): { allow: () => void } {
  video.play = async () => {
    throw new DOMException('No gesture.', 'NotAllowedError');
  };
  return { allow: () => Reflect.deleteProperty(video, 'play') };
}

describe('a live picture that is paused from outside', () => {
  let element: HeygenAvatarElement;
  let video: HTMLVideoElement;
  let endPicture = (): void => undefined;

  before(() => defineControls());
  beforeEach(async () => {
    ({ element } = await liveFixture(
      html`<heygen-avatar token="t" muted style="width: 360px"></heygen-avatar>`,
    ));
    const { track, stop } = movingPicture();
    endPicture = stop;
    video = videoOf(element);
    element.mediaStream?.addTrack(track);
    await nextFrame(video);
  });
  afterEach(async () => {
    await element.stop();
    endPicture();
  });

  it('plays again by itself, without a word', async () => {
    const told = tellings(element);
    const paused = once(video, 'pause');
    video.pause();
    // The one that began it may still be on its way.
    await paused;
    await once(video, 'playing');
    await nextFrame(video);
    expect([video.paused, told]).to.deep.equal([false, []]);
    expect(seenPart(element, 'resume-button')).to.equal(undefined);
  });

  it('shows a button and tells the page where the browser refuses, and a press plays it', async () => {
    const told = tellings(element);
    const { allow } = refusePlay(video);
    video.pause();
    const button = await untilSeen(element, 'resume-button');
    expect(told).to.deep.equal([{ reason: 'paused' }]);
    expect(button.innerText).to.equal('Continue');
    // Muted by the page: that stays its wish.
    allow();
    const started = once(element, 'playback_started');
    await click(button);
    await started;
    await untilGone(element, 'resume-button');
    expect(told).to.deep.equal([{ reason: 'paused' }, null]);
    expect([video.paused, element.muted]).to.deep.equal([false, true]);
  });

  it('leaves the button when the press is refused too, and mutes nothing', async () => {
    element.muted = false;
    const told = tellings(element);
    refusePlay(video);
    video.pause();
    (await untilSeen(element, 'resume-button')).click();
    await nextTask();
    await settled(element);
    expect(seenPart(element, 'resume-button')).not.to.equal(undefined);
    expect([told.length, element.muted]).to.deep.equal([1, false]);
  });

  it('gives in to what insists on pausing, and doesn’t spin', async () => {
    const told = tellings(element);
    let plays = 0;
    const insist = (): void => {
      plays += 1;
      video.pause();
    };
    video.addEventListener('play', insist);
    video.pause();
    await untilSeen(element, 'resume-button');
    expect(told).to.deep.equal([{ reason: 'paused' }]);
    await nextTask();
    expect(plays).to.be.within(1, 3);
    video.removeEventListener('play', insist);
    (await untilSeen(element, 'resume-button')).click();
    await untilGone(element, 'resume-button');
    expect(video.paused).to.equal(false);
  });

  it('tries once more when the visitor comes back to the page', async () => {
    const { allow } = refusePlay(video);
    video.pause();
    await untilSeen(element, 'resume-button');
    allow();
    const started = once(element, 'playback_started');
    document.dispatchEvent(new Event('visibilitychange'));
    await started;
    await untilGone(element, 'resume-button');
    expect(video.paused).to.equal(false);
  });

  it('drops the button when something outside plays it again', async () => {
    const { allow } = refusePlay(video);
    video.pause();
    await untilSeen(element, 'resume-button');
    allow();
    await video.play();
    await untilGone(element, 'resume-button');
  });

  it('plays on after a move, and asks for nothing', async () => {
    const told = tellings(element);
    const place = document.createElement('div');
    element.before(place);
    place.append(element);
    await nextFrame(video);
    expect([video.paused, told]).to.deep.equal([false, []]);
  });

  it('is nothing to tell of at the end of the session', async () => {
    const told = tellings(element);
    await element.stop();
    await nextTask();
    await settled(element);
    expect(told).to.deep.equal([]);
    expect(seenPart(element, 'resume-button')).to.equal(undefined);
  });

  it('is forgotten with the session: the next one has no button', async () => {
    refusePlay(video).allow();
    const { allow } = refusePlay(video);
    video.pause();
    await untilSeen(element, 'resume-button');
    await element.stop();
    allow();
    element.tokenProvider = () => 'next';
    await element.start();
    await settled(element);
    expect(seenPart(element, 'resume-button')).to.equal(undefined);
  });
});
